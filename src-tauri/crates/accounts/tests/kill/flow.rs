//! What is under way when the program is killed.

use std::sync::Arc;

use accounts::{AccountId, Attempt, SignInStep, SiteOrigin};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::life::Stage;
use crate::said::{Said, Told};

pub(crate) const ADA: &str = "ada@contoso.example";
pub(crate) const SOMEBODY_ELSE: &str = "test@contoso.example";

/// Something that a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Flow {
    SignIn,
    SignInAgain,
    SignInOfSomebodyElse,
    SignInThatIsCancelled,
    SignInWithACode,
    Renewal,
    RenewalWhileSigningOut,
    SignOut,
    SignOutWithoutTheServer,
    SignOutAfterAFailedRenewal,
    Remove,
    RemoveWithoutTheServer,
    Forget,
}

impl Flow {
    pub(crate) const ALL: [Self; 13] = [
        Self::SignIn,
        Self::SignInAgain,
        Self::SignInOfSomebodyElse,
        Self::SignInThatIsCancelled,
        Self::SignInWithACode,
        Self::Renewal,
        Self::RenewalWhileSigningOut,
        Self::SignOut,
        Self::SignOutWithoutTheServer,
        Self::SignOutAfterAFailedRenewal,
        Self::Remove,
        Self::RemoveWithoutTheServer,
        Self::Forget,
    ];

    /// Ada is signed in before it begins.
    pub(crate) fn begins_signed_in(self) -> bool {
        !matches!(
            self,
            Self::SignIn | Self::SignInThatIsCancelled | Self::SignInWithACode
        )
    }

    /// Ada has switched two-factor sign-in on.
    pub(crate) fn wants_a_code(self) -> bool {
        self == Self::SignInWithACode
    }

    /// The server is down while it happens.
    pub(crate) fn without_the_server(self) -> bool {
        matches!(
            self,
            Self::SignOutWithoutTheServer | Self::RemoveWithoutTheServer | Self::Forget
        )
    }

    /// Ada's session is to end.
    pub(crate) fn leaves(self) -> bool {
        matches!(
            self,
            Self::RenewalWhileSigningOut
                | Self::SignOut
                | Self::SignOutWithoutTheServer
                | Self::SignOutAfterAFailedRenewal
                | Self::Remove
                | Self::RemoveWithoutTheServer
                | Self::Forget
        )
    }

    /// And her row with it.
    pub(crate) fn removes(self) -> bool {
        matches!(self, Self::Remove | Self::RemoveWithoutTheServer)
    }

    /// What comes before, when the server is already as it will be.
    pub(crate) async fn prepare(self, stage: &Stage, ada: Option<AccountId>) {
        match (self, ada) {
            (Self::SignOutAfterAFailedRenewal, Some(ada)) => {
                stage.provider.lose_next_renewal();
                let lost = stage.manager.renew(ada).await;
                lost.expect_err("a renewal without an answer");
            }
            (Self::Forget, Some(ada)) => {
                let begun = stage.manager.sign_out(ada).await;
                begun.expect("a sign-out that waits for the server");
            }
            // A profile that is old is read with the renewal.
            (Self::Renewal, _) => stage.clock.advance(20 * 60),
            _ => {}
        }
    }

    /// The flow itself, with everything that goes on by itself after its answer.
    pub(crate) async fn play(self, stage: &Stage, site: &SiteOrigin, ada: Option<AccountId>) {
        let manager = &stage.manager;
        let ada_is = || ada.expect("she was signed in before");
        match self {
            Self::SignIn | Self::SignInAgain => {
                let profiles = stage.profiles_read() + 1;
                let signed_in = stage.sign_in(Attempt(2), site, ADA, None).await;
                signed_in.expect("signed in");
                Said::SignedIn.say();
                stage.until_profiles_read(profiles).await;
            }
            Self::SignInOfSomebodyElse => {
                let refused = stage
                    .sign_in(Attempt(2), site, SOMEBODY_ELSE, Some(ada_is()))
                    .await;
                refused.expect_err("not Ada");
            }
            Self::SignInThatIsCancelled => {
                let attempt = Attempt(2);
                let person = manager.clone();
                stage
                    .provider
                    .meanwhile(Box::new(move || person.cancel(attempt)));
                let cancelled = stage.sign_in(attempt, site, ADA, None).await;
                cancelled.expect_err("cancelled");
            }
            Self::SignInWithACode => {
                let profiles = stage.profiles_read() + 1;
                let half = stage.sign_in(Attempt(2), site, ADA, None).await;
                assert_eq!(half.expect("half way"), SignInStep::CodeWanted);
                Said::CodeWanted.say();
                let wrong = manager.enter_code(Attempt(3), Attempt(2), "0".into());
                wrong.await.expect_err("a wrong code");
                Said::CodeWanted.say();
                let code = stage.code().into();
                let signed_in = manager.enter_code(Attempt(4), Attempt(2), code).await;
                signed_in.expect("signed in");
                Said::SignedIn.say();
                stage.until_profiles_read(profiles).await;
            }
            Self::Renewal => manager.renew(ada_is()).await.expect("renewed"),
            Self::RenewalWhileSigningOut => {
                let sent = Arc::new(Notify::new());
                let click = sent.clone();
                stage
                    .provider
                    .meanwhile(Box::new(move || click.notify_one()));
                let sign_out = async {
                    sent.notified().await;
                    manager.sign_out(ada_is()).await
                };
                let (renewed, result) = tokio::join!(manager.renew(ada_is()), sign_out);
                renewed.expect("renewed before it is signed out");
                Said::SignedOut(Told::from(&result.expect("signed out"))).say();
            }
            Self::SignOut | Self::SignOutWithoutTheServer | Self::SignOutAfterAFailedRenewal => {
                let result = manager.sign_out(ada_is()).await.expect("begun");
                Said::SignedOut(Told::from(&result)).say();
            }
            Self::Remove | Self::RemoveWithoutTheServer => {
                manager.remove(ada_is()).await.expect("removed");
            }
            Self::Forget => {
                let account = ada_is().to_string();
                manager.forget(&account).await.expect("forgotten");
            }
        }
        manager.settled().await;
    }
}
