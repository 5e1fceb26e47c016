//! The built program beside the blank one, on a desktop without a screen. First the starts alone: each program is started with its window, and
//! ended when the page is ready, by turns and often, because one start says little. Then the runs, each with two lives of each program:
//!
//! 1. started with its window: when it has become quiet, the memory;
//! 2. started hidden, as at login: memory and context switches in the tray; the window shown and closed; as soon as it is closed shown again;
//!    closed and, as soon as the web view is gone, shown again; closed once more and, when the web view is gone, memory and context switches;
//!    and last, for Keyreve, a click on the tray's "Sign out" until a stand-in server has the request.
//!
//! What is timed follows what was running just before: a machine that takes files out of memory while nobody uses them would be measured instead.
//!
//! Before that, in a session of its own, the memory in the tray with few accounts: each of them is a submenu of the toolkit's, and the blank
//! program has none.
//!
//! The programs take turns (A B A B …) after one start of each that does not count. Deliberately not here: what the numbers mean, which is in
//! [`super::table`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bench::blank;
use crate::bench::closing;
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
use crate::workspace;

const ACCOUNTS: usize = 100;
/// As many as a person has who has many.
const FEW: usize = 10;
/// Runs of each program that count, unless said otherwise.
pub(super) const RUNS: usize = 3;
/// Starts of each program that count, for each run.
const STARTS: usize = 5;
/// What the tray's entries are called.
const SHOW: &[&str] = &["Show", "Show Keyreve"];
const SIGN_OUT: &[&str] = &["Sign out"];
/// How long a window that was asked to close may stay before it is asked again: the first time Keyreve says what closing does.
const ASKED_AGAIN: Duration = Duration::from_secs(2);
/// After this a program that was started has nothing left to do.
const QUIET: Duration = Duration::from_secs(15);
/// Over this its context switches are counted.
const COUNTED: Duration = Duration::from_secs(60);

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    All,
    /// From the start to the page, and nothing else.
    Ready,
}

/// Builds both, or takes those that were built into `folder` before; measures both, prints the table and judges it.
pub(super) fn run(part: Part, folder: Option<&str>, runs: usize) -> Result<(), Failure> {
    debian::ensure(&[debian::DESKTOP, debian::BENCH])?;
    let folder = match folder {
        Some(folder) => std::env::current_dir().unwrap_or_default().join(folder),
        None => built()?,
    };
    super::starts::fresh(&workspace::target().join("bench/logs"))?;
    let (mut of_keyreve, mut of_blank) = (Numbers::default(), Numbers::default());
    if part == Part::All {
        with_few(&folder, runs, &mut of_keyreve, &mut of_blank)?;
    }
    let home = home();
    super::starts::fresh(&home)?;
    let session = Session::start(&home)?;
    let people = People::signed_in(&session, &folder, ACCOUNTS)?;
    let keyreve = Program::of(&folder, "keyreve", Some(&people));
    let blank = Program::of(&folder, "blank", None);
    let mut both = [(&blank, &mut of_blank), (&keyreve, &mut of_keyreve)];
    for (program, _) in &both {
        println!("first start, which does not count: {}", program.name);
        // The first start of all finds nothing in any cache.
        program.start(&session, &mut Numbers::default())?;
    }
    for start in 1..=STARTS * runs {
        println!("start {start} of {}: blank, keyreve", STARTS * runs);
        for (program, numbers) in &mut both {
            program.start(&session, numbers)?;
        }
    }
    if part == Part::Ready {
        return table::judge(&[Measure::Ready], &of_keyreve, &of_blank);
    }
    for run in 1..=runs {
        for (program, numbers) in &mut both {
            println!("run {run} of {runs}: {}", program.name);
            let mut of_run = Numbers::default();
            let visible = program.visible_life(&session, &mut of_run);
            let hidden = program.hidden_life(&session, &mut of_run);
            // What can be measured is, and what is missing is over its limit.
            for failure in [visible, hidden].into_iter().filter_map(Result::err) {
                println!("xtask: {failure}");
            }
            numbers.take(of_run);
        }
    }
    // With few accounts, and in each life of a run.
    blank.asked_its_server(1 + STARTS * runs + 3 * runs)?;
    for (program, numbers) in &mut both {
        match package(&folder, program.name) {
            Ok(size) => numbers.add(Measure::Package, size),
            Err(failure) => println!("xtask: {failure}"),
        }
    }
    match menu() {
        Ok(time) => of_keyreve.add(Measure::Menu, time),
        Err(failure) => println!("xtask: {failure}"),
    }
    println!(
        "\nKeyreve with {ACCOUNTS} accounts beside a blank Tauri tray app, medians of {runs} runs in turns:"
    );
    table::judge(&Measure::ALL, &of_keyreve, &of_blank)
}

/// The memory in the tray with few accounts. Everything of it is gone before the rest is measured.
fn with_few(
    folder: &Path,
    runs: usize,
    of_keyreve: &mut Numbers,
    of_blank: &mut Numbers,
) -> Result<(), Failure> {
    let home = home();
    super::starts::fresh(&home)?;
    let session = Session::start(&home)?;
    let _people = People::signed_in(&session, folder, FEW)?;
    let keyreve = Program::of(folder, "keyreve", None);
    let blank = Program::of(folder, "blank", None);
    for run in 1..=runs {
        for (program, numbers) in [(&blank, &mut *of_blank), (&keyreve, &mut *of_keyreve)] {
            println!("with {FEW} accounts, run {run} of {runs}: {}", program.name);
            let process = program.started(&session, &["--hidden"])?;
            pass(QUIET);
            numbers.add(Measure::NeverOpenedWithFew, process.memory());
            program.ended(&session, process)?;
        }
    }
    Ok(())
}

