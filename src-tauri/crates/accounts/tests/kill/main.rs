//! The program is killed at each await of sign-in, renewal and sign-out, and started again: no session may be forgotten, and nothing may be
//! said that is not true.
//!
//! A real keyring, a real registry, real HTTP; only the site is a stand-in, because it has to tell the truth about its families. A life is
//! this binary started once more; it ends with SIGKILL at the n-th call of one of the domain's ports, for every n that there is.
//!
//! Deliberately not here: a window (the desktop suite kills the whole program), and a keyring or a machine that dies too.

#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a life that cannot be led ends its test, and says on its standard output what it did"
)]

mod flow;
mod judge;
mod life;
mod ports;
mod run;
mod said;
mod session;

use std::fmt::Write as _;

use futures::StreamExt as _;

use crate::flow::Flow;
use crate::life::{Life, VARIABLE};
use crate::session::Session;

/// More points than any flow has: one that goes on for ever is a mistake of its own.
const MANY: u32 = 400;
/// Flows that are tried at once.
const AT_ONCE: usize = 3;

/// What came of one flow.
struct Tried {
    flow: Flow,
    kills: u32,
    violations: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_program_is_killed_no_session_is_forgotten_and_nothing_false_is_said() {
    let session = Session::start().await;

    let tried: Vec<Tried> = futures::stream::iter(Flow::ALL)
        .map(|flow| kill_everywhere(&session, flow))
        .buffered(AT_ONCE)
        .collect()
        .await;

    let mut report = String::new();
    for Tried { flow, kills, .. } in &tried {
        writeln!(report, "{flow:?}: killed at {kills} points").expect("text");
    }
    let kills: u32 = tried.iter().map(|tried| tried.kills).sum();
    println!("{report}in all: {kills}");
    let violations: Vec<_> = tried.iter().flat_map(|tried| &tried.violations).collect();
    for violation in &violations {
        println!("{violation}");
    }
    assert!(violations.is_empty(), "{} violations", violations.len());
    assert!(kills >= 40, "killed at {kills} points only");
}

async fn kill_everywhere(session: &Session, flow: Flow) -> Tried {
    let mut violations = Vec::new();
    for point in 1..MANY {
        let outcome = run::run(session, flow, point).await;
        violations.extend(judge::violations(&outcome));
        if outcome.died_at.is_none() {
            let kills = point - 1;
            return Tried {
                flow,
                kills,
                violations,
            };
        }
    }
    panic!("{flow:?} does not come to its end within {MANY} points");
}

#[tokio::test]
#[ignore = "the life that the test above gives to its children; by itself it has nothing to do"]
async fn a_life() {
    if let Ok(life) = std::env::var(VARIABLE) {
        let life: Life = serde_json::from_str(&life).expect("a life");
        life.live().await;
    }
}
