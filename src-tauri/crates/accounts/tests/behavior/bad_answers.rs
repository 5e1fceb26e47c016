//! Bad input from the network: each kind of bad answer on each call. Whatever comes, every request ends in a defined answer, no session is
//! lost, nothing is said to be signed out that is not, and no session is left alive that nobody holds or was told of.
//!
//! Deliberately not here: what the wire makes of each of them (`cloudreve/tests/faults`), and TLS, which the stand-ins do not speak.

use accounts::{
    AccountId, Attempt, ComputerResult, Problem, ProblemCode, ResultView, ServerResult, StateView,
};
use demo::{Fault, What};

use crate::stage::{ADA, PASSWORD, Stage};

const HOUR: i64 = 3_600;
/// Long enough for the next try of a sign-out.
const A_WHILE: i64 = 60;

/// What the program asks a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Ping,
    Basic,
    Login,
    SignIn,
    Renewal,
    SignOut,
    /// A renewal too; its good answer is a refusal, which has no data.
    Check,
    Profile,
}

use Call::{Basic, Check, Login, Ping, Profile, Renewal, SignIn, SignOut};

/// One kind of bad answer.
struct Row {
    what: What,
    /// What a call says that cannot make sense of it.
    said: ProblemCode,
    /// The calls that can.
    understood: &'static [Call],
}

const NONE: &[Call] = &[];
const ALL: &[Call] = &[Ping, Basic, Login, SignIn, Renewal, SignOut, Check, Profile];
/// Calls whose answers hold nothing that has to be there.
const UNDEMANDING: &[Call] = &[Login, SignOut, Check];
/// Calls whose answers hold no time, or one that is only shown.
const TIMELESS: &[Call] = &[Ping, Basic, Login, SignOut, Check, Profile];

fn rows() -> Vec<Row> {
    let row = |what, said, understood| Row {
        what,
        said,
        understood,
    };
    let times = |text: &str| What::Times(text.into());
    let redirect = |to: &str| What::Redirect(to.into());
    vec![
        row(What::CaptivePortal, ProblemCode::NotCloudreve, NONE),
        row(What::PlainJson, ProblemCode::NotCloudreve, NONE),
        row(What::Status(404), ProblemCode::NotCloudreve, NONE),
        row(What::Status(407), ProblemCode::NotCloudreve, NONE),
        row(What::Status(429), ProblemCode::ServerTrouble, NONE),
        row(What::Status(511), ProblemCode::ServerTrouble, NONE),
        row(What::BadGateway, ProblemCode::ServerTrouble, NONE),
        row(What::CutShort, ProblemCode::Unreachable, NONE),
        row(What::DropBeforeHandling, ProblemCode::Unreachable, NONE),
        row(What::DropAfterHandling, ProblemCode::Unreachable, NONE),
        row(What::Truncated, ProblemCode::NotCloudreve, NONE),
        row(What::Doubled, ProblemCode::NotCloudreve, NONE),
        row(What::ByteOrderMark, ProblemCode::NotCloudreve, ALL),
        row(What::NumbersAsText, ProblemCode::UnexpectedAnswer, ALL),
        row(What::Nulls, ProblemCode::UnexpectedAnswer, UNDEMANDING),
        row(What::WrongTypes, ProblemCode::UnexpectedAnswer, &[Check]),
        row(What::TooLarge, ProblemCode::TooLarge, NONE),
        row(What::TwoGigabytes, ProblemCode::TooLarge, NONE),
        row(What::Endless, ProblemCode::TooLarge, NONE),
        row(What::RedirectToItself, ProblemCode::Redirected, NONE),
        row(
            redirect("http://elsewhere.example/api/v4"),
            ProblemCode::Redirected,
            NONE,
        ),
        row(
            redirect("https://elsewhere.example/?next=1"),
            ProblemCode::Redirected,
            NONE,
        ),
        row(
            times("2026-11-22T03:16:29"),
            ProblemCode::UnexpectedAnswer,
            TIMELESS,
        ),
        row(
            times("10000-01-01T00:00:00Z"),
            ProblemCode::UnexpectedAnswer,
            TIMELESS,
        ),
        row(times("soon"), ProblemCode::UnexpectedAnswer, TIMELESS),
        row(
            times("9999-12-30T21:59:59Z"),
            ProblemCode::UnexpectedAnswer,
            ALL,
        ),
        row(
            times("0001-01-01T00:00:00Z"),
            ProblemCode::UnexpectedAnswer,
            ALL,
        ),
    ]
}

