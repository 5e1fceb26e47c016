//! The stand-in identity provider that Contoso's sign-out leads to: a browser session kept by a cookie, and an
//! end-session page that asks every time and ends that session only after Yes (OpenID Connect RP-Initiated Logout
//! 1.0, as seen with a real provider). It issues no tokens and has no sign-in form: `/login` signs the browser in.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use crate::{
    port::{Port, StartError},
    web::{escaped, page},
};

/// Path of the end-session endpoint.
const END_SESSION: &str = "/oidc/session/end";

/// The cookie that keeps a browser signed in.
const COOKIE: &str = "contoso_login";

/// What the provider knows to be true.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProviderTruth {
    /// Every time the end-session page was opened, oldest first.
    pub pages: Vec<EndSessionPage>,
    /// Browsers that are signed in.
    pub live_sessions: usize,
    /// How often somebody answered Yes.
    pub confirmed: usize,
    /// How often somebody answered No.
    pub declined: usize,
}

/// One opening of the end-session page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndSessionPage {
    /// `client_id` of the URL.
    pub client_id: Option<String>,
    /// Whether an `id_token_hint` came with it.
    pub had_hint: bool,
    /// Whether the browser was signed in.
    pub had_session: bool,
}

/// The stand-in identity provider, at `http://login.localhost:PORT/`.
pub struct IdentityProvider {
    memory: Arc<Mutex<Memory>>,
    port: Port,
    origin: Url,
}

#[derive(Default)]
struct Memory {
    sessions: HashSet<String>,
    truth: ProviderTruth,
}

type Shared = State<Arc<Mutex<Memory>>>;

impl std::fmt::Debug for IdentityProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityProvider")
            .field("origin", &self.origin.as_str())
            .finish_non_exhaustive()
    }
}

impl IdentityProvider {
    /// Starts the provider on `port` of 127.0.0.1; 0 takes any free one.
    pub async fn start(port: u16) -> Result<Self, StartError> {
        let memory = Arc::new(Mutex::new(Memory::default()));
        let router = Router::new()
            .route("/", get(front))
            .route("/login", get(login))
            .route(END_SESSION, get(ask).post(answer))
            .with_state(memory.clone());
        let port = Port::open(port, router).await?;
        let origin = port.origin("login.localhost")?;
        Ok(Self {
            memory,
            port,
            origin,
        })
    }

    /// Where it answers. The host name leads to 127.0.0.1 in every browser.
    pub fn origin(&self) -> Url {
        self.origin.clone()
    }

    /// Opened pages and sessions so far.
    pub fn truth(&self) -> ProviderTruth {
        let memory = memory(&self.memory);
        ProviderTruth {
            live_sessions: memory.sessions.len(),
            ..memory.truth.clone()
        }
    }

    /// Closes the port.
    pub async fn stop(&self) {
        self.port.close().await;
    }
}

fn memory(shared: &Mutex<Memory>) -> std::sync::MutexGuard<'_, Memory> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The session that the browser's cookie names, when it is alive.
fn session_of(headers: &HeaderMap, memory: &Memory) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let mut pairs = cookies
        .split(';')
        .filter_map(|it| it.trim().split_once('='));
    let (_, session) = pairs.find(|(name, _)| *name == COOKIE)?;
    memory.sessions.get(session).cloned()
}

async fn front(State(shared): Shared, headers: HeaderMap) -> Html<String> {
    let signed_in = session_of(&headers, &memory(&shared)).is_some();
    Html(if signed_in {
        page(
            "Contoso login",
            "<h1>Signed in</h1><p>This browser is signed in to Contoso as <strong>Ada Lovelace</strong>.</p>",
        )
    } else {
        page(
            "Contoso login",
            "<h1>Signed out</h1><p>Nobody is signed in to Contoso in this browser.</p><p><a href=/login>Sign in</a></p>",
        )
    })
}

async fn login(State(shared): Shared) -> Response {
    let session = Uuid::new_v4().to_string();
    memory(&shared).sessions.insert(session.clone());
    let cookie = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax");
    let html = page(
        "Contoso login",
        "<h1>Signed in</h1><p>You are signed in to Contoso as <strong>Ada Lovelace</strong>.</p>\
         <p class=quiet>The sign-in page of the demo asks for nothing: opening it is enough.</p>",
    );
    ([(header::SET_COOKIE, cookie)], Html(html)).into_response()
}

#[derive(Deserialize)]
struct EndSessionQuery {
    client_id: Option<String>,
    id_token_hint: Option<String>,
}

async fn ask(
    State(shared): Shared,
    headers: HeaderMap,
    Query(query): Query<EndSessionQuery>,
) -> Response {
    let mut memory = memory(&shared);
    let opened = EndSessionPage {
        client_id: query.client_id.clone(),
        had_hint: query.id_token_hint.is_some(),
        had_session: session_of(&headers, &memory).is_some(),
    };
    memory.truth.pages.push(opened);
    let client = match query.client_id.as_deref() {
        None | Some("contoso") => "Contoso".to_owned(),
        Some(other) => escaped(other),
    };
    let html = page(
        "Sign out",
        &format!(
            "<h1>Do you want to sign out from {client}?</h1>\
             <p>This ends your single sign-on session in this browser.</p>\
             <form method=post action={END_SESSION}>\
             <button class=first name=answer value=yes>Yes</button><button name=answer value=no>No</button></form>"
        ),
    );
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

#[derive(Deserialize)]
struct Answer {
    answer: String,
}

async fn answer(State(shared): Shared, headers: HeaderMap, Form(form): Form<Answer>) -> Response {
    let mut memory = memory(&shared);
    if form.answer != "yes" {
        memory.truth.declined += 1;
        let body =
            "<h1>You are still signed in</h1><p>Nothing was changed. You can close this page.</p>";
        return Html(page("Still signed in", body)).into_response();
    }
    memory.truth.confirmed += 1;
    if let Some(session) = session_of(&headers, &memory) {
        memory.sessions.remove(&session);
    }
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    let body = "<h1>You are signed out</h1><p>Your single sign-on session has ended. You can close this page.</p>";
    let html = Html(page("You are signed out", body));
    ([(header::SET_COOKIE, cookie)], html).into_response()
}
