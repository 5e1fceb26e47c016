//! As much of a WebDriver client (W3C WebDriver, section 6) as it takes to sign in to one account and to look whether it is there.
//!
//! Deliberately not here: what the desktop tests do with a full client. This crate stays one that compiles in seconds.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::failure::Failure;

/// The member under which an answer holds an element (section 11.3).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long an element is looked for before it counts as missing, in milliseconds.
const PATIENCE: u32 = 30_000;

/// A program with its window, driven.
#[derive(Debug)]
pub(crate) struct Window {
    port: u16,
    session: String,
}

impl Window {
    /// Has the driver at `port` start `program`.
    pub(crate) fn open(port: u16, program: &str) -> Result<Self, Failure> {
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
        let answer = ask(
            port,
            "POST",
            "/session",
            &json!({ "capabilities": { "alwaysMatch": wanted } }),
        )?;
        let Some(session) = answer["sessionId"].as_str() else {
            return Err(driver(&format!("no session in {answer}")));
        };
        let window = Self {
            port,
            session: format!("/session/{session}"),
        };
        window.post("/timeouts", &json!({ "implicit": PATIENCE }))?;
        Ok(window)
    }

    /// Types into the field with this label.
    pub(crate) fn fill(&self, label: &str, text: &str) -> Result<(), Failure> {
        let field = self.find(&format!(
            "//*[@id = //label[normalize-space() = '{label}']/@for]"
        ))?;
        self.post(&format!("/element/{field}/value"), &json!({ "text": text }))
            .map(drop)
    }

    /// Presses the button with this text.
    pub(crate) fn press(&self, button: &str) -> Result<(), Failure> {
        let button = self.find(&format!("//button[normalize-space() = '{button}']"))?;
        self.post(&format!("/element/{button}/click"), &json!({}))
            .map(drop)
    }

    /// Waits until an element that holds nothing but text says this.
    pub(crate) fn shows(&self, text: &str) -> Result<(), Failure> {
        self.find(&format!("//*[text()[contains(., '{text}')]]"))
            .map(drop)
    }

    /// Ends the driver's session, and with it the program.
    pub(crate) fn close(self) -> Result<(), Failure> {
        ask(self.port, "DELETE", &self.session, &Value::Null).map(drop)
    }

    fn find(&self, path: &str) -> Result<String, Failure> {
        let found = self.post("/element", &json!({ "using": "xpath", "value": path }))?;
        found[ELEMENT]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| driver(&format!("no element in {found}")))
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value, Failure> {
        ask(
            self.port,
            "POST",
            &format!("{}{command}", self.session),
            body,
        )
    }
}

/// One request and the value in its answer; an error that the driver answers is a failure.
fn ask(port: u16, method: &str, path: &str, body: &Value) -> Result<Value, Failure> {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let failed = |error: std::io::Error| driver(&format!("{method} {path}: {error}"));
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let answer = body_of(BufReader::new(stream)).map_err(failed)?;
    let mut answer: Value = serde_json::from_slice(&answer)
        .map_err(|error| driver(&format!("{method} {path}: {error}")))?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(driver(&format!(
            "{path} {body}: {error}: {}",
            value["message"]
        ))),
        None => Ok(value),
    }
}

/// The driver says how long its answer is, and never sends it in chunks.
fn body_of(mut answer: impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut length = 0;
    let mut line = String::new();
    while answer.read_line(&mut line)? > 2 {
        if let Some(("content-length", value)) = line.to_ascii_lowercase().split_once(':') {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    Ok(body)
}

fn driver(what: &str) -> Failure {
    Failure::Package(format!(
        "installed, its window does not do what it should ({what})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_what_comes_after_the_empty_line_as_long_as_it_is_said_to_be() {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nOther: x\r\n\r\n{ }\nrest";

        assert_eq!(body_of(answer.as_bytes()).unwrap(), b"{ }\n");
    }

    #[test]
    fn an_answer_that_is_cut_off_is_an_error() {
        assert!(body_of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".as_bytes()).is_err());
    }
}