impl Row {
    fn on(&self, call: Call) -> Fault {
        let what = self.what.clone();
        match call {
            Ping => Fault::on_path("/site/ping", what),
            Basic => Fault::on_path("/site/config/basic", what),
            Login => Fault::on_path("/site/config/login", what),
            SignIn => Fault::on_call("POST", "/session/token", what),
            Renewal | Check => Fault::on_path("/session/token/refresh", what),
            SignOut => Fault::on_call("DELETE", "/session/token", what),
            Profile => Fault::on_path("/user/*", what),
        }
    }

    /// What a call says, or nothing when it makes sense of the answer.
    fn problem_of(&self, call: Call) -> Option<ProblemCode> {
        let understood = self.understood.contains(&call);
        (!understood).then_some(self.said)
    }
}

async fn probe(stage: &Stage) -> Result<String, ProblemCode> {
    let origin = stage.demo.home().origin();
    let card = stage
        .manager
        .probe(Attempt(1), origin.as_str(), false)
        .await;
    card.map(|card| card.version)
        .map_err(|error| Problem::from(error).code)
}

/// Nobody is signed out: the row says so, and the token is where it was.
fn assert_signed_in(stage: &Stage, ada: AccountId, what: &What) {
    let state = stage.state(ada);
    assert!(
        matches!(state, StateView::Active { .. } | StateView::Offline { .. }),
        "{what:?}: {state:?}"
    );
    assert_eq!(stage.keyring.tagged("current"), 1, "{what:?}");
    assert_eq!(stage.demo.home().live_families(ADA), 1, "{what:?}");
}

/// "Confirmed" and "erased" are said of a session that the server has ended, and of no other.
fn assert_true(result: &ResultView, stage: &Stage, what: &What) {
    let ended = stage.demo.home().live_families(ADA) == 0;
    let said =
        result.server == ServerResult::Confirmed || result.computer == ComputerResult::Erased;
    assert!(ended || !said, "{what:?}: {result:?}");
    let kept = stage.keyring.tagged("revoking") == 1;
    assert_eq!(
        kept,
        result.computer == ComputerResult::KeptToFinish,
        "{what:?}: {result:?}"
    );
}

fn assert_signed_out(stage: &Stage, ada: AccountId, expected: ServerResult, what: &What) {
    let state = stage.state(ada);
    assert!(
        matches!(state, StateView::SignedOut { server, .. } if server == expected),
        "{what:?}: {state:?}"
    );
    assert!(stage.keyring.entries().is_empty(), "{what:?}");
    assert_eq!(stage.demo.home().live_families(ADA), 0, "{what:?}");
}

#[tokio::test]
async fn a_probe_that_hears_nonsense_says_which_and_costs_nobody_a_session() {
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    for row in rows() {
        for call in [Ping, Basic, Login] {
            home.fault(row.on(call));

            let answer = probe(&stage).await;

            let expected = row.problem_of(call).map_or(Ok("4.14.0".into()), Err);
            assert_eq!(answer, expected, "{:?} {call:?}", row.what);
            assert_signed_in(&stage, ada, &row.what);
            home.clear_faults();
            assert_eq!(probe(&stage).await, Ok("4.14.0".into()), "{:?}", row.what);
        }
    }
}

