//! One life of the program: the domain with real ports, from its start to its end or its death.

use std::io::BufRead as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use accounts::{
    AccountId, Attempt, CloudreveProvider, Manager, SignInError, SignInRequest, SignInStep,
    SiteOrigin,
};
use keyring_core::api::CredentialStore;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::flow::{ADA, Flow};
use crate::ports::{Points, WatchedClock, WatchedDesktop, WatchedKeyring, WatchedProvider};
use crate::said::{Kept, Said, Shown};

/// The variable by which the test hands a life to its child.
pub(crate) const VARIABLE: &str = "KEYREVE_KILL_TEST_LIFE";

/// Steps of time, in seconds, after which everything that can end has ended: renewals after a start, the keyring's and the network's pauses,
/// the hours after which a server that did not recognise a session is asked again.
const STEPS: [i64; 6] = [0, 15, 45, 120, 1_000, 3 * 3_600];

/// What a child is to live through.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Life {
    pub(crate) part: Part,
    pub(crate) site: String,
    pub(crate) registry: PathBuf,
    pub(crate) service: String,
}

/// Which life it is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Part {
    /// Something is under way, and at this point the program is killed.
    Ends { flow: Flow, dies_at: u32 },
    /// The program is started again and left alone.
    Begins,
}

/// The domain on its ports.
pub(crate) struct Stage {
    pub(crate) manager: Manager,
    pub(crate) provider: Arc<WatchedProvider>,
    pub(crate) clock: Arc<WatchedClock>,
    desktop: Arc<WatchedDesktop>,
    points: Arc<Points>,
}

impl Life {
    pub(crate) async fn live(self) {
        // The harness has written the beginning of a line.
        println!();
        match self.part {
            Part::Ends { flow, dies_at } => self.end(flow, dies_at).await,
            Part::Begins => self.begin().await,
        }
    }

    async fn end(&self, flow: Flow, dies_at: u32) {
        let stage = Stage::open(self, open_keyring(), Some(dies_at));
        let site = SiteOrigin::of_page(&self.site).expect("an origin");
        stage.manager.run_due().await;
        let looked_at = stage.manager.probe(Attempt(1), &self.site, false).await;
        looked_at.expect("a site");
        let mut ada = None;
        if flow.begins_signed_in() {
            let signed_in = stage.sign_in(Attempt(1), &site, ADA, None).await;
            let SignInStep::SignedIn { signed_in } = signed_in.expect("signed in") else {
                panic!("nobody has switched two-factor sign-in on");
            };
            let account: AccountId = signed_in.account.parse().expect("an identifier");
            stage.until_the_profile_is_shown().await;
            ada = Some(account);
        }
        Said::Ready.say();
        wait_for_a_line();
        flow.prepare(&stage, ada).await;
        stage.points.arm();
        flow.play(&stage, &site, ada).await;
        let points = stage.points.disarm();
        Said::Ended { points }.say();
    }

    async fn begin(&self) {
        let store = open_keyring();
        Said::Found(Kept::all(&*store, &self.service)).say();
        let stage = Stage::open(self, store.clone(), None);
        for step in STEPS {
            stage.clock.advance(step);
            stage.manager.run_due().await;
            stage.manager.settled().await;
        }
        let shown = Shown::from(&stage.manager.snapshot());
        Said::Settled(shown, Kept::all(&*store, &self.service)).say();
    }
}

impl Stage {
    fn open(life: &Life, store: Arc<CredentialStore>, dies_at: Option<u32>) -> Self {
        let points = Points::new(dies_at);
        let client = cloudreve::Client::new("Keyreve test").expect("a client");
        let provider = Arc::new(WatchedProvider {
            provider: CloudreveProvider::new(client),
            points: points.clone(),
            meanwhile: OnceLock::new(),
            loses_renewal: Default::default(),
            profiles: watch::Sender::new(0),
        });
        let clock = Arc::new(WatchedClock::new(points.clone()));
        let desktop = Arc::new(WatchedDesktop {
            points: points.clone(),
            shows_profile: watch::Sender::new(false),
        });
        let keyring = WatchedKeyring {
            store,
            service: life.service.clone(),
            points: points.clone(),
        };
        let manager = Manager::open(
            &life.registry,
            Arc::new(keyring),
            provider.clone(),
            desktop.clone(),
            clock.clone(),
        );
        Self {
            manager: manager.expect("opened"),
            provider,
            clock,
            desktop,
            points,
        }
    }

    pub(crate) async fn sign_in(
        &self,
        attempt: Attempt,
        site: &SiteOrigin,
        email: &str,
        account: Option<AccountId>,
    ) -> Result<SignInStep, SignInError> {
        let request = SignInRequest {
            site: site.clone(),
            email: email.into(),
            password: demo::PASSWORD.into(),
            captcha: None,
            account,
        };
        self.manager.sign_in(attempt, request).await
    }

    /// The code that the person's authenticator shows.
    pub(crate) fn code(&self) -> String {
        let now = u64::try_from(self.clock.seconds()).expect("after 1970");
        demo::totp_code(demo::GRACE_TOTP_SECRET, now).expect("a secret")
    }

    /// Nothing goes on by itself any more after a sign-in.
    async fn until_the_profile_is_shown(&self) {
        let mut shows = self.desktop.shows_profile.subscribe();
        shows
            .wait_for(|shows| *shows)
            .await
            .expect("the desktop lives");
    }

    pub(crate) fn profiles_read(&self) -> u32 {
        *self.provider.profiles.borrow()
    }

    pub(crate) async fn until_profiles_read(&self, count: u32) {
        let mut profiles = self.provider.profiles.subscribe();
        let read = profiles.wait_for(|read| *read >= count).await;
        read.expect("the provider lives");
    }
}

/// The session's keyring, opened once in a life: agreeing on a key takes longer than everything else in it.
fn open_keyring() -> Arc<CredentialStore> {
    zbus_secret_service_keyring_store::Store::new().expect("the keyring answers")
}

/// What goes on outside in between is the test's.
fn wait_for_a_line() {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.expect("the test writes a line");
}
