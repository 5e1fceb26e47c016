//! The end of the program: what the person has chosen for it is done first, and answers that are under way are waited for, because an answer
//! that nobody keeps may be a session that nobody remembers.
//!
//! Deliberately not here: hearing that the desktop's session ends and waits for us (`presence`).

use std::time::Duration;

use accounts::{Manager, Named, Notification, Occasion, ResultView};
use tauri::{AppHandle, Manager as _};
use tokio::time::timeout;

use super::Life;
use crate::notifications;
use crate::windows;

/// How long the program waits for answers when it is quit: a little more than a request may take.
const LAST_ANSWERS: Duration = Duration::from_secs(35);

/// How long a desktop that ends its session leaves its programs.
const END_OF_SESSION: Duration = Duration::from_secs(5);

/// Ends the program: what the person has chosen for that is done first, and answers that are under way are waited for. A window that is shown
/// meanwhile keeps it.
pub(crate) fn quit(app: &AppHandle) {
    let Some(manager) = app.try_state::<Manager>() else {
        // It never began its work.
        return app.exit(0);
    };
    let manager = manager.inner().clone();
    let Some(turn) = app.state::<Life>().ends() else {
        // It is under way, and ends no later for being wanted twice.
        return;
    };
    windows::destroy(app);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let unfinished = leave(&manager, Occasion::Quit, LAST_ANSWERS).await;
        if !unfinished.is_empty() {
            let results = unfinished;
            let told = Notification::SignedOutOfSeveral { results };
            notifications::show_last(&app, &told).await;
        }
        if app.state::<Life>().is_at(turn) {
            app.exit(0);
        }
    });
}

/// The desktop's session ends and waits for us: the sign-outs that the person has chosen for that are on disk when this returns, 5 s at most. They
/// go on at the next start.
pub(crate) async fn end_session(app: &AppHandle) {
    let manager = app.state::<Manager>().inner().clone();
    if timeout(END_OF_SESSION, manager.leave_on(Occasion::SessionEnds))
        .await
        .is_err()
    {
        tracing::warn!("the session ends before every sign-out was on disk");
    }
}

/// A server that does not answer by then leaves an intent that goes on at the next start. Answers with whom the person should hear of: all that
/// were signed out for this occasion, when any of them is not finished.
async fn leave(
    manager: &Manager,
    occasion: Occasion,
    patience: Duration,
) -> Vec<(Named, Option<ResultView>)> {
    let mut results = Vec::new();
    let leave = async {
        let departure = manager.leave_on(occasion).await;
        for (account, result) in departure.results().await {
            results.extend(manager.named(account).map(|named| (named, result.ok())));
        }
        manager.settled().await;
    };
    drop(timeout(patience, leave).await);
    let is_finished =
        |result: &Option<ResultView>| result.as_ref().is_some_and(ResultView::is_ended);
    if results.iter().all(|(_, result)| is_finished(result)) {
        results.clear();
    }
    results
}

/// Ends the program in good order when it is told to from outside: by the desktop at logout, by a terminal, by `kill`.
#[cfg(unix)]
pub(super) fn heed_signals(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = told_to_end().await {
            return tracing::warn!(%error, "signals end the program without notice");
        }
        let manager = app.state::<Manager>().inner().clone();
        drop(leave(&manager, Occasion::SessionEnds, END_OF_SESSION).await);
        app.exit(0);
    });
}

#[cfg(unix)]
async fn told_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hang_up.recv() => {}
    }
    Ok(())
}

/// Other systems tell it through the window, or not at all.
#[cfg(not(unix))]
pub(super) fn heed_signals(_app: &AppHandle) {}
