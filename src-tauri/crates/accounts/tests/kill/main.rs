//! The program is killed at each await of sign-in, renewal and sign-out, and started again: no session may be forgotten, and nothing may be
//! said that is not true.
//!
//! A real keyring, a real registry, real HTTP; only the site is a stand-in, because it has to tell the truth about its families. A life is
//! this binary started once more; it ends with SIGKILL at the n-th call of one of the domain's ports, for every n that there is.
//!
//! Deliberately not here: a window (the desktop suite kills the whole program), and a keyring or a machine that dies too. Where the keyring
//! dies, the point is tried again with a new one.

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
use std::panic::AssertUnwindSafe;

use futures::{FutureExt as _, StreamExt as _};

use crate::flow::Flow;
use crate::life::{Life, VARIABLE};
use crate::run::Outcome;
use crate::session::Session;

/// More points than any flow has: one that goes on for ever is a mistake of its own.
const MANY: u32 = 400;
/// Flows that are tried at once.
const AT_ONCE: usize = 3;
/// Keyrings that may die in one flow: it happens about once in several thousand lives.
const KEYRINGS: u32 = 4;

/// What came of one flow.
struct Tried {
    flow: Flow,
    kills: u32,
    /// Each broken promise, with the points at which it was.
    broken: BTreeMap<String, Vec<String>>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_program_is_killed_no_session_is_forgotten_and_nothing_false_is_said() {
    let tried: Vec<Tried> = futures::stream::iter(Flow::ALL)
        .map(kill_everywhere)
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

async fn kill_everywhere(flow: Flow) -> Tried {
    let mut sessions = Sessions::start().await;
    let mut broken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for point in 1..MANY {
        let outcome = sessions.run(flow, point).await;
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

/// The sessions of one flow, one after the other: a new one only where the keyring of the former died.
struct Sessions {
    session: Session,
    /// How many there may still be.
    left: u32,
}

impl Sessions {
    async fn start() -> Self {
        Self {
            session: Session::start().await,
            left: KEYRINGS,
        }
    }

    /// gnome-keyring-daemon aborts now and then when a program comes while another one goes ("assertion 'client' failed", Debian #1147303),
    /// and here programs come and go all the time. What was seen of such a life says nothing of ours, whether it failed or not.
    async fn run(&mut self, flow: Flow, point: u32) -> Outcome {
        loop {
            let run = AssertUnwindSafe(run::run(&self.session, flow, point));
            let ended = run.catch_unwind().await;
            if self.session.keyring_lives() {
                return ended.unwrap_or_else(|failure| std::panic::resume_unwind(failure));
            }
            assert!(self.left > 0, "{flow:?}: one keyring after the other died");
            self.left -= 1;
            println!("{flow:?}: the keyring died at point {point}, which is tried again");
            self.session = Session::start().await;
        }
    }
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
