//! Somebody with an account on the real server, and what this crate cannot do for them.

use cloudreve::{Client, PasswordCredentials, Server};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};
use url::Url;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// One test at a time: settings are everybody's.
pub(crate) async fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    TURN.lock().await
}

pub(crate) fn server() -> Server {
    let origin = Url::parse(&std::env::var("KEYREVE_REAL").unwrap()).unwrap();
    Client::new("Keyreve test").unwrap().server(&origin)
}

pub(crate) fn credentials(email: &str, password: &str) -> PasswordCredentials {
    PasswordCredentials {
        email: email.to_owned(),
        password: SecretString::from(password),
        captcha: None,
    }
}

/// Registers a new person and gives their address.
pub(crate) async fn register(server: &Server) -> String {
    let unique = std::process::id();
    let nanoseconds = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap()
        .as_nanos();
    let email = format!("person-{unique}-{nanoseconds}@keyreve.example");
    let body = json!({ "email": email, "password": PASSWORD, "language": "en-US" });
    ask(server, Method::POST, "user", None, Some(body)).await;
    email
}

/// What this crate has no word for. Answers with the data of a success.
pub(crate) async fn ask(
    server: &Server,
    method: Method,
    path: &str,
    bearer: Option<&str>,
    body: Option<Value>,
) -> Value {
    let address = server
        .origin()
        .join("/api/v4/")
        .unwrap()
        .join(path)
        .unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = http.request(method, address);
    if let Some(bearer) = bearer {
        request = request.bearer_auth(bearer);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["code"], 0, "{path}: {answer}");
    answer["data"].clone()
}
