//! The smoke test of the packages, made from the program that is built already: what they install and ask for, whether the desktop's and
//! Debian's own checkers accept it, and whether the program in it starts.
//!
//! Deliberately not here: installing one. `cargo xtask installed` does that.

use std::path::Path;

use crate::bundle::{self, Profile, remove_if_there};
use crate::failure::Failure;
use crate::invocation::Invocation;

/// Lines that the control file of the deb has to begin with.
const CONTROL: &[&str] = &[
    "Package: keyreve",
    "Section: utils",
    "Maintainer: The Keyreve authors <",
    "Homepage: https://",
    "Depends: libc6 (>= 2.",
    "Recommends: gnome-keyring | ",
];

/// Packages that the deb has to depend on, beside the C library.
const DEPENDS: &[&str] = &[
    "libgtk-3-0 (>=",
    "libwebkit2gtk-4.1-0 (>=",
    "libayatana-appindicator3-1 | ",
];

/// What the rpm has to require.
const REQUIRES: &[&str] = &[
    "libayatana-appindicator3.so.1()(64bit)",
    "libc.so.6(GLIBC_2.",
    "libgtk-3.so.0()(64bit)",
    "libwebkit2gtk-4.1.so.0()(64bit)",
];

/// Files that every package has to install.
const FILES: &[&str] = &[
    "/usr/bin/keyreve",
    "/usr/share/applications/Keyreve.desktop",
    "/usr/share/doc/keyreve/copyright",
    "/usr/share/doc/keyreve/third-party.gz",
    "/usr/share/icons/hicolor/16x16/apps/keyreve.png",
    "/usr/share/icons/hicolor/48x48/apps/keyreve.png",
    "/usr/share/icons/hicolor/512x512/apps/keyreve.png",
    "/usr/share/icons/hicolor/scalable/apps/keyreve.svg",
    "/usr/share/icons/hicolor/symbolic/apps/keyreve-symbolic.svg",
    "/usr/share/man/man1/keyreve.1.gz",
    "/usr/share/metainfo/dev.keyreve.desktop.metainfo.xml",
];

/// Files of the deb alone.
const DEBIAN_FILES: &[&str] = &[
    "/usr/share/doc/keyreve/changelog.gz",
    "/usr/share/lintian/overrides/keyreve",
];

/// Makes the packages and looks into them.
pub(crate) fn smoke_test() -> Result<Vec<String>, Failure> {
    let packages = bundle::pack(Profile::Debug, "deb,rpm")?;
    let [deb, rpm] = packages.as_slice() else {
        return Err(wrong("not one deb and one rpm"));
    };
    fields(deb)?;
    let unpacked = bundle::scratch().join("unpacked");
    remove_if_there(&unpacked)?;
    Invocation::new("dpkg-deb --extract")
        .with(deb)
        .with(&unpacked)
        .run()?;
    for file in FILES.iter().chain(DEBIAN_FILES) {
        if !unpacked.join(file.trim_start_matches('/')).is_file() {
            return Err(wrong(&format!("the deb does not install {file}")));
        }
    }
    let version = checked(&unpacked)?;
    // The debug program is not stripped; that it is not is no fault of the package.
    Invocation::new(
        "lintian --allow-root --fail-on error --suppress-tags unstripped-binary-or-object",
    )
    .with(deb)
    .run()?;
    inside_the_rpm(rpm)?;
    remove_if_there(&unpacked)?;
    Ok(vec![
        format!(
            "{}: fields, {} files, menu entry, metainfo, manual, lintian and \"{version}\" as they should be",
            name(deb),
            FILES.len() + DEBIAN_FILES.len()
        ),
        format!(
            "{}: {} files and {} requirements as they should be",
            name(rpm),
            FILES.len(),
            REQUIRES.len()
        ),
    ])
}

fn fields(deb: &Path) -> Result<(), Failure> {
    let control = told(
        Invocation::new("dpkg-deb --field").with(deb),
        "its control file cannot be read",
    )?;
    for line in CONTROL {
        if !control.lines().any(|have| have.starts_with(line)) {
            return Err(wrong(&format!("its control file does not say \"{line}\"")));
        }
    }
    let depends = control
        .lines()
        .find(|line| line.starts_with("Depends: "))
        .unwrap_or_default();
    match DEPENDS.iter().find(|package| !depends.contains(*package)) {
        Some(package) => Err(wrong(&format!("it does not depend on \"{package}\""))),
        None => Ok(()),
    }
}

/// Hands what was unpacked to those who know its formats, and answers with the version that the program in it says.
fn checked(unpacked: &Path) -> Result<String, Failure> {
    let share = unpacked.join("usr/share");
    Invocation::new("desktop-file-validate")
        .with(share.join("applications/Keyreve.desktop"))
        .run()?;
    Invocation::new("appstreamcli validate --no-net --pedantic")
        .with(share.join("metainfo/dev.keyreve.desktop.metainfo.xml"))
        .run()?;
    manual(&share.join("man/man1/keyreve.1.gz"))?;
    let program =
        Invocation::new(&unpacked.join("usr/bin/keyreve").to_string_lossy()).with("--version");
    let version = told(program, "the program in it does not start")?;
    if version.contains(env!("CARGO_PKG_VERSION")) {
        Ok(version)
    } else {
        Err(wrong(&format!(
            "the program in it calls itself \"{version}\""
        )))
    }
}

/// Shown as a person sees it, with every complaint of the formatter; there must be none.
fn manual(page: &Path) -> Result<(), Failure> {
    let mut complaints = Vec::new();
    let mut lines = 0;
    let man = "man --warnings --local-file --encoding=UTF-8 --troff-device=utf8";
    let rendered = Invocation::new(man)
        .with(page)
        .setting("LC_ALL", "C.UTF-8")
        .watch(|line| {
            lines += 1;
            if line.contains("warning:") || line.contains("error:") {
                complaints.push(line.to_owned());
            }
        })?;
    if rendered && lines > 50 && complaints.is_empty() {
        Ok(())
    } else {
        Err(wrong(&format!(
            "its manual page is not shown as it should be: {}",
            complaints.join("; ")
        )))
    }
}

fn inside_the_rpm(rpm: &Path) -> Result<(), Failure> {
    let files = told(
        Invocation::new("rpm --query --package --list").with(rpm),
        "its files cannot be listed",
    )?;
    for file in FILES {
        if !files.lines().any(|have| have == *file) {
            return Err(wrong(&format!("the rpm does not install {file}")));
        }
    }
    let requires = told(
        Invocation::new("rpm --query --package --requires").with(rpm),
        "it does not say what it requires",
    )?;
    match REQUIRES
        .iter()
        .find(|library| !requires.lines().any(|have| have.starts_with(*library)))
    {
        Some(library) => Err(wrong(&format!("the rpm does not require {library}"))),
        None => Ok(()),
    }
}

fn told(invocation: Invocation, otherwise: &str) -> Result<String, Failure> {
    invocation.answer().ok_or_else(|| wrong(otherwise))
}

fn wrong(what: &str) -> Failure {
    Failure::Package(what.to_owned())
}

fn name(package: &Path) -> String {
    package
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
