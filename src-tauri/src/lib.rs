//! The shell: the only place that says `tauri`. It starts the domain, shows its snapshots and carries requests to it.
//!
//! Deliberately not here: any decision about an account.

mod arguments;
mod background;
mod beginning;
#[cfg(target_os = "linux")]
mod bus;
mod commands;
mod demo_accounts;
mod desktop;
mod diagnostics;
mod identity;
mod keyring;
mod logging;
mod news;
mod notifications;
mod presence;
mod running;
mod sentences;
mod startup;
mod theme;
mod tools;
mod tray;
mod windows;

#[cfg(test)]
mod bindings;

use std::io::Write as _;
use std::process::ExitCode;

use arguments::Arguments;

/// Runs the program until it ends.
#[expect(
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
        // Whoever read the beginning may have gone: `keyreve --help | head -1`.
        drop(writeln!(std::io::stdout(), "{text}"));
        return ExitCode::SUCCESS;
    }
    windows::draw_without_graphics_card();
    logging::start();
    match startup::start(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Keyreve cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}
