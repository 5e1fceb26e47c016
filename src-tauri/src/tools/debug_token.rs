//! An access token made from a site's master key, for debugging a server of one's own (Cloudreve's API description, "Directly Generating
//! AccessToken").
//!
//! A tool, not an account: nobody can renew it or sign it out, so it is kept in memory only and for as long as it lives.
//!
//! Deliberately not here: keeping the key, which is gone with the request, and asking a server whether it takes the token.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use ts_rs::TS;

/// A day: whoever wants more of it is not debugging.
const LONGEST_LIFE: i64 = 24 * 60;
/// A server makes its key of 256 letters and digits. One that somebody has chosen is shorter, but not as short as a password.
const SHORTEST_KEY: usize = 16;
const LONGEST_KEY: usize = 4096;
/// Servers write a user's number as a few letters and digits, `lUpa`.
const LONGEST_USER: usize = 64;
/// A server whose clock is behind ours would not take the token yet.
const SLOWEST_SERVER: SignedDuration = SignedDuration::from_mins(1);
/// How much of each end is shown.
const SHOWN: usize = 4;

/// A debugging token that was made; the token itself stays with the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DebugToken {
    /// Its first and last characters.
    pub(crate) masked: String,
    /// When it ends.
    #[ts(type = "number")]
    pub(crate) ends_at: i64,
}

/// Why no token was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DebugTokenError {
    /// What was typed is no master key.
    #[error("this is no master key")]
    BadKey,
    /// No such user can be, or it would live for no time or too long.
    #[error("the user or the lifetime cannot be right")]
    BadInput,
}

/// A token and when it ends.
pub(crate) struct Token {
    text: SecretString,
    ends: Timestamp,
}

/// The claims of an access token, in the server's order. Without scopes it may do whatever the user may.
#[derive(Serialize)]
struct Claims<'user> {
    token_type: &'static str,
    sub: &'user str,
    exp: i64,
    nbf: i64,
}

/// Makes a token as the server itself would: HS256 with the bytes of the key's text.
pub(crate) fn make(
    key: &SecretString,
    user: &str,
    minutes: i64,
    now: Timestamp,
) -> Result<Token, DebugTokenError> {
    // What is copied out of a terminal or a database tool has spaces and a line's end around it.
    let key = key.expose_secret().trim();
    let user = user.trim();
    let strange = |letter: char| letter.is_whitespace() || letter.is_control();
    if !(SHORTEST_KEY..=LONGEST_KEY).contains(&key.len()) || key.contains(strange) {
        return Err(DebugTokenError::BadKey);
    }
    let plausible = user.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !(1..=LONGEST_USER).contains(&user.len()) || !plausible {
        return Err(DebugTokenError::BadInput);
    }
    if !(1..=LONGEST_LIFE).contains(&minutes) {
        return Err(DebugTokenError::BadInput);
    }
    let ends = now.checked_add(SignedDuration::from_mins(minutes));
    let begins = now.checked_sub(SLOWEST_SERVER);
    let (Ok(ends), Ok(begins)) = (ends, begins) else {
        return Err(DebugTokenError::BadInput);
    };
    let claims = Claims {
        token_type: "access",
        sub: user,
        exp: ends.as_second(),
        nbf: begins.as_second(),
    };
    let header = Header::new(Algorithm::HS256);
    let key = EncodingKey::from_secret(key.as_bytes());
    let text = jsonwebtoken::encode(&header, &claims, &key);
    let text = text.map_err(|_| DebugTokenError::BadKey)?.into();
    Ok(Token { text, ends })
}

impl Token {
    /// What the page may know of it.
    pub(crate) fn view(&self) -> DebugToken {
        // ASCII throughout, as every such token.
        let text = self.text.expose_secret();
        let first = text.get(..SHOWN).unwrap_or_default();
        let last = text
            .get(text.len().saturating_sub(SHOWN)..)
            .unwrap_or_default();
        DebugToken {
            masked: format!("{first}…{last}"),
            ends_at: self.ends.as_millisecond(),
        }
    }
}

/// The token that was made last, until it is dropped, has ended, or the window is gone.
#[derive(Default)]
pub(crate) struct Held(Mutex<Option<Token>>);

impl Held {
    /// Takes the place of a former one.
    pub(crate) fn keep(&self, token: Token) {
        *self.held() = Some(token);
    }

    /// The token, while it lives.
    pub(crate) fn get(&self, now: Timestamp) -> Option<SecretString> {
        self.drop_ended(now);
        self.held().as_ref().map(|token| token.text.clone())
    }

    /// Lets it go when its time has passed; it may have been replaced by one that lives longer.
    pub(crate) fn drop_ended(&self, now: Timestamp) {
        let mut held = self.held();
        if held.as_ref().is_some_and(|token| token.ends <= now) {
            *held = None;
        }
    }

    pub(crate) fn drop_now(&self) {
        *self.held() = None;
    }

    fn held(&self) -> MutexGuard<'_, Option<Token>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Held(…)")
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use accounts::Clock as _;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::*;
    use crate::desktop::SystemClock;

    const KEY: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn made(key: &str, user: &str, minutes: i64) -> Result<Token, DebugTokenError> {
        make(&key.into(), user, minutes, at(1_795_313_844))
    }

    fn part(token: &str, number: usize) -> Value {
        let part = token.split('.').nth(number).expect("three parts");
        let part = BASE64_URL_SAFE_NO_PAD.decode(part).expect("base64");
        serde_json::from_slice(&part).expect("JSON")
    }

