//! A manager on stand-in servers whose vault is the Credential Manager.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use accounts::{
    AccountId, Attempt, BrowserUrl, Clock, CloudreveProvider, Desktop, Keyring, Manager, OpenError,
    SignInRequest, SignInStep, SiteOrigin, Snapshot, StateView,
};
use cloudreve::Client;
use demo::{Demo, Ports, StandIn};
use jiff::Timestamp;

use crate::credentials::{self, Seen};

pub(crate) const ADA: &str = "ada@example.org";
pub(crate) const ADA_AT_CONTOSO: &str = "ada@contoso.example";

/// A manager, and what it is connected to.
pub(crate) struct Stage {
    pub(crate) manager: Manager,
    pub(crate) demo: Demo,
    pub(crate) desktop: Arc<Screen>,
    keyring: Arc<dyn Keyring>,
    clock: Arc<SetClock>,
    /// Where the list is.
    folder: tempfile::TempDir,
}

impl Stage {
    /// A stage whose credentials have nothing in common with another test's.
    pub(crate) async fn with(keyring: impl Keyring + 'static) -> Self {
        credentials::clear(&keyring.service());
        let demo = Demo::start(Ports::Any).await.expect("stand-ins");
        let keyring: Arc<dyn Keyring> = Arc::new(keyring);
        let desktop = Arc::new(Screen::default());
        let clock = Arc::new(SetClock::new());
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            manager: open(&folder, &keyring, &desktop, &clock),
            demo,
            desktop,
            keyring,
            clock,
            folder,
        }
    }

    /// The program is started again on a computer where the list is lost: only the credentials are left.
    pub(crate) async fn restart_without_the_list(&mut self) {
        let empty = tempfile::tempdir().expect("a folder");
        self.manager = open(&empty, &self.keyring, &self.desktop, &self.clock);
        self.folder = empty;
        self.manager.run_due().await;
    }

    pub(crate) async fn signed_in(&self, site: &StandIn, email: &str) -> AccountId {
        let card = self
            .manager
            .probe(Attempt(1), site.origin().as_str(), false)
            .await
            .expect("a site");
        let request = SignInRequest {
            site: SiteOrigin::of_page(&card.origin).expect("an origin"),
            email: email.into(),
            password: "correct horse battery".into(),
            captcha: None,
            account: None,
        };
        let signed_in = self.manager.sign_in(Attempt(2), request).await;
        let Ok(SignInStep::SignedIn { signed_in }) = signed_in else {
            panic!("not signed in: {signed_in:?}");
        };
        signed_in.account.parse().expect("an identifier")
    }

    /// The accounts that are listed as signed in.
    pub(crate) fn active(&self) -> Vec<AccountId> {
        let sites = self.manager.snapshot().sites;
        let rows = sites.into_iter().flat_map(|site| site.accounts);
        rows.filter(|row| matches!(row.state, StateView::Active { .. }))
            .map(|row| row.id.parse().expect("an identifier"))
            .collect()
    }

    /// Our credentials.
    pub(crate) fn credentials(&self) -> Vec<Seen> {
        credentials::with(&self.keyring.service())
    }

    /// Lets time pass, and does what has become due.
    pub(crate) async fn later(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
        self.manager.run_due().await;
    }
}

fn open(
    folder: &tempfile::TempDir,
    keyring: &Arc<dyn Keyring>,
    desktop: &Arc<Screen>,
    clock: &Arc<SetClock>,
) -> Manager {
    let client = Client::new("Keyreve test").expect("a client");
    Manager::open(
        &folder.path().join("accounts.db"),
        keyring.clone(),
        Arc::new(CloudreveProvider::new(client)),
        desktop.clone(),
        clock.clone(),
    )
    .expect("opened")
}

/// A desktop that remembers which pages it was asked to open.
#[derive(Default)]
pub(crate) struct Screen {
    opened: Mutex<Vec<String>>,
    browser_missing: AtomicBool,
}

impl Screen {
    pub(crate) fn opened(&self) -> Vec<String> {
        self.opened.lock().expect("not poisoned").clone()
    }

    pub(crate) fn lose_browser(&self, missing: bool) {
        self.browser_missing.store(missing, Ordering::SeqCst);
    }
}

impl Desktop for Screen {
    fn open_url(&self, url: &BrowserUrl) -> Result<(), OpenError> {
        if self.browser_missing.load(Ordering::SeqCst) {
            return Err(OpenError);
        }
        let mut opened = self.opened.lock().expect("not poisoned");
        opened.push(url.expose().to_owned());
        Ok(())
    }

    fn publish(&self, _: &Snapshot) {}

    fn notify(&self, _: &accounts::Notification) {}
}

/// A clock that moves only when it is told to. It begins at the present, because the stand-ins live there.
struct SetClock(AtomicI64);

impl SetClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the stand-in servers tell the present time"
    )]
    fn new() -> Self {
        Self(AtomicI64::new(Timestamp::now().as_second()))
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).expect("in range")
    }
}
