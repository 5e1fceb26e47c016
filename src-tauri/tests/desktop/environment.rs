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

    /// Takes a variable away from the programs that are started from now on.
    pub(crate) fn unset(&mut self, name: &str) {
        self.0.retain(|(have, _)| *have != name);
    }

    /// A program that will see these variables and no others.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear().envs(self.0.iter().cloned());
        command
    }

    /// The directory that is `HOME`.
    pub(crate) fn home(&self) -> &Path {
        let home = self.0.iter().find(|(name, _)| *name == "HOME");
        Path::new(&home.unwrap().1)
    }
}
