//! A start with 1,000 accounts on 50 sites beside a start with none, each in fresh processes, taken in turns so that
//! whatever else the computer does meets both.
//!
//! What a start is, and what is in its vault, is in `accounts/examples/start`. The limits hold for the mock keyring; a real one is measured
//! the same way and reported beside it, since its daemon's time is not ours. Deliberately not here: a server; none is ever asked.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::workspace;

const ACCOUNTS: usize = 1_000;
/// Fresh processes for each number; the median counts.
const RUNS: usize = 9;

/// From before the domain is opened until the vault was held against the list, in milliseconds.
const TIME_LIMIT: f64 = 300.0;
/// A change of the state that nothing is to be seen of: a snapshot made, and held against the one before, in milliseconds.
const CHANGE_LIMIT: f64 = 5.0;
/// What 1,000 accounts add to the resident memory, mock vault included, in megabytes.
const MEMORY_LIMIT: f64 = 20.0;

/// Starts a keyring in a session of its own, fills it, and measures in that session. Its password protects nothing.
const SESSION: &str = r#"
set -eu
printf %s bench | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$1" fill "$2"
for run in $(seq "$3"); do "$1" measure "$2" system; done
"#;

/// Builds, seeds, measures, prints a table and judges it.
pub(super) fn run() -> Result<(), Failure> {
    minimum::rust()?;
    debian::ensure(&[debian::KEYRING])?;
    Invocation::new("cargo build --release --locked --package accounts --example start").run()?;
    let start = workspace::target().join("release/examples/start");
    let none = seeded(&start, 0)?;
    let all = seeded(&start, ACCOUNTS)?;
    let mut with_none = Vec::new();
    let mut with_all = Vec::new();
    for _ in 0..RUNS {
        with_none.push(measured(&start, &none, 0)?);
        with_all.push(measured(&start, &all, ACCOUNTS)?);
    }
    let (with_none, with_all) = (Start::median(&with_none), Start::median(&with_all));
    println!("\n{ACCOUNTS} accounts on 50 sites, medians of {RUNS} fresh processes, mock keyring:");
    table(&with_none, &with_all);
    println!(
        "Of that memory the filled mock vault, which a real keyring keeps elsewhere, is {:.1} MB.",
        with_all.vault
    );
    println!(
        "Limits: {TIME_LIMIT} ms for the whole start, {CHANGE_LIMIT} ms for a change, {MEMORY_LIMIT} MB more than with none."
    );
    println!("\nThe same with GNOME Keyring on a bus of its own, without limits:");
    let home = workspace::target().join("bench/home");
    match (
        with_gnome_keyring(&start, &none, &home, 0),
        with_gnome_keyring(&start, &all, &home, ACCOUNTS),
    ) {
        (Ok(with_none), Ok(with_all)) => table(&with_none, &with_all),
        (Err(failure), _) | (_, Err(failure)) => println!("could not be measured: {failure}"),
    }
    println!();
    judge(&with_none, &with_all)
}

/// What one start took: milliseconds and megabytes (10^6 bytes).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Start {
    first_snapshot: f64,
    recovered: f64,
    memory: f64,
    peak: f64,
    vault: f64,
    change: f64,
    renaming: f64,
    as_json: f64,
}

impl Start {
    /// Reads the line that a measured start prints. One that shows other accounts than it should has measured something else.
    fn read(line: &str, accounts: usize) -> Result<Self, Failure> {
        let unusable = || Failure::Measurement(line.to_owned());
        let told: Value = serde_json::from_str(line).map_err(|_| unusable())?;
        let as_it_should = told["accounts"] == accounts
            && told["unfinished"] == 0
            && told["keyring"]["state"] == "ready";
        if !as_it_should {
            return Err(unusable());
        }
        let number = |name: &str| told[name].as_f64().ok_or_else(unusable);
        let megabytes = |name| Ok::<_, Failure>(number(name)? * 1_024.0 / 1_000_000.0);
        Ok(Self {
            first_snapshot: number("first_snapshot_us")? / 1_000.0,
            recovered: number("recovered_us")? / 1_000.0,
            memory: megabytes("pss_kib")?,
            peak: megabytes("peak_kib")?,
            vault: megabytes("vault_kib")?,
            change: number("unseen_change_us")? / 1_000.0,
            renaming: number("renaming_us")? / 1_000.0,
            as_json: number("as_json_us")? / 1_000.0,
        })
    }

    fn median(starts: &[Self]) -> Self {
        let of = |number: fn(&Self) -> f64| {
            let mut numbers: Vec<f64> = starts.iter().map(number).collect();
            numbers.sort_by(f64::total_cmp);
            numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
        };
        Self {
            first_snapshot: of(|start| start.first_snapshot),
            recovered: of(|start| start.recovered),
            memory: of(|start| start.memory),
            peak: of(|start| start.peak),
            vault: of(|start| start.vault),
            change: of(|start| start.change),
            renaming: of(|start| start.renaming),
            as_json: of(|start| start.as_json),
        }
    }
}

fn seeded(start: &Path, accounts: usize) -> Result<PathBuf, Failure> {
    let folder = workspace::target().join("bench").join(accounts.to_string());
    fresh(&folder)?;
    Invocation::new(&start.to_string_lossy())
        .with("seed")
        .with(&folder)
        .with(accounts.to_string())
        .run()?;
    Ok(folder)
}

