//! The accounts of a measured program: really signed in, at stand-in servers that run in this session.
//!
//! Deliberately not here: how they are signed in; `accounts/examples/start` does it through the domain's own door.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::bench::patience::until;
use crate::bench::session::Session;
use crate::demo::{Crowd, StandIns};
use crate::failure::Failure;

/// The program's identifier (`tauri.conf.json`), by which its folder and its keyring entries are found.
pub(super) const IDENTIFIER: &str = "dev.keyreve.desktop";

/// The stand-in servers with everybody signed in.
#[derive(Debug)]
pub(super) struct People {
    servers: StandIns,
}

impl People {
    /// Starts the servers and signs in `count` people, as the program would have.
    pub(super) fn signed_in(
        session: &Session,
        programs: &Path,
        count: usize,
    ) -> Result<Self, Failure> {
        let list = session.file("people.json");
        let servers = StandIns::with(
            &programs.join("keyreve-demo"),
            &list,
            Crowd::on_two_sites(count),
        )?;
        let data = session.data(IDENTIFIER);
        fs::create_dir_all(&data).map_err(|source| Failure::File {
            path: data.clone(),
            source,
        })?;
        let signed_in = session
            .command(programs.join("examples/start"))
            .arg("people")
            .arg(&data)
            .arg(&list)
            .arg(IDENTIFIER)
            .stderr(Stdio::inherit())
            .output();
        let said = signed_in.map_err(|source| Failure::NotStarted {
            command: "start people".to_owned(),
            source,
        })?;
        let said = String::from_utf8_lossy(&said.stdout);
        if said.trim() != count.to_string() {
            return Err(Failure::Measurement(format!(
                "\"{}\" of {count} people are signed in",
                said.trim()
            )));
        }
        Ok(Self { servers })
    }

    /// How many revocations the servers were asked for so far.
    pub(super) fn revocations(&self) -> Result<usize, Failure> {
        let unusable = || Failure::StandIns("they do not tell what they saw.".to_owned());
        let control = self.servers.address("control")?;
        let answer = got(control.trim_start_matches("http://")).ok_or_else(unusable)?;
        let truth: Value = serde_json::from_str(&answer).map_err(|_| unusable())?;
        let sites = ["home", "contoso", "lab"].into_iter();
        let requests =
            sites.flat_map(|site| truth[site]["requests"].as_array().into_iter().flatten());
        let revocation = |request: &&Value| {
            let path = request["path"].as_str().unwrap_or_default();
            request["method"] == "DELETE" && path.ends_with("/session/token")
        };
        Ok(requests.filter(revocation).count())
    }

    /// Waits until one more than `before` has arrived, and says how long after `began` it was seen. Asked for every few milliseconds, so that
    /// it is rather too late than too early.
    pub(super) fn revoked(&self, before: usize, began: Instant) -> Result<Duration, Failure> {
        until("a revocation was asked for", || {
            let seen = self.revocations().ok()? > before;
            seen.then(|| began.elapsed())
        })
    }
}

/// The body of `GET /truth`.
fn got(host: &str) -> Option<String> {
    let mut server = TcpStream::connect(host.replace("localhost", "127.0.0.1")).ok()?;
    write!(
        server,
        "GET /truth HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = String::new();
    server.read_to_string(&mut answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    Some(body.to_owned())
}
