//! What the programs of one session see of the world: a home, a screen and a bus, and nothing of the session outside.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// The variables of one session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environment(Vec<(&'static str, OsString)>);

impl Environment {
    /// Sets one more variable for the programs that are started from now on.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.0.push((name, value.into()));
    }

    /// A program that will see these variables and no others.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear().envs(self.0.iter().cloned());
        command
    }

    /// The names on the session's bus.
    pub(crate) fn names_on_the_bus(&self) -> String {
        let bus = [
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
        ];
        let output = self
            .command("dbus-send")
            .args(bus)
            .arg("org.freedesktop.DBus.ListNames")
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}
