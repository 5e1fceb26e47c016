//! The recordings as they lie in `tests/recordings`.
//!
//! Deliberately not here: what an exchange is expected to mean, which is in the table.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::text;

/// The topics in the order in which they were recorded, so that later ones can use what earlier ones issued.
pub(crate) const TOPICS: [&str; 11] = [
    "site",
    "password",
    "account",
    "refresh",
    "signout",
    "twofactor",
    "captcha",
    "oauth",
    "masterkey",
    "expiry",
    "restart",
];

/// One recorded request and its answer.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) topic: &'static str,
    pub(crate) name: String,
    pub(crate) request: Value,
    pub(crate) response: Value,
}

/// A token in a recorded request.
#[derive(Debug, Clone)]
pub(crate) struct RecordedToken {
    pub(crate) text: String,
    /// The claims, such as `token_type`, `sub`, `nbf`, `exp` and, in refresh tokens, `root_token_id`.
    pub(crate) claims: Value,
}

/// The exchanges of a topic.
pub(crate) fn exchanges(topic: &'static str) -> Vec<Exchange> {
    let json = match topic {
        "site" => include_str!("../../recordings/site.json"),
        "password" => include_str!("../../recordings/password.json"),
        "account" => include_str!("../../recordings/account.json"),
        "refresh" => include_str!("../../recordings/refresh.json"),
        "signout" => include_str!("../../recordings/signout.json"),
        "twofactor" => include_str!("../../recordings/twofactor.json"),
        "captcha" => include_str!("../../recordings/captcha.json"),
        "oauth" => include_str!("../../recordings/oauth.json"),
        "masterkey" => include_str!("../../recordings/masterkey.json"),
        "expiry" => include_str!("../../recordings/expiry.json"),
        "restart" => include_str!("../../recordings/restart.json"),
        other => panic!("no recording of {other}"),
    };
    let recording: Value = serde_json::from_str(json).unwrap();
    let exchanges = recording["exchanges"].as_array().unwrap();
    exchanges
        .iter()
        .map(|exchange| Exchange {
            topic,
            name: exchange["name"].as_str().unwrap().to_owned(),
            request: exchange["request"].clone(),
            response: exchange["response"].clone(),
        })
        .collect()
}

impl Exchange {
    /// What the table calls this exchange.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}", self.topic, self.name)
    }

    pub(crate) fn method(&self) -> &str {
        self.request["method"].as_str().unwrap()
    }

    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        let path = self.request["path"].as_str().unwrap();
        path.split_once('?').map_or(path, |(path, _)| path)
    }

    /// The access token that was sent.
    pub(crate) fn bearer(&self) -> Option<&str> {
        text(&self.request, "/headers/Authorization")?.strip_prefix("Bearer ")
    }

    /// A text in the body that was sent.
    pub(crate) fn sent(&self, field: &str) -> Option<&str> {
        self.request["body"][field].as_str()
    }

    /// The `data` of the recorded envelope; null when there is none.
    pub(crate) fn data(&self) -> &Value {
        &self.response["body"]["data"]
    }

    /// The tokens in the request that are tokens at all.
    pub(crate) fn sent_tokens(&self) -> Vec<RecordedToken> {
        [self.bearer(), self.sent("refresh_token")]
            .into_iter()
            .flatten()
            .filter_map(RecordedToken::read)
            .collect()
    }

    /// The tokens in the answer.
    pub(crate) fn issued_tokens(&self) -> Vec<String> {
        let pair = self.token_pair();
        [&pair["access_token"], &pair["refresh_token"]]
            .into_iter()
            .filter_map(|token| token.as_str().map(str::to_owned))
            .collect()
    }

    /// The token pair in the answer; null when there is none.
    pub(crate) fn token_pair(&self) -> &Value {
        let data = self.data();
        if data["token"].is_object() {
            &data["token"]
        } else {
            data
        }
    }
}

impl RecordedToken {
    fn read(text: &str) -> Option<RecordedToken> {
        let claims = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
        Some(RecordedToken {
            text: text.to_owned(),
            claims: serde_json::from_slice(&claims).ok()?,
        })
    }
}