/// In memory where Linux offers it: how fast a disk takes what keyring and registry insist on having there is not what is compared.
fn home() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        memory.join(format!("keyreve-bench-{}", std::process::id()))
    } else {
        workspace::target().join("bench/session")
    }
}

/// Both programs and their packages, the stand-in servers, and what signs people in: where they are.
fn built() -> Result<PathBuf, Failure> {
    minimum::check()?;
    debian::ensure(&[debian::BUILD, debian::PACKAGE])?;
    bundle::run(Some("deb"))?;
    blank::build()?;
    for beside in [
        "--package demo --bin keyreve-demo",
        "--package accounts --example start",
    ] {
        Invocation::new(&format!("cargo build --release --locked {beside}")).run()?;
    }
    Ok(workspace::target().join("release"))
}

/// A program that is measured.
#[derive(Debug)]
struct Program<'a> {
    path: PathBuf,
    name: &'static str,
    people: Option<&'a People>,
}

impl<'a> Program<'a> {
    fn of(folder: &Path, name: &'static str, people: Option<&'a People>) -> Self {
        Self {
            path: folder.join(name),
            name,
            people,
        }
    }

    fn start(&self, session: &Session, numbers: &mut Numbers) -> Result<(), Failure> {
        let began = Instant::now();
        let process = self.started(session, &[])?;
        let ready = session.screen()?.ready(began)?;
        numbers.add(Measure::Ready, milliseconds(ready));
        self.ended(session, process)
    }

    fn visible_life(&self, session: &Session, numbers: &mut Numbers) -> Result<(), Failure> {
        let began = Instant::now();
        let process = self.started(session, &[])?;
        session.screen()?.ready(began)?;
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
        session.screen()?.ready(tray.click(SHOW)?)?;
        close(session)?;
        let shown = session.screen()?.ready(tray.click(SHOW)?)?;
        numbers.add(Measure::ShownHidden, milliseconds(shown));
        close_for_good(session, &process)?;
        let shown = session.screen()?.ready(tray.click(SHOW)?)?;
        numbers.add(Measure::ShownDestroyed, milliseconds(shown));
        close_for_good(session, &process)?;
        pass(QUIET);
        numbers.add(Measure::Destroyed, process.memory());
        numbers.add(Measure::WakeUpsDestroyed, switches(&process));
        if let Some(people) = self.people {
            let before = people.revocations()?;
            let clicked = tray.click(SIGN_OUT)?;
            let revoked = people.revoked(before, clicked)?;
            numbers.add(Measure::Revocation, milliseconds(revoked));
            // What comes after the request is not cut off.
            pass(QUIET);
        }
        self.ended(session, process)
    }

    fn started(&self, session: &Session, arguments: &[&str]) -> Result<Process, Failure> {
        let log = self.log();
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

    /// What it says, kept for who wants to know why something could not be measured.
    fn log(&self) -> PathBuf {
        workspace::target()
            .join("bench/logs")
            .join(self.name)
            .with_extension("log")
    }

    /// The blank program made the request that it is compared for, in every start.
    fn asked_its_server(&self, starts: usize) -> Result<(), Failure> {
        let log = fs::read_to_string(self.log());
        let log = log.unwrap_or_default();
        let answered = log.lines().filter(|line| line.contains("answered 200"));
        if answered.count() == starts {
            Ok(())
        } else {
            let last = log.lines().last().unwrap_or_default();
            Err(Failure::Measurement(format!(
                "the blank program said {last}"
            )))
        }
    }
}

/// Closes the window and waits until the processes that show its page are gone.
fn close_for_good(session: &Session, process: &Process) -> Result<(), Failure> {
    close(session)?;
    until("the web view is gone", || {
        (!process.has_page()).then_some(())
    })
}

/// As a person closes it, once more when it stays; waits until it is out of sight.
fn close(session: &Session) -> Result<(), Failure> {
    let mut asked: Option<Instant> = None;
    until("the window is closed", || {
        if asked.is_none_or(|asked| asked.elapsed() > ASKED_AGAIN) {
            asked = Some(Instant::now());
            for window in session.windows("^(Keyreve|Blank)$") {
                closing::ask(session.display(), window).ok()?;
            }
        }
        session.screen().ok()?.is_empty()
    })
}

fn switches(process: &Process) -> f64 {
    let before = process.switches();
    pass(COUNTED);
    process.switches().since(&before)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// How long the menu of 200 accounts takes to be made, in milliseconds. It is a function that only the program's own tests can call: one that is
/// ignored otherwise prints the line `menu_of_200: … us`.
fn menu() -> Result<f64, Failure> {
    let mut microseconds = None;
    Invocation::new("cargo test --release --locked --package keyreve --lib -- --ignored --nocapture menu_of_200")
        .watch(|line| {
            let time = line.split_once("menu_of_200: ").and_then(|(_, time)| time.split_once(" us"));
            if let Some((time, _)) = time {
                microseconds = time.trim().parse::<f64>().ok();
            }
        })?;
    let microseconds = microseconds.ok_or_else(|| {
        Failure::Measurement("no test said how long the menu of 200 accounts takes".to_owned())
    })?;
    Ok(microseconds / 1_000.0)
}

/// The size of the newest package whose name begins so, in kilobytes (10^3 bytes).
fn package(folder: &Path, name: &str) -> Result<f64, Failure> {
    let folder = folder.join("bundle/deb");
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
