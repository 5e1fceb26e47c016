//! The shell: the only place that says `tauri`. It starts the domain, shows its snapshots and carries requests to it.
//!
//! Deliberately not here: any decision about an account.

mod arguments;
mod commands;
mod demo_accounts;
mod desktop;
mod identity;
mod keyring;
mod logging;
mod running;
mod startup;
mod windows;

#[cfg(test)]
mod bindings;

use std::process::ExitCode;

use arguments::Arguments;

/// Runs the program until it ends.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "who starts it from a terminal is answered there"
)]
pub fn run(arguments: impl IntoIterator<Item = String>) -> ExitCode {
    let arguments = match Arguments::parse(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}\n\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    if let Some(text) = arguments.answer() {
        println!("{text}");
        return ExitCode::SUCCESS;
    }
    logging::start();
    match startup::start(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Keyreve cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}
