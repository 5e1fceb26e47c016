//! Where diagnostics go: standard error, which a desktop puts into its journal. Secrets are types that do not print themselves.

use std::path::PathBuf;

use tauri::{AppHandle, Manager as _};
use tracing_subscriber::EnvFilter;

/// Where the log files are.
pub(crate) fn folder(app: &AppHandle) -> Option<PathBuf> {
    app.path().app_log_dir().ok()
}

/// Begins logging. `KEYREVE_LOG` sets the level, for example `info`.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("KEYREVE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second subscriber is no reason to stop.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .try_init(),
    );
}
