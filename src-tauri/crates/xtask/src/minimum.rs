//! The oldest Rust and Node that the project is built with, checked before anything else so that an old one is a sentence and not a page of
//! compiler errors.
//!
//! Deliberately not here: the numbers. `rust-version` in the root manifest and `engines` in the page's manifest say them.

use serde_json::Value;

use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::workspace;

const RUST_REMEDY: &str = "Get it with `rustup update stable`, or from https://rustup.rs.";
const NODE_REMEDY: &str = "Get it from https://nodejs.org (npm comes with it) or, on Debian 13 and newer, with: apt-get install nodejs npm";

/// Checks Rust alone, for what does without the page.
pub(crate) fn rust() -> Result<(), Failure> {
    enough(
        "Rust",
        env!("CARGO_PKG_RUST_VERSION"),
        Invocation::new("rustc --version").answer(),
        RUST_REMEDY,
    )
}

/// Checks both.
pub(crate) fn check() -> Result<(), Failure> {
    rust()?;
    enough(
        "Node",
        &minimum_node()?,
        Invocation::new("node --version").answer(),
        NODE_REMEDY,
    )?;
    for (command, component) in [
        ("cargo clippy --version", "clippy"),
        ("cargo fmt --version", "rustfmt"),
    ] {
        if Invocation::new(command).answer().is_none() {
            println!(
                "xtask: the Rust component {component} is missing; `rustup component add {component}` installs it."
            );
        }
    }
    Ok(())
}

fn minimum_node() -> Result<String, Failure> {
    let path = workspace::ui().join("package.json");
    let text = std::fs::read_to_string(&path).map_err(|source| Failure::File {
        path: path.clone(),
        source,
    })?;
    let manifest: Value = serde_json::from_str(&text).map_err(|error| Failure::Content {
        path: path.clone(),
        why: error.to_string(),
    })?;
    match manifest["engines"]["node"].as_str() {
        Some(range) => Ok(range.trim_start_matches(">=").trim().to_owned()),
        None => Err(Failure::Content {
            path,
            why: "engines.node is missing".to_owned(),
        }),
    }
}

fn enough(
    tool: &'static str,
    minimum: &str,
    found: Option<String>,
    remedy: &'static str,
) -> Result<(), Failure> {
    let too_old = |found: String| Failure::TooOld {
        tool,
        minimum: minimum.to_owned(),
        found,
        remedy,
    };
    let Some(answer) = found else {
        return Err(too_old("none was found".to_owned()));
    };
    match (version(&answer), version(minimum)) {
        (Some(have), Some(want)) if have >= want => Ok(()),
        _ => Err(too_old(format!("this one is \"{answer}\""))),
    }
}

/// Major and minor number of the first word that begins with a version, as in `v20.19.1` or `rustc 1.95.0 (…)`.
fn version(text: &str) -> Option<(u32, u32)> {
    text.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_start_matches('v').split('.');
        Some((
            numbers.next()?.parse().ok()?,
            numbers.next().unwrap_or("0").parse().ok()?,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_tools_print() {
        assert_eq!(
            version("rustc 1.95.0 (59807616e 2026-04-14)"),
            Some((1, 95))
        );
        assert_eq!(version("v20.19.1"), Some((20, 19)));
        assert_eq!(version("1.90"), Some((1, 90)));
        assert_eq!(version("no numbers"), None);
    }

    #[test]
    fn a_newer_major_version_is_enough_although_its_minor_number_is_smaller() {
        assert!(enough("Node", "20.19", Some("v22.1.0".to_owned()), NODE_REMEDY).is_ok());
    }

    #[test]
    fn an_old_tool_is_told_with_both_versions_and_the_remedy() {
        let failure = enough("Node", "20.19", Some("v18.20.4".to_owned()), NODE_REMEDY)
            .unwrap_err()
            .to_string();

        assert!(
            failure.contains("Node 20.19 or newer")
                && failure.contains("v18.20.4")
                && failure.contains("nodejs.org"),
            "{failure}"
        );
    }

    #[test]
    fn a_missing_tool_is_told_as_missing() {
        let failure = enough("Rust", "1.90", None, RUST_REMEDY)
            .unwrap_err()
            .to_string();

        assert!(failure.contains("none was found"), "{failure}");
    }

    #[test]
    fn the_pages_manifest_names_the_oldest_node() {
        assert!(version(&minimum_node().unwrap()).is_some_and(|minimum| minimum >= (20, 19)));
    }
}
