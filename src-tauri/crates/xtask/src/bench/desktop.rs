//! The built program beside the blank one, on a desktop without a screen. A run has two lives of each program:
//!
//! 1. started with its window: until the page is ready; then, when it has become quiet, the memory;
//! 2. started hidden, as at login: memory and context switches in the tray; the window shown and closed; as soon as it is closed shown again;
//!    closed and, when the web view is gone, memory and context switches once more; shown again; and last, for Keyreve, a click on the tray's
//!    "Sign out" until a stand-in server has the request.
//!
//! The programs take turns (A B A B …) after one run of each that does not count. Deliberately not here: what the numbers mean, which is in
//! [`super::table`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bench::Profile;
use crate::bench::blank;
use crate::bench::patience::{pass, until};
use crate::bench::people::People;
use crate::bench::process::Process;
use crate::bench::session::Session;
use crate::bench::table::{self, Measure, Numbers};
use crate::bench::tray::Tray;
use crate::bundle;
use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::page;
use crate::workspace;

const ACCOUNTS: usize = 100;
/// Runs of each program that count.
const RUNS: usize = 3;
/// After this a program that was started has nothing left to do.
const QUIET: Duration = Duration::from_secs(15);
/// Over this its context switches are counted.
const COUNTED: Duration = Duration::from_secs(60);

/// Builds both, measures both, prints the table and judges it.
pub(super) fn run(profile: Profile) -> Result<(), Failure> {
    minimum::check()?;
    debian::ensure(&[
        debian::BUILD,
        debian::PACKAGE,
        debian::DESKTOP,
        debian::BENCH,
    ])?;
    page::ensure_modules()?;
    let (keyreve, blank) = (built(profile)?, blank::build(profile)?);
    let programs = workspace::target().join(profile.folder());
    let home = workspace::target().join("bench/session");
    super::starts::fresh(&home)?;
    let session = Session::start(&home)?;
    let people = People::signed_in(&session, &programs, ACCOUNTS)?;
    let keyreve = Program::of(keyreve, "keyreve", Some(&people));
    let blank = Program::of(blank, "blank", None);
    let (mut of_keyreve, mut of_blank) = (Numbers::default(), Numbers::default());
    for run in 0..=RUNS {
        println!(
            "run {run} of {RUNS}{}",
            if run == 0 {
                ", which does not count"
            } else {
                ""
            }
        );
        for (program, numbers) in [(&blank, &mut of_blank), (&keyreve, &mut of_keyreve)] {
            let mut of_run = Numbers::default();
            program.visible_life(&session, &mut of_run)?;
            program.hidden_life(&session, &mut of_run)?;
            if run > 0 {
                numbers.take(of_run);
            }
        }
    }
    blank.asked_its_server(&session)?;
    if profile == Profile::Release {
        of_keyreve.add(Measure::Package, package("keyreve")?);
        of_blank.add(Measure::Package, package("blank")?);
    }
    println!(
        "\nKeyreve with {ACCOUNTS} accounts beside a blank Tauri tray app, medians of {RUNS} runs in turns:"
    );
    table::judge(&of_keyreve, &of_blank)
}

/// The program, the stand-in servers, and what signs people in.
fn built(profile: Profile) -> Result<PathBuf, Failure> {
    let beside = "--locked --package demo --package accounts --bin keyreve-demo --example start";
    match profile {
        Profile::Release => {
            bundle::run()?;
            Invocation::new(&format!("cargo build --release {beside}")).run()?;
        }
        Profile::Debug => {
            page::script("build").run()?;
            Invocation::new("cargo build --locked --package keyreve").run()?;
            Invocation::new(&format!("cargo build {beside}")).run()?;
        }
    }
    Ok(workspace::target().join(profile.folder()).join("keyreve"))
}

/// A program that is measured.
#[derive(Debug)]
struct Program<'a> {
    path: PathBuf,
    name: &'static str,
    people: Option<&'a People>,
}

impl<'a> Program<'a> {
    fn of(path: PathBuf, name: &'static str, people: Option<&'a People>) -> Self {
        Self { path, name, people }
    }

