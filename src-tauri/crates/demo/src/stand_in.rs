//! One running stand-in server and the handle that tests hold: what it knows, what may be broken, and stop, kill
//! and start again. The API itself is in `api`.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value;
use url::Url;

use crate::{
    api,
    clock::Clock,
    faults::{Fault, Faults},
    memory::{App, Memory},
    people::{NewPerson, Status},
    port::{Port, StartError},
    site::{EndSession, Site, totp_code},
    tokens::{IssuedTokens, MasterKey},
    truth::{Ledger, Truth},
};

/// What the handlers of one server share.
pub(crate) struct Server {
    pub(crate) site: Site,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
    memory: Mutex<Memory>,
}

impl Server {
    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The end-session URL for `user_id`. It carries a whole (stand-in) ID token, as real ones may.
    pub(crate) fn end_session_url_at(
        &self,
        provider: &Url,
        user_id: &str,
        memory: &Memory,
    ) -> String {
        let now = self.clock.now().as_second();
        let hint = memory.key.sign(&serde_json::json!({
            "iss": provider.as_str(), "aud": "contoso", "sub": user_id, "iat": now, "exp": now + 3600,
        }));
        let mut url = provider.clone();
        url.set_path("/oidc/session/end");
        url.query_pairs_mut()
            .append_pair("id_token_hint", &hint)
            .append_pair("client_id", "contoso");
        url.into()
    }
}

/// A stand-in Cloudreve server on a port of its own at 127.0.0.1. Dropping it closes the port.
pub struct StandIn {
    server: Arc<Server>,
    port: Port,
    origin: Url,
}

impl std::fmt::Debug for StandIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StandIn")
            .field("title", &self.server.site.title)
            .field("origin", &self.origin.as_str())
            .field("running", &self.is_running())
            .finish_non_exhaustive()
    }
}

impl StandIn {
    /// Starts one server. Fails when its port is taken or its host is no host name.
    pub async fn start(site: Site) -> Result<Self, StartError> {
        let clock = Clock::default();
        let memory = Mutex::new(Memory::new(&site, clock.now()));
        let server = Arc::new(Server {
            clock,
            faults: Faults::default(),
            ledger: Ledger::default(),
            memory,
            site,
        });
        let port = Port::open(server.site.port, api::router(server.clone())).await?;
        let origin = port.origin(&server.site.host)?;
        Ok(Self {
            server,
            port,
            origin,
        })
    }

    /// Where it answers, for example `http://127.0.0.1:5301/`.
    pub fn origin(&self) -> Url {
        self.origin.clone()
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.server.site.title
    }

    /// Families and requests so far.
    pub fn truth(&self) -> Truth {
        Truth {
            families: self.server.memory().families(self.server.clock.now()),
            requests: self.server.ledger.all(),
        }
    }

    /// How many sessions of this person are alive.
    pub fn live_families(&self, email: &str) -> usize {
        let families = self.truth().families;
        let alive = families
            .iter()
            .filter(|it| it.live && it.user_email == email);
        alive.count()
    }

    /// Returns when the `count`th request of this method has come in at `path` (whole, or from below `/api/v4`).
    pub async fn wait_for(&self, method: &str, path: &str, count: usize) {
        self.server.ledger.wait_for(method, path, count).await;
    }

    /// Switches a fault on, besides those that are on.
    pub fn fault(&self, fault: Fault) {
        self.server.faults.add(fault);
    }

    /// Switches every fault off and lets held requests go on.
    pub fn clear_faults(&self) {
        self.server.faults.clear();
    }

    /// Lets the requests go on that [`crate::What::Hold`] keeps waiting.
    pub fn release(&self) {
        self.server.faults.release();
    }

    /// Blocks a person: sign-in and refresh are refused, bearer calls fail. As with the other changes to a person,
    /// the answer is whether there is such a person.
    pub fn ban(&self, email: &str) -> bool {
        self.set_status(email, Status::Banned)
    }

    /// Ends a ban or an inactive state.
    pub fn lift_ban(&self, email: &str) -> bool {
        self.set_status(email, Status::Active)
    }

    /// Makes an account one that still waits for its activation.
    pub fn deactivate(&self, email: &str) -> bool {
        self.set_status(email, Status::Inactive)
    }

    /// Gives a person another password, which ends every refresh token of that person for good.
    pub fn change_password(&self, email: &str, password: &str) -> bool {
        self.server.memory().change_password(email, password)
    }

    /// Gives somebody an account, with the usual defaults for the rest.
    pub fn add_person(&self, email: &str, password: &str, nickname: &str) {
        self.add(NewPerson::new(email, nickname).with_password(password));
    }

    /// Gives somebody an account.
    pub fn add(&self, person: NewPerson) {
        let now = self.server.clock.now();
        self.server.memory().add(person, now);
    }

    /// Switches two-factor sign-in on (base32 secret) or off.
    pub fn set_two_factor(&self, email: &str, secret: Option<&str>) -> bool {
        match self.server.memory().by_email_mut(email) {
            Some(person) => {
                person.totp_secret = secret.map(str::to_owned);
                true
            }
            None => false,
        }
    }

