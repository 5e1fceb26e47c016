//! `cargo xtask test` and `cargo xtask check`: the steps, in the order in which they find most for the least time.
//!
//! Every cargo step uses the same workspace, features and profile, so that nothing is compiled twice; the desktop step and the package use
//! the program that the Rust step has built.

use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::package;
use crate::page;
use crate::platforms;
use crate::steps::Steps;

/// The steps of `test`, in order.
pub(crate) const NAMES: &[&str] = &[
    "format",
    "page",
    "clippy",
    "rust",
    "page-check",
    "page-test",
    "pictures",
    "desktop",
    "package",
    "macos",
    "windows",
    "wine",
];

/// Runs every step, or the named ones only.
pub(crate) fn test(only: &[&str]) -> Result<(), Failure> {
    minimum::check()?;
    debian::ensure(&[
        debian::BUILD,
        debian::DESKTOP,
        debian::PACKAGE,
        debian::PICTURES,
    ])?;
    page::ensure_modules()?;
    let mut wanted: Vec<&str> = NAMES.to_vec();
    if !only.is_empty() {
        wanted.retain(|name| only.contains(name));
    }
    let elsewhere = |name: &&str| platforms::STEPS.contains(name);
    let tried = |name: &&str| elsewhere(name) && platforms::cannot(name).is_none();
    if wanted.iter().any(tried)
        && let Err(failure) = platforms::prepare()
    {
        if !only.is_empty() {
            return Err(failure);
        }
        // What they need beside packages comes from the network; the rest holds without it.
        println!("\n── macos, windows and wine are left out: {failure}");
        wanted.retain(|name| !elsewhere(name));
    }
    let mut steps = Steps::default();
    for name in wanted {
        if let Some(reason) = platforms::cannot(name).or_else(|| page::cannot(name)) {
            println!("\n── {name} is left out: {reason}");
            continue;
        }
        match name {
            "package" => steps.run_own(name, package::smoke_test)?,
            name => steps.run(name, invocations(name))?,
        }
    }
    steps.report();
    Ok(())
}

/// The fast inner loop.
pub(crate) fn check() -> Result<(), Failure> {
    minimum::check()?;
    debian::ensure(&[debian::BUILD])?;
    page::ensure_modules()?;
    let mut steps = Steps::default();
    for name in ["format", "page", "clippy", "page-check"] {
        steps.run(name, invocations(name))?;
    }
    steps.report();
    Ok(())
}

fn invocations(step: &str) -> Vec<Invocation> {
    match step {
        "format" => vec![
            Invocation::new("cargo fmt --all --check"),
            page::script("format:check"),
        ],
        // The program carries the page inside, so the page comes before whatever compiles the program.
        "page" => vec![page::script("build")],
        "clippy" => vec![Invocation::new(
            "cargo clippy --workspace --all-targets --locked -- -D warnings",
        )],
        "rust" => vec![Invocation::new("cargo test --workspace --locked")],
        "page-check" => vec![page::script("check")],
        "page-test" => vec![page::script("test")],
        // Nobody looks at pictures here; what has to hold in each of them is checked.
        "pictures" => vec![page::script("pictures").with("--").with("--checks-only")],
        // The program itself is a dependency of its own tests, so cargo has it up to date before the first of them starts.
        "desktop" => vec![Invocation::new(
            "cargo test --workspace --locked --test desktop -- --ignored --test-threads=1 --skip tour::",
        )],
        elsewhere => platforms::invocations(elsewhere),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_but_our_own_runs_something() {
        for name in NAMES.iter().filter(|name| **name != "package") {
            assert!(!invocations(name).is_empty(), "{name}");
        }
    }
}