    /// The token that a real server took: the wire notes' recording `masterkey`, first exchange.
    const TAKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwic3ViIjoiNU9JYSIsImV4cCI6MTc5NTMxNzQ0NCwibmJmIjoxNzk1MzEzNzg0fQ.MkHF3o2wxBGgrYJ2qB45_aej9t4lpCwrrBUEduX5AJc";

    #[test]
    fn it_has_the_claims_of_one_that_a_real_server_took() {
        // When one is made for the same user and the same hour
        let token = made(KEY, "5OIa", 60).expect("made");

        // Then
        let text = token.text.expose_secret();
        assert_eq!(part(text, 0), part(TAKEN, 0));
        assert_eq!(part(text, 1), part(TAKEN, 1));
        assert_eq!(text.split('.').nth(1), TAKEN.split('.').nth(1));
    }

    #[test]
    fn it_is_signed_with_the_bytes_of_the_keys_text() {
        // Given a signature over the same header and claims that another implementation has made (Python's hmac and hashlib)
        let expected = SIGNATURE;

        // When
        let token = made(&format!("  {KEY}\n"), " 5OIa ", 60).expect("made");

        // Then
        let text = token.text.expose_secret();
        assert_eq!(text.rsplit('.').next(), Some(expected));
    }

    const SIGNATURE: &str = "lFW40ss5ovodTi1guNWXkHaqBsWcUdRNPG6e6mLeUoE";

    #[test]
    fn what_is_no_master_key_is_said_to_be_none() {
        for key in ["", "   ", "short", &"ab cd".repeat(50), &"a".repeat(5000)] {
            let made = made(key, "5OIa", 60);
            assert_eq!(made.err(), Some(DebugTokenError::BadKey), "{key:?}");
        }
    }

    #[test]
    fn a_user_that_cannot_be_is_not_signed_for() {
        for user in [
            "",
            "5O Ia",
            "ada@example.org",
            "5OIa\u{0}",
            "乙",
            &"a".repeat(65),
        ] {
            let made = made(KEY, user, 60);
            assert_eq!(made.err(), Some(DebugTokenError::BadInput), "{user:?}");
        }
    }

    #[test]
    fn it_lives_for_a_minute_at_least_and_for_a_day_at_most() {
        for minutes in [i64::MIN, -1, 0, 1441, i64::MAX] {
            let made = made(KEY, "5OIa", minutes);
            assert_eq!(made.err(), Some(DebugTokenError::BadInput), "{minutes}");
        }
        for minutes in [1, 1440] {
            let token = made(KEY, "5OIa", minutes).expect("made");
            let ends = at(1_795_313_844 + minutes * 60);
            assert_eq!(token.ends, ends);
            assert_eq!(
                part(token.text.expose_secret(), 1)["exp"],
                json!(ends.as_second())
            );
        }
    }

    #[test]
    fn the_page_is_shown_its_ends_and_no_more() {
        let token = made(KEY, "5OIa", 60).expect("made");

        let view = token.view();

        let last = &SIGNATURE[SIGNATURE.len() - 4..];
        assert_eq!(view.masked, format!("eyJ0…{last}"));
        assert_eq!(view.ends_at, 1_795_317_444_000);
    }

    #[test]
    fn it_is_held_until_it_has_ended_is_replaced_or_dropped() {
        let held = Held::default();
        let now = at(1_795_313_844);
        let is_held = |now| held.get(now).is_some();
        assert!(!is_held(now));

        held.keep(made(KEY, "5OIa", 1).expect("made"));
        assert!(is_held(at(1_795_313_844 + 59)));
        assert!(!is_held(at(1_795_313_844 + 60)) && !is_held(now));

        held.keep(made(KEY, "5OIa", 1).expect("made"));
        let replaced = held.get(now).map(|text| text.expose_secret().to_owned());
        held.keep(made(KEY, "5OIa", 2).expect("made"));
        held.drop_ended(at(1_795_313_844 + 60));
        let text = held.get(now).map(|text| text.expose_secret().to_owned());
        assert!(text.is_some() && text != replaced);

        held.drop_now();
        assert!(!is_held(now));
    }

    #[test]
    fn it_never_shows_itself_when_printed() {
        let token = made(KEY, "5OIa", 60).expect("made");
        let text = token.text.expose_secret().to_owned();
        let held = Held::default();

        let printed = format!("{token:?}");
        held.keep(token);
        let printed = format!("{printed} {held:?}");

        assert_eq!(printed, "Token(…) Held(…)");
        assert!(!printed.contains(&text));
    }

    #[tokio::test]
    #[ignore = "needs a running Cloudreve: KEYREVE_REAL=http://127.0.0.1:5212, its key in the file KEYREVE_REAL_KEY, a user KEYREVE_REAL_USER"]
    async fn a_real_server_takes_it_and_none_of_another_key() {
        // Given
        let given = |name| std::env::var(name).expect("given");
        let origin = given("KEYREVE_REAL").parse().expect("an address");
        let client = cloudreve::Client::new("Keyreve test").expect("a client");
        let server = client.server(&origin);
        let key = std::fs::read_to_string(given("KEYREVE_REAL_KEY")).expect("read");
        let user = given("KEYREVE_REAL_USER");
        let now = SystemClock.now();

        // When
        let token = make(&key.into(), &user, 5, now).expect("made");
        let other = make(&"a".repeat(256).into(), &user, 5, now).expect("made");

        // Then
        let me = server.me(&token.text.into()).await.expect("taken");
        assert_eq!(me.value.id, user);
        let refused = server.me(&other.text.into()).await;
        assert!(
            matches!(refused, Err(cloudreve::MeError::SignInRequired(_))),
            "{refused:?}"
        );
    }
}
