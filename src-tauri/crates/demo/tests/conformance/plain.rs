//! The recorded requests sent as they are, tokens and tickets replaced, and the answers laid beside the recorded
//! ones: status, the headers that were recorded, names and kinds of all fields, code and sentence. Values that
//! differ by nature (times, tokens, ids, pictures) are not compared.

use std::{collections::HashMap, fs};

use reqwest::{Client, Method, Response, header::HeaderMap};
use serde_json::{Value, json};

use crate::{
    states::States,
    walker::{Exchange, TOPICS, Typed},
};

/// Paths that belong to the browser or to the site's own settings.
const LEFT_OUT: [&str; 5] = [
    "/api/v4/session/oauth/consent",
    "/api/v4/session/oauth/token",
    "/api/v4/session/oauth/userinfo",
    "/api/v4/session/oauth/grant/",
    "/api/v4/user/setting",
];

#[derive(Debug, Default)]
pub(crate) struct Replay {
    pub(crate) compared: usize,
    pub(crate) left_out: usize,
    pub(crate) different: Vec<String>,
}

pub(crate) async fn replay(states: &mut States) -> Replay {
    let http = Client::builder().no_proxy().build().unwrap();
    let mut bindings = HashMap::new();
    let mut replay = Replay::default();
    for topic in TOPICS {
        let (played, left_out): (Vec<_>, Vec<_>) =
            exchanges(topic).into_iter().partition(can_be_played);
        replay.left_out += left_out.len();
        bind_tokens(states, topic, &played, &mut bindings);
        for exchange in played {
            states.before(&exchange).await;
            let answer = send(&http, states, &exchange, &bindings).await;
            let different = compare(&exchange, answer, &mut bindings).await;
            let named = different
                .into_iter()
                .map(|what| format!("{topic}/{}: {what}", exchange.name));
            replay.different.extend(named);
            replay.compared += 1;
        }
    }
    replay
}

fn exchanges(topic: &'static str) -> Vec<Exchange> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../cloudreve/tests/recordings");
    let text = fs::read_to_string(format!("{directory}/{topic}.json")).unwrap();
    let mut recording: Value = serde_json::from_str(&text).unwrap();
    let exchanges = recording["exchanges"].as_array_mut().unwrap();
    let exchange = |it: &mut Value| Exchange {
        topic,
        name: it["name"].as_str().unwrap().to_owned(),
        request: it["request"].take(),
        response: it["response"].take(),
    };
    exchanges.iter_mut().map(exchange).collect()
}

fn can_be_played(exchange: &Exchange) -> bool {
    let grants = exchange.name == "app after consent";
    !grants
        && !LEFT_OUT
            .iter()
            .any(|start| exchange.path().starts_with(start))
}

/// Tokens that no exchange of this replay will issue get one of the stand-in's.
fn bind_tokens(
    states: &mut States,
    topic: &str,
    exchanges: &[Exchange],
    bindings: &mut HashMap<String, String>,
) {
    let issued: Vec<_> = exchanges.iter().flat_map(Exchange::issued_tokens).collect();
    for token in exchanges.iter().flat_map(Exchange::sent_tokens) {
        if !bindings.contains_key(&token.text) && !issued.contains(&token.text) {
            let own = states.token(topic, &token);
            bindings.insert(token.text, own);
        }
    }
}

async fn send(
    http: &Client,
    states: &States,
    exchange: &Exchange,
    bindings: &HashMap<String, String>,
) -> Response {
    let path = exchange.request["path"].as_str().unwrap();
    let url = states.origin(exchange.topic).join(path).unwrap();
    let method = Method::from_bytes(exchange.method().as_bytes()).unwrap();
    let mut request = http.request(method, url);
    let own = |recorded: &str| {
        bindings
            .get(recorded)
            .map_or(recorded, String::as_str)
            .to_owned()
    };
    if let Some(bearer) = exchange.bearer() {
        request = request.bearer_auth(own(bearer));
    }
    if let Some(kind) = exchange.request["headers"]["Content-Type"].as_str() {
        request = request.header("content-type", kind);
    }
    if let Some(raw) = exchange.request["raw"].as_str() {
        request = request.body(raw.to_owned());
    }
    if let Value::Object(mut fields) = exchange.request["body"].clone() {
        for value in fields.values_mut() {
            if let Some(text) = value.as_str() {
                *value = json!(own(text));
            }
        }
        if let Some(recorded) = exchange.sent("otp") {
            fields["otp"] = json!(states.typed(exchange, Typed::Otp { recorded }));
        }
        if let (Some(recorded), Some(ticket)) = (exchange.sent("captcha"), exchange.sent("ticket"))
        {
            let ticket = &own(ticket);
            let typed = Typed::Captcha { recorded, ticket };
            fields["captcha"] = json!(states.typed(exchange, typed));
        }
        request = request.body(Value::Object(fields).to_string());
    }
    request.send().await.unwrap()
}

async fn compare(
    exchange: &Exchange,
    answer: Response,
    bindings: &mut HashMap<String, String>,
) -> Vec<String> {
    let recorded = &exchange.response;
    let mut different = Vec::new();
    let mut expect = |what: &str, own: Value, recorded: &Value| {
        if own != *recorded {
            different.push(format!("{what} is {own}, recorded {recorded}"));
        }
    };
    expect(
        "status",
        json!(answer.status().as_u16()),
        &recorded["status"],
    );
    for name in ["content-type", "cache-control"] {
        let own = header(answer.headers(), name);
        expect(name, own, &recorded["headers"][name]);
    }
    let text = answer.text().await.unwrap();
    let own = serde_json::from_str(&text).unwrap_or(Value::String(text));
    for name in ["code", "msg"] {
        expect(name, own[name].clone(), &recorded["body"][name]);
    }
    expect("shape", shape(&own), &shape(&recorded["body"]));
    remember(&recorded["body"], &own, bindings);
    different
}

fn header(headers: &HeaderMap, name: &str) -> Value {
    let value = headers.get(name).map(|value| value.to_str().unwrap());
    json!(value)
}

/// Names and kinds of all fields; of texts whether they are empty.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("bool"),
        Value::Number(_) => json!("number"),
        Value::String(text) if text.is_empty() => json!("empty text"),
        Value::String(_) => json!("text"),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(fields) => {
            let shaped = fields
                .iter()
                .map(|(name, value)| (name.clone(), shape(value)));
            Value::Object(shaped.collect())
        }
    }
}

/// Texts in the recorded answer stand for those in the same place of the own one: tokens, tickets, sessions.
fn remember(recorded: &Value, own: &Value, bindings: &mut HashMap<String, String>) {
    match (recorded, own) {
        (Value::String(recorded), Value::String(own)) if is_handle(recorded) => {
            bindings.insert(recorded.clone(), own.clone());
        }
        (Value::Object(recorded), Value::Object(own)) => {
            for (name, value) in recorded {
                remember(value, own.get(name).unwrap_or(&Value::Null), bindings);
            }
        }
        _ => {}
    }
}

/// Long and without spaces: nothing that a person wrote.
fn is_handle(text: &str) -> bool {
    text.len() >= 20 && !text.contains([' ', '@'])
}
