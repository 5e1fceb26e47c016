//! A Debian package taken apart and put together again: what the Tauri bundler cannot say in its control file is said here, with the tools that
//! Debian has for it.
//!
//! Deliberately not here: files. What is installed comes from `tauri.conf.json` alone.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::{Profile, failed_at, remove_if_there, scratch};
use crate::failure::Failure;
use crate::invocation::Invocation;

/// The tray's library is opened while the program runs, so nothing finds it in the program's head; either of its two names will do.
const OPENED_WHILE_RUNNING: &str = "libayatana-appindicator3-1 | libappindicator3-1";

/// Puts in the dependencies that Debian's own tool finds in the program, with the versions that it uses, and packs it as Debian packs.
pub(crate) fn complete(package: &Path, program: &Path, profile: Profile) -> Result<(), Failure> {
    let unpacked = Unpacked::of(package)?;
    unpacked.set(
        "Depends",
        &format!("{}, {OPENED_WHILE_RUNNING}", linked_with(program)?),
    )?;
    unpacked.build(package, profile)
}

/// A package like this one, but of another version: what it is upgraded from.
pub(crate) fn of_version(package: &Path, version: &str, copy: &Path) -> Result<(), Failure> {
    let unpacked = Unpacked::of(package)?;
    unpacked.set("Version", version)?;
    unpacked.build(copy, Profile::Debug)
}

struct Unpacked {
    directory: PathBuf,
}

impl Unpacked {
    fn of(package: &Path) -> Result<Self, Failure> {
        let directory = scratch().join("deb");
        remove_if_there(&directory)?;
        Invocation::new("dpkg-deb --raw-extract")
            .with(package)
            .with(&directory)
            .run()?;
        Ok(Self { directory })
    }

    fn set(&self, field: &str, value: &str) -> Result<(), Failure> {
        let path = self.directory.join("DEBIAN/control");
        let control = fs::read_to_string(&path).map_err(failed_at(&path))?;
        let changed = with_field(&control, field, value)
            .ok_or_else(|| Failure::Package(format!("its control file has no {field}")))?;
        fs::write(&path, changed).map_err(failed_at(&path))
    }

    fn build(self, package: &Path, profile: Profile) -> Result<(), Failure> {
        let compression = match profile {
            // The debug program is large, and nobody downloads it.
            Profile::Debug => ["-Zgzip", "-z1"],
            Profile::Release => ["-Zxz", "-z9"],
        };
        Invocation::new("dpkg-deb --root-owner-group")
            .with(compression[0])
            .with(compression[1])
            .with("--build")
            .with(&self.directory)
            .with(package)
            .run()?;
        remove_if_there(&self.directory)
    }
}

/// The control file with another value in a field of one line; nothing when it has no such field.
fn with_field(control: &str, field: &str, value: &str) -> Option<String> {
    let named = format!("{field}: ");
    control
        .lines()
        .any(|line| line.starts_with(&named))
        .then(|| {
            control
                .lines()
                .map(|line| {
                    if line.starts_with(&named) {
                        format!("{named}{value}\n")
                    } else {
                        format!("{line}\n")
                    }
                })
                .collect()
        })
}

/// The packages of the libraries that the program is linked with, as `dpkg-shlibdeps` says them. It wants to be called from a source package.
fn linked_with(program: &Path) -> Result<String, Failure> {
    let source = scratch().join("source");
    let control = source.join("debian/control");
    fs::create_dir_all(source.join("debian")).map_err(failed_at(&source))?;
    fs::write(
        &control,
        "Source: keyreve\n\nPackage: keyreve\nArchitecture: any\n",
    )
    .map_err(failed_at(&control))?;
    let answer = Invocation::new("dpkg-shlibdeps -O")
        .with(program)
        .within(&source)
        .answer();
    let found = answer
        .as_deref()
        .and_then(|answer| answer.strip_prefix("shlibs:Depends="));
    found.map(str::to_owned).ok_or_else(|| {
        Failure::Package("dpkg-shlibdeps does not say what the program is linked with".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_is_changed_and_the_others_stay() {
        let control =
            "Package: keyreve\nDepends: libc6\nDescription: short\n Depends: not a field\n";

        assert_eq!(
            with_field(control, "Depends", "libc6 (>= 2.34)").unwrap(),
            "Package: keyreve\nDepends: libc6 (>= 2.34)\nDescription: short\n Depends: not a field\n"
        );
        assert_eq!(with_field(control, "Version", "1"), None);
    }
}
