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

/// The stand-ins and the ports that they have unless something else listens there.
const PORTS: [(&str, u16); 5] = [
    ("home", 5301),
    ("contoso", 5302),
    ("lab", 5303),
    ("login", 5304),
    ("control", 5305),
];

/// Builds what is needed and shows it.
pub(crate) fn run(place: Where) -> Result<(), Failure> {
    minimum::check()?;
    let display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let virtually = place == Where::InAVirtualDisplay || !display;
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
        on_the_display(&directory)
    }
}

fn on_the_display(directory: &Path) -> Result<(), Failure> {
    Invocation::new("cargo build --workspace --locked --bin keyreve --bin keyreve-demo").run()?;
    let accounts = directory.join("accounts.json");
    let mut servers = StandIns::start(&accounts)?;
    println!("\nThe stand-in servers are running:");
    for (name, _) in PORTS {
        println!("  {name:<8} {}", servers.address(name)?);
    }
    println!(
        "Everybody's password is \"correct horse battery\". Three accounts are signed in; a fourth,"
    );
    println!("test@contoso.example, is yours to add.");
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
        let mut invocation = Invocation::new(&program.to_string_lossy())
            .with("--count")
            .with("3")
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
