//! The servers of a measured start: one that answers at once, to seed the list, and one that never does.
//!
//! Deliberately not here: a network.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};

use accounts::{
    AccessSecret, Captcha, CaptchaKind, Checked, CodeStop, Credentials, Edition, Fault, Logos,
    Picture, Profile, Provider, Quota, RefreshSecret, Renewed, Reply, Revoked, SignInOutcome,
    SignInStop, SiteFacts, SiteOrigin, Tokens, TwoFactorSecret, User, UserId,
};
use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::SecretString;

/// When everything happens, in seconds since 1970: 22 November 2026.
pub(crate) const NOW: i64 = 1_795_305_600;
/// Over how many sites the accounts are spread.
pub(crate) const SITES: usize = 50;

/// Longer than any refresh token that was recorded (`cloudreve/tests/recordings`).
const TOKEN_LENGTH: usize = 420;

/// Signs everybody in.
#[derive(Debug, Default)]
pub(crate) struct Answering(AtomicUsize);

/// Says nothing at all.
#[derive(Debug)]
pub(crate) struct Silent;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("in range")
}

#[async_trait]
impl Provider for Answering {
    fn name(&self) -> &'static str {
        "cloudreve"
    }

    async fn probe(&self, site: &SiteOrigin) -> Result<SiteFacts, Fault> {
        Ok(SiteFacts {
            instance_id: Some(format!("{:0>36}", site.host())),
            title: Some(format!("Cloud of {}", site.host())),
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
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let token = |kind: &str| format!("{kind}.{number}.{}", "x".repeat(TOKEN_LENGTH));
        let user = User {
            id: UserId::new(format!("u{number}")),
            nickname: Some(format!("Person {number}")),
            email: Some(credentials.email.clone()),
        };
        let tokens = Tokens {
            access: AccessSecret::new(token("access").into()),
            refresh: RefreshSecret::new(token("refresh").into()),
            issued: Some(at(NOW)),
            access_expires: at(NOW + 3_600),
            refresh_expires: at(NOW + 14 * 86_400),
        };
        Ok(SignInOutcome::Done(user, tokens))
    }

    async fn renew(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Renewed> {
        pending().await
    }

    async fn revoke(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Revoked> {
        pending().await
    }

    async fn check(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Checked> {
        pending().await
    }

    async fn profile(&self, _: &SiteOrigin, _: &AccessSecret, _: &UserId) -> Profile {
        Profile {
            user: None,
            storage: Some(Quota {
                used: 381_681_664,
                total: 1_073_741_824,
            }),
            picture: None,
        }
    }

    async fn captcha(&self, _: &SiteOrigin) -> Result<Captcha, Fault> {
        pending().await
    }

    async fn enter_code(
        &self,
        _: &SiteOrigin,
        _: &TwoFactorSecret,
        _: &SecretString,
    ) -> Result<(User, Tokens), CodeStop> {
        pending().await
    }

    async fn logos(&self, _: &SiteOrigin) -> Result<Logos, Fault> {
        pending().await
    }

    async fn logo(&self, _: &SiteOrigin, _: &str) -> Option<Picture> {
        pending().await
    }
}

#[async_trait]
impl Provider for Silent {
    fn name(&self) -> &'static str {
        "cloudreve"
    }

    async fn probe(&self, _: &SiteOrigin) -> Result<SiteFacts, Fault> {
        pending().await
    }

    async fn sign_in(&self, _: &SiteOrigin, _: &Credentials) -> Result<SignInOutcome, SignInStop> {
        pending().await
    }

    async fn renew(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Renewed> {
        pending().await
    }

    async fn revoke(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Revoked> {
        pending().await
    }

    async fn check(&self, _: &SiteOrigin, _: &RefreshSecret) -> Reply<Checked> {
        pending().await
    }

    async fn profile(&self, _: &SiteOrigin, _: &AccessSecret, _: &UserId) -> Profile {
        pending().await
    }

    async fn captcha(&self, _: &SiteOrigin) -> Result<Captcha, Fault> {
        pending().await
    }

    async fn enter_code(
        &self,
        _: &SiteOrigin,
        _: &TwoFactorSecret,
        _: &SecretString,
    ) -> Result<(User, Tokens), CodeStop> {
        pending().await
    }

    async fn logos(&self, _: &SiteOrigin) -> Result<Logos, Fault> {
        pending().await
    }

    async fn logo(&self, _: &SiteOrigin, _: &str) -> Option<Picture> {
        pending().await
    }
}
