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

use std::collections::BTreeMap;

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
    /// Each broken promise, with the points at which it was.
    broken: BTreeMap<String, Vec<String>>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_program_is_killed_no_session_is_forgotten_and_nothing_false_is_said() {
    let session = Session::start().await;

    let tried: Vec<Tried> = futures::stream::iter(Flow::ALL)
        .map(|flow| kill_everywhere(&session, flow))
        .buffered(AT_ONCE)
        .collect()
        .await;

    let kills: u32 = tried.iter().map(|tried| tried.kills).sum();
    tried.iter().for_each(|tried| println!("{tried}"));
    println!("killed at {kills} points in all");
    let kept = tried.iter().all(|tried| tried.broken.is_empty());
    assert!(kept, "promises were broken; they are listed above");
    assert!(kills >= 40, "killed at {kills} points only");
}

async fn kill_everywhere(session: &Session, flow: Flow) -> Tried {
    let mut broken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for point in 1..MANY {
        let outcome = run::run(session, flow, point).await;
        let died_at = outcome.died_at.clone();
        for promise in judge::violations(&outcome) {
            let died_at = died_at.clone().unwrap_or("without a kill".into());
            broken.entry(promise).or_default().push(died_at);
        }
        if died_at.is_none() {
            let kills = point - 1;
            return Tried {
                flow,
                kills,
                broken,
            };
        }
    }
    panic!("{flow:?} does not come to its end within {MANY} points");
}

impl std::fmt::Display for Tried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}: killed at {} points", self.flow, self.kills)?;
        for (promise, points) in &self.broken {
            write!(f, "\n    {promise}: {}", points.join("; "))?;
        }
        Ok(())
    }
}

#[tokio::test]
#[ignore = "the life that the test above gives to its children; by itself it has nothing to do"]
async fn a_life() {
    if let Ok(life) = std::env::var(VARIABLE) {
        let life: Life = serde_json::from_str(&life).expect("a life");
        life.live().await;
    }
}
