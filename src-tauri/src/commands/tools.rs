//! What the page may ask beside accounts: a debugging token, an address on the clipboard, and the sessions of Cloudreve's own desktop client.
//!
//! A key that is typed arrives here once and becomes a secret type at once; no token goes back.

use accounts::{Clock as _, Manager, Problem, ProblemCode};
use secrecy::SecretString;
use tauri::{AppHandle, Manager as _, State};

use super::Answer;
use crate::desktop::SystemClock;
use crate::identity::Identity;
use crate::tools::Tools;
use crate::tools::clipboard::{CopyFailed, KEPT_FOR};
use crate::tools::debug_token::{self, DebugToken, DebugTokenError};
use crate::tools::official_client::{self, FoundClient, Unreadable};

/// The clipboard is read now, and at no other time for this.
#[tauri::command]
pub(crate) async fn address_on_clipboard(tools: State<'_, Tools>) -> Answer<Option<String>> {
    let clipboard = tools.clipboard.clone();
    let read = tauri::async_runtime::spawn_blocking(move || clipboard.address());
    Ok(read.await.unwrap_or_default())
}

/// Keeps the token here; the key is gone when this returns.
#[tauri::command]
pub(crate) async fn make_debug_token(
    tools: State<'_, Tools>,
    key: String,
    user: String,
    minutes: i64,
) -> Answer<DebugToken> {
    let key = SecretString::from(key);
    let token = debug_token::make(&key, &user, minutes, SystemClock.now()).map_err(problem)?;
    let view = token.view();
    tools.token.keep(token);
    let (held, lives) = (tools.token.clone(), minutes.unsigned_abs() * 60);
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_secs(lives)).await;
        held.drop_ended(SystemClock.now());
    });
    Ok(view)
}

#[tauri::command]
pub(crate) async fn copy_debug_token(tools: State<'_, Tools>) -> Answer<()> {
    let token = tools.token.get(SystemClock.now());
    let token = token.ok_or_else(|| Problem::plain(ProblemCode::NotNow))?;
    let clipboard = tools.clipboard.clone();
    let copied = tauri::async_runtime::spawn_blocking(move || clipboard.copy(token));
    let copied = copied.await.unwrap_or(Err(CopyFailed));
    let copy = copied.map_err(|_| Problem::plain(ProblemCode::CopyFailed))?;
    let clipboard = tools.clipboard.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(KEPT_FOR).await;
        tauri::async_runtime::spawn_blocking(move || clipboard.expire(copy));
    });
    Ok(())
}

#[tauri::command]
pub(crate) fn drop_debug_token(tools: State<'_, Tools>) {
    tools.token.drop_now();
}

/// Nothing is changed by looking. The demo does not look: the file is a person's own.
#[tauri::command]
pub(crate) async fn official_client(
    app: AppHandle,
    manager: State<'_, Manager>,
    tools: State<'_, Tools>,
    identity: State<'_, Identity>,
) -> Answer<Option<FoundClient>> {
    let (Identity::Keyreve, Ok(home)) = (*identity, app.path().home_dir()) else {
        return Ok(None);
    };
    let file = official_client::file_in(&home);
    let read = file.clone();
    let read = tauri::async_runtime::spawn_blocking(move || official_client::read(&read));
    let found = read.await.unwrap_or(Err(Unreadable));
    let found = found.map_err(|_| Problem::plain(ProblemCode::FileUnreadable))?;
    let known = |found: &accounts::ForeignSession| manager.known_user(&found.origin, &found.user);
    let sessions = tools.found.keep(found, known);
    let file = file.display().to_string();
    Ok((!sessions.is_empty()).then_some(FoundClient { file, sessions }))
}

#[tauri::command]
pub(crate) async fn revoke_found(
    manager: State<'_, Manager>,
    tools: State<'_, Tools>,
    id: String,
) -> Answer<()> {
    let found = tools.found.get(&id);
    let found = found.ok_or_else(|| Problem::plain(ProblemCode::NotFound))?;
    manager.revoke_foreign(found).await?;
    tools.found.let_go(&id);
    Ok(())
}

fn problem(error: DebugTokenError) -> Problem {
    Problem::plain(match error {
        DebugTokenError::BadKey => ProblemCode::BadKey,
        DebugTokenError::BadInput => ProblemCode::BadInput,
    })
}
