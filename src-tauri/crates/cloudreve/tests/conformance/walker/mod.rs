//! Walks through the recorded exchanges in the order in which they were made, makes each one again through this crate's
//! public API against some peer, and checks the typed result.
//!
//! The peer is anything that behaves like the recorded server: the recordings themselves, or a stand-in server, whose own
//! tests include this module by its path. Deliberately not here: how a peer gets into the state in which an exchange was
//! recorded (banned, killed, database broken); its hooks do that.

mod calls;
mod outcome;
mod recording;
mod table;

use std::collections::{HashMap, HashSet};

use cloudreve::{Client, Server};
use serde_json::Value;
use url::Url;

use calls::Call;
pub(crate) use recording::{Exchange, RecordedToken, TOPICS};
use table::Plan;

/// What stands at the other end of the exchanges.
pub(crate) trait Peer {
    /// Where the server for a topic (such as `signout`) is.
    fn origin(&self, topic: &str) -> Url;

    /// How much of an answer is compared.
    fn comparison(&self) -> Comparison;

    /// Why this peer cannot play an exchange that the crate could make.
    fn cannot_play(&self, exchange: &Exchange) -> Option<&'static str>;

    /// Brings the server into the state in which `exchange` was recorded.
    async fn before(&mut self, exchange: &Exchange);

    /// Called after the exchange; a peer that watches requests complains here.
    async fn after(&mut self, exchange: &Exchange) -> Vec<String>;

    /// The token to send in place of a recorded one that no replayed exchange has issued. Called before the first exchange
    /// of a topic. Tokens with the same `root_token_id`, `sub` and `nbf` came from one sign-in.
    async fn bind(&mut self, topic: &str, token: &RecordedToken) -> String;

    /// What the person types in place of the recorded text: a code of the authenticator, or what is in a captcha whose
    /// ticket this peer has issued.
    fn typed(&mut self, exchange: &Exchange, typed: Typed<'_>) -> String;
}

/// A text that a person types.
#[derive(Debug)]
pub(crate) enum Typed<'a> {
    /// A code of the authenticator, as recorded.
    Otp { recorded: &'a str },
    /// The text in a captcha, as recorded, and the ticket that this peer issued for it.
    Captcha { recorded: &'a str, ticket: &'a str },
}

/// How much of an answer is compared with the recorded one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// Every field that the typed result shows.
    Everything,
    /// What does not depend on who is asked: the kind of result, the server's code and sentence, the person's address.
    Meaning,
}

/// What was played, by `topic/name`, and what this peer could not play and why.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) played: Vec<String>,
    pub(crate) not_played: Vec<(String, &'static str)>,
}

/// What stands for the recorded tokens, tickets and second-factor sessions.
pub(crate) type Bindings = HashMap<String, String>;

/// Makes every exchange that can be made, and panics with everything that went differently.
pub(crate) async fn walk(peer: &mut impl Peer) -> Walk {
    let client = Client::new("Keyreve conformance").unwrap();
    let mut bindings = Bindings::new();
    let mut walk = Walk::default();
    let mut complaints = table::complaints();
    for topic in TOPICS {
        let server = client.server(&peer.origin(topic));
        let exchanges = recording::exchanges(topic);
        bind_foreign_tokens(peer, topic, &exchanges, &mut bindings).await;
        for exchange in &exchanges {
            let (Plan::Replay(expected), Some(call)) = (table::plan(exchange), Call::of(exchange))
            else {
                continue;
            };
            if let Some(reason) = peer.cannot_play(exchange) {
                walk.not_played.push((exchange.key(), reason));
                continue;
            }
            let different = play(peer, &server, exchange, call, expected, &mut bindings).await;
            complaints.extend(
                different
                    .into_iter()
                    .map(|what| format!("{}: {what}", exchange.key())),
            );
            walk.played.push(exchange.key());
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    walk
}

async fn play(
    peer: &mut impl Peer,
    server: &Server,
    exchange: &Exchange,
    call: Call,
    expected: &str,
    bindings: &mut Bindings,
) -> Vec<String> {
    peer.before(exchange).await;
    let call = call.bound(exchange, peer, bindings);
    let outcome = call.make(server).await;
    outcome.remember(exchange, bindings);
    let mut different = outcome.compare(exchange, expected, peer.comparison());
    different.extend(peer.after(exchange).await);
    different
}

/// Binds the tokens of a topic that its own replayed exchanges will not issue.
async fn bind_foreign_tokens(
    peer: &mut impl Peer,
    topic: &str,
    exchanges: &[Exchange],
    bindings: &mut Bindings,
) {
    let mut issued: HashSet<String> = HashSet::new();
    for exchange in exchanges {
        let replayed = matches!(table::plan(exchange), Plan::Replay(_))
            && peer.cannot_play(exchange).is_none();
        if !replayed {
            continue;
        }
        for token in exchange.sent_tokens() {
            if !bindings.contains_key(&token.text) && !issued.contains(&token.text) {
                let own = peer.bind(topic, &token).await;
                bindings.insert(token.text, own);
            }
        }
        issued.extend(exchange.issued_tokens());
    }
}

/// The text in `value`, or nothing.
fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}
