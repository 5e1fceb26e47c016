//! `cargo xtask demo`: the stand-in servers and the program on them, apart from a person's own accounts and running program.
//!
//! Deliberately not here: the tour. It drives the program as the desktop tests do, and so it stands beside them.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::page;
use crate::workspace;

/// Which display the demo uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    OnTheDisplayIfThereIsOne,
    InAVirtualDisplay,
}

/// How many are signed in unless more are wanted.
const USUAL: Crowd = Crowd {
    accounts: 3,
    sites: 2,
};

/// More sites than these are not started.
const MOST_SITES: usize = 50;

/// How many accounts are signed in, and on how many sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Crowd {
    accounts: usize,
    sites: usize,
}

impl Crowd {
    /// So many accounts, about twenty on a site.
    pub(crate) fn of(accounts: usize) -> Self {
        let sites = accounts.div_ceil(20).clamp(USUAL.sites, MOST_SITES);
        Self { accounts, sites }
    }

    /// So many accounts on the two sites that the control port tells of.
    pub(crate) fn on_two_sites(accounts: usize) -> Self {
        let sites = USUAL.sites;
        Self { accounts, sites }
    }
}

/// The stand-ins and the ports that they have unless something else listens there.
const PORTS: [(&str, u16); 5] = [
    ("home", 5301),
    ("contoso", 5302),
    ("lab", 5303),
    ("login", 5304),
    ("control", 5305),
];

/// Builds what is needed and shows it.
pub(crate) fn run(place: Where, crowd: Option<Crowd>) -> Result<(), Failure> {
    minimum::check()?;
    let display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let virtually = place == Where::InAVirtualDisplay || !display;
    if virtually && crowd.is_some() {
        return Err(Failure::NoDisplay);
    }
    if virtually {
        debian::ensure(&[debian::BUILD, debian::DESKTOP, debian::TOUR])?;
    } else {
        debian::ensure(&[debian::BUILD])?;
    }
    page::ensure_modules()?;
    page::script("build").run()?;
    let directory = workspace::target().join("demo");
    std::fs::create_dir_all(&directory).map_err(|source| Failure::File {
        path: directory.clone(),
        source,
    })?;
    if virtually {
        tour(&directory)
    } else {
        on_the_display(&directory, crowd)
    }
}

fn on_the_display(directory: &Path, crowd: Option<Crowd>) -> Result<(), Failure> {
    Invocation::new("cargo build --workspace --locked --bin keyreve --bin keyreve-demo").run()?;
    let accounts = directory.join("accounts.json");
    let servers = workspace::target().join("debug/keyreve-demo");
    let mut servers = StandIns::with(&servers, &accounts, crowd.unwrap_or(USUAL))?;
    println!("\nThe stand-in servers are running:");
    for (name, _) in PORTS {
        println!("  {name:<8} {}", servers.address(name)?);
    }
    println!("Everybody's password is \"correct horse battery\".");
    match crowd {
        None => println!(
            "Three accounts are signed in; a fourth, test@contoso.example, is yours to add."
        ),
        Some(Crowd { accounts, sites }) => println!(
            "{accounts} accounts on {sites} sites are being signed in; that goes on after the window is there."
        ),
    }
    println!(
        "This program keeps its accounts apart from your own. The demo ends when you quit it.\n"
    );
    let program = workspace::target().join("debug/keyreve");
    let ended = Invocation::new(&program.to_string_lossy())
        .with("--demo")
        .with(&accounts)
        .run();
    servers.stop();
    ended
}

fn tour(directory: &Path) -> Result<(), Failure> {
    println!(
        "There is no display here (or a tour was asked for), so the program is shown in a virtual one."
    );
    Invocation::new("cargo test --workspace --locked --test desktop -- --ignored --test-threads=1 --nocapture tour::")
        .setting("KEYREVE_TOUR_PICTURES", directory)
        .run()?;
    println!("\nThe pictures are in {}.", directory.display());
    Ok(())
}

/// The running stand-in servers; they end with this value.
#[derive(Debug)]
pub(crate) struct StandIns {
    process: Child,
    addresses: Value,
}

impl StandIns {
    /// Starts them, and has their accounts written to a file.
    pub(crate) fn start(accounts: &Path) -> Result<Self, Failure> {
        let program = workspace::target().join("debug/keyreve-demo");
        Self::with(&program, accounts, USUAL)
    }

    /// Starts those of this program, with so many people.
    pub(crate) fn with(program: &Path, accounts: &Path, crowd: Crowd) -> Result<Self, Failure> {
        let mut invocation = Invocation::new(&program.to_string_lossy())
            .with("--count")
            .with(crowd.accounts.to_string())
            .with("--sites")
            .with(crowd.sites.to_string())
            .with("--accounts")
            .with(accounts);
        // Addresses that stay the same from one demo to the next, when nothing else has taken them.
        if PORTS
            .iter()
            .all(|(_, port)| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        {
            let ports: Vec<String> = PORTS
                .iter()
                .map(|(name, port)| format!("{name}={port}"))
                .collect();
            invocation = invocation.with("--ports").with(ports.join(","));
        }
        let mut command = invocation.into_command();
        let failed = |why: String| Failure::StandIns(why);
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let mut line = String::new();
        if let Some(printed) = process.stdout.take() {
            BufReader::new(printed)
                .read_line(&mut line)
                .map_err(|error| failed(error.to_string()))?;
        }
        let addresses = serde_json::from_str(&line)
            .map_err(|error| failed(format!("they said \"{}\" ({error}).", line.trim())))?;
        Ok(Self { process, addresses })
    }

    /// Where one of them is.
    pub(crate) fn address(&self, name: &str) -> Result<&str, Failure> {
        self.addresses[name]
            .as_str()
            .ok_or_else(|| Failure::StandIns(format!("they did not say where \"{name}\" is.")))
    }

    /// They run until their input is closed.
    fn stop(&mut self) {
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}

impl Drop for StandIns {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_accounts_are_on_fifty_sites_of_twenty() {
        let sites = |accounts| Crowd::of(accounts).sites;

        assert_eq!(sites(1_000), 50);
        assert_eq!(sites(5_000), 50);
        assert_eq!(sites(100), 5);
        assert_eq!(sites(101), 6);
        assert_eq!(sites(0), 2);
    }
}
