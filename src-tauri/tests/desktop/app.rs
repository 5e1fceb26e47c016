//! The program under test, started through WebKitWebDriver so that its window can be read and operated.
//!
//! Deliberately not here: any door that the program has for tests. It is the program that people get.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use fantoccini::error::NewSessionError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::page::Page;
use crate::patience::{PATIENCE, until, until_some};
use crate::process::{Running, is_gone, processes, signal};
use crate::session::Session;

/// The built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_keyreve");

/// The running program with its window.
#[derive(Debug)]
pub(crate) struct App {
    page: Page,
    home: PathBuf,
}

impl App {
    /// Starts it, and the driver without which its window cannot be reached.
    pub(crate) async fn start(session: &Session, arguments: &[&str]) -> (Self, Running) {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let log = File::options()
            .create(true)
            .append(true)
            .open(session.log("app"))
            .unwrap();
        let mut driver = Running::start(
            session
                .command("WebKitWebDriver")
                .arg(format!("--port={port}"))
                // The program hands its window to the driver only when it is told so by both.
                .envs([
                    ("TAURI_AUTOMATION", "true"),
                    ("TAURI_WEBVIEW_AUTOMATION", "true"),
                ])
                .stdout(log.try_clone().unwrap())
                .stderr(log),
        );
        until("the driver listens", async || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        })
        .await;
        let client = match tokio::time::timeout(PATIENCE, connect(port, arguments)).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => panic!("no window: {error} (the driver {})", driver.fate()),
            Err(_) => panic!(
                "no window after {} s (the driver {})",
                PATIENCE.as_secs(),
                driver.fate()
            ),
        };
        (
            Self {
                page: Page::of(client).await,
                home: session.home().to_owned(),
            },
            driver,
        )
    }

    /// Its window.
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// How many processes of the program run in its session.
    pub(crate) fn running(&self) -> usize {
        processes(Path::new(PROGRAM), &self.home).len()
    }

    /// Ends it as logging out of the desktop does, and waits until it is gone.
    pub(crate) async fn quit(self) {
        self.end_by("TERM").await;
    }

    /// Ends it as a power cut does.
    pub(crate) async fn kill(self) {
        self.end_by("KILL").await;
    }

    /// Does what makes it end by itself, and waits until it is gone.
    pub(crate) async fn ends_by(self, act: impl AsyncFnOnce(&Page)) {
        let processes = processes(Path::new(PROGRAM), &self.home);
        act(&self.page).await;
        until("the program has ended", async || {
            processes.iter().all(|process| is_gone(*process))
        })
        .await;
    }

    async fn end_by(self, name: &str) {
        let processes = processes(Path::new(PROGRAM), &self.home);
        self.ends_by(async |_| {
            processes
                .into_iter()
                .for_each(|process| signal(name, process))
        })
        .await;
    }
}

async fn connect(port: u16, arguments: &[&str]) -> Result<Client, NewSessionError> {
    let options = json!({ "binary": PROGRAM, "args": arguments });
    let capabilities = Capabilities::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
}

/// The program started in this session as from a menu: without the driver, so that nobody looks into its window.
pub(crate) fn start_unseen(session: &Session) -> Running {
    start_unseen_with(session, &[])
}

/// The same, with arguments.
pub(crate) fn start_unseen_with(session: &Session, arguments: &[&str]) -> Running {
    Running::start(
        session
            .command(PROGRAM)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )
}

/// Starts the program once more in a session where it runs already, and answers whether that second one ended well by itself.
pub(crate) async fn second_start_ends_well(session: &Session) -> bool {
    second_start_ends_well_with(session, &[]).await
}

/// The same, with arguments.
pub(crate) async fn second_start_ends_well_with(session: &Session, arguments: &[&str]) -> bool {
    let mut second = start_unseen_with(session, arguments);
    until_some("the second start ends", async || second.ended())
        .await
        .success()
}
