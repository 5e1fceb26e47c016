//! A server that reads one request and then says precisely the bytes that a test wrote down.
//!
//! A web framework would mend what these tests break: lengths, encodings, connections. Deliberately not here: keep-alive;
//! every answer ends its connection.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// What the server does after it has read a request.
#[derive(Debug, Clone)]
pub(crate) enum Script {
    /// Sends this and closes the connection.
    Say(Vec<u8>),
    /// Sends the first part, then the second a byte at a time with a pause after each.
    Drip(Vec<u8>, Vec<u8>, Duration),
    /// Sends this again and again until the client has enough.
    Endless(Vec<u8>, Vec<u8>),
    /// Closes the connection without a word.
    HangUp,
    /// Keeps the connection and says nothing.
    Silence,
}

/// A running server.
#[derive(Debug, Clone)]
pub(crate) struct Scripted {
    pub(crate) origin: Url,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// A server that answers its first request by the first script and so on; the last one is repeated.
    pub(crate) async fn start(scripts: Vec<Script>) -> Scripted {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut count = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let script = scripts[count.min(scripts.len() - 1)].clone();
                count += 1;
                tokio::spawn(play(stream, script, Arc::clone(&seen)));
            }
        });
        Scripted { origin, requests }
    }

    /// A server that says this to every request.
    pub(crate) async fn saying(answer: impl Into<Vec<u8>>) -> Scripted {
        Scripted::start(vec![Script::Say(answer.into())]).await
    }

    /// The requests so far: head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// An answer with this status line, these header lines and this body, its length stated.
pub(crate) fn answer(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = head(status, headers, Some(body.len()));
    bytes.extend_from_slice(body);
    bytes
}

/// The head of an answer; without a length, the body lasts until the connection ends.
pub(crate) fn head(status: &str, headers: &[&str], length: Option<usize>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for line in headers {
        head.push_str(line);
        head.push_str("\r\n");
    }
    if let Some(length) = length {
        head.push_str(&format!("Content-Length: {length}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// An answer of Cloudreve with this envelope.
pub(crate) fn envelope(json: &str) -> Vec<u8> {
    let headers = [
        "Content-Type: application/json; charset=utf-8",
        "Date: Sun, 22 Nov 2026 02:16:29 GMT",
    ];
    answer("200 OK", &headers, json)
}

/// Errors of the connection are the client's business; it may leave at any time.
async fn play(mut stream: TcpStream, script: Script, seen: Arc<Mutex<Vec<String>>>) {
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    seen.lock().unwrap().push(request);
    match script {
        Script::Say(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Script::Drip(head, body, pause) => {
            let mut pace = tokio::time::interval(pause);
            let _ = stream.write_all(&head).await;
            for byte in body {
                pace.tick().await;
                if stream.write_all(&[byte]).await.is_err() {
                    return;
                }
            }
        }
        Script::Endless(head, part) => {
            let _ = stream.write_all(&head).await;
            while stream.write_all(&part).await.is_ok() {}
        }
        Script::HangUp => {}
        Script::Silence => {
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let read = stream.read(&mut part).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length:")?
                        .trim()
                        .parse()
                        .ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Some(text.into_owned());
            }
        }
    }
}
