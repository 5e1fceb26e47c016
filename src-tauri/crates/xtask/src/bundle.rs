//! Packages for people: the Tauri bundler makes them, this makes ready what it takes in and completes what it leaves open.
//!
//! Deliberately not here: what a package contains; `tauri.conf.json` and `src-tauri/packaging` say that.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::deb;
use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::page;
use crate::third_party;
use crate::workspace;

/// What this system can build without fetching anything.
const FORMATS: &str = if cfg!(windows) {
    "nsis,msi"
} else if cfg!(target_os = "macos") {
    "app,dmg"
} else {
    "deb,rpm"
};

/// Documents that a package carries compressed, by the names that `tauri.conf.json` asks for in `target/packaging`.
const COMPRESSED: [&str; 2] = ["changelog", "keyreve.1"];

/// Libraries that the bundler adds to the rpm by itself.
const ADDED_BY_THE_BUNDLER: [&str; 2] = ["libwebkit2gtk-4.1.so.0()", "libgtk-3.so.0()"];

/// How the program was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

impl Profile {
    fn directory(self) -> PathBuf {
        workspace::target().join(match self {
            Self::Debug => "debug",
            Self::Release => "release",
        })
    }

    fn option(self) -> &'static str {
        match self {
            Self::Debug => " --debug",
            Self::Release => "",
        }
    }
}

/// Builds the release packages for this system, or those named, and says where they are.
pub(crate) fn run(formats: Option<&str>) -> Result<(), Failure> {
    minimum::check()?;
    if cfg!(target_os = "linux") {
        debian::ensure(&[debian::BUILD, debian::PACKAGE])?;
    }
    page::ensure_modules()?;
    page::script("build").run()?;
    page::tauri("build --no-bundle").run()?;
    println!();
    for package in pack(Profile::Release, formats.unwrap_or(FORMATS))? {
        println!("{} ({:.1} MiB)", package.display(), mebibytes(&package)?);
    }
    Ok(())
}

/// Packs the program that is built already, and answers with the packages that are single files.
pub(crate) fn pack(profile: Profile, formats: &str) -> Result<Vec<PathBuf>, Failure> {
    let bundles = profile.directory().join("bundle");
    let line = format!("bundle{} --bundles {formats}", profile.option());
    if !cfg!(target_os = "linux") {
        page::tauri(&line).run()?;
        return Ok(vec![bundles]);
    }
    let program = profile.directory().join("keyreve");
    prepare_documents()?;
    page::tauri(&line)
        .with("--config")
        .with(settings(&program, profile)?)
        // The tray's library is opened while the program runs; of the two that there are, Debian has this one.
        .setting("TAURI_LINUX_AYATANA_APPINDICATOR", "true")
        .run()?;
    let mut packages = Vec::new();
    for format in formats.split(',') {
        let extension = if format == "appimage" {
            "AppImage"
        } else {
            format
        };
        let package = newest(&bundles.join(format), extension)?;
        if format == "deb" {
            deb::complete(&package, &program, profile)?;
        }
        packages.push(package);
    }
    Ok(packages)
}

/// Where the documents are that exist only as long as a package is made. `tauri.conf.json` names it.
pub(crate) fn scratch() -> PathBuf {
    workspace::root().join("target/packaging")
}

fn prepare_documents() -> Result<(), Failure> {
    let scratch = scratch();
    fs::create_dir_all(&scratch).map_err(failed_at(&scratch))?;
    for name in COMPRESSED {
        let source = workspace::root().join("src-tauri/packaging").join(name);
        fs::copy(&source, scratch.join(name)).map_err(failed_at(&source))?;
    }
    let notices = scratch.join("third-party");
    fs::write(&notices, third_party::notices()?).map_err(failed_at(&notices))?;
    // Without the time of day in it, the same text gives the same file.
    let mut gzip = Invocation::new("gzip --best --no-name --force");
    for name in COMPRESSED.iter().chain(&["third-party"]) {
        gzip = gzip.with(scratch.join(name));
    }
    gzip.run()
}

