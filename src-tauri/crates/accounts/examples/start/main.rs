//! One start of the domain, measured in a process of its own. `cargo xtask bench` builds it for release, runs it and judges the numbers.
//!
//!     start seed FOLDER ACCOUNTS       writes a list with so many accounts on 50 sites, and the vault entries beside it
//!     start fill FOLDER                puts those entries into the system's keyring
//!     start measure FOLDER mock|system prints one line of JSON
//!     start people FOLDER FILE NAME    signs in those whom the file lists, sessions into the system's keyring under that name
//!
//! The accounts come in by the domain's own door: probed and signed in, one after the other. The time begins before `Manager::open` and ends
//! with the first snapshot, and then with the vault held against the list, which is all that a start does before it asks a server. The clock
//! stands still, so nothing is due and no server is asked. Linux only: memory is read from `/proc`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made ends, and its result is what it prints"
)]

mod changes;
mod keyring;
mod memory;
mod people;
mod servers;
#[cfg(target_os = "linux")]
#[path = "../../../../src/keyring.rs"]
mod system;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use accounts::{
    Attempt, BrowserUrl, Clock, Desktop, Keyring, Manager, OpenError, SignInRequest, SiteOrigin,
    Snapshot,
};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::changes::Changes;
use crate::keyring::InMemory;
use crate::memory::Memory;
use crate::servers::{Answering, NOW, SITES, Silent};

/// The name under which the measured entries are in a keyring.
const SERVICE: &str = "dev.keyreve.bench";

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["seed", folder, accounts] => {
            let accounts = accounts.parse().expect("a number of accounts");
            seed(Path::new(folder), accounts).await;
        }
        ["fill", folder] => {
            let store = system_keyring(SERVICE).open().expect("a keyring");
            keyring::fill(&*store, SERVICE, &saved_entries(Path::new(folder)));
        }
        ["measure", folder, "mock"] => {
            let before = Memory::now();
            let keyring = InMemory::with(&saved_entries(Path::new(folder)));
            let vault = Memory::now().pss.saturating_sub(before.pss);
            measure(Path::new(folder), Arc::new(keyring), vault).await;
        }
        ["measure", folder, "system"] => {
            measure(Path::new(folder), system_keyring(SERVICE), 0).await;
        }
        ["people", folder, file, name] => {
            let keyring = system_keyring(name);
            let signed_in = people::sign_in(Path::new(folder), Path::new(file), keyring).await;
            println!("{signed_in}");
        }
        other => println!("start does not know: {}", other.join(" ")),
    }
}

async fn seed(folder: &Path, accounts: usize) {
    let keyring = Arc::new(InMemory::with(&[]));
    let desktop = Arc::new(Screen::default());
    let manager = Manager::open(
        &list(folder),
        keyring.clone(),
        Arc::new(Answering::default()),
        desktop.clone(),
        Arc::new(Stopped),
    )
    .expect("opened");
    for number in 0..accounts {
        let site = format!("https://cloud{}.example", number % SITES);
        let site = SiteOrigin::of_page(&site).expect("an origin");
        if number < SITES {
            let probed = manager.probe(Attempt(1), &site.to_string(), false).await;
            probed.expect("a site");
        }
        let request = SignInRequest {
            site,
            email: format!("person{number}@example.org"),
            password: "correct horse battery".into(),
            captcha: None,
            account: None,
        };
        let signed_in = manager.sign_in(Attempt(2), request).await;
        signed_in.expect("signed in");
    }
    // Each profile is read after its sign-in has been answered.
    let mut shown = desktop.newest.subscribe();
    let all_read = shown.wait_for(|snapshot| rows(snapshot.as_ref(), true) == accounts);
    all_read.await.expect("published");
    let entries = serde_json::to_vec(&keyring.entries()).expect("written");
    std::fs::write(entries_file(folder), entries).expect("written");
}

async fn measure(folder: &Path, keyring: Arc<dyn Keyring>, vault: u64) {
    let desktop = Arc::new(Screen::default());
    let began = Instant::now();
    let manager = Manager::open(
        &list(folder),
        keyring,
        Arc::new(Silent),
        desktop.clone(),
        Arc::new(Stopped),
    )
    .expect("opened");
    manager.run_due().await;
    let recovered = began.elapsed();
    let memory = Memory::now();
    let first = *desktop.first.lock().expect("not poisoned");
    let first = first.expect("published").duration_since(began);
    let snapshot = manager.snapshot();
    let changes = Changes::measured(&manager).await;
    println!(
        "{}",
        serde_json::json!({
            "accounts": rows(Some(&snapshot), false),
            "unfinished": snapshot.unfinished.len(),
            "keyring": snapshot.keyring,
            "first_snapshot_us": first.as_micros(),
            "recovered_us": recovered.as_micros(),
            "vault_kib": vault,
            "pss_kib": memory.pss,
            "peak_kib": memory.peak,
            "unseen_change_us": changes.unseen.as_micros(),
            "renaming_us": changes.renaming.as_micros(),
            "as_json_us": changes.as_json.as_micros(),
        })
    );
}

fn rows(snapshot: Option<&Snapshot>, with_storage: bool) -> usize {
    let sites = snapshot.map_or(&[][..], |snapshot| &snapshot.sites);
    let rows = sites.iter().flat_map(|site| &site.accounts);
    rows.filter(|row| !with_storage || row.storage.is_some())
        .count()
}

fn list(folder: &Path) -> PathBuf {
    folder.join("accounts.db")
}

fn entries_file(folder: &Path) -> PathBuf {
    folder.join("entries.json")
}

/// The name and the text of each entry.
fn saved_entries(folder: &Path) -> Vec<(String, String)> {
    let bytes = std::fs::read(entries_file(folder)).expect("seeded before");
    serde_json::from_slice(&bytes).expect("as it was seeded")
}

#[cfg(target_os = "linux")]
fn system_keyring(service: &str) -> Arc<dyn Keyring> {
    // Asked for once in this process.
    Arc::new(system::SystemKeyring::new(service.to_owned().leak()))
}

#[cfg(not(target_os = "linux"))]
fn system_keyring(_: &str) -> Arc<dyn Keyring> {
    Arc::new(InMemory::with(&[]))
}

/// A screen that keeps the newest snapshot, as the window's outbox does, and when the first one came.
#[derive(Default)]
struct Screen {
    newest: watch::Sender<Option<Snapshot>>,
    first: Mutex<Option<Instant>>,
}

impl Desktop for Screen {
    fn open_url(&self, _: &BrowserUrl) -> Result<(), OpenError> {
        Err(OpenError)
    }

    fn publish(&self, snapshot: &Snapshot) {
        let mut first = self.first.lock().expect("not poisoned");
        first.get_or_insert_with(Instant::now);
        self.newest.send_replace(Some(snapshot.clone()));
    }

    fn notify(&self, _: &accounts::Notification) {}
}

/// A clock that stands still: nothing becomes due.
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(NOW).expect("in range")
    }
}
