//! `cargo xtask bench`: what the program costs. First the domain alone with 1,000 accounts ([`starts`]); then the built program on a desktop
//! without a screen, beside a blank Tauri tray app that is built and measured in the same run ([`desktop`]).
//!
//! Deliberately not here: a number without a limit that is judged. What has none is printed and says so.

mod blank;
mod closing;
mod desktop;
mod patience;
mod people;
mod process;
mod screen;
mod session;
mod starts;
mod table;
mod tray;

use crate::bench::desktop::Part;
use crate::failure::Failure;

/// Measures what the options ask for, everything without any.
pub(crate) fn run(options: &[&str]) -> Result<(), Failure> {
    match options {
        [] => {
            let starts = starts::run();
            // What one part found is no reason not to look at the other.
            desktop::run(Part::All, None, desktop::RUNS)?;
            starts
        }
        ["--only", "starts"] => starts::run(),
        ["--only", part @ ("desktop" | "ready"), rest @ ..] => {
            let part = if *part == "ready" {
                Part::Ready
            } else {
                Part::All
            };
            let (mut folder, mut runs) = (None, desktop::RUNS);
            for pair in rest.chunks(2) {
                match pair {
                    ["--built", built] => folder = Some(*built),
                    ["--runs", count] => runs = count.parse().map_err(|_| usage(options))?,
                    _ => return Err(usage(options)),
                }
            }
            desktop::run(part, folder, runs)
        }
        _ => Err(usage(options)),
    }
}

fn usage(options: &[&str]) -> Failure {
    Failure::Usage(format!("bench {}", options.join(" ")))
}