/// What is not known before the program is built: which libraries an rpm requires beside those that the bundler adds, each in the versions that
/// the program uses.
fn settings(program: &Path, profile: Profile) -> Result<PathBuf, Failure> {
    let found = Invocation::new("/usr/lib/rpm/elfdeps --requires")
        .with(program)
        .answer()
        .ok_or_else(|| Failure::Package("rpm does not say what the program needs".to_owned()))?;
    let libraries: Vec<&str> = found
        .lines()
        .filter(|line| {
            !ADDED_BY_THE_BUNDLER
                .iter()
                .any(|known| line.starts_with(known))
        })
        .collect();
    let mut rpm = json!({ "depends": libraries });
    if profile == Profile::Debug {
        rpm["compression"] = json!({ "type": "none", "level": null });
    }
    let file = scratch().join("settings.json");
    let settings = json!({ "bundle": { "linux": { "rpm": rpm } } });
    fs::write(&file, settings.to_string()).map_err(failed_at(&file))?;
    Ok(file)
}

/// The package that was written last; older versions may lie beside it.
fn newest(directory: &Path, extension: &str) -> Result<PathBuf, Failure> {
    let packages = fs::read_dir(directory)
        .map_err(failed_at(directory))?
        .filter_map(Result::ok)
        .map(|entry| entry.path());
    packages
        .filter(|path| path.extension().is_some_and(|have| have == extension))
        .max_by_key(|path| {
            fs::metadata(path)
                .and_then(|metadata| metadata.modified())
                .ok()
        })
        .ok_or_else(|| Failure::Package(format!("none was written to {}", directory.display())))
}

fn mebibytes(path: &Path) -> Result<f64, Failure> {
    let metadata = fs::metadata(path).map_err(failed_at(path))?;
    let kibibytes = u32::try_from(metadata.len() / 1024).unwrap_or(u32::MAX);
    Ok(f64::from(kibibytes) / 1024.0)
}

/// Says which file it was.
pub(crate) fn failed_at(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    let path = path.to_owned();
    |source| Failure::File { path, source }
}

/// Takes a directory away with what is in it.
pub(crate) fn remove_if_there(directory: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(directory) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(failed_at(directory)(source))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str) -> String {
        fs::read_to_string(workspace::root().join("src-tauri/packaging").join(name)).unwrap()
    }

    #[test]
    fn what_a_package_says_about_its_version_is_the_version() {
        let version = env!("CARGO_PKG_VERSION");

        assert!(source("changelog").starts_with(&format!("keyreve ({version}) ")));
        assert!(
            source("keyreve.1")
                .lines()
                .next()
                .unwrap()
                .contains(&format!("\"Keyreve {version}\""))
        );
        let releases = source("dev.keyreve.desktop.metainfo.xml");
        let newest = releases.split("<release ").nth(1).unwrap();
        assert!(
            newest.starts_with(&format!("version=\"{version}\" ")),
            "{newest}"
        );
    }

    #[test]
    fn every_file_that_the_configuration_puts_into_a_package_is_there_or_made_for_it() {
        let text = fs::read_to_string(workspace::root().join("tauri.conf.json")).unwrap();
        let configuration: serde_json::Value = serde_json::from_str(&text).unwrap();

        for format in ["deb", "rpm"] {
            let files = configuration["bundle"]["linux"][format]["files"]
                .as_object()
                .unwrap();
            for source in files.values().filter_map(|source| source.as_str()) {
                let made = source
                    .strip_prefix("target/packaging/")
                    .map(|name| name.trim_end_matches(".gz"));
                match made {
                    Some(name) => assert!(
                        COMPRESSED.contains(&name) || name == "third-party",
                        "{name}"
                    ),
                    None => assert!(workspace::root().join(source).is_file(), "{source}"),
                }
            }
        }
    }
}
