//! Packages: the release package for a person, and the smoke test that looks into one made from the program already built.
//!
//! Deliberately not here: what the package contains; `tauri.conf.json` says that.

use std::fs;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::page;
use crate::workspace;

/// Lines that the control file of the package has to carry.
const CONTROL: &[&str] = &[
    "Package: keyreve",
    "Section: utils",
    "Depends: libc6",
    "Recommends: gnome-keyring",
];

/// Files that the package has to install.
const FILES: &[&str] = &[
    "/usr/bin/keyreve",
    "/usr/share/applications/Keyreve.desktop",
    "/usr/share/doc/keyreve/copyright",
    "/usr/share/icons/hicolor/32x32/apps/keyreve.png",
    "/usr/share/icons/hicolor/128x128/apps/keyreve.png",
];

/// Builds the release packages that this system has the tools for, and says where they are.
pub(crate) fn run() -> Result<(), Failure> {
    minimum::check()?;
    debian::ensure(&[debian::BUILD, debian::PACKAGE])?;
    page::ensure_modules()?;
    page::script("build").run()?;
    let formats = if Invocation::new("rpmbuild --version").answer().is_some() {
        "deb,rpm"
    } else {
        "deb"
    };
    page::tauri(&format!("build --bundles {formats}")).run()?;
    println!();
    for format in formats.split(',') {
        let package = newest(
            &workspace::target().join("release/bundle").join(format),
            format,
        )?;
        println!("{} ({:.1} MiB)", package.display(), mebibytes(&package)?);
    }
    Ok(())
}

/// Packs the program of the debug profile and looks into the package: fields, files, menu entry, and whether the program in it starts.
pub(crate) fn smoke_test() -> Result<Vec<String>, Failure> {
    page::tauri("bundle --debug --bundles deb").run()?;
    let package = newest(&workspace::target().join("debug/bundle/deb"), "deb")?;
    let control = told(
        Invocation::new("dpkg-deb --info").with(&package),
        "its control file cannot be read",
    )?;
    for line in CONTROL {
        if !control.lines().any(|have| have.trim().starts_with(line)) {
            return Err(Failure::Package(format!(
                "its control file does not say \"{line}\""
            )));
        }
    }
    let unpacked = workspace::target().join("debug/bundle/unpacked");
    remove_if_there(&unpacked)?;
    Invocation::new("dpkg-deb --extract")
        .with(&package)
        .with(&unpacked)
        .run()?;
    for file in FILES {
        if !unpacked.join(file.trim_start_matches('/')).is_file() {
            return Err(Failure::Package(format!("it does not install {file}")));
        }
    }
    Invocation::new("desktop-file-validate")
        .with(unpacked.join("usr/share/applications/Keyreve.desktop"))
        .run()?;
    let program =
        Invocation::new(&unpacked.join("usr/bin/keyreve").to_string_lossy()).with("--version");
    let version = told(program, "the program in it does not start")?;
    if !version.contains(env!("CARGO_PKG_VERSION")) {
        return Err(Failure::Package(format!(
            "the program in it calls itself \"{version}\""
        )));
    }
    remove_if_there(&unpacked)?;
    Ok(vec![format!(
        "{}: fields, {} files, menu entry and \"{version}\" as they should be",
        package.file_name().unwrap_or_default().to_string_lossy(),
        FILES.len()
    )])
}

fn told(invocation: Invocation, otherwise: &str) -> Result<String, Failure> {
    invocation
        .answer()
        .ok_or_else(|| Failure::Package(otherwise.to_owned()))
}

/// The package that was written last; older versions may lie beside it.
fn newest(directory: &Path, extension: &str) -> Result<PathBuf, Failure> {
    let failed = |source| Failure::File {
        path: directory.to_owned(),
        source,
    };
    let packages = fs::read_dir(directory)
        .map_err(failed)?
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
    let metadata = fs::metadata(path).map_err(|source| Failure::File {
        path: path.to_owned(),
        source,
    })?;
    let kibibytes = u32::try_from(metadata.len() / 1024).unwrap_or(u32::MAX);
    Ok(f64::from(kibibytes) / 1024.0)
}

fn remove_if_there(directory: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(directory) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Failure::File {
            path: directory.to_owned(),
            source,
        }),
        _ => Ok(()),
    }
}