#[tokio::test]
async fn a_sign_in_whose_answer_is_nonsense_leaves_no_session_alive_that_nobody_was_told_of() {
    for row in rows() {
        // Given
        let stage = Stage::set().await;
        let home = stage.demo.home();
        let request = stage.request(home, ADA, PASSWORD).await;
        home.fault(row.on(SignIn));

        // When
        let answer = stage.manager.sign_in(Attempt(2), request).await;

        // Then
        let what = &row.what;
        let problem = answer.err().map(|error| Problem::from(error).code);
        assert_eq!(
            problem.is_some(),
            row.problem_of(SignIn).is_some(),
            "{what:?}: {problem:?}"
        );
        let unheld = home.live_families(ADA) - stage.keyring.tagged("current");
        assert!(
            unheld == 0 || problem == Some(ProblemCode::AnswerLost),
            "{what:?}: {problem:?}"
        );
        assert_eq!(stage.keyring.tagged("signing in"), 0, "{what:?}");

        // And when the server is well again
        home.clear_faults();
        let ada = stage.signed_in(home, ADA).await;
        stage.until(|snapshot| snapshot.unfinished.is_empty()).await;

        // Then
        assert!(
            matches!(stage.state(ada), StateView::Active { .. }),
            "{what:?}"
        );
        assert_eq!(stage.keyring.entries().len(), 1, "{what:?}");
        assert_eq!(home.live_families(ADA), unheld + 1, "{what:?}");
    }
}

#[tokio::test]
async fn a_renewal_whose_answer_is_nonsense_loses_no_session() {
    for row in rows() {
        // Given
        let (stage, ada) = Stage::with_ada().await;
        let home = stage.demo.home();
        home.fault(row.on(Renewal));

        // When
        let answer = stage.manager.renew(ada).await;
        for _ in 0..5 {
            stage.later(HOUR).await;
        }

        // Then
        let what = &row.what;
        let problem = answer.err().map(|error| Problem::from(&error).code);
        assert_eq!(problem, row.problem_of(Renewal), "{what:?}");
        let last = stage.row(ada).last_problem.map(|problem| problem.code);
        assert_eq!(last, problem, "{what:?}");
        assert_signed_in(&stage, ada, what);

        // And when the server is well again
        home.clear_faults();
        stage.manager.renew(ada).await.expect("renewed");

        // Then
        assert!(
            matches!(stage.state(ada), StateView::Active { .. }),
            "{what:?}"
        );
        assert_signed_in(&stage, ada, what);
    }
}

#[tokio::test]
async fn a_profile_that_is_nonsense_changes_nothing_that_is_known() {
    for row in rows() {
        // Given
        let (stage, ada) = Stage::with_ada().await;
        let home = stage.demo.home();
        stage
            .until(|snapshot| snapshot.sites[0].accounts[0].has_avatar)
            .await;
        let before = stage.row(ada);
        home.fault(row.on(Profile));

        // When
        stage.later(55 * 60).await;

        // Then
        let (what, after) = (&row.what, stage.row(ada));
        assert!(
            matches!(after.state, StateView::Active { .. }),
            "{what:?}: {after:?}"
        );
        assert_eq!((&after.name, &after.email), (&before.name, &before.email));
        assert!(after.has_avatar, "{what:?}");
        assert_signed_in(&stage, ada, what);
    }
}

#[tokio::test]
async fn a_sign_out_whose_answer_is_nonsense_goes_on_until_the_server_is_understood() {
    for row in rows() {
        // Given
        let (stage, ada) = Stage::with_ada().await;
        let home = stage.demo.home();
        home.fault(row.on(SignOut));

        // When
        let result = stage.manager.sign_out(ada).await.expect("begun");

        // Then
        let what = &row.what;
        assert_true(&result, &stage, what);
        if row.problem_of(SignOut).is_some() {
            assert!(
                matches!(result.server, ServerResult::Unreachable { .. }),
                "{what:?}: {result:?}"
            );
            stage.later(HOUR).await;
            let result = stage.row(ada).result.expect("still going on");
            assert_true(&result, &stage, what);
            assert_eq!(result.computer, ComputerResult::KeptToFinish, "{what:?}");
        }

        // And when the server is well again
        home.clear_faults();
        stage.later(HOUR).await;

        // Then
        assert_signed_out(&stage, ada, ServerResult::Confirmed, what);
    }
}

