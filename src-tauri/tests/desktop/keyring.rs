//! The session's keyring: a real gnome-keyring, looked into with `secret-tool` as anybody on the machine could.

use std::io::Write;
use std::process::Stdio;

use crate::environment::Environment;
use crate::patience::until;
use crate::process::Running;

/// The name under which the program keeps its entries.
const SERVICE: &str = "dev.keyreve.desktop";

/// The keyring of one session; it may be running or not.
#[derive(Debug)]
pub(crate) struct Keyring {
    environment: Environment,
    daemon: Option<Running>,
}

impl Keyring {
    /// The keyring of the session with this environment, not running yet.
    pub(crate) fn of(environment: Environment) -> Self {
        Self {
            environment,
            daemon: None,
        }
    }

    /// Starts it, unlocked, with what it kept when it ran before.
    pub(crate) async fn start(&mut self) {
        let mut child = self
            .environment
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(b"the keyring's password")
            .unwrap();
        self.daemon = Some(Running::of(child));
        until("the keyring answers", async || self.answers()).await;
    }

    /// Ends it, as on a computer that has none.
    pub(crate) fn stop(&mut self) {
        self.daemon = None;
    }

    /// How many entries of the program it holds.
    pub(crate) fn entries(&self) -> usize {
        let output = self
            .environment
            .command("secret-tool")
            .args(["search", "--all", "service", SERVICE])
            .output()
            .unwrap();
        // Each entry begins with its path on the bus: `[/org/freedesktop/secrets/collection/login/1]`. Attributes go to the other stream.
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter(|line| line.starts_with("[/"))
            .count()
    }

    fn answers(&self) -> bool {
        let default = "string:default";
        let output = self
            .environment
            .command("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets",
            ])
            .args(["org.freedesktop.Secret.Service.ReadAlias", default])
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).contains("/org/freedesktop/secrets/collection/")
    }
}
