//! One kill and what became of it: the program lives until it dies at a point, is started again, and the servers' truth, the keyring, the
//! registry and everything that was said are put side by side.

use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use demo::{Family, Site, StandIn};
use rusqlite::{Connection, OpenFlags};
use rustix::process::Signal;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::Command;

use crate::flow::{ADA, Flow};
use crate::life::{Life, Part, VARIABLE};
use crate::said::{Kept, Said, Shown};
use crate::session::Session;

/// How long one life may take: far longer than any does.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the provider of Contoso's single sign-on is said to be. Nobody goes there.
const PROVIDER: &str = "https://login.contoso.example/";

/// Everything that is known after one kill.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) flow: Flow,
    /// Where it died; nothing when the flow came to its end before.
    pub(crate) died_at: Option<String>,
    /// Ada's family before the flow began.
    pub(crate) before: Option<Family>,
    pub(crate) said_first: Vec<Said>,
    /// The server's families after the death.
    pub(crate) families_then: Vec<Family>,
    /// What the new start found in the keyring.
    pub(crate) found: Vec<Kept>,
    pub(crate) said_then: Vec<Said>,
    pub(crate) families: Vec<Family>,
    pub(crate) shown: Shown,
    pub(crate) kept: Vec<Kept>,
    pub(crate) registry: RegistryRows,
}

/// The registry's documents, as they are on disk.
#[derive(Debug, Default)]
pub(crate) struct RegistryRows {
    pub(crate) accounts: Vec<Value>,
    pub(crate) revocations: Vec<Value>,
}

/// Kills the program at one point of a flow, and starts it again.
pub(crate) async fn run(session: &Session, flow: Flow, point: u32) -> Outcome {
    let provider = PROVIDER.parse().expect("an address");
    let site = StandIn::start(Site::contoso(provider)).await;
    let site = site.expect("a stand-in");
    if flow.wants_a_code() {
        site.set_two_factor(ADA, Some(demo::GRACE_TOTP_SECRET));
    }
    let name = format!("{flow:?}-{point}");
    let registry = session.home().join(&name).join("accounts.db");
    let life = |part| Life {
        part,
        site: site.origin().to_string(),
        registry: registry.clone(),
        service: format!("dev.keyreve.kill.{name}"),
    };

    let ends = Part::Ends {
        flow,
        dies_at: point,
    };
    let mut child = Child::start(session, &life(ends));
    let mut said_first = child.until_ready().await;
    let before = site.truth().families.pop();
    if flow.without_the_server() {
        site.stop().await;
    }
    said_first.extend(child.go_on().await);
    let died_at = died_at(&said_first, child.fate().await);
    let families_then = site.truth().families;
    if flow.without_the_server() {
        site.start_again().await;
    }

    let child = Child::start(session, &life(Part::Begins));
    let mut said_then = child.until_its_end().await;
    let Some(Said::Settled(shown, kept)) = said_then.pop() else {
        panic!("{flow:?}, point {point}: the new start said last {said_then:?}");
    };
    let found = said_then.iter().find_map(|said| match said {
        Said::Found(found) => Some(found.clone()),
        _ => None,
    });
    Outcome {
        flow,
        died_at,
        before,
        said_first,
        families_then,
        found: found.expect("it says first what it finds"),
        said_then,
        families: site.truth().families,
        shown,
        kept,
        registry: RegistryRows::read(&registry),
    }
}

/// A life must have ended as it said it would: anything else is the test's own mistake. Other threads may have said something after that.
fn died_at(said: &[Said], fate: ExitStatus) -> Option<String> {
    let end = said.iter().find_map(|said| match said {
        Said::Dies { point, at } => Some(Some(format!("{point} ({at})"))),
        Said::Ended { .. } => Some(None),
        _ => None,
    });
    match end {
        Some(None) if fate.success() => None,
        Some(Some(point)) if fate.signal() == Some(Signal::KILL.as_raw()) => Some(point),
        end => panic!("a life ended with {fate} after it said {end:?}: {said:?}"),
    }
}

/// A child process with one life.
struct Child {
    process: tokio::process::Child,
    said: tokio::io::Lines<BufReader<tokio::process::ChildStdout>>,
}

impl Child {
    fn start(session: &Session, life: &Life) -> Self {
        let this = std::env::current_exe().expect("this program");
        let mut command = session.command(this);
        command
            .args(["--exact", "a_life", "--ignored", "--nocapture"])
            .env(VARIABLE, serde_json::to_string(life).expect("plain data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = Command::from(command)
            .kill_on_drop(true)
            .spawn()
            .expect("this program starts");
        let said = process.stdout.take().expect("piped");
        Self {
            process,
            said: BufReader::new(said).lines(),
        }
    }

    async fn until_ready(&mut self) -> Vec<Said> {
        let mut heard = Vec::new();
        while let Some(said) = self.hear().await {
            if matches!(said, Said::Ready) {
                return heard;
            }
            heard.push(said);
        }
        panic!("a life ended before it was ready: {heard:?}");
    }

    async fn go_on(&mut self) -> Vec<Said> {
        let mut door = self.process.stdin.take().expect("piped");
        door.write_all(b"\n").await.expect("it listens");
        self.listen().await
    }

    async fn until_its_end(mut self) -> Vec<Said> {
        let said = self.listen().await;
        let fate = self.fate().await;
        assert!(fate.success(), "the new start ended with {fate}: {said:?}");
        said
    }

    async fn listen(&mut self) -> Vec<Said> {
        let mut heard = Vec::new();
        while let Some(said) = self.hear().await {
            heard.push(said);
        }
        heard
    }

    async fn hear(&mut self) -> Option<Said> {
        loop {
            let line = tokio::time::timeout(PATIENCE, self.said.next_line()).await;
            let line = line.expect("a life does not hang").expect("it is readable");
            if let Some(said) = Said::hear(&line?) {
                return Some(said);
            }
        }
    }

    async fn fate(&mut self) -> ExitStatus {
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await;
        ended.expect("a life ends").expect("it is our child")
    }
}

impl RegistryRows {
    fn read(file: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let registry = Connection::open_with_flags(PathBuf::from(file), flags).expect("a registry");
        let documents = |table: &str| {
            let mut query = registry
                .prepare(&format!("SELECT document FROM {table}"))
                .expect("a table");
            let rows = query.query_map([], |row| row.get::<_, String>(0));
            rows.expect("rows")
                .map(|row| serde_json::from_str(&row.expect("a row")).expect("a document"))
                .collect()
        };
        Self {
            accounts: documents("accounts"),
            revocations: documents("revocations"),
        }
    }
}
