//! The control port: other programs (the end-to-end suite, a person with a browser) read the truth here and switch
//! faults on. Every change is one POST with JSON; nothing here is part of any Cloudreve API.
//!
//! | call | body |
//! |---|---|
//! | `GET /truth` | JSON, or a page for a browser |
//! | `POST /fault` | `{"site", "what", "path"?, "method"?, "times"?, "milliseconds"?, "to"?, "text"?, "status"?, "code"?, "msg"?}` |
//! | `POST /clear`, `/release`, `/stop`, `/kill`, `/start`, `/change-key` | `{"site"}` |
//! | `POST /ban`, `/lift`, `/deactivate` | `{"site", "email"}` |
//! | `POST /password` | `{"site", "email", "password"}` |
//! | `POST /lifetimes` | `{"site", "access", "refresh"}` in seconds |
//! | `POST /clock` | `{"site", "seconds"}` |
//! | `POST /end-session-url` | `{"site", "url"?}` |
//! | `POST /captcha` | `{"site", "ticket"?}`, answers `{"answer"}`; without a ticket, of the picture that was handed out last |
//! | `POST /code` | `{"site", "email"}`, answers `{"code"}`, which the person's authenticator shows now |

mod fault;
mod truth_page;

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{demo::Sites, provider::ProviderTruth, stand_in::StandIn, truth::Truth};

pub(crate) fn router(sites: Arc<Sites>) -> Router {
    Router::new()
        .route("/", get(truth_as_page))
        .route("/truth", get(truth))
        .route("/{change}", post(change))
        .with_state(sites)
}

/// The truth about everything, as the control port tells it.
#[derive(serde::Serialize)]
struct WholeTruth {
    home: Truth,
    contoso: Truth,
    lab: Truth,
    login: ProviderTruth,
}

impl WholeTruth {
    fn of(sites: &Sites) -> Self {
        Self {
            home: sites.home.truth(),
            contoso: sites.contoso.truth(),
            lab: sites.lab.truth(),
            login: sites.login.truth(),
        }
    }
}

async fn truth(State(sites): State<Arc<Sites>>, headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT);
    let browser = accepts.is_some_and(|it| it.to_str().is_ok_and(|it| it.contains("text/html")));
    if browser {
        return truth_as_page(State(sites)).await.into_response();
    }
    Json(WholeTruth::of(&sites)).into_response()
}

async fn truth_as_page(State(sites): State<Arc<Sites>>) -> Html<String> {
    Html(truth_page::page(&sites))
}

#[derive(Deserialize)]
struct OfPerson {
    email: String,
    #[serde(default)]
    password: String,
}

#[derive(Deserialize)]
struct Lifetimes {
    access: u64,
    refresh: u64,
}

#[derive(Deserialize)]
struct Offset {
    seconds: i64,
}

#[derive(Deserialize)]
struct EndSession {
    url: Option<String>,
}

#[derive(Deserialize)]
struct Ticket {
    ticket: Option<String>,
}

/// Why a change was not made.
enum Unable {
    NoSuchSite,
    NoSuchPerson,
    NoSuchChange,
    BadRequest(serde_json::Error),
    BadFault(&'static str),
}

impl IntoResponse for Unable {
    fn into_response(self) -> Response {
        let (status, sentence) = match self {
            Self::NoSuchSite => (StatusCode::NOT_FOUND, "no such site".to_owned()),
            Self::NoSuchPerson => (StatusCode::NOT_FOUND, "no such person".to_owned()),
            Self::NoSuchChange => (StatusCode::NOT_FOUND, "no such change".to_owned()),
            Self::BadRequest(error) => (StatusCode::BAD_REQUEST, error.to_string()),
            Self::BadFault(sentence) => (StatusCode::BAD_REQUEST, sentence.to_owned()),
        };
        (status, Json(json!({"error": sentence}))).into_response()
    }
}

fn parsed<'a, T: Deserialize<'a>>(body: &'a Value) -> Result<T, Unable> {
    T::deserialize(body).map_err(Unable::BadRequest)
}

async fn change(
    State(sites): State<Arc<Sites>>,
    Path(change): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Unable> {
    let name = body.get("site").and_then(Value::as_str).unwrap_or_default();
    let site = sites.named(name).ok_or(Unable::NoSuchSite)?;
    match change.as_str() {
        "fault" => site.fault(fault::parse(parsed(&body)?)?),
        "clear" => site.clear_faults(),
        "release" => site.release(),
        "stop" => site.stop().await,
        "kill" => site.kill().await,
        "start" => site.start_again().await,
        "change-key" => site.change_key(),
        "ban" | "lift" | "deactivate" | "password" => {
            change_person(site, &change, &parsed(&body)?)?;
        }
        "lifetimes" => {
            let Lifetimes { access, refresh } = parsed(&body)?;
            site.set_lifetimes(Duration::from_secs(access), Duration::from_secs(refresh));
        }
        "clock" => site.set_clock_offset(parsed::<Offset>(&body)?.seconds),
        "end-session-url" => site.end_session_url(parsed::<EndSession>(&body)?.url),
        "captcha" => {
            let answer = match parsed::<Ticket>(&body)?.ticket {
                Some(ticket) => site.captcha_answer(&ticket),
                None => site.last_captcha_answer(),
            };
            return Ok(Json(json!({"answer": answer})));
        }
        "code" => {
            let code = site.code_of(&parsed::<OfPerson>(&body)?.email);
            let code = code.ok_or(Unable::NoSuchPerson)?;
            return Ok(Json(json!({"code": code})));
        }
        _ => return Err(Unable::NoSuchChange),
    }
    Ok(Json(json!({"done": true, "running": site.is_running()})))
}

fn change_person(site: &StandIn, change: &str, person: &OfPerson) -> Result<(), Unable> {
    let email = &person.email;
    let known = match change {
        "ban" => site.ban(email),
        "lift" => site.lift_ban(email),
        "deactivate" => site.deactivate(email),
        _ => site.change_password(email, &person.password),
    };
    known.then_some(()).ok_or(Unable::NoSuchPerson)
}
