//! A name that comes to lead to another server: said, and never followed silently.

use accounts::{Attempt, RenewError, ServerResult, StateView};

use crate::stage::{ADA, Stage};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn another_installations_refusal_signs_nobody_out() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().become_another_installation();

    // When it is asked again and again
    for _ in 0..5 {
        stage.later(HOUR).await;
    }

    // Then it is said, and after the first time no token is sent there
    assert!(stage.manager.snapshot().sites[0].other_installation);
    assert!(matches!(stage.state(ada), StateView::Offline { .. }));
    assert_eq!(
        stage
            .demo
            .home()
            .truth()
            .count("POST", "/session/token/refresh"),
        1
    );
    assert!(matches!(
        stage.manager.renew(ada).await,
        Err(RenewError::OtherInstallation { .. })
    ));
}

#[tokio::test]
async fn the_former_installation_is_recognised_when_it_is_back() {
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    let former = home.instance_id();
    home.set_instance_id("another");
    home.ban(ADA);
    stage.later(HOUR).await;
    let away = stage.manager.snapshot().sites[0].other_installation;

    home.set_instance_id(&former);
    home.lift_ban(ADA);
    stage.later(HOUR).await;

    assert!(away);
    assert!(!stage.manager.snapshot().sites[0].other_installation);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn a_person_may_say_that_the_other_installation_is_the_right_one() {
    // Given
    let (mut stage, ada) = Stage::with_ada().await;
    stage.demo.home().become_another_installation();
    stage.later(HOUR).await;

    // When
    let origin = stage.manager.snapshot().sites[0].origin.clone();
    let origin = accounts::SiteOrigin::of_page(&origin).expect("an origin");
    stage.manager.accept_site(&origin).await;
    stage.later(11).await;
    stage.later(4 * 60).await;

    // Then its refusals are believed
    assert!(!stage.manager.snapshot().sites[0].other_installation);
    assert!(matches!(stage.state(ada), StateView::NeedsSignIn { .. }));
    stage.restart();
    assert!(!stage.manager.snapshot().sites[0].other_installation);
}

#[tokio::test]
async fn the_site_card_says_that_another_installation_answers_before_a_password_is_typed() {
    let (stage, _) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.become_another_installation();

    let card = stage
        .manager
        .probe(Attempt(1), home.origin().as_str(), false)
        .await
        .expect("a site");

    assert!(card.other_installation);
    // And signing in there is the person's yes
    stage.signed_in(home, ADA).await;
    assert!(!stage.manager.snapshot().sites[0].other_installation);
}

#[tokio::test]
async fn a_sign_out_that_is_not_recognised_says_when_another_installation_answers() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().become_another_installation();

    let result = stage.manager.sign_out(ada).await.expect("begun");

    assert!(matches!(
        result.server,
        ServerResult::NotRecognised {
            other_installation: true,
            next_try: Some(_)
        }
    ));
    assert_eq!(stage.keyring.tagged("revoking"), 1);
}

#[tokio::test]
async fn the_same_installation_under_a_second_address_is_said() {
    let (stage, _) = Stage::with_ada().await;
    let home = stage.demo.home();
    let second = home.origin().to_string().replace("127.0.0.1", "localhost");

    let card = stage
        .manager
        .probe(Attempt(1), &second, false)
        .await
        .expect("a site");

    assert_eq!(card.known_as, Some(home.origin().authority().to_owned()));
}

#[tokio::test]
async fn a_sign_out_sends_no_token_to_another_installation_that_is_known_as_one() {
    // Given another installation that has the same key, so that it would take the token
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    let former = home.instance_id();
    home.set_instance_id("a copy");
    home.ban(ADA);
    stage.later(HOUR).await;
    home.lift_ban(ADA);
    let before = home.truth().requests.len();
    let tokens = |since: usize| {
        let requests = home.truth().requests;
        let sent = requests[since..].iter();
        sent.filter(|request| request.path.contains("/session/token"))
            .count()
    };

    // When
    let result = stage.manager.sign_out(ada).await.expect("begun");

    // Then
    assert!(matches!(
        result.server,
        ServerResult::NotRecognised {
            other_installation: true,
            ..
        }
    ));
    assert_eq!(tokens(before), 0);
    assert_eq!(stage.keyring.tagged("revoking"), 1);

    // And when the former one is back
    home.set_instance_id(&former);
    stage.later(3 * HOUR).await;
    assert_eq!(home.live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn signing_in_again_accepts_the_installation_that_answers() {
    // Given a program that was started again, and has looked at nothing yet
    let (mut stage, ada) = Stage::with_ada().await;
    let request = stage
        .request(stage.demo.home(), ADA, crate::stage::PASSWORD)
        .await;
    stage.demo.home().become_another_installation();
    stage.later(HOUR).await;
    stage.restart();

    // When
    let request = accounts::SignInRequest {
        account: Some(ada),
        ..request
    };
    stage
        .manager
        .sign_in(Attempt(4), request)
        .await
        .expect("signed in");

    // Then its session is kept alive
    assert!(!stage.manager.snapshot().sites[0].other_installation);
    stage.manager.renew(ada).await.expect("renewed");
}
