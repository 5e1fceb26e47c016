//! Adding an account: what is asked, in which order, and what is left behind when it fails.

use accounts::{
    Attempt, Problem, ProblemCode, SignInError, StateView, UnfinishedReason, VaultError,
};
use demo::{Fault, What};

use crate::stage::{ADA, ADA_AT_CONTOSO, BOB, PASSWORD, Stage};

fn code(error: SignInError) -> ProblemCode {
    Problem::from(error).code
}

#[tokio::test]
async fn a_right_password_adds_the_account_under_its_site() {
    // Given
    let stage = Stage::set().await;

    // When
    let account = stage.signed_in(stage.demo.home(), ADA).await;

    // Then
    let snapshot = stage.manager.snapshot();
    assert_eq!(snapshot.sites.len(), 1);
    assert_eq!(snapshot.sites[0].title, "Home cloud");
    assert_eq!(stage.row(account).email.as_deref(), Some(ADA));
    assert!(matches!(stage.state(account), StateView::Active { .. }));
    assert_eq!(stage.keyring.tagged("current"), 1);
}

#[tokio::test]
async fn storage_and_picture_are_read_with_the_first_access_token() {
    let (stage, account) = Stage::with_ada().await;

    stage
        .until(|snapshot| snapshot.sites[0].accounts[0].has_avatar)
        .await;

    assert!(stage.row(account).storage.is_some());
    assert_eq!(
        stage
            .manager
            .avatar(account)
            .map(|picture| picture.media_type),
        Some("image/png".into())
    );
}

#[tokio::test]
async fn a_placeholder_is_in_the_keyring_before_the_password_leaves() {
    // Given a server that takes the password and does not answer yet
    let stage = Stage::set().await;
    let home = stage.demo.home();

    // When
    let waiting = stage.held_sign_in().await;

    // Then
    assert_eq!(stage.keyring.tagged("signing in"), 1);
    home.release();
    waiting.await.expect("not panicked").expect("signed in");
    assert_eq!(stage.keyring.tagged("signing in"), 0);
}

#[tokio::test]
async fn a_keyring_that_refuses_is_found_out_before_the_password_leaves() {
    for (make, expected) in [
        (
            Box::new(|stage: &Stage| stage.keyring.lock(true)) as Box<dyn Fn(&Stage)>,
            VaultError::Locked,
        ),
        (
            Box::new(|stage: &Stage| stage.keyring.go_missing(true)),
            VaultError::NotAvailable,
        ),
    ] {
        let stage = Stage::set().await;
        make(&stage);

        let answer = stage.sign_in(stage.demo.home(), ADA, PASSWORD).await;

        assert!(matches!(answer, Err(SignInError::Keyring(error)) if error == expected));
        assert_eq!(stage.demo.home().truth().count("POST", "/session/token"), 0);
    }
}

#[tokio::test]
async fn a_wrong_password_leaves_nothing_behind() {
    let stage = Stage::set().await;

    let answer = stage
        .sign_in(stage.demo.home(), ADA, "wrong password")
        .await;

    assert_eq!(answer.map_err(code), Err(ProblemCode::WrongPassword));
    assert!(stage.keyring.entries().is_empty());
    assert!(stage.manager.snapshot().sites.is_empty());
}