#[tokio::test]
async fn a_check_whose_answer_is_nonsense_confirms_nothing() {
    for row in rows() {
        let (stage, ada) = Stage::with_ada().await;
        stage.demo.home().fault(row.on(Check));

        let result = stage.manager.sign_out(ada).await.expect("signed out");

        let expected = match row.problem_of(Check) {
            Some(_) => ServerResult::Accepted,
            None => ServerResult::Confirmed,
        };
        assert_eq!(result.server, expected, "{:?}", row.what);
        assert_true(&result, &stage, &row.what);
        assert_signed_out(&stage, ada, expected, &row.what);
    }
}

#[tokio::test]
async fn everything_answered_with_nonsense_is_a_sign_out_that_waits() {
    for row in rows().iter().filter(|row| row.understood.is_empty()) {
        // Given a session that could not be renewed, so that its sign-out asks for that first
        let (stage, ada) = Stage::with_ada().await;
        let home = stage.demo.home();
        home.fault(Fault::everywhere(row.what.clone()));
        stage.later(HOUR).await;
        assert_signed_in(&stage, ada, &row.what);

        // When
        let result = stage.manager.sign_out(ada).await.expect("begun");

        // Then
        let what = &row.what;
        assert_true(&result, &stage, what);
        assert!(
            matches!(result.server, ServerResult::Unreachable { .. }),
            "{what:?}: {result:?}"
        );

        // And when the server is well again
        home.clear_faults();
        stage.later(A_WHILE).await;

        // Then: a family that may have been revoked before it was heard refuses to be renewed, which proves nothing
        let state = stage.state(ada);
        assert!(
            matches!(
                state,
                StateView::SignedOut {
                    server: ServerResult::Confirmed | ServerResult::Accepted,
                    ..
                }
            ),
            "{what:?}: {state:?}"
        );
        assert!(stage.keyring.entries().is_empty(), "{what:?}");
        assert_eq!(home.live_families(ADA), 0, "{what:?}");
    }
}

#[tokio::test]
async fn a_sign_in_and_a_probe_that_come_a_byte_a_second_are_given_up() {
    let mut stage = Stage::set().await;
    stage.restart_impatient();
    let home = stage.demo.home();
    let slow = Row {
        what: What::SlowDrip,
        said: ProblemCode::TimedOut,
        understood: NONE,
    };
    let request = stage.request(home, ADA, PASSWORD).await;

    for call in [Ping, Basic, Login] {
        home.fault(slow.on(call));
        assert_eq!(probe(&stage).await, Err(ProblemCode::TimedOut), "{call:?}");
        home.clear_faults();
    }
    home.fault(slow.on(SignIn));
    let sign_in = stage.manager.sign_in(Attempt(2), request).await;

    let problem = sign_in.err().map(|error| Problem::from(error).code);
    assert_eq!(problem, Some(ProblemCode::AnswerLost));
    assert!(stage.keyring.entries().is_empty());
    home.clear_faults();
    stage.signed_in(home, ADA).await;
}

#[tokio::test]
async fn a_renewal_that_comes_a_byte_a_second_loses_no_session() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage.restart_impatient();
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::SlowDrip));
    home.fault(Fault::on_path("/user/*", What::SlowDrip));

    stage.later(HOUR).await;

    assert!(matches!(stage.state(ada), StateView::Offline { .. }));
    assert_signed_in(&stage, ada, &What::SlowDrip);
    home.clear_faults();
    stage.later(HOUR).await;
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn a_sign_out_that_comes_a_byte_a_second_goes_on() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage.restart_impatient();
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::SlowDrip));

    let result = stage.manager.sign_out(ada).await.expect("begun");

    assert!(matches!(result.server, ServerResult::Unreachable { .. }));
    assert_true(&result, &stage, &What::SlowDrip);
    home.clear_faults();
    stage.later(A_WHILE).await;
    assert_signed_out(&stage, ada, ServerResult::Confirmed, &What::SlowDrip);
}

