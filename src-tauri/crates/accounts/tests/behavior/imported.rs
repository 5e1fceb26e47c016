//! Ending a session that another program has left on this computer.
//!
//! Deliberately not here: finding it, which is the shell's (`src/tools/official_client.rs`).

use accounts::{
    ComputerResult, ForeignSession, KnownUser, Notification, Problem, ProblemCode, RefreshSecret,
    ServerResult, SingleSignOnResult, SiteOrigin, StateView, UnfinishedReason, UserId,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use demo::{Fault, StandIn, What};

use crate::recovery::remove;
use crate::stage::{ADA, ADA_AT_CONTOSO, Stage};

/// The other program's identifier at a server.
const THEIR_APP: &str = "393a1839-f52e-498e-9972-e77cc2241eee";

const MINUTE: i64 = 60;

/// A session of the other program: signed in on its own, through the browser.
pub(crate) fn left_behind(site: &StandIn, email: &str) -> ForeignSession {
    site.add_app(THEIR_APP, "Desktop");
    let scopes = ["openid", "offline_access"];
    let tokens = site.sign_in_through_app(email, THEIR_APP, &scopes);
    let tokens = tokens.expect("somebody");
    ForeignSession {
        origin: SiteOrigin::of_page(site.origin().as_str()).expect("an origin"),
        user: subject(&tokens.refresh),
        name: Some("Drive of Ada".into()),
        token: RefreshSecret::new(tokens.refresh.into()),
        expires: Some(tokens.refresh_expires),
    }
}

fn subject(token: &str) -> UserId {
    let claims = token.split('.').nth(1).expect("claims");
    let claims = BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64");
    let claims: serde_json::Value = serde_json::from_slice(&claims).expect("JSON");
    UserId::new(claims["sub"].as_str().expect("a subject"))
}

#[tokio::test]
async fn another_programs_session_is_ended_and_nothing_of_it_is_left_here() {
    // Given
    let stage = Stage::set().await;
    let foreign = left_behind(stage.demo.home(), ADA);
    assert_eq!(stage.demo.home().live_families(ADA), 1);

    // When
    let result = stage.manager.revoke_foreign(foreign).await.expect("begun");

    // Then
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(result.computer, ComputerResult::Erased);
    assert_eq!(result.single_sign_on, SingleSignOnResult::None);
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
    let shown = stage.manager.snapshot();
    assert!(shown.sites.is_empty() && shown.unfinished.is_empty());
}

#[tokio::test]
async fn ending_it_leaves_our_own_session_of_the_same_user_alone() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let foreign = left_behind(stage.demo.home(), ADA);

    // When
    let result = stage.manager.revoke_foreign(foreign).await.expect("begun");

    // Then
    assert_eq!(result.server, ServerResult::Confirmed);
    stage.manager.renew(ada).await.expect("alive");
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert_eq!(stage.keyring.tagged("current"), 1);
    let families = stage.demo.home().truth().families;
    let alive: Vec<bool> = families.iter().map(|family| family.live).collect();
    assert_eq!(alive, [true, false]);
}

#[tokio::test]
async fn while_its_server_is_away_it_stands_among_the_unfinished_and_is_tried_again() {
    // Given
    let (stage, _) = Stage::with_ada().await;
    let foreign = left_behind(stage.demo.home(), ADA);
    stage.demo.home().stop().await;

    // When
    let result = stage.manager.revoke_foreign(foreign).await.expect("begun");

    // Then
    assert!(matches!(result.server, ServerResult::Unreachable { .. }));
    assert_eq!(result.computer, ComputerResult::KeptToFinish);
    let unfinished = stage.manager.snapshot().unfinished;
    assert_eq!(unfinished.len(), 1);
    assert_eq!(unfinished[0].reason, UnfinishedReason::Imported);
    assert_eq!(unfinished[0].name, "Ada");
    assert_eq!(unfinished[0].email.as_deref(), Some(ADA));
    assert_eq!(stage.keyring.tagged("revoking"), 1);

    // And when the server is back
    stage.demo.home().start_again().await;
    stage.later(MINUTE).await;

    // Then
    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(stage.keyring.tagged("revoking"), 0);
    assert_eq!(stage.demo.home().live_families(ADA), 1);
    let told = stage.desktop.told();
    let confirmed = |told: &Notification| {
        matches!(told, Notification::SignedOut { who, result }
            if who.name == "Ada" && result.server == ServerResult::Confirmed)
    };
    assert!(told.iter().any(confirmed), "{told:?}");
}

