//! From what a person types to the site that is asked: https first, plain http only after a clear yes.
//!
//! The servers are played here, because a stand-in speaks plain http on this computer only.

use std::path::Path;
use std::sync::{Arc, Mutex};

use accounts::{
    AccessSecret, Attempt, Captcha, CaptchaKind, Checked, CodeStop, Credentials, Edition, Fault,
    Logos, Manager, Picture, Problem, ProblemCode, Profile, Provider, RefreshSecret, Renewed,
    Reply, Revoked, SignInError, SignInOutcome, SignInRequest, SignInStop, SiteFacts, SiteOrigin,
    Tokens, Trouble, TwoFactorSecret, User, UserId,
};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use crate::stage::{TestClock, TestDesktop};
use crate::test_keyring::TestKeyring;

/// A network on which only plain http is spoken, or only https.
struct OneScheme {
    spoken: &'static str,
    asked: Mutex<Vec<String>>,
}

#[async_trait]
impl Provider for OneScheme {
    fn name(&self) -> &'static str {
        "cloudreve"
    }

    async fn probe(&self, site: &SiteOrigin) -> Result<SiteFacts, Fault> {
        self.asked
            .lock()
            .expect("not poisoned")
            .push(site.to_string());
        if site.url().scheme() != self.spoken {
            return Err(Fault {
                trouble: Trouble::Tls,
                may_have_arrived: false,
                words: None,
            });
        }
        Ok(SiteFacts {
            instance_id: None,
            title: None,
            version: "4.14.0".into(),
            edition: Edition::Open,
            password_captcha: false,
            captcha: CaptchaKind::Image,
            logos: Logos::default(),
            sign_up: false,
            terms: None,
            privacy: None,
        })
    }

    async fn sign_in(
        &self,
        _: &SiteOrigin,
        credentials: &Credentials,
    ) -> Result<SignInOutcome, SignInStop> {
        let issued = Timestamp::UNIX_EPOCH;
        let tokens = Tokens {
            access: AccessSecret::new("access".into()),
            refresh: RefreshSecret::new("refresh".into()),
            issued: Some(issued),
            access_expires: issued + SignedDuration::from_hours(1),
            refresh_expires: issued + SignedDuration::from_hours(24),
        };
        let user = User {
            id: UserId::new(credentials.email.clone()),
            nickname: None,
            email: None,
        };
        Ok(SignInOutcome::Done(user, tokens))
    }

    async fn renew(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Renewed> {
        unreachable!("nothing is renewed here")
    }

    async fn revoke(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Revoked> {
        unreachable!("nothing is signed out here")
    }

    async fn check(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Checked> {
        unreachable!("nothing is signed out here")
    }

    async fn profile(&self, _: &SiteOrigin, _: &AccessSecret, _: &UserId) -> Profile {
        Profile::default()
    }

    async fn captcha(&self, _: &SiteOrigin) -> Result<Captcha, Fault> {
        unreachable!("no captcha is asked for here")
    }

    async fn enter_code(
        &self,
        _: &SiteOrigin,
        _: &TwoFactorSecret,
        _: &SecretString,
    ) -> Result<(User, Tokens), CodeStop> {
        unreachable!("no code is wanted here")
    }

    async fn logos(&self, _: &SiteOrigin) -> Result<Logos, Fault> {
        unreachable!("no logo is shown here")
    }

    async fn logo(&self, _: &SiteOrigin, _: &str) -> Option<Picture> {
        unreachable!("no logo is shown here")
    }
}

fn on_a_network_that_speaks(spoken: &'static str, folder: &Path) -> (Manager, Arc<OneScheme>) {
    let network = Arc::new(OneScheme {
        spoken,
        asked: Mutex::default(),
    });
    let manager = Manager::open(
        &folder.join("accounts.db"),
        Arc::new(TestKeyring::new()),
        network.clone(),
        Arc::new(TestDesktop::new()),
        Arc::new(TestClock::new()),
    );
    (manager.expect("opened"), network)
}

async fn probe(manager: &Manager, address: &str, yes: bool) -> Result<String, ProblemCode> {
    let card = manager.probe(Attempt(1), address, yes).await;
    card.map(|card| card.origin)
        .map_err(|error| Problem::from(error).code)
}

#[tokio::test]
async fn https_is_asked_first_and_nothing_else_when_it_is_spoken() {
    let folder = tempfile::tempdir().expect("a folder");
    let (manager, network) = on_a_network_that_speaks("https", folder.path());

    let answer = probe(&manager, "nas.example:5212", false).await;

    assert_eq!(answer, Ok("https://nas.example:5212".into()));
    assert_eq!(
        *network.asked.lock().expect("not poisoned"),
        ["https://nas.example:5212"]
    );
}

#[tokio::test]
async fn plain_http_elsewhere_is_a_question_and_no_password_goes_there_before_the_yes() {
    // Given
    let folder = tempfile::tempdir().expect("a folder");
    let (manager, _) = on_a_network_that_speaks("http", folder.path());

    // When
    let asked = probe(&manager, "nas.example:5212", false).await;
    let too_early = sign_in(&manager, "http://nas.example:5212").await;
    let agreed = probe(&manager, "nas.example:5212", true).await;

    // Then
    assert_eq!(asked, Err(ProblemCode::PlainHttp));
    assert!(matches!(too_early, Err(SignInError::NotProbed)));
    assert_eq!(agreed, Ok("http://nas.example:5212".into()));
}

#[tokio::test]
async fn the_yes_to_plain_http_is_remembered_for_that_site_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let (manager, _) = on_a_network_that_speaks("http", folder.path());
    probe(&manager, "nas.example", true).await.expect("agreed");
    sign_in(&manager, "http://nas.example")
        .await
        .expect("signed in");

    assert_eq!(
        probe(&manager, "nas.example", false).await,
        Ok("http://nas.example".into())
    );
    assert_eq!(
        probe(&manager, "http://nas.example/home", false).await,
        Ok("http://nas.example".into())
    );
    assert_eq!(
        probe(&manager, "other.example", false).await,
        Err(ProblemCode::PlainHttp)
    );
}

#[tokio::test]
async fn a_named_scheme_is_taken_at_its_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let (manager, network) = on_a_network_that_speaks("http", folder.path());

    let answer = probe(&manager, "https://nas.example", true).await;

    assert_eq!(answer, Err(ProblemCode::Tls));
    assert_eq!(network.asked.lock().expect("not poisoned").len(), 1);
}

#[tokio::test]
async fn a_server_on_this_computer_may_speak_https() {
    let folder = tempfile::tempdir().expect("a folder");
    let (manager, _) = on_a_network_that_speaks("https", folder.path());

    let answer = probe(&manager, "localhost:5212", false).await;

    assert_eq!(answer, Ok("https://localhost:5212".into()));
}

async fn sign_in(manager: &Manager, origin: &str) -> Result<(), SignInError> {
    let request = SignInRequest {
        site: SiteOrigin::of_page(origin).expect("an origin"),
        email: "ada@example.org".into(),
        password: "correct horse".into(),
        captcha: None,
        account: None,
    };
    manager.sign_in(Attempt(2), request).await.map(drop)
}
