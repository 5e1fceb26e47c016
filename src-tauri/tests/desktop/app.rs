//! The program under test, started through WebKitWebDriver so that its window can be read and operated.
//!
//! Deliberately not here: any door that the program has for tests. It is the program that people get.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fantoccini::error::NewSessionError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::environment::Environment;
use crate::page::Page;
use crate::patience::{PATIENCE, until};
use crate::process::{Running, processes, signal};
use crate::session::Session;

/// The built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_keyreve");

/// The running program with its window.
#[derive(Debug)]
pub(crate) struct App {
    page: Page,
    home: PathBuf,
    environment: Environment,
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
                environment: session.environment().clone(),
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

    async fn end_by(self, name: &str) {
        processes(Path::new(PROGRAM), &self.home)
            .into_iter()
            .for_each(|process| signal(name, process));
        until("the program has ended", async || self.running() == 0).await;
        // A start before the bus has noticed would take the name that is still there for a running program, and end.
        until("its name is off the bus", async || {
            !self.environment.names_on_the_bus().contains("keyreve")
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

/// Starts the program once more in a session where it runs already, and answers whether that second one ended well by itself.
pub(crate) async fn second_start_ends_well(session: &Session) -> bool {
    let mut second: Command = session.command(PROGRAM);
    let mut child = second
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    crate::patience::until_some("the second start ends", async || child.try_wait().unwrap())
        .await
        .success()
}
