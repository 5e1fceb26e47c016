//! `cargo xtask`: the project's commands. It exists so that a fresh machine needs nothing but Rust and Node to run them: each command first
//! sees to what it needs, and says in one sentence what it cannot see to itself.
//!
//! Deliberately not here: anything that the program does. This crate links no system library and no other crate of the workspace, so that it
//! compiles in seconds before anything else is installed.
#![expect(
    clippy::print_stdout,
    reason = "printing is what a command-line tool is for"
)]
#![cfg_attr(
    not(unix),
    expect(
        dead_code,
        reason = "some of it serves only what is measured, on Linux"
    )
)]

#[cfg(unix)]
mod bench;
mod bundle;
mod coverage;
mod deb;
mod debian;
mod demo;
mod failure;
mod fresh_root;
mod icons;
mod installed;
mod invocation;
mod minimum;
mod package;
mod page;
mod platforms;
mod steps;
mod suite;
mod third_party;
mod webdriver;
mod workspace;

use std::process::ExitCode;

use failure::Failure;

const HELP: &str = "\
Commands of the Keyreve project.

Usage: cargo xtask <command>

  demo           Start the program on stand-in servers, apart from your own accounts.
                 Without a display, or with --tour: a short tour in a virtual one,
                 with pictures in target/demo.
    --accounts N So many accounts on up to 50 stand-in sites, about twenty on each.
  test           Everything that has to hold: formatting, lints, tests, the program on
                 a real desktop session, the package. Ends in the runners' summaries.
    --only STEP  One step of it; may be given more than once.
    --list       The names of the steps.
  check          The fast inner loop: formatting, lints, types of the page.
  coverage       Which lines of the domain its tests run; fails below 90 %.
  bench          A start of the domain with 1,000 accounts beside one with none; then the
                 program with 100 beside a blank Tauri tray app that is built and measured
                 in the same run. Fails when a limit is over.
    --only PART  \"starts\" (the domain), \"desktop\", or of that only \"ready\": from the start
                 to the page.
    --built DIR  With \"desktop\" or \"ready\": measure what was built before, in
                 target/release for example.
    --runs N     With \"desktop\" or \"ready\": so many runs instead of three.
  bundle         The release packages for this system, in target/release/bundle.
    --formats F  Those named instead, as in deb,rpm,appimage (AppImage fetches helpers).
  installed      The deb on a fresh Debian: installed, an account added, upgraded, removed,
                 purged. Needs root and the network; takes some minutes.
  icons          Every bitmap in icons/, from the drawings beside it.
  platforms      From Linux: lints for Windows and macOS, the Windows program linked, the
                 domain's tests under Wine with its Credential Manager. No window.

What is missing (Debian packages, npm modules, Rust targets) is installed when this runs as
root on Debian or Ubuntu; otherwise the command that installs it is printed.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), Failure> {
    match words {
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        ["demo"] => demo::run(demo::Where::OnTheDisplayIfThereIsOne, None),
        ["demo", "--accounts", accounts] => {
            let accounts = accounts
                .parse()
                .map_err(|_| Failure::Usage(words.join(" ")))?;
            let crowd = demo::Crowd::of(accounts);
            demo::run(demo::Where::OnTheDisplayIfThereIsOne, Some(crowd))
        }
        ["demo", "--tour"] => demo::run(demo::Where::InAVirtualDisplay, None),
        ["test", "--list"] => {
            suite::NAMES.iter().for_each(|name| println!("{name}"));
            Ok(())
        }
        ["test", options @ ..] => suite::test(&only(options)?),
        ["check"] => suite::check(),
        ["coverage"] => coverage::run(),
        #[cfg(unix)]
        ["bench", options @ ..] => bench::run(options),
        ["bundle"] => bundle::run(None),
        ["bundle", "--formats", formats] => bundle::run(Some(formats)),
        ["icons"] => icons::run(),
        ["installed"] => installed::run(),
        ["platforms"] => platforms::run(),
        other => Err(Failure::Usage(other.join(" "))),
    }
}

/// The steps named by `--only STEP`, in any number.
fn only<'a>(options: &[&'a str]) -> Result<Vec<&'a str>, Failure> {
    options
        .chunks(2)
        .map(|pair| match pair {
            ["--only", step] if suite::NAMES.contains(step) => Ok(*step),
            ["--only", step] => Err(Failure::NoSuchStep {
                named: (*step).to_owned(),
                known: suite::NAMES.join(", "),
            }),
            other => Err(Failure::Usage(format!("test {}", other.join(" ")))),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_option_means_every_step() {
        assert_eq!(only(&[]).unwrap(), Vec::<&str>::new());
    }

    #[test]
    fn several_steps_can_be_asked_for() {
        assert_eq!(
            only(&["--only", "format", "--only", "desktop"]).unwrap(),
            ["format", "desktop"]
        );
    }

    #[test]
    fn a_step_that_does_not_exist_is_told_apart_from_an_unknown_option() {
        assert!(matches!(
            only(&["--only", "nonsense"]),
            Err(Failure::NoSuchStep { .. })
        ));
        assert!(matches!(only(&["--all"]), Err(Failure::Usage(_))));
        assert!(matches!(only(&["--only"]), Err(Failure::Usage(_))));
    }
}
