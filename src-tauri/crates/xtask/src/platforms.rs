//! `cargo xtask platforms`: what Linux can tell of the program on Windows and macOS.
//!
//! `macos` lints the workspace for Apple silicon. `windows` does the same and links the program. `wine` runs the domain's and the shell's tests under Wine,
//! with its Credential Manager. Each is a step of `cargo xtask test` too. All that they need beside system packages lies in `target/platforms`.
//!
//! Deliberately not here: a window. Wine has no WebView2, and linking for macOS needs what only Apple gives away: how the program looks and whether
//! it starts there is for real machines to say.

use std::fs;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::page;
use crate::steps::Steps;
use crate::workspace;

/// The steps, in order.
pub(crate) const STEPS: [&str; 3] = ["macos", "windows", "wine"];

const MACOS: &str = "aarch64-apple-darwin";
const WINDOWS: &str = "x86_64-pc-windows-gnu";

/// The C compiler for macOS, as PyPI names it.
const ZIG: &str = "ziglang==0.17.1";

/// Wine lists credentials at addresses that are not aligned, which the store's debug assertions end the process for.
const FOR_WINE: &str = "profile.dev.package.windows-native-keyring-store.debug-assertions=false";

/// Runs every step that this computer can.
pub(crate) fn run() -> Result<(), Failure> {
    if let Some(reason) = cannot("macos") {
        return Err(Failure::Lacking {
            what: format!("this command cannot run here: {reason}."),
            remedy: "What it looks at from afar, `cargo clippy --workspace` and `cargo test --workspace` look at here.".to_owned(),
        });
    }
    minimum::check()?;
    page::ensure_modules()?;
    prepare()?;
    let mut steps = Steps::default();
    steps.run("page", vec![page::script("build")])?;
    for step in STEPS {
        match cannot(step) {
            None => steps.run(step, invocations(step))?,
            Some(reason) => println!("\n── {step} is left out: {reason}"),
        }
    }
    steps.report();
    Ok(())
}

/// Why a step cannot run on this computer, whatever is installed.
pub(crate) fn cannot(step: &str) -> Option<&'static str> {
    if !STEPS.contains(&step) {
        None
    } else if !cfg!(target_os = "linux") {
        Some("other platforms are looked at from Linux only")
    } else if step == "wine" && !cfg!(target_arch = "x86_64") {
        Some("Wine runs the program on x86-64 only")
    } else {
        None
    }
}

/// Sees to what the steps need.
pub(crate) fn prepare() -> Result<(), Failure> {
    debian::ensure(&[debian::BUILD, debian::PLATFORMS])?;
    fs::create_dir_all(home()).map_err(|source| Failure::File {
        path: home(),
        source,
    })?;
    for target in [MACOS, WINDOWS] {
        ensure_target(target)?;
    }
    ensure_apple_compiler()?;
    ensure_process_prng()
}

/// What a step runs.
pub(crate) fn invocations(step: &str) -> Vec<Invocation> {
    match step {
        "macos" => vec![for_macos(clippy("--workspace", MACOS))],
        "windows" => vec![clippy("--workspace", WINDOWS), windows_program_and_tests()],
        "wine" => vec![
            windows_program_and_tests(),
            under_wine(Invocation::new(&wine()).with("wineboot").with("--init")),
            // It answers that before it needs a window.
            under_wine(
                Invocation::new(&wine())
                    .with(made_for_windows().join("keyreve.exe"))
                    .with("--version"),
            ),
            under_wine(for_windows("test", "--lib --test behavior")),
            // A listing fails (1018) while another thread deletes a credential, which is not expected of Windows.
            under_wine(for_windows("test", "--test credential_manager"))
                .with("--")
                .with("--test-threads=1"),
        ],
        _ => vec![],
    }
}

fn clippy(what: &str, target: &str) -> Invocation {
    Invocation::new(&format!(
        "cargo clippy {what} --all-targets --locked --target {target} -- -D warnings"
    ))
}

/// Together, so that what both depend on is compiled once.
fn windows_program_and_tests() -> Invocation {
    for_windows(
        "build",
        "--bin keyreve --test behavior --test credential_manager",
    )
}

fn for_windows(verb: &str, what: &str) -> Invocation {
    Invocation::new(&format!(
        "cargo {verb} --package keyreve --package accounts {what} --locked --target {WINDOWS} --config {FOR_WINE}"
    ))
}

fn for_macos(invocation: Invocation) -> Invocation {
    invocation
        .setting("CC_aarch64_apple_darwin", home().join("apple-cc"))
        .setting("AR_aarch64_apple_darwin", home().join("apple-ar"))
}