#[tokio::test]
async fn each_way_to_be_turned_away_is_told_apart() {
    let stage = Stage::set().await;
    let home = stage.demo.home();

    home.ban(ADA);
    assert_eq!(
        stage.sign_in(home, ADA, PASSWORD).await.map_err(code),
        Err(ProblemCode::Banned)
    );
    home.deactivate(ADA);
    assert_eq!(
        stage.sign_in(home, ADA, PASSWORD).await.map_err(code),
        Err(ProblemCode::NotActivated)
    );
    assert_eq!(
        stage.sign_in(home, "ada", PASSWORD).await.map_err(code),
        Err(ProblemCode::BadInput)
    );
    let captcha = stage
        .sign_in(stage.demo.lab(), "grace@lab.example", PASSWORD)
        .await;
    assert_eq!(captcha.map_err(code), Err(ProblemCode::CaptchaWanted));
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_refusal_keeps_the_servers_own_words() {
    let stage = Stage::set().await;

    let answer = stage
        .sign_in(stage.demo.home(), ADA, "wrong password")
        .await;

    let words = Problem::from(answer.expect_err("refused"))
        .server
        .expect("words");
    assert_eq!(
        (words.code, words.message.as_str()),
        (40080, "Incorrect password or email address")
    );
    assert!(words.correlation_id.is_some());
}

#[tokio::test]
async fn a_session_that_cannot_be_saved_is_ended_again_and_that_is_said() {
    // Given a keyring that fails after the placeholder was written
    let stage = Stage::set().await;
    let home = stage.demo.home();
    let waiting = stage.held_sign_in().await;
    stage.keyring.fail_next_call_of_each_entry();

    // When
    home.release();
    let answer = waiting.await.expect("not panicked");

    // Then
    assert_eq!(answer.map_err(code), Err(ProblemCode::NotSaved));
    assert_eq!(home.live_families(ADA), 0);
    assert!(stage.manager.snapshot().sites.is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_said_because_a_session_may_exist_that_nobody_holds() {
    let stage = Stage::set().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call(
        "POST",
        "/session/token",
        What::DropAfterHandling,
    ));

    let answer = stage.sign_in(home, ADA, PASSWORD).await;

    assert_eq!(answer.map_err(code), Err(ProblemCode::AnswerLost));
    assert_eq!(home.live_families(ADA), 1);
}

#[tokio::test]
async fn a_cancelled_sign_in_ends_the_session_that_the_server_made_all_the_same() {
    // Given
    let stage = Stage::set().await;
    let home = stage.demo.home();
    let waiting = stage.held_sign_in().await;

    // When
    stage.manager.cancel(Attempt(7));
    let answer = waiting.await.expect("not panicked");
    home.clear_faults();

    // Then
    assert_eq!(answer.map_err(code), Err(ProblemCode::Cancelled));
    home.wait_for("DELETE", "/session/token", 1).await;
    stage.until(|snapshot| snapshot.unfinished.is_empty()).await;
    assert_eq!(home.live_families(ADA), 0);
    assert!(stage.manager.snapshot().sites.is_empty());
}

#[tokio::test]
async fn a_page_that_was_made_anew_and_counts_from_the_beginning_cancels_nothing_of_the_former_one()
{
    // Given a sign-in of a page that is gone, and one of the new page under the same number
    let stage = Stage::set().await;
    let (home, contoso) = (stage.demo.home(), stage.demo.contoso());
    let former = stage.held_sign_in().await;
    contoso.fault(Fault::everywhere(What::Hold));
    let (manager, origin) = (stage.manager.clone(), contoso.origin());
    let new = tokio::spawn(async move { manager.probe(Attempt(7), origin.as_str(), false).await });
    contoso.wait_for("GET", "/site/ping", 1).await;

    // When
    home.clear_faults();
    let former = former.await.expect("not panicked");
    contoso.clear_faults();
    let new = new.await.expect("not panicked");

    // Then
    former.expect("signed in");
    new.expect("a site");
}

#[tokio::test]
async fn adding_an_account_again_gives_it_a_new_session_and_ends_the_former_one_without_a_page() {
    let (stage, account) = Stage::with_ada_at_contoso().await;
    let contoso = stage.demo.contoso();

    let again = stage
        .sign_in(contoso, ADA_AT_CONTOSO, PASSWORD)
        .await
        .expect("signed in");

    assert_eq!((again.account, again.replaced), (account.to_string(), true));
    contoso.wait_for("DELETE", "/session/token", 1).await;
    stage.until(|snapshot| snapshot.unfinished.is_empty()).await;
    assert_eq!(contoso.live_families(ADA_AT_CONTOSO), 1);
    assert_eq!(stage.keyring.entries().len(), 1);
    assert_eq!(stage.desktop.opened(), Vec::<String>::new());
}

#[tokio::test]
async fn somebody_elses_session_is_never_taken_for_the_account_that_signs_in_again() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    let mut request = stage.request(home, BOB, PASSWORD).await;
    request.account = Some(ada);

    // When
    let answer = stage.manager.sign_in(Attempt(7), request).await;

    // Then
    assert!(matches!(answer, Err(SignInError::WrongPerson { who }) if who == "Bob"));
    assert_eq!(stage.row(ada).name, "Ada");
    assert_eq!(
        stage.manager.snapshot().unfinished[0].reason,
        UnfinishedReason::WrongPerson
    );
    home.clear_faults();
    stage.until(|snapshot| !stage_is_asking(snapshot)).await;
    stage.later(60).await;
    assert_eq!((home.live_families(BOB), home.live_families(ADA)), (0, 1));
}

fn stage_is_asking(snapshot: &accounts::Snapshot) -> bool {
    snapshot
        .unfinished
        .iter()
        .any(|unfinished| unfinished.result.server == accounts::ServerResult::Asking)
}

#[tokio::test]
async fn an_address_that_is_no_cloudreve_has_its_own_sentence_each() {
    let stage = Stage::set().await;
    let home = stage.demo.home();
    let probe = |address: String| {
        let manager = stage.manager.clone();
        async move {
            manager
                .probe(Attempt(1), &address, false)
                .await
                .map_err(|error| Problem::from(error).code)
        }
    };
    for (what, expected) in [
        (What::CaptivePortal, ProblemCode::NotCloudreve),
        (What::PlainJson, ProblemCode::NotCloudreve),
        (What::Status(404), ProblemCode::NotCloudreve),
        (What::Endless, ProblemCode::TooLarge),
        (What::TooLarge, ProblemCode::TooLarge),
        (What::BadGateway, ProblemCode::ServerTrouble),
        (
            What::Redirect("https://elsewhere.example/login?next=1".into()),
            ProblemCode::Redirected,
        ),
    ] {
        home.fault(Fault::everywhere(what.clone()));
        assert_eq!(
            probe(home.origin().to_string()).await,
            Err(expected),
            "{what:?}"
        );
        home.clear_faults();
    }
    home.stop().await;
    assert_eq!(
        probe(home.origin().to_string()).await,
        Err(ProblemCode::ConnectionRefused)
    );
    assert_eq!(
        probe("no-such-host.invalid".into()).await,
        Err(ProblemCode::NoSuchHost)
    );
    assert_eq!(
        probe("http://nas.example".into()).await,
        Err(ProblemCode::PlainHttp)
    );
    assert_eq!(
        probe("what is this".into()).await,
        Err(ProblemCode::BadAddress)
    );
}

#[tokio::test]
async fn a_server_of_version_3_is_named() {
    let stage = Stage::set().await;
    let old = demo::StandIn::start(demo::Site::v3())
        .await
        .expect("a stand-in");

    let answer = stage
        .manager
        .probe(Attempt(1), old.origin().as_str(), false)
        .await;

    assert_eq!(
        answer.map_err(|error| Problem::from(error).code),
        Err(ProblemCode::CloudreveV3)
    );
}

#[tokio::test]
async fn a_probe_that_waits_can_be_cancelled() {
    let stage = Stage::set().await;
    let home = stage.demo.home();
    home.fault(Fault::everywhere(What::Hold));
    let (manager, origin) = (stage.manager.clone(), home.origin());
    let waiting =
        tokio::spawn(async move { manager.probe(Attempt(9), origin.as_str(), false).await });
    home.wait_for("GET", "/site/ping", 1).await;

    stage.manager.cancel(Attempt(9));

    let answer = waiting.await.expect("not panicked");
    assert_eq!(
        answer.map_err(|error| Problem::from(error).code),
        Err(ProblemCode::Cancelled)
    );
}

#[tokio::test]
async fn a_session_that_cannot_be_saved_nor_ended_yet_stays_visible_until_it_is_ended() {
    // Given a keyring that fails after the placeholder was written, and a server that then is in trouble
    let stage = Stage::set().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    let waiting = stage.held_sign_in().await;
    stage.keyring.fail_next_call_of_each_entry();

    // When
    home.release();
    let answer = waiting.await.expect("not panicked");

    // Then
    assert_eq!(answer.map_err(code), Err(ProblemCode::NotSavedNotEnded));
    assert_eq!(
        stage.manager.snapshot().unfinished[0].reason,
        UnfinishedReason::NotSaved
    );
    assert_eq!(home.live_families(ADA), 1);

    // And when the server is well again
    home.clear_faults();
    stage.later(60).await;

    // Then
    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(home.live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_password_goes_only_to_a_site_that_was_looked_at() {
    let stage = Stage::set().await;
    let request = accounts::SignInRequest {
        site: accounts::SiteOrigin::of_page(stage.demo.home().origin().as_str())
            .expect("an origin"),
        email: ADA.into(),
        password: PASSWORD.into(),
        captcha: None,
        account: None,
    };

    let answer = stage.manager.sign_in(Attempt(7), request).await;

    assert!(matches!(answer, Err(SignInError::NotProbed)));
    assert!(stage.demo.home().truth().requests.is_empty());
}
