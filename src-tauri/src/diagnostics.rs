//! What helps to find out what is wrong, as text that a person reads before they hand it on: versions, desktop, keyring, tray, counts.
//!
//! Deliberately not in it: names, e-mail addresses, sites, anything secret. It is English whatever the window's language is: it is made to be
//! handed to whoever maintains the program.

use std::collections::BTreeMap;
use std::env;

use accounts::{Manager, Snapshot, StateView};
use tauri::{AppHandle, Manager as _};

use crate::background;
use crate::logging;
use crate::news::{DesktopView, Post};
use crate::notifications;
use crate::startup::Start;

/// The text, one fact a line.
pub(crate) fn text(app: &AppHandle) -> String {
    let mut lines = versions();
    lines.extend(surroundings());
    lines.push(("Notifications", notifications::shown_by(app)));
    lines.push(("Tray", background::tray_kind(app).to_owned()));
    lines.extend(offers(&app.state::<Post>().view()));
    if let Some(manager) = app.try_state::<Manager>() {
        lines.extend(counts(&manager.snapshot()));
    }
    let start = app.state::<Start>();
    lines.push(("List", without_home(&start.registry.to_string_lossy())));
    if let Some(folder) = logging::folder(app) {
        lines.push(("Log", without_home(&folder.to_string_lossy())));
    }
    let lines = lines
        .into_iter()
        .map(|(name, value)| format!("{name}: {value}\n"));
    lines.collect()
}

type Fact = (&'static str, String);

fn versions() -> Vec<Fact> {
    let webview = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    vec![
        ("Keyreve", env!("CARGO_PKG_VERSION").to_owned()),
        ("Tauri", tauri::VERSION.to_owned()),
        ("Web view", webview),
        (
            "System",
            format!("{} {}", env::consts::OS, env::consts::ARCH),
        ),
    ]
}

#[cfg(target_os = "linux")]
fn surroundings() -> Vec<Fact> {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map_or("unknown", |name| name.trim_matches('"'));
    let named = |variable| env::var(variable).unwrap_or_else(|_| "not set".to_owned());
    vec![
        ("Distribution", name.to_owned()),
        ("Desktop", named("XDG_CURRENT_DESKTOP")),
        ("Session", named("XDG_SESSION_TYPE")),
    ]
}

#[cfg(not(target_os = "linux"))]
fn surroundings() -> Vec<Fact> {
    Vec::new()
}

fn offers(view: &DesktopView) -> Vec<Fact> {
    let says = |yes| if yes { "reported" } else { "not reported" };
    vec![
        ("Screen lock", says(view.reports_lock).to_owned()),
        ("Idle time", says(view.reports_idle).to_owned()),
    ]
}

fn counts(snapshot: &Snapshot) -> Vec<Fact> {
    let accounts: Vec<_> = snapshot
        .sites
        .iter()
        .flat_map(|site| &site.accounts)
        .collect();
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for account in &accounts {
        *states.entry(word(&account.state)).or_default() += 1;
    }
    let states: Vec<String> = states
        .into_iter()
        .map(|(state, count)| format!("{count} {state}"))
        .collect();
    let mut all = format!("{} on {} sites", accounts.len(), snapshot.sites.len());
    if !states.is_empty() {
        all = format!("{all} ({})", states.join(", "));
    }
    vec![
        (
            "Keyring",
            format!("{}, {:?}", snapshot.keyring.name, snapshot.keyring.state),
        ),
        ("Registry", format!("{:?}", snapshot.registry)),
        ("Accounts", all),
        (
            "Unfinished sign-outs",
            snapshot.unfinished.len().to_string(),
        ),
        ("Notices", snapshot.notices.len().to_string()),
    ]
}

const fn word(state: &StateView) -> &'static str {
    match state {
        StateView::Active { .. } => "signed in",
        StateView::Offline { .. } => "out of reach",
        StateView::NeedsSignIn { .. } => "to sign in again",
        StateView::Locked => "locked",
        StateView::SigningOut { .. } => "signing out",
        StateView::SignedOut { .. } => "signed out",
    }
}

/// A person's name is often that of their folder.
fn without_home(path: &str) -> String {
    let home = env::var("HOME").or_else(|_| env::var("USERPROFILE"));
    match home {
        Ok(home) if !home.is_empty() => path.replacen(&home, "~", 1),
        _ => path.to_owned(),
    }
}
