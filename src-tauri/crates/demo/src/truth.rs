//! What a stand-in knows to be true, for assertions: the families of tokens and every request that came in. It is
//! read, never acted upon.

use std::sync::{Mutex, PoisonError};

use axum::http::{Request, header};
use serde::Serialize;
use tokio::sync::watch;

/// All that a stand-in can say about itself at one moment.
#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    /// One entry a sign-in, oldest first.
    pub families: Vec<Family>,
    /// Every request since the start, oldest first, also those answered by a fault.
    pub requests: Vec<Seen>,
}

impl Truth {
    /// How many requests of this method were made to `path`, which is whole or begins below `/api/v4`.
    pub fn count(&self, method: &str, path: &str) -> usize {
        self.requests
            .iter()
            .filter(|seen| seen.is(method, path))
            .count()
    }
}

/// One sign-in: all tokens of one root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Family {
    /// `root_token_id` of its refresh tokens.
    pub root: String,
    /// Whose session it is.
    pub user_email: String,
    /// Whether its newest refresh token would be accepted, were the person not blocked and the database well: not
    /// revoked, not expired, password unchanged.
    pub live: bool,
    /// How often it was refreshed.
    pub refreshed: u32,
}

/// One request as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Whether an `Authorization` header was sent.
    pub had_authorization: bool,
    /// Whether a `Cookie` header was sent.
    pub had_cookie: bool,
    /// The `User-Agent` header, when sent.
    pub user_agent: Option<String>,
}

impl Seen {
    pub(crate) fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && same_path(&self.path, path)
    }

    fn of<B>(request: &Request<B>) -> Self {
        let headers = request.headers();
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            had_authorization: headers.contains_key(header::AUTHORIZATION),
            had_cookie: headers.contains_key(header::COOKIE),
            user_agent: headers
                .get(header::USER_AGENT)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
        }
    }
}

/// `wanted` names a path whole or from below `/api/v4`; a trailing `*` stands for any rest.
pub(crate) fn same_path(path: &str, wanted: &str) -> bool {
    let fits = |path: &str| match wanted.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => path == wanted,
    };
    fits(path) || path.strip_prefix("/api/v4").is_some_and(fits)
}

/// The list of requests, with a signal for those who wait for one.
#[derive(Debug)]
pub(crate) struct Ledger {
    seen: Mutex<Vec<Seen>>,
    changed: watch::Sender<usize>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            seen: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }
}

impl Ledger {
    pub(crate) fn saw<B>(&self, request: &Request<B>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(Seen::of(request));
        self.changed.send_replace(seen.len());
    }

    pub(crate) fn all(&self) -> Vec<Seen> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Returns when the `count`th request of this kind has come in.
    pub(crate) async fn wait_for(&self, method: &str, path: &str, count: usize) {
        let mut changed = self.changed.subscribe();
        let enough =
            |seen: &[Seen]| seen.iter().filter(|seen| seen.is(method, path)).count() >= count;
        while !enough(&self.all()) {
            if changed.changed().await.is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_be_named_whole_from_below_the_api_or_by_its_beginning() {
        assert!(same_path("/api/v4/user/me", "/api/v4/user/me"));
        assert!(same_path("/api/v4/user/me", "/user/me"));
        assert!(same_path("/api/v4/user/avatar/5OIa", "/user/avatar/*"));
        assert!(!same_path(
            "/api/v4/session/token/refresh",
            "/session/token"
        ));
    }
}