#[tokio::test]
async fn it_goes_on_after_a_restart_also_when_the_registry_is_lost() {
    // Given
    let mut stage = Stage::set().await;
    let foreign = left_behind(stage.demo.home(), ADA);
    stage
        .demo
        .home()
        .fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    let begun = stage.manager.revoke_foreign(foreign).await;
    begun.expect("begun");

    // When
    stage.restart_after(remove);
    stage.demo.home().clear_faults();
    stage.later(MINUTE).await;
    stage.later(MINUTE).await;

    // Then
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
    assert!(stage.manager.snapshot().unfinished.is_empty());
}

#[tokio::test]
async fn asked_for_twice_it_is_ended_once() {
    // Given
    let stage = Stage::set().await;
    let foreign = left_behind(stage.demo.home(), ADA);
    stage
        .demo
        .home()
        .fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));

    // When
    let (once, again) = tokio::join!(
        stage.manager.revoke_foreign(foreign.clone()),
        stage.manager.revoke_foreign(foreign.clone()),
    );
    once.expect("begun");
    again.expect("begun");
    let later = stage.manager.revoke_foreign(foreign).await;
    later.expect("begun");

    // Then
    assert_eq!(stage.manager.snapshot().unfinished.len(), 1);
    assert_eq!(stage.keyring.tagged("revoking"), 1);
}

#[tokio::test]
async fn a_keyring_that_refuses_is_said_before_the_server_is_asked() {
    // Given
    let stage = Stage::set().await;
    let foreign = left_behind(stage.demo.home(), ADA);
    stage.keyring.lock(true);

    // When
    let refused = stage.manager.revoke_foreign(foreign.clone()).await;

    // Then
    let problem = Problem::from(refused.expect_err("the keyring is locked"));
    assert_eq!(problem.code, ProblemCode::KeyringLocked);
    assert_eq!(stage.demo.home().truth().requests, []);
    assert!(stage.manager.snapshot().unfinished.is_empty());

    // And when it is open again
    stage.keyring.lock(false);
    let result = stage.manager.revoke_foreign(foreign).await.expect("begun");

    // Then
    assert_eq!(result.server, ServerResult::Confirmed);
}

#[tokio::test]
async fn nothing_is_called_confirmed_when_the_session_was_refused_before() {
    // Given a session that the server refuses already, for a reason of its own
    let stage = Stage::set().await;
    let foreign = left_behind(stage.demo.home(), ADA);
    stage.demo.home().ban(ADA);

    // When
    let result = stage.manager.revoke_foreign(foreign).await.expect("begun");

    // Then
    assert_eq!(result.server, ServerResult::Accepted);
    stage.demo.home().lift_ban(ADA);
    assert_eq!(stage.demo.home().live_families(ADA), 0);
}

#[tokio::test]
async fn ending_it_opens_no_page_of_the_single_sign_on() {
    // Given a site whose sign-out has an end-session page
    let stage = Stage::set().await;
    let foreign = left_behind(stage.demo.contoso(), ADA_AT_CONTOSO);

    // When
    let result = stage.manager.revoke_foreign(foreign).await.expect("begun");

    // Then
    assert_eq!(result.single_sign_on, SingleSignOnResult::None);
    assert!(stage.desktop.opened().is_empty());
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn one_whose_time_nobody_knows_is_not_called_expired() {
    // Given a token that no server knows, and no word about its end
    let stage = Stage::set().await;
    let foreign = ForeignSession {
        expires: None,
        ..left_behind(stage.demo.home(), ADA)
    };
    stage.demo.home().change_key();

    // When
    let result = stage.manager.revoke_foreign(foreign).await.expect("begun");

    // Then
    assert!(
        matches!(result.server, ServerResult::NotRecognised { .. }),
        "{result:?}"
    );
}

#[tokio::test]
async fn whose_session_it_is_is_known_where_the_same_user_is_an_account_here() {
    // Given
    let (stage, _) = Stage::with_ada().await;
    let adas = left_behind(stage.demo.home(), ADA);
    let elsewhere = left_behind(stage.demo.contoso(), ADA_AT_CONTOSO);

    // When
    let known = stage.manager.known_user(&adas.origin, &adas.user);
    let same_user_elsewhere = stage.manager.known_user(&elsewhere.origin, &adas.user);

    // Then
    let ada = KnownUser {
        name: "Ada".into(),
        email: Some(ADA.into()),
    };
    assert_eq!(known, Some(ada));
    assert_eq!(same_user_elsewhere, None);
}
