//! Running other programs: in this terminal, or with what they print passed on and kept.
//!
//! Deliberately not here: which programs are run.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, pipe};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace;

/// A program with its arguments, to be run in the root of the checkout unless said otherwise.
#[derive(Debug)]
pub(crate) struct Invocation(Command);

impl Invocation {
    /// `program arguments…`, the words separated by single spaces.
    pub(crate) fn new(line: &str) -> Self {
        let mut words = line.split(' ');
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(workspace::root());
        Self(command)
    }

    /// With one more argument, which may contain spaces.
    pub(crate) fn with(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    /// Run in another directory.
    pub(crate) fn within(mut self, directory: &Path) -> Self {
        self.0.current_dir(directory);
        self
    }

    /// With a variable of its own.
    pub(crate) fn setting(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Without a variable that this process may have.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    /// The command, for what this type has no words for.
    pub(crate) fn into_command(self) -> Command {
        self.0
    }

    /// Runs in this terminal to the end; anything but success is a failure.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        println!("$ {self}");
        let status = self.0.status().map_err(|source| self.not_started(source))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::Ended {
                command: self.to_string(),
                status,
            })
        }
    }

    /// Runs to the end, passes on every line as it comes and hands it to `see` too; answers whether the program succeeded.
    pub(crate) fn watch(mut self, mut see: impl FnMut(&str)) -> Result<bool, Failure> {
        println!("$ {self}");
        let (reader, writer) = pipe().map_err(|source| self.not_started(source))?;
        let second = writer
            .try_clone()
            .map_err(|source| self.not_started(source))?;
        self.0.stdin(Stdio::null()).stdout(writer).stderr(second);
        let mut child = self.0.spawn().map_err(|source| self.not_started(source))?;
        // The command holds the writing ends; the reader sees the end only when they are gone here too.
        let name = self.to_string();
        drop(self);
        let failed = |source| Failure::NotStarted {
            command: name.clone(),
            source,
        };
        let mut lines = BufReader::new(reader);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).map_err(failed)? > 0 {
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\n', '\r']);
            println!("{text}");
            see(text);
            line.clear();
        }
        Ok(child.wait().map_err(failed)?.success())
    }

    /// Runs silently and answers what it printed, or nothing when it is not there or fails.
    pub(crate) fn answer(mut self) -> Option<String> {
        let output = self
            .0
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn not_started(&self, source: std::io::Error) -> Failure {
        Failure::NotStarted {
            command: self.to_string(),
            source,
        }
    }
}

impl fmt::Display for Invocation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.get_program().to_string_lossy())?;
        for argument in self.0.get_args() {
            let word = argument.to_string_lossy();
            if word.contains(' ') {
                write!(out, " \"{word}\"")?
            } else {
                write!(out, " {word}")?
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_prints_on_both_streams_is_seen_in_order() {
        let mut seen = Vec::new();

        let succeeded = Invocation::new("sh -c")
            .with("echo one; echo two >&2; echo three")
            .watch(|line| seen.push(line.to_owned()))
            .unwrap();

        assert!(succeeded);
        assert_eq!(seen, ["one", "two", "three"]);
    }

    #[test]
    fn a_program_that_fails_is_a_failure_with_its_name() {
        let failure = Invocation::new("false").run().unwrap_err();

        assert!(failure.to_string().contains("`false`"), "{failure}");
    }

    #[test]
    fn a_program_that_is_not_there_gives_no_answer() {
        assert_eq!(
            Invocation::new("keyreve-no-such-program --version").answer(),
            None
        );
    }
}
