//! Sign-in, second factor, renewal and sign-out. Order of checks and every sentence follow the recordings; where
//! they are silent, the open server's source.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{Query, State},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    bearer::Caller,
    envelope::{Envelope, code, fields, required},
    gate::Database,
    memory::Memory,
    people::{Person, Status},
    site::{EndSession, totp},
    stand_in::Server,
    tokens::TokenType,
};

#[derive(Deserialize)]
pub(super) struct PrepareQuery {
    #[serde(default)]
    email: Option<String>,
}

pub(super) async fn prepare(
    State(server): State<Arc<Server>>,
    Extension(database): Extension<Database>,
    Query(query): Query<PrepareQuery>,
) -> Result<Envelope, Envelope> {
    let email = address(query.email)?;
    if database == Database::Sick || server.memory().by_email(&email).is_none() {
        return Err(Envelope::refusal(code::NOT_FOUND, "User not found"));
    }
    Ok(Envelope::success(
        json!({"webauthn_enabled": false, "password_enabled": true}),
    ))
}

#[derive(Deserialize)]
struct SignIn {
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    password: Option<String>,
}

#[derive(Deserialize, Default)]
struct CaptchaAnswer {
    #[serde(default)]
    captcha: String,
    #[serde(default)]
    ticket: String,
}

pub(super) async fn sign_in(
    State(server): State<Arc<Server>>,
    Extension(database): Extension<Database>,
    body: Bytes,
) -> Result<Envelope, Envelope> {
    // The captcha is looked at before the fields, and spent even when they are wrong.
    if server.site.login_captcha && !captcha_solved(&server, &body) {
        return Err(Envelope::refusal(code::CAPTCHA, "CAPTCHA not match."));
    }
    let SignIn { email, password } = fields(&body)?;
    let email = address(email)?;
    let password = required(password, "Password")?;
    match password.chars().count() {
        ..4 => return Err(Envelope::bad_parameters("Password too short")),
        129.. => return Err(Envelope::bad_parameters("Password too long")),
        _ => {}
    }
    let now = server.clock.now();
    let mut memory = server.memory();
    let person = match memory.by_email(&email) {
        Some(person) if database == Database::Well && person.password == password => person.clone(),
        _ => {
            let sentence = "Incorrect password or email address";
            return Err(Envelope::refusal(code::WRONG_PASSWORD, sentence));
        }
    };
    match person.status {
        Status::Active => {}
        Status::Banned => {
            let sentence = "This account has been blocked";
            return Err(Envelope::refusal(code::BANNED, sentence));
        }
        Status::Inactive => {
            let sentence = "This account is not activated";
            return Err(Envelope::refusal(code::NOT_ACTIVATED, sentence));
        }
    }
    if person.totp_secret.is_some() {
        let session = memory.ask_for_code(&person.id, now);
        return Ok(Envelope::with_data(code::NOT_FINISHED, session));
    }
    signed_in(&server, &mut memory, &person)
}

fn captcha_solved(server: &Server, body: &[u8]) -> bool {
    let answer: CaptchaAnswer = serde_json::from_slice(body).unwrap_or_default();
    server
        .memory()
        .solve_captcha(&answer.ticket, &answer.captcha)
}

fn signed_in(server: &Server, memory: &mut Memory, person: &Person) -> Result<Envelope, Envelope> {
    let tokens = memory
        .begin(&person.id, server.clock.now())
        .ok_or_else(|| Envelope::refusal(code::DATABASE, "failed to get login user"))?;
    Ok(Envelope::success(json!({
        "user": person.as_user(),
        "token": tokens.as_json(server.site.hours_east),
    })))
}

#[derive(Deserialize)]
struct SecondFactor {
    #[serde(default)]
    otp: Option<String>,
    #[serde(default)]
    session_id: Option<String>,
}

pub(super) async fn second_factor(
    State(server): State<Arc<Server>>,
    body: Bytes,
) -> Result<Envelope, Envelope> {
    let SecondFactor { otp, session_id } = fields(&body)?;
    let otp = required(otp, "OTP")?;
    let session = required(session_id, "SessionID")?;
    let now = server.clock.now();
    let mut memory = server.memory();
    let Some(person) = memory.waiting_for_code(&session, now).cloned() else {
        return Err(Envelope::refusal(code::NOT_FOUND, "Session not found"));
    };
    if !code_fits(&person, &otp, now.as_second()) {
        return Err(Envelope::refusal(code::WRONG_CODE, "Incorrect 2FA code"));
    }
    memory.end_two_factor(&session);
    signed_in(&server, &mut memory, &person)
}

fn code_fits(person: &Person, otp: &str, now: i64) -> bool {
    let totp = person.totp_secret.as_deref().and_then(totp);
    let now = u64::try_from(now).unwrap_or_default();
    totp.is_some_and(|totp| totp.check(otp, now).is_some())
}

#[derive(Deserialize)]
struct RefreshToken {
    #[serde(default)]
    refresh_token: Option<String>,
}

pub(super) async fn refresh(
    State(server): State<Arc<Server>>,
    Extension(caller): Extension<Caller>,
    Extension(database): Extension<Database>,
    body: Bytes,
) -> Result<Envelope, Envelope> {
    caller.check_scope("offline_access")?;
    let RefreshToken { refresh_token } = fields(&body)?;
    let token = required(refresh_token, "RefreshToken")?;
    let tokens = match database {
        Database::Well => server.memory().renew(&token, server.clock.now()),
        Database::Sick => None,
    };
    match tokens {
        Some(tokens) => Ok(Envelope::success(tokens.as_json(server.site.hours_east))),
        // One sentence for every reason, a sick database included.
        None => Err(Envelope::refusal(
            code::CREDENTIAL_INVALID,
            "Failed to issue token pair",
        )),
    }
}

/// Looks neither at the user nor at the kind of token: an access token is answered with success and revokes
/// nothing.
pub(super) async fn sign_out(
    State(server): State<Arc<Server>>,
    body: Bytes,
) -> Result<Envelope, Envelope> {
    let RefreshToken { refresh_token } = fields(&body)?;
    let token = required(refresh_token, "RefreshToken")?;
    let now = server.clock.now();
    let mut memory = server.memory();
    let Some(claims) = memory.key.read(&token, now) else {
        let sentence = "Failed to parse token";
        return Err(Envelope::refusal(code::CREDENTIAL_INVALID, sentence));
    };
    memory.revoke(&claims);
    let end_session = match &memory.end_session {
        EndSession::Provider(origin) if claims.token_type == TokenType::Refresh => {
            server.end_session_url_at(origin, &claims.sub, &memory)
        }
        EndSession::Provider(_) | EndSession::Nothing => String::new(),
        EndSession::Text(text) => text.clone(),
    };
    if !end_session.is_empty() {
        memory.end_session_urls.push(end_session.clone());
    }
    Ok(Envelope::success(end_session))
}

fn address(email: Option<String>) -> Result<String, Envelope> {
    let email = required(email, "Email")?;
    let well_formed = email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if !well_formed {
        return Err(Envelope::bad_parameters("Email format error"));
    }
    Ok(email)
}
