//! What every test stands on: the ports of the domain as a test sees them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accounts::{
    AccountId, AccountView, Attempt, BrowserUrl, Clock, CloudreveProvider, Desktop, Manager,
    Notification, OpenError, SignInError, SignInRequest, SignInStep, SignedIn, SiteOrigin,
    Snapshot, StartError, StateView,
};
use cloudreve::Client;
use demo::{Demo, Fault, Ports, StandIn, What};
use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::test_keyring::TestKeyring;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const ADA: &str = "ada@example.org";
pub(crate) const BOB: &str = "bob@example.org";
pub(crate) const ADA_AT_CONTOSO: &str = "ada@contoso.example";

/// A manager on stand-in servers.
pub(crate) struct Stage {
    pub(crate) manager: Manager,
    pub(crate) demo: Demo,
    pub(crate) keyring: Arc<TestKeyring>,
    pub(crate) desktop: Arc<TestDesktop>,
    pub(crate) clock: Arc<TestClock>,
    folder: tempfile::TempDir,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        let demo = Demo::start(Ports::Any).await.expect("stand-ins");
        let folder = tempfile::tempdir().expect("a folder");
        let keyring = Arc::new(TestKeyring::new());
        let desktop = Arc::new(TestDesktop::new());
        let clock = Arc::new(TestClock::new());
        let manager = open(&folder, &keyring, &desktop, &clock);
        Self {
            manager,
            demo,
            keyring,
            desktop,
            clock,
            folder,
        }
    }

    /// Ada is signed in at Home cloud.
    pub(crate) async fn with_ada() -> (Self, AccountId) {
        let stage = Self::set().await;
        let account = stage.signed_in(stage.demo.home(), ADA).await;
        (stage, account)
    }

    /// Ada is signed in at Contoso Drive, whose sign-out has an end-session page.
    pub(crate) async fn with_ada_at_contoso() -> (Self, AccountId) {
        let stage = Self::set().await;
        let account = stage.signed_in(stage.demo.contoso(), ADA_AT_CONTOSO).await;
        (stage, account)
    }

    /// The program ends without a word and is started again on what it left behind.
    pub(crate) fn restart(&mut self) {
        self.restart_after(|_| ());
    }

    /// As [`Self::restart`], and something happens to the registry's file in between.
    pub(crate) fn restart_after(&mut self, happens: impl FnOnce(&Path)) {
        self.leave_behind();
        happens(&self.registry_file());
        self.manager = open(&self.folder, &self.keyring, &self.desktop, &self.clock);
    }

    /// The program is started again, and gives a server two seconds for an answer, not thirty.
    pub(crate) fn restart_impatient(&mut self) {
        let client = Client::with_timeout("Keyreve test", Duration::from_secs(2));
        let client = client.expect("a client");
        self.leave_behind();
        let file = self.registry_file();
        self.manager =
            open_with(client, &file, &self.keyring, &self.desktop, &self.clock).expect("opened");
    }

    /// What the former program still has under way cannot be ended from here, so that the next one gets a copy of the files.
    fn leave_behind(&mut self) {
        let left = tempfile::tempdir().expect("a folder");
        for file in std::fs::read_dir(self.folder.path()).expect("a folder") {
            let file = file.expect("a file");
            std::fs::copy(file.path(), left.path().join(file.file_name())).expect("copied");
        }
        self.folder = left;
    }

    pub(crate) fn registry_file(&self) -> PathBuf {
        self.folder.path().join("accounts.db")
    }

    /// What a start on a file comes to.
    pub(crate) fn start_on(&self, file: &Path) -> Result<Manager, StartError> {
        try_open(file, &self.keyring, &self.desktop, &self.clock)
    }

    pub(crate) async fn signed_in(&self, site: &StandIn, email: &str) -> AccountId {
        let signed_in = self
            .sign_in(site, email, PASSWORD)
            .await
            .expect("signed in");
        signed_in.account.parse().expect("an identifier")
    }

    pub(crate) async fn sign_in(
        &self,
        site: &StandIn,
        email: &str,
        password: &str,
    ) -> Result<SignedIn, SignInError> {
        let request = self.request(site, email, password).await;
        match self.manager.sign_in(Attempt(2), request).await? {
            SignInStep::SignedIn { signed_in } => Ok(signed_in),
            SignInStep::CodeWanted => panic!("a code is wanted"),
        }
    }

    /// Attempt 7: Ada's password has reached Home cloud, which does not answer before it is told to.
    pub(crate) async fn held_sign_in(&self) -> JoinHandle<Result<SignInStep, SignInError>> {
        let home = self.demo.home();
        let request = self.request(home, ADA, PASSWORD).await;
        home.fault(Fault::on_call("POST", "/session/token", What::Hold));
        let manager = self.manager.clone();
        let waiting = tokio::spawn(async move { manager.sign_in(Attempt(7), request).await });
        home.wait_for("POST", "/session/token", 1).await;
        waiting
    }

    pub(crate) async fn request(
        &self,
        site: &StandIn,
        email: &str,
        password: &str,
    ) -> SignInRequest {
        let card = self
            .manager
            .probe(Attempt(1), site.origin().as_str(), false)
            .await
            .expect("a site");
        SignInRequest {
            site: SiteOrigin::of_page(&card.origin).expect("an origin"),
            email: email.into(),
            password: password.into(),
            captcha: None,
            account: None,
        }
    }

    pub(crate) fn row(&self, account: AccountId) -> AccountView {
        self.row_if_any(account).expect("the row")
    }

    pub(crate) fn row_if_any(&self, account: AccountId) -> Option<AccountView> {
        row(&self.manager.snapshot(), account)
    }

    pub(crate) fn state(&self, account: AccountId) -> StateView {
        self.row(account).state
    }

    /// Waits until a published snapshot shows what is expected.
    pub(crate) async fn until(&self, expected: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let mut snapshots = self.desktop.snapshots.subscribe();
        let snapshot = snapshots
            .wait_for(|snapshot| snapshot.as_ref().is_some_and(&expected))
            .await
            .expect("published");
        snapshot.clone().expect("checked above")
    }

    /// Waits until the keyring answers again. It does so on a thread of its own, which no clock of a test governs.
    pub(crate) async fn until_keyring_answers(&self) {
        while self.manager.unlock().await.is_err() {
            tokio::task::yield_now().await;
        }
    }

    /// Lets time pass, and does what has become due.
    pub(crate) async fn later(&self, seconds: i64) {
        self.clock.advance(seconds);
        self.manager.run_due().await;
    }
}

