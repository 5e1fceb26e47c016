//! The recordings as a server: answers each recorded request with precisely the recorded answer, and complains about a
//! request that differs from the recorded one.
//!
//! It also tries to plant a cookie with every answer. Deliberately not here: any state; the recordings have it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use url::Url;

use crate::walker::{Comparison, Exchange, Peer, RecordedToken, Typed};

/// The clock of the recorded server.
const DATE: &str = "Sun, 22 Nov 2026 02:16:29 GMT";

/// Plays the recordings.
pub(crate) struct Tape {
    origin: Url,
    comparison: Comparison,
    head: Arc<Mutex<Head>>,
}

/// Where the tape is, and what was wrong there.
struct Head {
    at: Option<Exchange>,
    /// What is done to the recorded body before it is sent.
    distort: fn(&mut Value),
    requests: usize,
    complaints: Vec<String>,
}

impl Tape {
    /// A tape that answers as recorded.
    pub(crate) async fn start() -> Tape {
        Tape::distorted(|_| {}, Comparison::Everything).await
    }

    /// A tape that does something to every answer's body first.
    pub(crate) async fn distorted(distort: fn(&mut Value), comparison: Comparison) -> Tape {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let head = Arc::new(Mutex::new(Head {
            at: None,
            distort,
            requests: 0,
            complaints: Vec::new(),
        }));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&head));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Tape {
            origin,
            comparison,
            head,
        }
    }
}

impl Peer for Tape {
    fn origin(&self, _topic: &str) -> Url {
        self.origin.clone()
    }

    fn comparison(&self) -> Comparison {
        self.comparison
    }

    fn cannot_play(&self, _exchange: &Exchange) -> Option<&'static str> {
        None
    }

    async fn before(&mut self, exchange: &Exchange) {
        let mut head = self.head.lock().unwrap();
        head.at = Some(exchange.clone());
        head.requests = 0;
    }

    async fn after(&mut self, _exchange: &Exchange) -> Vec<String> {
        let mut head = self.head.lock().unwrap();
        let mut complaints = std::mem::take(&mut head.complaints);
        if head.requests != 1 {
            complaints.push(format!("{} requests instead of one", head.requests));
        }
        complaints
    }

    async fn bind(&mut self, _topic: &str, token: &RecordedToken) -> String {
        assert!(
            token.claims["token_type"].is_string(),
            "not a token of the recorded server"
        );
        token.text.clone()
    }

    fn typed(&mut self, exchange: &Exchange, typed: Typed<'_>) -> String {
        match typed {
            Typed::Otp { recorded } => recorded.to_owned(),
            Typed::Captcha { recorded, ticket } => {
                assert_eq!(
                    exchange.sent("ticket"),
                    Some(ticket),
                    "another captcha's ticket"
                );
                recorded.to_owned()
            }
        }
    }
}

async fn answer(State(head): State<Arc<Mutex<Head>>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1024 * 1024).await.unwrap();
    let mut head = head.lock().unwrap();
    let Some(exchange) = head.at.clone() else {
        return Response::new(Body::empty());
    };
    head.requests += 1;
    let mut expect = |what: &str, sent: String, recorded: String| {
        if sent != recorded {
            head.complaints
                .push(format!("{what}: sent {sent:?}, recorded {recorded:?}"));
        }
    };
    expect(
        "method",
        parts.method.to_string(),
        exchange.method().to_owned(),
    );
    let recorded_url = exchange.request["path"].as_str().unwrap();
    expect(
        "URL",
        decoded(&parts.uri.to_string()),
        decoded(recorded_url),
    );
    let recorded_headers = &exchange.request["headers"];
    for name in ["Authorization", "Content-Type"] {
        let recorded = recorded_headers[name].as_str().unwrap_or("none");
        expect(name, header(&parts.headers, name), recorded.to_owned());
    }
    expect(
        "Cookie",
        header(&parts.headers, "Cookie"),
        "none".to_owned(),
    );
    expect(
        "User-Agent",
        header(&parts.headers, "User-Agent"),
        "Keyreve conformance".to_owned(),
    );
    let accepted = if exchange.path().contains("/avatar/") {
        "image/png, image/jpeg, image/webp, image/gif"
    } else {
        "application/json"
    };
    expect(
        "Accept",
        header(&parts.headers, "Accept"),
        accepted.to_owned(),
    );
    let sent: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    expect(
        "body",
        sent.to_string(),
        exchange.request["body"].to_string(),
    );
    recorded_answer(&exchange, head.distort)
}

fn recorded_answer(exchange: &Exchange, distort: fn(&mut Value)) -> Response<Body> {
    let recorded = &exchange.response;
    let mut answer = Response::builder()
        .status(u16::try_from(recorded["status"].as_u64().unwrap()).unwrap())
        .header("date", DATE)
        .header("set-cookie", "planted=1; Path=/");
    for (name, value) in recorded["headers"].as_object().unwrap() {
        answer = answer.header(name, value.as_str().unwrap());
    }
    let mut body = recorded["body"].clone();
    distort(&mut body);
    let body = match body {
        Value::String(text) => text,
        json => json.to_string(),
    };
    answer.body(Body::from(body)).unwrap()
}

fn header(headers: &HeaderMap, name: &str) -> String {
    let value = headers.get(name).map(|value| value.to_str().unwrap());
    value.unwrap_or("none").to_owned()
}

/// The path and the query with its escapes undone; `@` may be written either way.
fn decoded(path: &str) -> String {
    let url = Url::parse("http://tape").unwrap().join(path).unwrap();
    let query: Vec<_> = url.query_pairs().collect();
    format!("{} {query:?}", url.path())
}