#[tokio::test]
async fn a_check_that_comes_a_byte_a_second_confirms_nothing() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage.restart_impatient();
    stage
        .demo
        .home()
        .fault(Fault::on_path("/session/token/refresh", What::SlowDrip));

    let result = stage.manager.sign_out(ada).await.expect("signed out");

    assert_eq!(result.server, ServerResult::Accepted);
    assert_signed_out(&stage, ada, ServerResult::Accepted, &What::SlowDrip);
}

#[tokio::test]
async fn a_session_at_either_end_of_time_lives_and_ends_like_any_other() {
    for time in ["9999-12-30T21:59:59Z", "0001-01-01T00:00:00Z"] {
        // Given
        let stage = Stage::set().await;
        let home = stage.demo.home();
        let what = What::Times(time.into());
        home.fault(Fault::everywhere(what.clone()));
        let ada = stage.signed_in(home, ADA).await;

        // When
        for _ in 0..20 {
            stage.later(HOUR).await;
        }

        // Then
        assert!(matches!(stage.state(ada), StateView::Active { .. }));
        assert_signed_in(&stage, ada, &what);
        let renewals = home.truth().count("POST", "/session/token/refresh");
        assert!((3..=20).contains(&renewals), "{time}: {renewals}");
        let result = stage.manager.sign_out(ada).await.expect("signed out");
        assert_true(&result, &stage, &what);
        assert_signed_out(&stage, ada, ServerResult::Confirmed, &what);
    }
}

#[tokio::test]
async fn a_refusal_that_is_no_answer_never_ends_the_sign_out_of_a_session_whose_times_are_nonsense()
{
    // Given a server that writes its times as nobody has set them, and then has trouble of its own
    let stage = Stage::set().await;
    let home = stage.demo.home();
    home.fault(Fault::everywhere(What::Times(
        "0001-01-01T00:00:00Z".into(),
    )));
    let ada = stage.signed_in(home, ADA).await;
    let trouble = What::Answer {
        code: 50001,
        msg: "database is locked".into(),
    };
    home.clear_faults();
    home.fault(Fault::on_call("DELETE", "/session/token", trouble.clone()));

    // When
    let result = stage.manager.sign_out(ada).await.expect("begun");

    // Then
    assert_true(&result, &stage, &trouble);
    assert!(matches!(result.server, ServerResult::Unreachable { .. }));
}

#[tokio::test]
async fn one_refusal_is_not_believed_of_a_session_whose_times_are_nonsense_either() {
    // Given
    let stage = Stage::set().await;
    let home = stage.demo.home();
    home.fault(Fault::everywhere(What::Times(
        "0001-01-01T00:00:00Z".into(),
    )));
    let ada = stage.signed_in(home, ADA).await;

    // When the server's database is sick for one renewal
    home.clear_faults();
    home.fault(Fault::on_path("/session/token/refresh", What::SickDatabase).times(1));
    drop(stage.manager.renew(ada).await);
    stage.later(2 * HOUR).await;

    // Then
    assert!(
        matches!(stage.state(ada), StateView::Active { .. }),
        "{:?}",
        stage.state(ada)
    );
}

#[tokio::test]
async fn storage_of_which_nothing_is_said_is_not_shown_as_none() {
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    stage
        .until(|snapshot| snapshot.sites[0].accounts[0].storage.is_some())
        .await;
    let before = stage.row(ada).storage;
    home.fault(Fault::on_path("/user/capacity", What::Nulls));

    stage.later(55 * 60).await;

    assert_eq!(stage.row(ada).storage, before);
}
