//! What every recorded exchange must turn into, or why this crate cannot make it.
//!
//! Written by hand, not derived from the codes, so that it says what the crate promises. An exchange without a line here
//! fails the walk, and so does a line without an exchange.

use std::collections::HashSet;

use super::calls::Call;
use super::recording::{self, Exchange};

/// What is to be done with an exchange.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Plan {
    /// Make it, and get a result of this kind.
    Replay(&'static str),
    /// The crate has no call that sends this, for this reason.
    CannotBeMade(&'static str),
    /// Nobody has decided.
    Forgotten,
}

use Plan::{CannotBeMade, Forgotten, Replay};

const NOT_JSON: &str = "the crate always sends well-formed JSON with every field";
const TOKEN_ALWAYS: &str = "a bearer call without a token cannot be written";
const SETTINGS: &str = "settings are changed on the site";
const CONSENT: &str = "consent is given in the browser";
const EXCHANGE: &str = "the OAuth code exchange is not part of this API";
const USERINFO: &str = "the OAuth userinfo endpoint is not part of this API";
const NO_BEARER: &str = "this call never sends a token";
const NO_SUCH_CALL: &str = "the crate has no call with this path";

#[rustfmt::skip]
const TABLE: &[(&str, Plan)] = &[
    ("site/ping", Replay("Version")),
    ("site/basic configuration, nobody signed in", Replay("BasicConfig")),
    ("site/sign-in configuration", Replay("LoginConfig")),
    ("site/OAuth app known: desktop", Replay("OauthApp")),
    ("site/OAuth app unknown: cli on this version", Replay("Unknown")),
    ("site/v3 ping against a v4 server", Replay("not v3")),
    ("site/unknown API path", CannotBeMade(NO_SUCH_CALL)),
    ("site/SSO of the Pro edition on the open one", CannotBeMade(NO_SUCH_CALL)),

    ("password/prepare, known address", Replay("Prepared")),
    ("password/prepare, unknown address", Replay("UnknownAddress")),
    ("password/sign in", Replay("Done")),
    ("password/wrong password", Replay("WrongPassword")),
    ("password/unknown address", Replay("WrongPassword")),
    ("password/password too short for the server", Replay("BadInput")),
    ("password/field missing", CannotBeMade(NOT_JSON)),
    ("password/not an address", Replay("BadInput")),
    ("password/body is not JSON", CannotBeMade(NOT_JSON)),
    ("password/sign in of the administrator", Replay("Done")),
    ("password/user banned", Replay("Banned")),
    ("password/user not activated", Replay("NotActivated")),
    ("password/user banned by the system", Replay("Banned")),

    ("account/me", Replay("User")),
    ("account/capacity", Replay("Capacity")),
    ("account/avatar, none set", Replay("no avatar")),
    ("account/basic configuration, signed in", Replay("BasicConfig")),
    ("account/me without a token", CannotBeMade(TOKEN_ALWAYS)),
    ("account/me with a token that does not parse", Replay("SignInRequired")),
    ("account/me with a refresh token as bearer", Replay("Refused")),

    ("refresh/refresh", Replay("TokenPair")),
    ("refresh/the same refresh token again", Replay("TokenPair")),
    ("refresh/refresh token does not parse", Replay("NotAccepted")),
    ("refresh/access token in place of the refresh token", Replay("NotAccepted")),
    ("refresh/field missing", CannotBeMade(NOT_JSON)),
    ("refresh/refresh while the server's database is broken", Replay("NotAccepted")),
    ("refresh/me while the server's database is broken", Replay("Refused")),
    ("refresh/refresh after the database is back", Replay("TokenPair")),
    ("refresh/refresh while the user is banned", Replay("NotAccepted")),
    ("refresh/me while the user is banned", Replay("Refused")),
    ("refresh/change password", CannotBeMade(SETTINGS)),
    ("refresh/refresh after the password changed", Replay("NotAccepted")),
    ("refresh/me after the password changed", Replay("User")),
    ("refresh/sign out after the password changed", Replay("nothing to open")),

    ("signout/sign out", Replay("nothing to open")),
    ("signout/refresh with the revoked token", Replay("NotAccepted")),
    ("signout/refresh with a token of the same root", Replay("NotAccepted")),
    ("signout/refresh of another session of the same user", Replay("TokenPair")),
    ("signout/me with the access token issued before", Replay("User")),
    ("signout/me with an access token of the same root", Replay("User")),
    ("signout/sign out again", Replay("nothing to open")),
    ("signout/sign out, token does not parse", Replay("NotRecognised")),
    ("signout/sign out, access token in its place", Replay("nothing to open")),
    ("signout/sign out, field missing", CannotBeMade(NOT_JSON)),
    ("signout/sign out, no body", CannotBeMade(NOT_JSON)),
    ("signout/sign out while the user is banned", Replay("nothing to open")),
    ("signout/refresh after that, still banned", Replay("NotAccepted")),
    ("signout/refresh after that, ban lifted", Replay("NotAccepted")),

    ("twofactor/ask for a 2FA secret", CannotBeMade(SETTINGS)),
    ("twofactor/switch 2FA on", CannotBeMade(SETTINGS)),
    ("twofactor/sign in asks for 2FA", Replay("CodeWanted")),
    ("twofactor/wrong code", Replay("WrongCode")),
    ("twofactor/right code after a wrong one", Replay("Session")),
    ("twofactor/the same session id again", Replay("SessionUsedUp")),
    ("twofactor/sign in asks for 2FA, second time", Replay("CodeWanted")),
    ("twofactor/right code at once", Replay("Session")),
    ("twofactor/unknown session id", Replay("SessionUsedUp")),
    ("twofactor/code of the wrong length", Replay("SessionUsedUp")),

    ("captcha/sign-in configuration", Replay("LoginConfig")),
    ("captcha/captcha", Replay("Captcha")),
    ("captcha/sign in without a captcha", Replay("CaptchaWanted")),
    ("captcha/sign in with a wrong captcha", Replay("CaptchaWanted")),
    ("captcha/captcha, second", Replay("Captcha")),
    ("captcha/sign in with the right captcha", Replay("Done")),
    ("captcha/the same captcha again", Replay("CaptchaWanted")),

    ("oauth/app as the consent page sees it", CannotBeMade(NO_BEARER)),
    ("oauth/consent, registered app, loopback redirect", CannotBeMade(CONSENT)),
    ("oauth/app after consent", CannotBeMade(NO_BEARER)),
    ("oauth/code with a wrong verifier", CannotBeMade(EXCHANGE)),
    ("oauth/consent again", CannotBeMade(CONSENT)),
    ("oauth/code exchanged", CannotBeMade(EXCHANGE)),
    ("oauth/the same code again", CannotBeMade(EXCHANGE)),
    ("oauth/unknown code", CannotBeMade(EXCHANGE)),
    ("oauth/consent, third", CannotBeMade(CONSENT)),
    ("oauth/wrong client secret", CannotBeMade(EXCHANGE)),
    ("oauth/consent, redirect on another port", CannotBeMade(CONSENT)),
    ("oauth/consent, scope that the app may not ask for", CannotBeMade(CONSENT)),
    ("oauth/consent, scope openid missing", CannotBeMade(CONSENT)),
    ("oauth/token, wrong grant type", CannotBeMade(EXCHANGE)),
    ("oauth/userinfo", CannotBeMade(USERINFO)),
    ("oauth/me with an OAuth token", Replay("MissingScope")),
    ("oauth/capacity with an OAuth token", Replay("MissingScope")),
    ("oauth/a call that needs a scope we did not ask for", CannotBeMade(SETTINGS)),
    ("oauth/refresh of an OAuth session", Replay("TokenPair")),
    ("oauth/refresh with the OAuth access token as bearer too", CannotBeMade(NO_BEARER)),
    ("oauth/sign out of the OAuth session", Replay("nothing to open")),
    ("oauth/refresh after sign-out", Replay("NotAccepted")),
    ("oauth/consent without offline_access", CannotBeMade(CONSENT)),
    ("oauth/exchange without offline_access", CannotBeMade(EXCHANGE)),
    ("oauth/userinfo without the email scope", CannotBeMade(USERINFO)),
    ("oauth/consent of the built-in desktop app", CannotBeMade(CONSENT)),
    ("oauth/desktop app: code exchanged", CannotBeMade(EXCHANGE)),
    ("oauth/consent before the grant is withdrawn", CannotBeMade(CONSENT)),
    ("oauth/exchange before the grant is withdrawn", CannotBeMade(EXCHANGE)),
    ("oauth/withdraw the grant", CannotBeMade(SETTINGS)),
    ("oauth/refresh after the grant was withdrawn", Replay("NotAccepted")),
    ("oauth/me after the grant was withdrawn", Replay("MissingScope")),
    ("oauth/consent without signing in", CannotBeMade(CONSENT)),

    ("masterkey/me with a token made from the master key", Replay("User")),
    ("masterkey/me with one made from a wrong key", Replay("SignInRequired")),
    ("masterkey/me with one that has expired", Replay("SignInRequired")),
    ("masterkey/me with one for an unknown user", Replay("Refused")),
    ("masterkey/refresh token made from the master key, no root id", Replay("NotAccepted")),

    ("expiry/sign in where access lives 2 s and refresh 4 s", Replay("Done")),
    ("expiry/me with an expired access token", Replay("SignInRequired")),
    ("expiry/userinfo with an expired access token", CannotBeMade(USERINFO)),
    ("expiry/refresh with an expired refresh token", Replay("NotAccepted")),
    ("expiry/sign out with an expired refresh token", Replay("NotRecognised")),

    ("restart/sign out, before the server is stopped in good order", Replay("nothing to open")),
    ("restart/refresh refused, before the server is stopped in good order", Replay("NotAccepted")),
    ("restart/refresh with the revoked token, after the server was stopped in good order", Replay("NotAccepted")),
    ("restart/sign out, before the server is killed", Replay("nothing to open")),
    ("restart/refresh refused, before the server is killed", Replay("NotAccepted")),
    ("restart/refresh with the revoked token, after the server was killed", Replay("TokenPair")),
];

/// What is to be done with `exchange`.
pub(crate) fn plan(exchange: &Exchange) -> Plan {
    let key = exchange.key();
    TABLE
        .iter()
        .find(|(name, _)| *name == key)
        .map_or(Forgotten, |(_, plan)| *plan)
}

/// Where the table and the recordings disagree.
pub(crate) fn complaints() -> Vec<String> {
    let mut complaints = Vec::new();
    let mut recorded = HashSet::new();
    for exchange in recording::TOPICS.into_iter().flat_map(recording::exchanges) {
        let key = exchange.key();
        match (plan(&exchange), Call::of(&exchange)) {
            (Replay(_), Some(_)) | (CannotBeMade(_), None) => {}
            (Replay(_), None) => complaints.push(format!("{key}: no call makes this exchange")),
            (CannotBeMade(reason), Some(call)) => {
                complaints.push(format!("{key}: {call:?} makes it, despite: {reason}"))
            }
            (Forgotten, _) => complaints.push(format!("{key}: neither replayed nor excused")),
        }
        if !recorded.insert(key.clone()) {
            complaints.push(format!("{key}: recorded twice"));
        }
    }
    let stale = TABLE.iter().filter(|(name, _)| !recorded.contains(*name));
    complaints.extend(stale.map(|(name, _)| format!("{name}: not in the recordings")));
    complaints
}
