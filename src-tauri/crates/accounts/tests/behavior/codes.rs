//! Accounts that want a code after the password: what is held meanwhile, and what each end of it leaves behind.

use accounts::{
    Attempt, NoticeKind, Problem, ProblemCode, SignInError, SignInStep, SignedIn, StateView,
    UnfinishedReason, VaultError,
};
use demo::{Fault, GRACE_TOTP_SECRET, StandIn, What};
use tokio::task::JoinHandle;

use crate::stage::{ADA, BOB, PASSWORD, Stage};

/// The attempt of the sign-in that waits for its code.
const SIGN_IN: Attempt = Attempt(7);
/// Attempts to enter the code.
const TRY: Attempt = Attempt(8);
const AGAIN: Attempt = Attempt(9);

const WRONG: &str = "000000";

fn code(error: SignInError) -> ProblemCode {
    Problem::from(error).code
}

/// Ada has switched two-factor sign-in on at Home cloud.
async fn stage() -> Stage {
    let stage = Stage::set().await;
    let home = stage.demo.home();
    assert!(home.set_two_factor(ADA, Some(GRACE_TOTP_SECRET)));
    stage
}

/// And she has typed her password.
async fn half_way() -> Stage {
    let stage = stage().await;
    let step = password(&stage, SIGN_IN).await;
    assert_eq!(step.map_err(code), Ok(SignInStep::CodeWanted));
    stage
}

async fn password(stage: &Stage, attempt: Attempt) -> Result<SignInStep, SignInError> {
    let request = stage.request(stage.demo.home(), ADA, PASSWORD).await;
    stage.manager.sign_in(attempt, request).await
}

async fn enter(stage: &Stage, code: &str) -> Result<SignedIn, SignInError> {
    stage.manager.enter_code(TRY, SIGN_IN, code.into()).await
}

fn right(site: &StandIn) -> String {
    site.code_of(ADA).expect("a code")
}

fn codes_sent(stage: &Stage) -> usize {
    let truth = stage.demo.home().truth();
    truth.count("POST", "/session/token/2fa")
}

/// The right code has reached Home cloud, which does not answer before it is told to.
async fn held_code(stage: &Stage) -> JoinHandle<Result<SignedIn, SignInError>> {
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/2fa", What::Hold));
    let (manager, code) = (stage.manager.clone(), right(home));
    let waiting = tokio::spawn(async move { manager.enter_code(TRY, SIGN_IN, code.into()).await });
    home.wait_for("POST", "/session/token/2fa", 1).await;
    waiting
}

#[tokio::test]
async fn a_right_code_after_the_password_signs_in() {
    // Given
    let stage = half_way().await;
    let home = stage.demo.home();

    // When
    let signed_in = enter(&stage, &right(home)).await.expect("signed in");

    // Then
    let account = signed_in.account.parse().expect("an identifier");
    assert!(!signed_in.replaced);
    assert!(matches!(stage.state(account), StateView::Active { .. }));
    assert_eq!(stage.keyring.tagged("current"), 1);
    assert_eq!(stage.keyring.entries().len(), 1);
    assert_eq!(home.live_families(ADA), 1);
}

#[tokio::test]
async fn a_captcha_and_a_code_are_two_steps_of_one_sign_in() {
    // Given Lab, which wants both
    let stage = Stage::set().await;
    let lab = stage.demo.lab();
    let grace = "grace@lab.example";
    let mut request = stage.request(lab, grace, PASSWORD).await;
    let picture = stage.manager.captcha(Attempt(3), request.site.clone());
    let ticket = picture.await.expect("a picture").ticket;
    let text = lab.captcha_answer(&ticket).expect("letters");
    request.captcha = Some(accounts::CaptchaAnswer { text, ticket });

    // When
    let step = stage.manager.sign_in(SIGN_IN, request).await;
    let code_of_grace = lab.code_of(grace).expect("a code");
    let signed_in = enter(&stage, &code_of_grace).await;

    // Then
    assert_eq!(step.map_err(code), Ok(SignInStep::CodeWanted));
    signed_in.expect("signed in");
    assert_eq!(lab.live_families(grace), 1);
}

#[tokio::test]
async fn a_code_is_taken_with_the_spaces_that_were_copied_along() {
    let stage = half_way().await;
    let code = right(stage.demo.home());
    let (first, second) = code.split_at(3);

    let answer = enter(&stage, &format!(" {first}\u{a0}{second}\n")).await;

    answer.expect("signed in");
}

