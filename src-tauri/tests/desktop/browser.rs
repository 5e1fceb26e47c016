//! The system browser's place: an `xdg-open` that comes first on the session's path and writes down what it is asked to open.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What was handed to the system browser.
#[derive(Debug)]
pub(crate) struct OpenedUrls {
    script: PathBuf,
    record: PathBuf,
}

impl OpenedUrls {
    /// Puts the recorder into `directory`.
    pub(crate) fn recorded_in(directory: &Path) -> Self {
        let opened = Self {
            script: directory.join("xdg-open"),
            record: directory.join("opened"),
        };
        fs::write(&opened.record, "").unwrap();
        opened.install("");
        opened
    }

    /// From now on hands each address to this command too, after writing it down.
    pub(crate) fn hand_on_to(&self, browser: &str) {
        self.install(&format!("setsid {browser} \"$1\" >/dev/null 2>&1 &\n"));
    }

    /// From now on stays, with the address among its arguments, until the file is there. A browser's own process has it for longer than that.
    pub(crate) fn stay_until(&self, file: &Path) {
        self.install(&format!(
            "until [ -e '{}' ]; do /bin/sleep 0.02; done\n",
            file.display()
        ));
    }

    /// Is there again, after it was lost.
    pub(crate) fn is_back(&self) {
        self.install("");
    }

    /// Is in this directory from now on, and comes there when it is installed anew.
    pub(crate) fn is_in(&mut self, directory: &Path) {
        self.script = directory.join("xdg-open");
    }

    /// Every address so far, in order.
    pub(crate) fn all(&self) -> Vec<String> {
        fs::read_to_string(&self.record)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    fn install(&self, then: &str) {
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n{then}",
            self.record.display()
        );
        fs::write(&self.script, script).unwrap();
        fs::set_permissions(&self.script, fs::Permissions::from_mode(0o755)).unwrap();
    }
}
