//! System packages: which ones each kind of work needs, and how they come onto the machine.
//!
//! Deliberately not here: other systems' package managers. There the names are said and the person installs them.

use std::collections::BTreeSet;
use std::fs;

use crate::failure::Failure;
use crate::invocation::Invocation;

/// Compiling the program.
pub(crate) const BUILD: &[&str] = &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"];

/// A desktop session without a screen, in which the program is driven as a person drives it.
pub(crate) const DESKTOP: &[&str] = &[
    "adwaita-icon-theme",
    "at-spi2-core",
    "dbus",
    "desktop-file-utils",
    "fonts-dejavu-core",
    "gcr",
    "gnome-keyring",
    "imagemagick",
    "libayatana-appindicator3-1",
    "libsecret-tools",
    "webkit2gtk-driver",
    "x11-utils",
    "xdotool",
    "xfce4-notifyd",
    "xfce4-panel",
    "xfconf",
    "xfwm4",
    "xvfb",
];

/// What a tour shows beside that: a browser, and pictures of the whole screen.
pub(crate) const TOUR: &[&str] = &["chromium", "fonts-noto-cjk"];

/// Laying out every scene of the page in every language.
pub(crate) const PICTURES: &[&str] = &["chromium", "fonts-dejavu-core", "fonts-noto-cjk"];

/// A keyring on a bus of its own, without a screen.
pub(crate) const KEYRING: &[&str] = &["build-essential", "dbus", "gnome-keyring"];

/// A panel with a tray, its menu read and clicked, and a server for one HTTPS request, beside a desktop session.
pub(crate) const BENCH: &[&str] = &["libglib2.0-bin", "openssl", "xfce4-panel", "xfconf"];

/// Making a package and looking into it.
pub(crate) const PACKAGE: &[&str] = &[
    "appstream",
    "desktop-file-utils",
    "dpkg-dev",
    "gzip",
    "libayatana-appindicator3-dev",
    "lintian",
    "man-db",
    "rpm",
];

/// A Debian system of its own in a directory.
pub(crate) const FRESH_ROOT: &[&str] = &["mmdebstrap", "util-linux"];

/// Drawing the bitmaps of the icons.
pub(crate) const ICONS: &[&str] = &["librsvg2-bin"];

/// Compiling for Windows and macOS, and running for Windows.
pub(crate) const PLATFORMS: &[&str] = &["gcc-mingw-w64-x86-64", "python3-pip", "wine64"];

/// Sees to it that every package of `sets` is installed.
pub(crate) fn ensure(sets: &[&[&str]]) -> Result<(), Failure> {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let wanted = wanted(sets, &system);
    if !is_debian_like(&system) {
        say_names(&wanted);
        return Ok(());
    }
    let missing = missing(&wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let install = format!(
        "apt-get install --yes --no-install-recommends {}",
        missing.join(" ")
    );
    if Invocation::new("id -u").answer().as_deref() != Some("0") {
        return Err(Failure::PackagesMissing {
            command: format!("sudo apt-get update && sudo {install}"),
        });
    }
    // A package list that cannot be refreshed need not be too old for what is wanted.
    if let Err(failure) = apt("apt-get update --quiet") {
        println!("xtask: {failure} Trying with the package lists that are there.");
    }
    apt(&install)?;
    let still = self::missing(&wanted);
    if still.is_empty() {
        Ok(())
    } else {
        Err(Failure::PackagesNotInstalled(still.join(", ")))
    }
}

fn apt(line: &str) -> Result<(), Failure> {
    Invocation::new(line)
        .setting("DEBIAN_FRONTEND", "noninteractive")
        .run()
}

fn wanted<'a>(sets: &[&[&'a str]], system: &str) -> Vec<&'a str> {
    let names: BTreeSet<&str> = sets.iter().flat_map(|set| set.iter().copied()).collect();
    // Ubuntu has Chromium as a snap only, which does not run as root in a container; the tour and the pictures do without it.
    let ubuntu = system.lines().any(|line| line == "ID=ubuntu");
    names
        .into_iter()
        .filter(|name| !(ubuntu && *name == "chromium"))
        .collect()
}

fn is_debian_like(system: &str) -> bool {
    system
        .lines()
        .filter_map(|line| {
            line.strip_prefix("ID=")
                .or_else(|| line.strip_prefix("ID_LIKE="))
        })
        .any(|value| {
            let mut words = value.trim_matches('"').split(' ');
            words.any(|word| word == "debian" || word == "ubuntu")
        })
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    // dpkg-query fails as soon as one name is unknown, so each name is asked for alone; that is still only milliseconds.
    let status = |name: &str| {
        Invocation::new("dpkg-query --show --showformat=${db:Status-Status}\\n")
            .with(name)
            .answer()
    };
    wanted
        .iter()
        .copied()
        .filter(|name| !says_installed(status(name).as_deref()))
        .collect()
}

/// One line for each architecture that the package is known for.
fn says_installed(status: Option<&str>) -> bool {
    status.is_some_and(|status| status.lines().any(|line| line == "installed"))
}

fn say_names(wanted: &[&str]) {
    println!(
        "xtask: this is not Debian or Ubuntu, so I install nothing. What is needed has these names there: {}.",
        wanted.join(", ")
    );
    println!("xtask: your system's names are listed at https://v2.tauri.app/start/prerequisites/");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_what_descends_from_it_is_recognised() {
        assert!(is_debian_like("NAME=x\nID=debian\n"));
        assert!(is_debian_like("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian_like("ID=fedora\nID_LIKE=\"rhel\"\n"));
        assert!(!is_debian_like(""));
    }

    #[test]
    fn a_package_of_two_sets_is_wanted_once() {
        assert_eq!(wanted(&[&["b", "a"], &["a"]], "ID=debian"), ["a", "b"]);
    }

    #[test]
    fn ubuntu_is_not_asked_for_a_package_that_it_does_not_have() {
        assert_eq!(
            wanted(&[&["chromium", "xvfb"]], "NAME=Ubuntu\nID=ubuntu"),
            ["xvfb"]
        );
        assert_eq!(
            wanted(&[&["chromium", "xvfb"]], "ID=debian"),
            ["chromium", "xvfb"]
        );
    }

    #[test]
    fn only_a_package_that_is_installed_now_counts() {
        assert!(says_installed(Some("installed")));
        assert!(says_installed(Some("not-installed\ninstalled")));
        assert!(!says_installed(Some("not-installed")));
        assert!(!says_installed(Some("config-files")));
        assert!(!says_installed(None));
    }
}