    /// Lifetimes of the tokens issued from now on.
    pub fn set_lifetimes(&self, access: Duration, refresh: Duration) {
        let mut memory = self.server.memory();
        memory.access = access;
        memory.refresh = refresh;
    }

    /// Moves the server's clock: `Date` header, token times and their expiry.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.server.clock.set_offset(seconds);
    }

    /// What sign-out answers from now on: this text, or nothing to open.
    pub fn end_session_url(&self, url: Option<String>) {
        self.server.memory().end_session = url.map_or(EndSession::Nothing, EndSession::Text);
    }

    /// The right answer to an open captcha.
    pub fn captcha_answer(&self, ticket: &str) -> Option<String> {
        self.server.memory().captcha_answer(ticket)
    }

    /// The right answer to the captcha that was handed out last, for who sees its picture and not its ticket.
    pub fn last_captcha_answer(&self) -> Option<String> {
        self.server.memory().last_captcha.clone()
    }

    /// The code that this person's authenticator shows now; `None` for nobody's and where two-factor sign-in is off.
    pub fn code_of(&self, email: &str) -> Option<String> {
        let now = u64::try_from(self.now_seconds()).ok()?;
        let memory = self.server.memory();
        totp_code(memory.by_email(email)?.totp_secret.as_deref()?, now)
    }

    /// Every two-factor session that was ever begun.
    pub fn two_factor_sessions(&self) -> Vec<String> {
        self.server.memory().two_factor_sessions.clone()
    }

    /// Makes an OAuth app known to the server.
    pub fn add_app(&self, client_id: &str, name: &str) {
        let app = App {
            name: name.to_owned(),
            icon: None,
        };
        self.server.memory().apps.insert(client_id.to_owned(), app);
    }

    /// Begins a session as a sign-in by password would, without asking for anything. `None` when there is no such
    /// person.
    pub fn sign_in(&self, email: &str) -> Option<IssuedTokens> {
        let now = self.server.clock.now();
        let mut memory = self.server.memory();
        let user_id = memory.by_email(email)?.id.clone();
        memory.begin(&user_id, now)
    }

    /// Begins a session as a browser sign-in through an OAuth app would. `None` when there is no such person.
    pub fn sign_in_through_app(
        &self,
        email: &str,
        client_id: &str,
        scopes: &[&str],
    ) -> Option<IssuedTokens> {
        let now = self.server.clock.now();
        let mut memory = self.server.memory();
        let user_id = memory.by_email(email)?.id.clone();
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        memory.begin_granted(&user_id, Some(client_id.to_owned()), Some(scopes), now)
    }

    /// Takes back what a person granted an OAuth app: its refresh tokens are refused.
    pub fn withdraw_grant(&self, email: &str, client_id: &str) -> bool {
        let mut memory = self.server.memory();
        let Some(user_id) = memory.by_email(email).map(|it| it.id.clone()) else {
            return false;
        };
        memory.withdraw(&user_id, client_id);
        true
    }

    /// Every token that was ever issued, access and refresh tokens alike.
    pub fn issued(&self) -> Vec<String> {
        self.server.memory().issued.clone()
    }

    /// Every end-session URL that was ever sent, each with the ID token that it carries.
    pub fn sent_end_session_urls(&self) -> Vec<String> {
        self.server.memory().end_session_urls.clone()
    }

    /// A token with these claims, signed with the site's master key.
    pub fn mint(&self, claims: &Value) -> String {
        self.server.memory().key.sign(claims)
    }

    /// Seconds since 1970 by the server's clock.
    pub fn now_seconds(&self) -> i64 {
        self.server.clock.now().as_second()
    }

    /// Replaces the site's master key: every token issued before does not parse any more.
    pub fn change_key(&self) {
        self.server.memory().key = MasterKey::random();
    }

    /// Another installation answers from now on: it has another identifier, and knows none of the tokens issued before.
    pub fn become_another_installation(&self) {
        self.set_instance_id(&uuid::Uuid::new_v4().to_string());
        self.change_key();
    }

    /// Sets the installation's identifier.
    pub fn set_instance_id(&self, id: &str) {
        self.server.memory().instance_id = id.to_owned();
    }

    /// The installation's identifier.
    pub fn instance_id(&self) -> String {
        self.server.memory().instance_id.clone()
    }

    /// Whether the port is open.
    pub fn is_running(&self) -> bool {
        self.port.is_open()
    }

    /// Stops the server in good order: port and connections closed, everything remembered.
    pub async fn stop(&self) {
        self.port.close().await;
    }

    /// Kills the server: as [`StandIn::stop`], but revocations, two-factor sessions and captchas are forgotten.
    pub async fn kill(&self) {
        self.port.close().await;
        self.server.memory().forget();
    }

    /// Opens the same port again. Should somebody else hold it for ten seconds, the server stays down;
    /// [`StandIn::is_running`] tells.
    pub async fn start_again(&self) {
        self.port.open_again().await;
    }

    fn set_status(&self, email: &str, status: Status) -> bool {
        match self.server.memory().by_email_mut(email) {
            Some(person) => {
                person.status = status;
                true
            }
            None => false,
        }
    }
}
