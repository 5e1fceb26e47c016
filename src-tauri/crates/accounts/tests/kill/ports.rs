//! The domain's ports, with the points at which a life may end: before each call is asked and after it was answered.
//!
//! Every await of the domain is such a call or a write of the registry, and a write of the registry stands between two looks at the clock:
//! so the clock is watched too. A call that the domain makes tomorrow has its points without anybody adding them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use accounts::{
    AccessSecret, BrowserUrl, Captcha, Checked, Clock, CloudreveProvider, CodeStop, Credentials,
    Desktop, Fault, Keyring, Logos, OpenError, Picture, Profile, Provider, RefreshSecret, Renewed,
    Reply, Revoked, SignInOutcome, SignInStop, SiteFacts, SiteOrigin, Snapshot, Tokens, Trouble,
    TwoFactorSecret, User, UserId,
};
use async_trait::async_trait;
use jiff::Timestamp;
use keyring_core::api::{Credential, CredentialApi, CredentialStore, CredentialStoreApi};
use keyring_core::{Entry, Result};
use rustix::process::{Signal, getpid, kill_process};
use secrecy::SecretString;
use tokio::sync::watch;

use crate::said::{Kept, Said, Shown};

/// The points of one life, counted from when it is armed.
#[derive(Debug)]
pub(crate) struct Points {
    dies_at: Option<u32>,
    armed: AtomicBool,
    passed: AtomicU32,
}

impl Points {
    pub(crate) fn new(dies_at: Option<u32>) -> Arc<Self> {
        Arc::new(Self {
            dies_at,
            armed: AtomicBool::new(false),
            passed: AtomicU32::new(0),
        })
    }

    pub(crate) fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    /// Ends the counting, and answers with the number of points that were passed.
    pub(crate) fn disarm(&self) -> u32 {
        self.armed.store(false, Ordering::SeqCst);
        self.passed.load(Ordering::SeqCst)
    }

    fn around<T>(&self, call: &str, work: impl FnOnce() -> T) -> T {
        self.pass(call, "asked");
        let answer = work();
        self.pass(call, "answered");
        answer
    }

    async fn around_async<T>(&self, call: &str, work: impl Future<Output = T>) -> T {
        self.pass(call, "asked");
        let answer = work.await;
        self.pass(call, "answered");
        answer
    }

    fn pass(&self, call: &str, side: &str) {
        if !self.armed.load(Ordering::SeqCst) {
            return;
        }
        let point = self.passed.fetch_add(1, Ordering::SeqCst) + 1;
        if self.dies_at == Some(point) {
            let at = format!("{call}, {side}");
            Said::Dies { point, at }.say();
            kill_process(getpid(), Signal::KILL).expect("a process may kill itself");
            // The signal has been sent; this thread does nothing more until it arrives.
            loop {
                std::thread::park();
            }
        }
    }
}

/// The session's real keyring, under a service name of its own for each run.
pub(crate) struct WatchedKeyring {
    pub(crate) store: Arc<CredentialStore>,
    pub(crate) service: String,
    pub(crate) points: Arc<Points>,
}

impl Keyring for WatchedKeyring {
    fn open(&self) -> Result<Arc<CredentialStore>> {
        Ok(Arc::new(WatchedStore {
            store: self.store.clone(),
            points: self.points.clone(),
        }))
    }

    fn is_locked(&self) -> Option<bool> {
        Some(false)
    }

    fn name(&self) -> String {
        "GNOME Keyring".into()
    }

    fn service(&self) -> String {
        self.service.clone()
    }
}

struct WatchedStore {
    store: Arc<CredentialStore>,
    points: Arc<Points>,
}

impl WatchedStore {
    fn watched(&self, entry: Entry) -> Entry {
        Entry::new_with_credential(Arc::new(WatchedItem {
            entry,
            points: self.points.clone(),
        }))
    }
}

impl CredentialStoreApi for WatchedStore {
    fn vendor(&self) -> String {
        self.store.vendor()
    }

    fn id(&self) -> String {
        self.store.id()
    }

    /// Asks nobody: an entry is only named here.
    fn build(
        &self,
        service: &str,
        user: &str,
        modifiers: Option<&HashMap<&str, &str>>,
    ) -> Result<Entry> {
        Ok(self.watched(self.store.build(service, user, modifiers)?))
    }

    fn search(&self, spec: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        let found = self
            .points
            .around("keyring: search", || self.store.search(spec))?;
        Ok(found.into_iter().map(|entry| self.watched(entry)).collect())
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WatchedStore")
    }
}

struct WatchedItem {
    entry: Entry,
    points: Arc<Points>,
}

impl CredentialApi for WatchedItem {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.points.around("keyring: set secret", || {
            self.entry.set_secret(secret)?;
            Said::Saved(Kept::of(secret)).say();
            Ok(())
        })
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.points
            .around("keyring: get secret", || self.entry.get_secret())
    }

    fn get_attributes(&self) -> Result<HashMap<String, String>> {
        self.points
            .around("keyring: get attributes", || self.entry.get_attributes())
    }

    fn update_attributes(&self, attributes: &HashMap<&str, &str>) -> Result<()> {
        self.points.around("keyring: update attributes", || {
            self.entry.update_attributes(attributes)
        })
    }

    fn delete_credential(&self) -> Result<()> {
        self.points
            .around("keyring: delete", || self.entry.delete_credential())
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        let entry = self
            .points
            .around("keyring: get credential", || self.entry.get_credential())?;
        Ok(Some(Arc::new(Self {
            entry,
            points: self.points.clone(),
        })))
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        self.points
            .around("keyring: get specifiers", || self.entry.get_specifiers())
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WatchedItem")
    }
}