fn measured(start: &Path, folder: &Path, accounts: usize) -> Result<Start, Failure> {
    let line = Invocation::new(&start.to_string_lossy())
        .with("measure")
        .with(folder)
        .with("mock")
        .answer();
    Start::read(&line.unwrap_or_default(), accounts)
}

fn with_gnome_keyring(
    start: &Path,
    folder: &Path,
    home: &Path,
    accounts: usize,
) -> Result<Start, Failure> {
    fresh(home)?;
    let mut session = Invocation::new("dbus-run-session -- sh -c")
        .with(SESSION)
        .with("sh")
        .with(start)
        .with(folder)
        .with(RUNS.to_string());
    for name in [
        "HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
    ] {
        session = session.setting(name, home);
    }
    let lines = session.answer();
    let lines = lines.ok_or_else(|| Failure::Measurement("the session ended early".to_owned()))?;
    let starts: Result<Vec<_>, _> = lines
        .lines()
        .map(|line| Start::read(line, accounts))
        .collect();
    Ok(Start::median(&starts?))
}

/// Empties a folder, or makes it.
pub(super) fn fresh(folder: &Path) -> Result<(), Failure> {
    let failed = |source| Failure::File {
        path: folder.to_owned(),
        source,
    };
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    fs::create_dir_all(folder).map_err(failed)
}

fn table(none: &Start, all: &Start) {
    println!(
        "{:<34}{:>10}{:>10}{:>9}{:>9}",
        "", "none", "1,000", "more", "ratio"
    );
    let row = |name: &str, number: fn(&Start) -> f64, unit: &str| {
        let (none, all) = (number(none), number(all));
        println!(
            "{name:<34}{none:>7.1} {unit}{all:>7.1} {unit}{:>9.1}{:>9.1}",
            all - none,
            all / none
        );
    };
    row(
        "until the first snapshot",
        |start| start.first_snapshot,
        "ms",
    );
    row("until vault and list agree", |start| start.recovered, "ms");
    row("a change, nothing to be seen", |start| start.change, "ms");
    row("renaming, disk included", |start| start.renaming, "ms");
    row(
        "a snapshot as the page gets it",
        |start| start.as_json,
        "ms",
    );
    row("resident memory (PSS)", |start| start.memory, "MB");
    row("most that was ever resident", |start| start.peak, "MB");
}

fn judge(none: &Start, all: &Start) -> Result<(), Failure> {
    let more = all.memory - none.memory;
    let mut over = Vec::new();
    if all.recovered.is_nan() || all.recovered >= TIME_LIMIT {
        over.push(format!("{:.0} ms for a start", all.recovered));
    }
    if all.change.is_nan() || all.change >= CHANGE_LIMIT {
        over.push(format!("{:.1} ms for a change", all.change));
    }
    if more.is_nan() || more >= MEMORY_LIMIT {
        over.push(format!("{more:.1} MB more than with none"));
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(Failure::OverLimit(over.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"accounts":1000,"unfinished":0,"keyring":{"name":"Mock keyring","state":"ready"},"first_snapshot_us":20500,"recovered_us":100000,"vault_kib":1000,"pss_kib":10000,"peak_kib":20000,"unseen_change_us":1500,"renaming_us":4000,"as_json_us":3000}"#;

    fn took(recovered: f64, memory: f64) -> Start {
        Start {
            first_snapshot: 1.0,
            recovered,
            memory,
            peak: memory,
            vault: 0.0,
            change: 1.0,
            renaming: 1.0,
            as_json: 1.0,
        }
    }

    #[test]
    fn a_measured_start_is_read_in_milliseconds_and_megabytes() {
        let start = Start::read(LINE, 1_000).unwrap();

        assert_eq!((start.first_snapshot, start.recovered), (20.5, 100.0));
        assert_eq!((start.memory, start.vault), (10.24, 1.024));
        assert_eq!((start.change, start.renaming), (1.5, 4.0));
    }

    #[test]
    fn a_start_that_shows_too_little_or_did_not_reach_its_keyring_is_not_used() {
        assert!(Start::read(LINE, 999).is_err());
        assert!(Start::read(&LINE.replace("ready", "missing"), 1_000).is_err());
        assert!(Start::read("", 0).is_err());
    }

    #[test]
    fn the_median_is_taken_of_each_number_alone() {
        let starts = [took(1.0, 30.0), took(3.0, 10.0), took(2.0, 20.0)];

        assert_eq!(Start::median(&starts), took(2.0, 20.0));
    }

    #[test]
    fn a_limit_is_over_as_soon_as_it_is_reached() {
        assert!(judge(&took(1.0, 10.0), &took(299.9, 29.9)).is_ok());
        assert!(judge(&took(1.0, 10.0), &took(300.0, 10.0)).is_err());
        assert!(judge(&took(1.0, 10.0), &took(1.0, 30.0)).is_err());
        assert!(judge(&took(1.0, 10.0), &took(f64::NAN, 10.0)).is_err());
        let slow = Start {
            change: 5.0,
            ..took(1.0, 10.0)
        };
        assert!(judge(&took(1.0, 10.0), &slow).is_err());
    }
}
