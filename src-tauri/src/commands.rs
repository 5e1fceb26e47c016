//! What the page may ask: one request and its answer each. A refusal is a [`Problem`] with a stable code.
//!
//! What is typed arrives here once and becomes a secret type at once; nothing secret goes back.

use std::sync::Arc;

use accounts::{
    AccountId, Attempt, Manager, Opening, Problem, ProblemCode, ResultView, SignInRequest,
    SignedIn, StartProblem,
};
use accounts::{SiteCard, SiteOrigin, SitePage, Snapshot};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, State};
use tauri_plugin_opener::OpenerExt as _;

use crate::desktop::SystemDesktop;
use crate::startup::Start;

type Answer<T> = Result<T, Problem>;

/// Sends the present snapshot, and every later one.
#[tauri::command]
pub(crate) fn watch(
    manager: State<'_, Manager>,
    desktop: State<'_, Arc<SystemDesktop>>,
    channel: Channel<Snapshot>,
) {
    desktop.watch(channel.clone());
    // A channel that is closed already has nobody to tell.
    drop(channel.send(manager.snapshot()));
}

#[tauri::command]
pub(crate) async fn probe_site(
    manager: State<'_, Manager>,
    attempt: u32,
    address: String,
    plain_http: bool,
) -> Answer<SiteCard> {
    Ok(manager
        .probe(Attempt(attempt), &address, plain_http)
        .await?)
}

#[tauri::command]
pub(crate) async fn sign_in(
    manager: State<'_, Manager>,
    attempt: u32,
    origin: String,
    email: String,
    password: String,
    account: Option<String>,
) -> Answer<SignedIn> {
    let password = password.into();
    let account = account.as_deref().map(account_id).transpose()?;
    let request = SignInRequest {
        site: site(&origin)?,
        email,
        password,
        account,
    };
    Ok(manager.sign_in(Attempt(attempt), request).await?)
}

#[tauri::command]
pub(crate) fn cancel(manager: State<'_, Manager>, attempt: u32) {
    manager.cancel(Attempt(attempt));
}

#[tauri::command]
pub(crate) async fn sign_out(manager: State<'_, Manager>, account: String) -> Answer<ResultView> {
    Ok(manager.sign_out(account_id(&account)?).await?)
}

#[tauri::command]
pub(crate) async fn renew(manager: State<'_, Manager>, account: String) -> Answer<()> {
    manager
        .renew(account_id(&account)?)
        .await
        .map_err(|error| Problem::from(&error))
}

#[tauri::command]
pub(crate) async fn try_again(manager: State<'_, Manager>, id: String) -> Answer<ResultView> {
    Ok(manager.try_again(&id).await?)
}

#[tauri::command]
pub(crate) async fn forget(manager: State<'_, Manager>, id: String) -> Answer<()> {
    Ok(manager.forget(&id).await?)
}

#[tauri::command]
pub(crate) async fn remove(manager: State<'_, Manager>, account: String) -> Answer<()> {
    Ok(manager.remove(account_id(&account)?).await?)
}

#[tauri::command]
pub(crate) async fn dismiss(manager: State<'_, Manager>, account: String) -> Answer<()> {
    manager.dismiss(account_id(&account)?).await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn unlock(manager: State<'_, Manager>) -> Answer<()> {
    Ok(manager.unlock().await?)
}

#[tauri::command]
pub(crate) async fn open_site(manager: State<'_, Manager>, account: String) -> Answer<()> {
    Ok(manager.open_page(&Opening::Account(account_id(&account)?))?)
}

#[tauri::command]
pub(crate) async fn open_end_session(manager: State<'_, Manager>, account: String) -> Answer<()> {
    Ok(manager.open_end_session(&account).await?)
}

#[tauri::command]
pub(crate) async fn open_page(
    manager: State<'_, Manager>,
    origin: String,
    page: SitePage,
) -> Answer<()> {
    Ok(manager.open_page(&Opening::Page(site(&origin)?, page))?)
}

/// The picture as a data URL: the page loads nothing from outside.
#[tauri::command]
pub(crate) async fn avatar(manager: State<'_, Manager>, account: String) -> Answer<Option<String>> {
    let picture = manager.avatar(account_id(&account)?);
    Ok(picture.map(|picture| {
        format!(
            "data:{};base64,{}",
            picture.media_type,
            BASE64_STANDARD.encode(picture.bytes)
        )
    }))
}

#[tauri::command]
pub(crate) async fn dismiss_notice(manager: State<'_, Manager>, id: String) -> Answer<()> {
    let notice = id
        .parse()
        .map_err(|_| Problem::plain(ProblemCode::NotFound))?;
    manager.dismiss_notice(notice).await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn accept_site(manager: State<'_, Manager>, origin: String) -> Answer<()> {
    manager.accept_site(&site(&origin)?).await;
    Ok(())
}

/// What keeps the program from its work; asked before anything else.
#[tauri::command]
pub(crate) fn start_problem(start: State<'_, Start>) -> Option<StartProblem> {
    start.problem.clone()
}

#[tauri::command]
pub(crate) fn show_registry_folder(app: AppHandle, start: State<'_, Start>) -> Answer<()> {
    let folder = start.registry.parent().unwrap_or(&start.registry);
    app.opener()
        .open_path(folder.to_string_lossy(), None::<&str>)
        .map_err(|_| Problem::plain(ProblemCode::CouldNotOpen))
}

#[tauri::command]
pub(crate) fn quit(app: AppHandle) {
    for window in app.webview_windows().values() {
        // The last one that closes ends the program, as it does by hand.
        drop(window.close());
    }
}

fn account_id(id: &str) -> Answer<AccountId> {
    id.parse()
        .map_err(|_| Problem::plain(ProblemCode::NotFound))
}

fn site(origin: &str) -> Answer<SiteOrigin> {
    SiteOrigin::of_page(origin).map_err(|_| Problem::plain(ProblemCode::BadAddress))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The quoted words that stand between `before` and `after`.
    fn named(text: &str, before: &str, after: char) -> BTreeSet<String> {
        let rests = text.split(before).skip(1);
        rests
            .filter_map(|rest| rest.split(after).next())
            .map(|word| word.replace('_', "-"))
            .collect()
    }

    #[test]
    fn the_page_may_call_every_command_and_nothing_else() {
        // Given the commands that the program answers
        let commands = named(include_str!("startup.rs"), "commands::", ',');

        // When they are held against what is permitted
        let permitted = named(
            include_str!("../permissions/commands.toml"),
            "commands.allow = [\"",
            '"',
        );
        let granted = named(include_str!("../capabilities/window.json"), "\"allow-", '"');

        // Then
        assert_eq!(commands.len(), 20);
        assert_eq!(permitted, commands);
        assert_eq!(granted, commands);
    }
}
