//! Why a command ends without having done its work, each as the sentence that the person reads.
//!
//! Deliberately not here: exit codes. Every failure ends with 1.

use std::path::PathBuf;

use thiserror::Error;

/// Why a command stopped.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("\"{0}\" is no command of mine. `cargo xtask --help` lists them.")]
    Usage(String),
    #[error(
        "--accounts wants a display; without one there is only the tour, which has accounts of its own."
    )]
    NoDisplay,
    #[error("there is no step \"{named}\"; the steps are: {known}.")]
    NoSuchStep { named: String, known: String },
    #[error("{tool} {minimum} or newer is needed, and {found}. {remedy}")]
    TooOld {
        tool: &'static str,
        minimum: String,
        found: String,
        remedy: &'static str,
    },
    #[error("this needs packages that are not installed. Install them with:\n\n  {command}\n")]
    PackagesMissing { command: String },
    #[error("these packages could not be installed: {0}.")]
    PackagesNotInstalled(String),
    #[error(
        "the step \"{step}\" failed after {seconds:.0} s. Again, alone: cargo xtask test --only {step}"
    )]
    Step { step: &'static str, seconds: f64 },
    #[error("`{command}` could not be started: {source}")]
    NotStarted {
        command: String,
        source: std::io::Error,
    },
    #[error("`{command}` ended with {status}.")]
    Ended {
        command: String,
        status: std::process::ExitStatus,
    },
    #[error("{path}: {source}")]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{path} is not what it should be: {why}.")]
    Content { path: PathBuf, why: String },
    #[error("{what} {remedy}")]
    Lacking { what: String, remedy: String },
    #[error("the stand-in servers did not start: {0}")]
    StandIns(String),
    #[error(
        "LLVM's tools for this Rust are missing. With rustup: rustup component add llvm-tools; else set LLVM_COV and LLVM_PROFDATA to those of the LLVM that `rustc -vV` names."
    )]
    LlvmToolsMissing,
    #[error("the domain's tests run {percent:.1} % of its lines, and {floor:.0} % is the least.")]
    Coverage { percent: f64, floor: f64 },
    #[error("a measured start said nothing that can be used: {0}.")]
    Measurement(String),
    #[error("over the limit: {0}.")]
    OverLimit(String),
    #[error("the package is not as it should be: {0}.")]
    Package(String),
}
