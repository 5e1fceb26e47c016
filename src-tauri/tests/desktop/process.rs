//! Programs that a test has started, and the certainty that none of them outlives it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

/// A program that is killed with this value.
#[derive(Debug)]
pub(crate) struct Running(Child);

impl Running {
    /// Starts it; it reads nothing.
    pub(crate) fn start(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|error| {
            panic!(
                "{} does not start: {error}",
                command.get_program().display()
            )
        }))
    }

    /// Starts a program that says on its first line what it is reached by.
    pub(crate) fn start_and_read_line(command: &mut Command) -> (Self, String) {
        let mut running = Self::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut line = String::new();
        BufReader::new(running.0.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(
            !line.trim().is_empty(),
            "{} said nothing",
            command.get_program().display()
        );
        (running, line.trim().to_owned())
    }

    /// Wraps a child that was started elsewhere.
    pub(crate) fn of(child: Child) -> Self {
        Self(child)
    }

    /// What has become of it, for the message of a failed test.
    pub(crate) fn fate(&mut self) -> String {
        match self.ended() {
            Some(status) => format!("has ended with {status}"),
            None => "is running".to_owned(),
        }
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// How it ended, when it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }

    /// Ends it now.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The processes whose program is `program` and whose `HOME` is `home`.
pub(crate) fn processes(program: &Path, home: &Path) -> Vec<u32> {
    let program = program.canonicalize().unwrap();
    with_home(home)
        .into_iter()
        .filter(|id| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|path| path == program))
        .collect()
}

/// Whether nothing of the process is left but its number: not only its memory is gone, by which the others know its program, but its files and
/// locks too.
pub(crate) fn is_gone(process: u32) -> bool {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else {
        return true;
    };
    threads.filter_map(Result::ok).all(|thread| {
        let status = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // The state follows the name, which is in brackets and may itself hold anything.
        status
            .rsplit_once(") ")
            .is_none_or(|(_, rest)| rest.starts_with(['Z', 'X']))
    })
}

/// Sends a signal, named as `kill` names it. That the process is gone already is no mistake.
pub(crate) fn signal(name: &str, process: u32) {
    Command::new("kill")
        .arg(format!("-{name}"))
        .arg(process.to_string())
        .stderr(Stdio::null())
        .status()
        .unwrap();
}

/// Kills every process whose `HOME` is `home`: whatever the program and the session's services have started themselves.
pub(crate) fn kill_everything_of(home: &Path) {
    with_home(home)
        .into_iter()
        .for_each(|process| signal("KILL", process));
}

/// The processes whose `HOME` is `home`.
pub(crate) fn with_home(home: &Path) -> Vec<u32> {
    let variable = [b"HOME=", home.as_os_str().as_bytes()].concat();
    let ids = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    ids.filter(|id: &u32| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|entry| entry == variable)
    })
    .collect()
}
