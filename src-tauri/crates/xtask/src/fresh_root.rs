//! A Debian system of its own in a directory, with nothing on it but what Debian always has: where a package shows whether it asks for what it
//! needs.
//!
//! Deliberately not here: another kernel, network or display number; those are this computer's.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::bundle::{failed_at, remove_if_there};
use crate::failure::Failure;
use crate::invocation::Invocation;

/// Its mounts and its processes are its own, and end with it: nothing stays mounted, nothing goes on running.
const ENTER: &str = r#"
set -eu
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
exec chroot "$1" /usr/bin/env --ignore-environment HOME=/root LANG=C.UTF-8 TZ=UTC DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "$2"
"#;

/// The directory. It is taken away with this value.
#[derive(Debug)]
pub(crate) struct FreshRoot {
    directory: PathBuf,
}

impl FreshRoot {
    /// Fetches and unpacks the release with this code name.
    pub(crate) fn of(release: &str, directory: PathBuf) -> Result<Self, Failure> {
        remove_if_there(&directory)?;
        let root = Self { directory };
        // It is thrown away, so nothing in it has to survive a power cut: unpacking takes seconds in place of minutes.
        Invocation::new("mmdebstrap --quiet --mode=root --variant=apt --dpkgopt=force-unsafe-io")
            .with("--include=ca-certificates")
            .with(release)
            .with(&root.directory)
            .run()?;
        Ok(root)
    }

    /// Lays a file of this computer into its /tmp.
    pub(crate) fn take_in(&self, file: &Path, name: &str) -> Result<(), Failure> {
        fs::copy(file, self.directory.join("tmp").join(name)).map_err(failed_at(file))?;
        Ok(())
    }

    /// Whether there is something at this absolute path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.directory
            .join(path.trim_start_matches('/'))
            .symlink_metadata()
            .is_ok()
    }

    /// Runs a script in it, in this terminal.
    pub(crate) fn run(&self, script: &str) -> Result<(), Failure> {
        self.entered(script).run()
    }

    /// What a script in it prints.
    pub(crate) fn answer(&self, script: &str) -> Option<String> {
        self.entered(script).answer()
    }

    /// Starts a script that goes on running, and waits for the first line that it prints.
    pub(crate) fn start(&self, script: &str) -> Result<Running, Failure> {
        let failed = |source| Failure::NotStarted {
            command: "unshare".to_owned(),
            source,
        };
        let mut command = self.entered(script).into_command();
        let process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut running = Running { process };
        let mut line = String::new();
        if let Some(printed) = running.process.stdout.take() {
            BufReader::new(printed)
                .read_line(&mut line)
                .map_err(failed)?;
        }
        if line.is_empty() {
            return Err(Failure::Package(
                "the session in the fresh system did not come up".to_owned(),
            ));
        }
        Ok(running)
    }

    fn entered(&self, script: &str) -> Invocation {
        Invocation::new("unshare --mount --pid --fork --kill-child sh -c")
            .with(ENTER)
            .with("sh")
            .with(&self.directory)
            .with(script)
    }
}

impl Drop for FreshRoot {
    fn drop(&mut self) {
        drop(remove_if_there(&self.directory));
    }
}

/// A script that goes on until its input is closed.
#[derive(Debug)]
pub(crate) struct Running {
    process: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}