/// In a Wine of its own: nobody's own programs and settings there are met, nothing is shown, and no menu entries are made.
fn under_wine(invocation: Invocation) -> Invocation {
    invocation
        .without("DISPLAY")
        .without("WAYLAND_DISPLAY")
        .setting("WINEPREFIX", home().join("wine"))
        .setting("WINEDEBUG", "-all")
        .setting("WINEDLLOVERRIDES", "mscoree,mshtml,winemenubuilder.exe=")
        .setting(
            "WINEPATH",
            // The second holds WebView2Loader.dll, which the program and its tests are linked to.
            as_wine_names(&[home().join("dll"), made_for_windows()]),
        )
        .setting("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", wine())
}

/// Wine has the whole file system as drive Z.
fn as_wine_names(directories: &[PathBuf]) -> String {
    let named = directories
        .iter()
        .map(|directory| format!("Z:{}", directory.display()).replace('/', "\\"));
    named.collect::<Vec<_>>().join(";")
}

fn made_for_windows() -> PathBuf {
    workspace::target().join(WINDOWS).join("debug")
}

/// Debian keeps the program of its package `wine64` out of the search path.
fn wine() -> String {
    const DEBIANS: &str = "/usr/lib/wine/wine64";
    let name = if Path::new(DEBIANS).is_file() {
        DEBIANS
    } else {
        "wine"
    };
    name.to_owned()
}

/// What other platforms need here, apart from system packages.
fn home() -> PathBuf {
    workspace::target().join("platforms")
}

fn ensure_target(target: &str) -> Result<(), Failure> {
    let library = Invocation::new("rustc --print target-libdir --target")
        .with(target)
        .answer();
    if library.is_some_and(|library| Path::new(&library).is_dir()) {
        return Ok(());
    }
    Invocation::new("rustup target add")
        .with(target)
        .run()
        .map_err(|failure| Failure::Lacking {
            what: format!("Rust's standard library for {target} is missing: {failure}"),
            remedy: format!("With Rust from https://rustup.rs: rustup target add {target}"),
        })
}

fn ensure_apple_compiler() -> Result<(), Failure> {
    let directory = home().join("zig");
    let installed = directory.join(format!("{}.dist-info", ZIG.replace("==", "-")));
    if !installed.is_dir() {
        let install = format!(
            "python3 -m pip install --no-deps --upgrade --target {} {ZIG}",
            directory.display()
        );
        Invocation::new("python3 -m pip install --quiet --no-deps --upgrade --target")
            .with(&directory)
            .with(ZIG)
            .run()
            .map_err(|failure| Failure::Lacking {
                what: format!("the C compiler for macOS could not be got from PyPI: {failure}"),
                remedy: format!("With Python's pip and the network: {install}"),
            })?;
    }
    for name in ["apple-cc", "apple-ar"] {
        let path = home().join(name);
        write(&path, include_str!("platforms/apple-cc.sh"))?;
        Invocation::new("chmod +x").with(&path).run()?;
    }
    println!(
        "xtask: for macOS one file of Objective-C (objc/notify.m of mac-notification-sys) is taken as empty: Apple's headers are not here."
    );
    Ok(())
}

fn ensure_process_prng() -> Result<(), Failure> {
    let source = home().join("process-prng.c");
    write(&source, include_str!("platforms/process-prng.c"))?;
    let directory = home().join("dll");
    fs::create_dir_all(&directory).map_err(|source| Failure::File {
        path: directory.clone(),
        source,
    })?;
    Invocation::new("x86_64-w64-mingw32-gcc -shared -O2 -Wall -Werror -o")
        .with(directory.join("bcryptprimitives.dll"))
        .with(&source)
        .with("-ladvapi32")
        .run()
        .map_err(|failure| Failure::Lacking {
            what: format!("the compiler for Windows does not do its work: {failure}"),
            remedy: "On Debian and Ubuntu its package is gcc-mingw-w64-x86-64.".to_owned(),
        })
}

/// Leaves a file alone that says the same already: what was made with it stays up to date.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|have| have == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|source| Failure::File {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_runs_something_and_nothing_else_is_a_step() {
        for step in STEPS {
            assert!(!invocations(step).is_empty(), "{step}");
        }
        assert!(invocations("rust").is_empty());
        assert_eq!(cannot("rust"), None);
    }

    #[test]
    fn wine_is_told_paths_in_its_own_spelling() {
        assert_eq!(
            as_wine_names(&["/home/ada/dll".into(), "/home/ada/debug".into()]),
            r"Z:\home\ada\dll;Z:\home\ada\debug"
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_credential_managers_tests_run_one_after_the_other_and_without_a_window() {
        let last = invocations("wine").pop().unwrap();

        assert!(last.to_string().ends_with("-- --test-threads=1"), "{last}");
        let settings = last.into_command();
        assert!(
            settings
                .get_envs()
                .any(|(name, value)| name == "DISPLAY" && value.is_none())
        );
    }
}