/// Cloudreve over real HTTP.
pub(crate) struct WatchedProvider {
    pub(crate) provider: CloudreveProvider,
    pub(crate) points: Arc<Points>,
    /// What the person does while the server makes a session or renews one.
    pub(crate) meanwhile: OnceLock<Box<dyn Fn() + Send + Sync>>,
    /// The next renewal does not reach the server.
    pub(crate) loses_renewal: AtomicBool,
    /// How many profiles were read: nothing else tells when that has been done.
    pub(crate) profiles: watch::Sender<u32>,
}

impl WatchedProvider {
    pub(crate) fn meanwhile(&self, action: Box<dyn Fn() + Send + Sync>) {
        drop(self.meanwhile.set(action));
    }

    fn let_the_person_act(&self) {
        if let Some(action) = self.meanwhile.get() {
            action();
        }
    }

    pub(crate) fn lose_next_renewal(&self) {
        self.loses_renewal.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl Provider for WatchedProvider {
    fn name(&self) -> &'static str {
        self.provider.name()
    }

    async fn probe(&self, site: &SiteOrigin) -> std::result::Result<SiteFacts, Fault> {
        let work = self.provider.probe(site);
        self.points.around_async("provider: probe", work).await
    }

    async fn sign_in(
        &self,
        site: &SiteOrigin,
        credentials: &Credentials,
    ) -> std::result::Result<SignInOutcome, SignInStop> {
        let work = async {
            let answer = self.provider.sign_in(site, credentials).await;
            self.let_the_person_act();
            answer
        };
        self.points.around_async("provider: sign in", work).await
    }

    async fn captcha(&self, site: &SiteOrigin) -> std::result::Result<Captcha, Fault> {
        self.provider.captcha(site).await
    }

    async fn enter_code(
        &self,
        site: &SiteOrigin,
        half: &TwoFactorSecret,
        code: &SecretString,
    ) -> std::result::Result<(User, Tokens), CodeStop> {
        let work = self.provider.enter_code(site, half, code);
        self.points.around_async("provider: enter code", work).await
    }

    async fn renew(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Renewed> {
        if self.loses_renewal.swap(false, Ordering::SeqCst) {
            return Reply {
                outcome: Renewed::NoAnswer(Fault {
                    trouble: Trouble::Unreachable,
                    may_have_arrived: false,
                    words: None,
                }),
                server_time: None,
            };
        }
        let work = async {
            let answer = self.provider.renew(site, token).await;
            self.let_the_person_act();
            answer
        };
        self.points.around_async("provider: renew", work).await
    }

    async fn revoke(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Revoked> {
        let work = self.provider.revoke(site, token);
        self.points.around_async("provider: revoke", work).await
    }

    async fn check(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Checked> {
        let work = self.provider.check(site, token);
        self.points.around_async("provider: check", work).await
    }

    async fn profile(&self, site: &SiteOrigin, token: &AccessSecret, user: &UserId) -> Profile {
        let work = self.provider.profile(site, token, user);
        let profile = self.points.around_async("provider: profile", work).await;
        self.profiles.send_modify(|read| *read += 1);
        profile
    }

    async fn logos(&self, site: &SiteOrigin) -> std::result::Result<Logos, Fault> {
        self.provider.logos(site).await
    }

    async fn logo(&self, site: &SiteOrigin, address: &str) -> Option<Picture> {
        self.provider.logo(site, address).await
    }
}

/// A window that says what it was given, and a browser that says that it was opened.
pub(crate) struct WatchedDesktop {
    pub(crate) points: Arc<Points>,
    /// A profile has been read and is shown.
    pub(crate) shows_profile: watch::Sender<bool>,
}

impl Desktop for WatchedDesktop {
    fn open_url(&self, _: &BrowserUrl) -> std::result::Result<(), OpenError> {
        self.points.around("desktop: open a page", || {
            Said::OpenedPage.say();
            Ok(())
        })
    }

    fn publish(&self, snapshot: &Snapshot) {
        self.points.around("desktop: publish", || {
            Said::Published(Shown::from(snapshot)).say();
        });
        let mut rows = snapshot.sites.iter().flat_map(|site| &site.accounts);
        self.shows_profile
            .send_replace(rows.any(|row| row.storage.is_some()));
    }

    fn notify(&self, _: &accounts::Notification) {}
}

/// A clock that moves only when it is told to. It begins at the present, because the stand-ins live there.
pub(crate) struct WatchedClock {
    seconds: AtomicI64,
    points: Arc<Points>,
}

impl WatchedClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the stand-in servers tell the present time"
    )]
    pub(crate) fn new(points: Arc<Points>) -> Self {
        Self {
            seconds: AtomicI64::new(Timestamp::now().as_second()),
            points,
        }
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The same time, without a point.
    pub(crate) fn seconds(&self) -> i64 {
        self.seconds.load(Ordering::SeqCst)
    }
}

impl Clock for WatchedClock {
    fn now(&self) -> Timestamp {
        self.points.pass("clock", "asked");
        Timestamp::from_second(self.seconds.load(Ordering::SeqCst)).expect("in range")
    }
}