#[tokio::test]
async fn a_wrong_code_can_be_corrected_without_the_password() {
    // Given
    let stage = half_way().await;
    let home = stage.demo.home();

    // When
    let first = enter(&stage, WRONG).await;
    let second = enter(&stage, "12").await;
    let third = enter(&stage, &right(home)).await;

    // Then
    let problem = Problem::from(first.expect_err("a wrong code"));
    assert_eq!(problem.code, ProblemCode::WrongCode);
    assert_eq!(problem.server.map(|words| words.code), Some(40022));
    assert_eq!(second.map_err(code), Err(ProblemCode::WrongCode));
    third.expect("signed in");
    assert_eq!(home.truth().count("POST", "/session/token"), 1);
    assert_eq!(stage.keyring.entries().len(), 1);
}

#[tokio::test]
async fn nothing_is_in_the_keyring_while_a_person_looks_for_the_code() {
    let stage = half_way().await;

    assert!(stage.keyring.entries().is_empty());
    assert!(stage.manager.snapshot().sites.is_empty());
    enter(&stage, WRONG).await.expect_err("a wrong code");
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_program_that_ends_while_it_waits_for_the_code_has_cut_nothing_off() {
    for wrong_codes in [0, 1] {
        // Given
        let mut stage = half_way().await;
        for _ in 0..wrong_codes {
            enter(&stage, WRONG).await.expect_err("a wrong code");
        }

        // When
        stage.restart();
        stage.manager.run_due().await;

        // Then
        let snapshot = stage.manager.snapshot();
        assert_eq!(snapshot.notices, [], "{wrong_codes}");
        assert_eq!(snapshot.unfinished, [], "{wrong_codes}");
        // And the code is of no use any more
        let late = enter(&stage, &right(stage.demo.home())).await;
        assert_eq!(late.map_err(code), Err(ProblemCode::CodeSessionEnded));
    }
}

#[tokio::test]
async fn a_placeholder_is_in_the_keyring_before_the_code_leaves() {
    // Given a server that takes the code and does not answer yet
    let stage = half_way().await;

    // When
    let waiting = held_code(&stage).await;

    // Then
    assert_eq!(stage.keyring.tagged("signing in"), 1);
    stage.demo.home().release();
    waiting.await.expect("not panicked").expect("signed in");
    assert_eq!(stage.keyring.tagged("signing in"), 0);
    assert_eq!(stage.keyring.tagged("current"), 1);
}

#[tokio::test]
async fn a_keyring_that_refuses_is_found_out_before_the_code_leaves_and_the_code_can_be_sent_later()
{
    // Given
    let stage = half_way().await;
    stage.keyring.lock(true);

    // When
    let refused = enter(&stage, &right(stage.demo.home())).await;

    // Then
    assert!(matches!(
        refused,
        Err(SignInError::Keyring(VaultError::Locked))
    ));
    assert_eq!(codes_sent(&stage), 0);

    // And when it is unlocked
    stage.keyring.lock(false);
    let answer = enter(&stage, &right(stage.demo.home())).await;

    // Then
    answer.expect("signed in");
}

#[tokio::test]
async fn a_code_that_comes_too_late_begins_with_the_password_again() {
    // Given a server that has forgotten the sign-in
    let stage = half_way().await;
    let home = stage.demo.home();
    home.set_clock_offset(601);

    // When
    let late = enter(&stage, WRONG).await;

    // Then
    let problem = Problem::from(late.expect_err("too late"));
    assert_eq!(problem.code, ProblemCode::CodeSessionEnded);
    assert_eq!(problem.server.map(|words| words.code), Some(404));
    assert!(stage.keyring.entries().is_empty());

    // And it is not asked about it again
    home.set_clock_offset(0);
    let again = enter(&stage, &right(home)).await;
    assert_eq!(again.map_err(code), Err(ProblemCode::CodeSessionEnded));
    assert_eq!(codes_sent(&stage), 1);
}

#[tokio::test]
async fn after_ten_minutes_nothing_is_held_any_more() {
    for (seconds, held) in [(599, true), (600, false)] {
        let stage = half_way().await;

        stage.clock.advance(seconds);
        let answer = enter(&stage, &right(stage.demo.home())).await;

        assert_eq!(answer.is_ok(), held, "{seconds}");
        assert_eq!(codes_sent(&stage), usize::from(held), "{seconds}");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_cancelled_while_it_waits_for_the_code_is_forgotten() {
    let stage = half_way().await;

    stage.manager.cancel(SIGN_IN);
    let answer = enter(&stage, &right(stage.demo.home())).await;

    assert_eq!(answer.map_err(code), Err(ProblemCode::CodeSessionEnded));
    assert_eq!(codes_sent(&stage), 0);
    assert_eq!(stage.manager.snapshot().notices, []);
}

#[tokio::test]
async fn a_sign_in_that_was_cancelled_before_it_wanted_a_code_waits_for_none() {
    // Given
    let stage = stage().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("POST", "/session/token", What::Hold));
    let request = stage.request(home, ADA, PASSWORD).await;
    let manager = stage.manager.clone();
    let waiting = tokio::spawn(async move { manager.sign_in(SIGN_IN, request).await });
    home.wait_for("POST", "/session/token", 1).await;

    // When
    stage.manager.cancel(SIGN_IN);
    let cancelled = waiting.await.expect("not panicked");
    home.clear_faults();
    stage.manager.settled().await;
    let answer = enter(&stage, &right(home)).await;

    // Then
    assert_eq!(cancelled.map_err(code), Err(ProblemCode::Cancelled));
    assert_eq!(answer.map_err(code), Err(ProblemCode::CodeSessionEnded));
    assert!(stage.keyring.entries().is_empty());
    assert_eq!(stage.manager.snapshot().notices, []);
}

#[tokio::test]
async fn a_newer_sign_in_takes_the_place_of_the_one_that_waited() {
    // Given
    let stage = half_way().await;
    let home = stage.demo.home();

    // When
    let newer = password(&stage, AGAIN).await;
    let older = enter(&stage, &right(home)).await;
    let answer = stage.manager.enter_code(TRY, AGAIN, right(home).into());

    // Then
    assert_eq!(newer.map_err(code), Ok(SignInStep::CodeWanted));
    assert_eq!(older.map_err(code), Err(ProblemCode::CodeSessionEnded));
    answer.await.expect("signed in");
}

#[tokio::test]
async fn a_code_is_good_for_one_sign_in() {
    let stage = half_way().await;
    let home = stage.demo.home();
    enter(&stage, &right(home)).await.expect("signed in");

    let again = enter(&stage, &right(home)).await;

    assert_eq!(again.map_err(code), Err(ProblemCode::CodeSessionEnded));
    assert_eq!(codes_sent(&stage), 1);
    assert_eq!(home.live_families(ADA), 1);
}

#[tokio::test]
async fn a_lost_answer_to_a_code_is_said_because_a_session_may_exist_that_nobody_holds() {
    for what in [What::DropAfterHandling, What::CutShort, What::Truncated] {
        // Given
        let stage = half_way().await;
        let home = stage.demo.home();
        home.fault(Fault::on_path("/session/token/2fa", what.clone()).times(1));

        // When
        let lost = enter(&stage, &right(home)).await;

        // Then
        assert_eq!(lost.map_err(code), Err(ProblemCode::AnswerLost), "{what:?}");
        assert_eq!(home.live_families(ADA), 1, "{what:?}");
        assert!(stage.keyring.entries().is_empty(), "{what:?}");

        // And the code does not make a second one
        let again = enter(&stage, &right(home)).await;
        assert_eq!(again.map_err(code), Err(ProblemCode::CodeSessionEnded));
        assert_eq!(home.live_families(ADA), 1, "{what:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_when_the_code_comes_costs_no_password() {
    // Given
    let stage = half_way().await;
    let home = stage.demo.home();
    let code_before = right(home);
    home.stop().await;

    // When
    let away = enter(&stage, &code_before).await;
    home.start_again().await;
    let answer = enter(&stage, &right(home)).await;

    // Then
    assert_eq!(away.map_err(code), Err(ProblemCode::ConnectionRefused));
    answer.expect("signed in");
}

#[tokio::test]
async fn a_code_that_is_cancelled_ends_the_session_that_the_server_made_all_the_same() {
    // Given
    let stage = half_way().await;
    let home = stage.demo.home();
    let waiting = held_code(&stage).await;

    // When
    stage.manager.cancel(TRY);
    let answer = waiting.await.expect("not panicked");
    home.clear_faults();

    // Then
    assert_eq!(answer.map_err(code), Err(ProblemCode::Cancelled));
    home.wait_for("DELETE", "/session/token", 1).await;
    stage.manager.settled().await;
    assert_eq!(home.live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
    assert!(stage.manager.snapshot().sites.is_empty());
}

#[tokio::test]
async fn a_cancelled_code_whose_answer_is_then_lost_is_said() {
    // Given
    let stage = half_way().await;
    let waiting = held_code(&stage).await;
    stage.manager.cancel(TRY);
    drop(waiting.await);

    // When
    stage.demo.home().kill().await;
    stage.manager.settled().await;

    // Then
    let notices = stage.manager.snapshot().notices;
    assert!(
        matches!(&notices[..], [notice] if matches!(notice.what, NoticeKind::SignInCutOff { .. })),
        "{notices:?}"
    );
}

#[tokio::test]
async fn a_code_that_the_end_of_the_program_cut_off_is_said() {
    // Given
    let mut stage = half_way().await;
    let waiting = held_code(&stage).await;

    // When
    stage.restart();
    stage.manager.run_due().await;

    // Then
    let notices = stage.manager.snapshot().notices;
    assert!(
        matches!(&notices[..], [notice] if matches!(notice.what, NoticeKind::SignInCutOff { .. })),
        "{notices:?}"
    );
    waiting.abort();
}

#[tokio::test]
async fn a_session_that_cannot_be_saved_after_its_code_is_ended_again_and_that_is_said() {
    // Given a keyring that fails after the placeholder was written
    let stage = half_way().await;
    let home = stage.demo.home();
    let waiting = held_code(&stage).await;
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
async fn somebody_elses_code_does_not_sign_an_account_in_again() {
    // Given Ada, and Bob who has a code
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.set_two_factor(BOB, Some(GRACE_TOTP_SECRET));
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    let mut request = stage.request(home, BOB, PASSWORD).await;
    request.account = Some(ada);
    let step = stage.manager.sign_in(SIGN_IN, request).await;
    assert_eq!(step.map_err(code), Ok(SignInStep::CodeWanted));

    // When
    let bobs = home.code_of(BOB).expect("a code");
    let answer = enter(&stage, &bobs).await;

    // Then
    assert!(matches!(answer, Err(SignInError::WrongPerson { who }) if who == "Bob"));
    assert_eq!(stage.row(ada).name, "Ada");
    let unfinished = stage.manager.snapshot().unfinished;
    assert_eq!(unfinished[0].reason, UnfinishedReason::WrongPerson);
}

#[tokio::test]
async fn an_account_that_is_removed_while_its_code_is_looked_for_is_not_signed_in() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.set_two_factor(ADA, Some(GRACE_TOTP_SECRET));
    let mut request = stage.request(home, ADA, PASSWORD).await;
    request.account = Some(ada);
    let step = stage.manager.sign_in(SIGN_IN, request).await;
    assert_eq!(step.map_err(code), Ok(SignInStep::CodeWanted));

    // When
    stage.manager.remove(ada).await.expect("removed");
    let answer = enter(&stage, &right(home)).await;

    // Then
    assert_eq!(answer.map_err(code), Err(ProblemCode::NotFound));
    assert_eq!(codes_sent(&stage), 0);
}

#[tokio::test]
async fn signing_in_again_with_a_code_replaces_the_former_session() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.set_two_factor(ADA, Some(GRACE_TOTP_SECRET));
    let mut request = stage.request(home, ADA, PASSWORD).await;
    request.account = Some(ada);
    let step = stage.manager.sign_in(SIGN_IN, request).await;
    assert_eq!(step.map_err(code), Ok(SignInStep::CodeWanted));

    // When
    let signed_in = enter(&stage, &right(home)).await.expect("signed in");

    // Then
    assert_eq!(
        (signed_in.account, signed_in.replaced),
        (ada.to_string(), true)
    );
    home.wait_for("DELETE", "/session/token", 1).await;
    stage.until(|snapshot| snapshot.unfinished.is_empty()).await;
    assert_eq!(home.live_families(ADA), 1);
    assert_eq!(stage.keyring.entries().len(), 1);
}
