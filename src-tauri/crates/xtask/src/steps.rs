//! A row of steps, run one after the other: what each took, and what its runner said at its end.
//!
//! Deliberately not here: which steps there are.

use std::time::Instant;

use crate::failure::Failure;
use crate::invocation::Invocation;

/// Steps that were run so far.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: Vec<Done>,
}

#[derive(Debug)]
struct Done {
    name: &'static str,
    seconds: f64,
    summary: Vec<String>,
}

impl Steps {
    /// Runs the invocations of one step in order and stops at the first that fails.
    pub(crate) fn run(
        &mut self,
        step: &'static str,
        invocations: Vec<Invocation>,
    ) -> Result<(), Failure> {
        println!("\n── {step}");
        let began = Instant::now();
        let mut summary = Summary::default();
        for invocation in invocations {
            if !invocation.watch(|line| summary.see(line))? {
                return Err(Failure::Step {
                    step,
                    seconds: began.elapsed().as_secs_f64(),
                });
            }
        }
        self.note(step, began, summary.lines);
        Ok(())
    }

    /// Runs a step that is our own code and says itself what it found.
    pub(crate) fn run_own(
        &mut self,
        step: &'static str,
        own: impl FnOnce() -> Result<Vec<String>, Failure>,
    ) -> Result<(), Failure> {
        println!("\n── {step}");
        let began = Instant::now();
        let summary = own().inspect_err(|failure| println!("{failure}"));
        let summary = summary.map_err(|_said| Failure::Step {
            step,
            seconds: began.elapsed().as_secs_f64(),
        })?;
        self.note(step, began, summary);
        Ok(())
    }

    /// Prints what the runners said, and the table of times.
    pub(crate) fn report(&self) {
        println!("\n── summary");
        for done in &self.done {
            done.summary
                .iter()
                .for_each(|line| println!("{:<12}{line}", done.name));
        }
        println!();
        self.done
            .iter()
            .for_each(|done| println!("{:<12}{:>7.1} s", done.name, done.seconds));
        println!(
            "{:<12}{:>7.1} s",
            "together",
            self.done.iter().map(|done| done.seconds).sum::<f64>()
        );
    }

    fn note(&mut self, name: &'static str, began: Instant, summary: Vec<String>) {
        self.done.push(Done {
            name,
            seconds: began.elapsed().as_secs_f64(),
            summary,
        });
    }
}

/// The lines in which a runner sums up, picked out of all that it prints.
#[derive(Debug, Default)]
struct Summary {
    lines: Vec<String>,
    /// What cargo said it runs next, so that its "test result" line has a name.
    running: String,
}

impl Summary {
    fn see(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if let Some(target) = line
            .strip_prefix("Running ")
            .or_else(|| line.strip_prefix("Doc-tests "))
        {
            self.running = target
                .split(" (")
                .next()
                .unwrap_or_default()
                .trim_start_matches("unittests ")
                .to_owned();
            if let Some((_, binary)) = line.split_once("deps/") {
                // The binary's name is the crate's with a hash behind it: `accounts-1f2e…`.
                let krate = binary.rsplit_once('-').map_or(binary, |(name, _hash)| name);
                self.running = format!("{krate} {}", self.running);
            }
        } else if line.starts_with("test result:") {
            if !line.contains(" 0 passed; 0 failed; 0 ignored;") {
                self.lines.push(format!("{line} ({})", self.running));
            }
        } else if sums_up(line) {
            self.lines.push(line.to_owned());
        }
    }
}

fn sums_up(line: &str) -> bool {
    const BEGINNINGS: [&str; 8] = [
        "Test Files ",
        "Tests ",
        "svelte-check found",
        // Every scene of the page in Chromium.
        "Pictures ",
        "All matched files use Prettier",
        "✓ built in",
        "Finished `dev`",
        // The program, asked for its version.
        concat!("keyreve ", env!("CARGO_PKG_VERSION")),
    ];
    BEGINNINGS
        .iter()
        .any(|beginning| line.starts_with(beginning))
        || line.contains("COMPLETED ")
}

/// The line without terminal escape sequences (`ESC [ … letter`).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters
                .by_ref()
                .take_while(|next| !next.is_ascii_alphabetic())
                .for_each(drop);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary_of(printed: &str) -> Vec<String> {
        let mut summary = Summary::default();
        printed.lines().for_each(|line| summary.see(line));
        summary.lines
    }

    #[test]
    fn cargos_results_are_named_by_what_it_ran() {
        let printed = "     Running unittests src/lib.rs (target/debug/deps/accounts-1f2e3d)\n\
                       running 3 tests\n\
                       test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";

        assert_eq!(
            summary_of(printed),
            [
                "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s (accounts src/lib.rs)"
            ]
        );
    }

    #[test]
    fn a_target_without_tests_is_not_worth_a_line() {
        let printed = "   Doc-tests demo\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";

        assert_eq!(summary_of(printed), Vec::<String>::new());
    }

    #[test]
    fn the_pages_runners_are_understood_through_their_colours() {
        let printed = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m31 passed\u{1b}[39m\u{1b}[22m (31)\nsvelte-check found 0 errors and 0 warnings\n";

        assert_eq!(
            summary_of(printed),
            [
                "Tests  31 passed (31)",
                "svelte-check found 0 errors and 0 warnings"
            ]
        );
    }

    #[test]
    fn a_step_that_fails_stops_the_row_with_its_name() {
        let mut steps = Steps::default();

        let failure = steps
            .run(
                "rust",
                vec![
                    Invocation::new("true"),
                    Invocation::new("false"),
                    Invocation::new("true"),
                ],
            )
            .unwrap_err();

        assert!(matches!(failure, Failure::Step { step: "rust", .. }));
        assert!(steps.done.is_empty());
    }
}
