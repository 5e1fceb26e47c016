//! The page's side of every command: its modules, and its npm scripts.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::workspace;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs the npm modules when there are none, or when the lock file is newer than they are.
pub(crate) fn ensure_modules() -> Result<(), Failure> {
    let ui = workspace::ui();
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    let locked = changed(&ui.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    Invocation::new(&format!("{NPM} ci --no-audit --no-fund"))
        .within(&ui)
        .run()
}

/// `npm run <script>` in the page's directory.
pub(crate) fn script(name: &str) -> Invocation {
    Invocation::new(&format!("{NPM} run --silent"))
        .with(name)
        .within(&workspace::ui())
}

/// Why a step of the page cannot run on this computer, whatever is installed.
pub(crate) fn cannot(step: &str) -> Option<&'static str> {
    // The script looks for the same names.
    let browsers = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let has_browser = || {
        std::env::var_os("CHROMIUM").is_some()
            || browsers
                .iter()
                .any(|name| Invocation::new(name).with("--version").answer().is_some())
    };
    (step == "pictures" && !has_browser()).then_some("there is no Chromium on this computer")
}

/// The Tauri command line, as the lock file pins it.
pub(crate) fn tauri(line: &str) -> Invocation {
    // What npm puts into `.bin` is no JavaScript on Windows.
    let program = workspace::ui().join("node_modules/@tauri-apps/cli/tauri.js");
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