    fn visible_life(&self, session: &Session, numbers: &mut Numbers) -> Result<(), Failure> {
        let began = Instant::now();
        let process = self.started(session, &[])?;
        numbers.add(
            Measure::Ready,
            milliseconds(session.screen()?.ready(began)?),
        );
        pass(QUIET);
        numbers.add(Measure::Open, process.memory());
        self.ended(session, process)
    }

    fn hidden_life(&self, session: &Session, numbers: &mut Numbers) -> Result<(), Failure> {
        let process = self.started(session, &["--hidden"])?;
        let tray = Tray::of(session, process.id())?;
        pass(QUIET);
        numbers.add(Measure::NeverOpened, process.memory());
        numbers.add(Measure::WakeUpsNeverOpened, switches(&process));
        session.screen()?.ready(tray.click("Show")?)?;
        close(session)?;
        let shown = session.screen()?.ready(tray.click("Show")?)?;
        numbers.add(Measure::ShownHidden, milliseconds(shown));
        close(session)?;
        until("the web view is gone", || {
            (!process.has_page()).then_some(())
        })?;
        pass(QUIET);
        numbers.add(Measure::Destroyed, process.memory());
        numbers.add(Measure::WakeUpsDestroyed, switches(&process));
        let shown = session.screen()?.ready(tray.click("Show")?)?;
        numbers.add(Measure::ShownDestroyed, milliseconds(shown));
        if let Some(people) = self.people {
            let before = people.revocations()?;
            let clicked = tray.click("Sign out")?;
            let revoked = people.revoked(before, clicked)?;
            numbers.add(Measure::Revocation, milliseconds(revoked));
            // What comes after the request is not cut off.
            pass(QUIET);
        }
        self.ended(session, process)
    }

    fn started(&self, session: &Session, arguments: &[&str]) -> Result<Process, Failure> {
        let log = session.file(&format!("{}.log", self.name));
        let failed = |source| Failure::File {
            path: log.clone(),
            source,
        };
        let log = fs::File::options().create(true).append(true).open(&log);
        let log = log.map_err(failed)?;
        let mut command = session.command(&self.path);
        command.args(arguments).stdout(Stdio::null()).stderr(log);
        Process::start(&mut command)
    }

    fn ended(&self, session: &Session, process: Process) -> Result<(), Failure> {
        process.end()?;
        until("its window is gone", || session.screen().ok()?.is_empty())
    }

    /// The blank program made the request that it is compared for.
    fn asked_its_server(&self, session: &Session) -> Result<(), Failure> {
        let log = fs::read_to_string(session.file(&format!("{}.log", self.name)));
        let log = log.unwrap_or_default();
        let answered = log.lines().filter(|line| line.contains("answered 200"));
        // Two lives of each run.
        if answered.count() == 2 * (RUNS + 1) {
            Ok(())
        } else {
            let last = log.lines().last().unwrap_or_default();
            Err(Failure::Measurement(format!(
                "the blank program said {last}"
            )))
        }
    }
}

/// As a person closes it, and waits until it is out of sight.
fn close(session: &Session) -> Result<(), Failure> {
    let closed = session
        .command("xdotool")
        .args([
            "search",
            "--onlyvisible",
            "--name",
            "^(Keyreve|Blank)",
            "windowquit",
        ])
        .status();
    if !closed.is_ok_and(|status| status.success()) {
        return Err(Failure::Measurement(
            "there is no window to close".to_owned(),
        ));
    }
    until("the window is closed", || session.screen().ok()?.is_empty())
}

fn switches(process: &Process) -> f64 {
    let before = process.switches();
    pass(COUNTED);
    process.switches() - before
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The size of the newest package whose name begins so, in kilobytes (10^3 bytes).
fn package(name: &str) -> Result<f64, Failure> {
    let folder = workspace::target().join("release/bundle/deb");
    let of_name = |path: &Path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let file = file.to_lowercase();
        file.starts_with(name) && file.ends_with(".deb")
    };
    let packages = fs::read_dir(&folder).into_iter().flatten();
    let packages = packages.filter_map(|entry| Some(entry.ok()?.path()));
    let newest = packages
        .filter(|path| of_name(path))
        .filter_map(|path| fs::metadata(path).ok())
        .max_by_key(|metadata| metadata.modified().ok());
    let newest = newest.ok_or_else(|| Failure::Package(format!("there is none of {name}")))?;
    Ok(newest.len() as f64 / 1_000.0)
}