pub(crate) fn row(snapshot: &Snapshot, account: AccountId) -> Option<AccountView> {
    let accounts = snapshot.sites.iter().flat_map(|site| &site.accounts);
    accounts
        .clone()
        .find(|row| row.id == account.to_string())
        .cloned()
}

fn open(
    folder: &tempfile::TempDir,
    keyring: &Arc<TestKeyring>,
    desktop: &Arc<TestDesktop>,
    clock: &Arc<TestClock>,
) -> Manager {
    try_open(&folder.path().join("accounts.db"), keyring, desktop, clock).expect("opened")
}

fn try_open(
    file: &Path,
    keyring: &Arc<TestKeyring>,
    desktop: &Arc<TestDesktop>,
    clock: &Arc<TestClock>,
) -> Result<Manager, StartError> {
    let client = Client::new("Keyreve test").expect("a client");
    open_with(client, file, keyring, desktop, clock)
}

fn open_with(
    client: Client,
    file: &Path,
    keyring: &Arc<TestKeyring>,
    desktop: &Arc<TestDesktop>,
    clock: &Arc<TestClock>,
) -> Result<Manager, StartError> {
    Manager::open(
        file,
        keyring.clone(),
        Arc::new(CloudreveProvider::new(client)),
        desktop.clone(),
        clock.clone(),
    )
}

/// A desktop that remembers what it was asked.
pub(crate) struct TestDesktop {
    pub(crate) snapshots: watch::Sender<Option<Snapshot>>,
    opened: Mutex<Vec<String>>,
    told: Mutex<Vec<Notification>>,
    browser_missing: AtomicBool,
    browser_begins: Mutex<Option<std::sync::mpsc::Receiver<()>>>,
}

impl TestDesktop {
    pub(crate) fn new() -> Self {
        Self {
            snapshots: watch::Sender::new(None),
            opened: Mutex::default(),
            told: Mutex::default(),
            browser_missing: AtomicBool::new(false),
            browser_begins: Mutex::default(),
        }
    }

    pub(crate) fn opened(&self) -> Vec<String> {
        self.opened.lock().expect("not poisoned").clone()
    }

    /// Every notification so far.
    pub(crate) fn told(&self) -> Vec<Notification> {
        self.told.lock().expect("not poisoned").clone()
    }

    /// The next browser takes until it is told to begin; after ten seconds it has failed.
    pub(crate) fn slow_browser(&self) -> std::sync::mpsc::Sender<()> {
        let (begin, begins) = std::sync::mpsc::channel();
        *self.browser_begins.lock().expect("not poisoned") = Some(begins);
        begin
    }

    pub(crate) fn lose_browser(&self, missing: bool) {
        self.browser_missing.store(missing, Ordering::SeqCst);
    }
}

impl Desktop for TestDesktop {
    fn open_url(&self, url: &BrowserUrl) -> Result<(), OpenError> {
        if self.browser_missing.load(Ordering::SeqCst) {
            return Err(OpenError);
        }
        if let Some(begins) = self.browser_begins.lock().expect("not poisoned").take() {
            begins
                .recv_timeout(Duration::from_secs(10))
                .map_err(|_| OpenError)?;
        }
        self.opened
            .lock()
            .expect("not poisoned")
            .push(url.expose().to_owned());
        Ok(())
    }

    fn publish(&self, snapshot: &Snapshot) {
        self.snapshots.send_replace(Some(snapshot.clone()));
    }

    fn notify(&self, notification: &Notification) {
        let mut told = self.told.lock().expect("not poisoned");
        told.push(notification.clone());
    }
}

/// A clock that moves only when it is told to. It begins at the present, because the stand-ins live there.
pub(crate) struct TestClock {
    seconds: AtomicI64,
    looks: AtomicUsize,
}

impl TestClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the stand-in servers tell the present time"
    )]
    pub(crate) fn new() -> Self {
        Self {
            seconds: AtomicI64::new(Timestamp::now().as_second()),
            looks: AtomicUsize::new(0),
        }
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// How often somebody has looked at it.
    pub(crate) fn looks(&self) -> usize {
        self.looks.load(Ordering::SeqCst)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.looks.fetch_add(1, Ordering::SeqCst);
        Timestamp::from_second(self.seconds.load(Ordering::SeqCst)).expect("in range")
    }
}
