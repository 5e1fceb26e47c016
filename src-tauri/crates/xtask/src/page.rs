//! The page's side of every command: its modules, and its npm scripts.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::workspace;

/// Installs the npm modules when there are none, or when the lock file is newer than they are.
pub(crate) fn ensure_modules() -> Result<(), Failure> {
    let ui = workspace::ui();
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    let locked = changed(&ui.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    Invocation::new("npm ci --no-audit --no-fund")
        .within(&ui)
        .run()
}

/// `npm run <script>` in the page's directory.
pub(crate) fn script(name: &str) -> Invocation {
    Invocation::new("npm run --silent")
        .with(name)
        .within(&workspace::ui())
}

/// The Tauri command line, as the lock file pins it.
pub(crate) fn tauri(line: &str) -> Invocation {
    let program = workspace::ui().join("node_modules/.bin/tauri");
    let mut command = Invocation::new("node").with(program);
    for word in line.split(' ') {
        command = command.with(word);
    }
    // The command line reads `CI` as a yes-or-no option and stumbles over other values.
    command.setting("CI", "true")
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .ok()
}
