//! The session's keyring: a real gnome-keyring, looked into with `secret-tool` as anybody on the machine could.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use crate::environment::Environment;
use crate::patience::until;
use crate::process::Running;

/// The name under which the program keeps its entries.
const SERVICE: &str = "dev.keyreve.desktop";

/// What unlocks it.
pub(crate) const KEYRING_PASSWORD: &str = "the keyring's password";

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
            .write_all(KEYRING_PASSWORD.as_bytes())
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
        // Each entry begins with its path on the bus: `[/org/freedesktop/secrets/collection/login/1]`.
        self.contents()
            .lines()
            .filter(|line| line.starts_with("[/"))
            .count()
    }

    /// Every entry of the program with its secret, as `secret-tool` prints them. Attributes go to its other stream.
    pub(crate) fn contents(&self) -> String {
        let output = self
            .environment
            .command("secret-tool")
            .args(["search", "--all", "service", SERVICE])
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Locks it, as a desktop may when nobody is at the computer.
    pub(crate) fn lock(&self) {
        let said = self.call(
            "Lock",
            &format!("array:objpath:{}", self.collection().unwrap()),
        );
        // It was locked at once, and there is nothing to be asked about it.
        assert!(said.contains("object path \"/\""), "{said}");
    }

    /// Puts the desktop's own window for the keyring's questions into the session.
    pub(crate) async fn show_questions(&self) -> Questions {
        let record = self.environment.home().join("questions.log");
        let watch = Running::start(
            self.environment
                .command("dbus-monitor")
                .args(["--session", "interface='org.freedesktop.Secret.Prompt'"])
                .stdout(File::create(&record).unwrap()),
        );
        let window = Running::start(
            self.environment
                .command("/usr/libexec/gcr-prompter")
                .stderr(Stdio::null()),
        );
        until("somebody can be asked", async || {
            self.send(
                "org.freedesktop.DBus",
                "/",
                "org.freedesktop.DBus.ListNames",
                "",
            )
            .contains("\"org.gnome.keyring.SystemPrompter\"")
        })
        .await;
        Questions {
            record,
            _watch: watch,
            _window: window,
        }
    }

    fn answers(&self) -> bool {
        self.collection().is_some()
    }

    /// Where the default collection is on the bus.
    fn collection(&self) -> Option<String> {
        let said = self.call("ReadAlias", "string:default");
        let path = said.split('"').nth(1)?;
        path.starts_with("/org/freedesktop/secrets/collection/")
            .then(|| path.to_owned())
    }

    fn call(&self, method: &str, argument: &str) -> String {
        let method = format!("org.freedesktop.Secret.Service.{method}");
        self.send(
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            &method,
            argument,
        )
    }

    fn send(&self, to: &str, path: &str, method: &str, argument: &str) -> String {
        let output = self
            .environment
            .command("dbus-send")
            .args(["--session", "--print-reply", &format!("--dest={to}")])
            .args([path, method])
            .args(Some(argument).filter(|argument| !argument.is_empty()))
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// The desktop's window for the keyring's questions, and a record of every question that was let through to it.
#[derive(Debug)]
pub(crate) struct Questions {
    record: PathBuf,
    _watch: Running,
    _window: Running,
}

impl Questions {
    /// How many questions were let through to the person so far.
    pub(crate) fn asked(&self) -> usize {
        std::fs::read_to_string(&self.record)
            .unwrap()
            .matches("member=Prompt\n")
            .count()
    }
}
