//! What the page may ask: one request and its answer each. A refusal is a [`Problem`] with a stable code.
//!
//! What is typed arrives here once and becomes a secret type at once; nothing secret goes back.

pub(crate) mod tools;

use std::sync::Arc;

use accounts::{
    AccountId, Attempt, CaptchaAnswer, Closing, Manager, Opening, Picture, Problem, ProblemCode,
    ResultView, Settings, SignInRequest, SignInStep, SignedIn, Surroundings,
};
use accounts::{SiteCard, SiteOrigin, SitePage, Snapshot};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use tauri::ipc::Channel;
use tauri::{AppHandle, State, Window};
use tauri_plugin_opener::OpenerExt as _;
use ts_rs::TS;

use crate::background::{self, Place};
use crate::desktop::SystemDesktop;
use crate::diagnostics;
use crate::logging;
use crate::news::{News, Post};
use crate::startup::Start;
use crate::tray;

type Answer<T> = Result<T, Problem>;

/// Sends the present snapshot, and every later one.
#[tauri::command]
pub(crate) fn watch(
    manager: State<'_, Manager>,
    desktop: State<'_, Arc<SystemDesktop>>,
    window: Window,
    channel: Channel<Snapshot>,
) {
    desktop.watch(window.label(), channel.clone());
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

/// A picture with letters, for one try.
#[derive(Debug, Serialize, TS)]
pub(crate) struct CaptchaPicture {
    /// The picture as a `data:` URL.
    image: String,
    /// Goes back with the letters.
    ticket: String,
}

#[tauri::command]
pub(crate) async fn captcha(
    manager: State<'_, Manager>,
    attempt: u32,
    origin: String,
) -> Answer<CaptchaPicture> {
    let captcha = manager.captcha(Attempt(attempt), site(&origin)?).await?;
    Ok(CaptchaPicture {
        image: data_url(&captcha.picture),
        ticket: captcha.ticket,
    })
}

#[tauri::command]
pub(crate) async fn sign_in(
    manager: State<'_, Manager>,
    attempt: u32,
    origin: String,
    email: String,
    password: String,
    account: Option<String>,
    captcha: Option<CaptchaAnswer>,
) -> Answer<SignInStep> {
    let password = password.into();
    let account = account.as_deref().map(account_id).transpose()?;
    let request = SignInRequest {
        site: site(&origin)?,
        email,
        password,
        captcha,
        account,
    };
    Ok(manager.sign_in(Attempt(attempt), request).await?)
}

#[tauri::command]
pub(crate) async fn enter_code(
    manager: State<'_, Manager>,
    attempt: u32,
    sign_in: u32,
    code: String,
) -> Answer<SignedIn> {
    Ok(manager
        .enter_code(Attempt(attempt), Attempt(sign_in), code.into())
        .await?)
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
pub(crate) async fn rename(
    manager: State<'_, Manager>,
    account: String,
    label: Option<String>,
) -> Answer<()> {
    let account = account_id(&account)?;
    Ok(manager.rename(account, label.as_deref()).await?)
}

#[tauri::command]
pub(crate) async fn move_account(
    manager: State<'_, Manager>,
    account: String,
    before: Option<String>,
) -> Answer<()> {
    let account = account_id(&account)?;
    let before = before.as_deref().map(account_id).transpose()?;
    Ok(manager.move_account(account, before).await?)
}

#[tauri::command]
pub(crate) async fn move_site(
    manager: State<'_, Manager>,
    origin: String,
    before: Option<String>,
) -> Answer<()> {
    let site = listed_site(&origin)?;
    let before = before.as_deref().map(listed_site).transpose()?;
    Ok(manager.move_site(&site, before.as_ref()).await?)
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
    Ok(manager
        .open_page(&Opening::Account(account_id(&account)?))
        .await?)
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
    Ok(manager
        .open_page(&Opening::Page(site(&origin)?, page))
        .await?)
}

/// The picture as a data URL: the page loads nothing from outside.
#[tauri::command]
pub(crate) async fn avatar(manager: State<'_, Manager>, account: String) -> Answer<Option<String>> {
    let picture = manager.avatar(account_id(&account)?);
    Ok(picture.as_ref().map(data_url))
}

/// The site's logo as a data URL. It may be an SVG, which runs nothing only as an image.
#[tauri::command]
pub(crate) async fn logo(
    manager: State<'_, Manager>,
    origin: String,
    dark: bool,
) -> Answer<Option<String>> {
    let on = if dark {
        Surroundings::Dark
    } else {
        Surroundings::Light
    };
    let logo = manager.logo(site(&origin)?, on).await;
    Ok(logo.as_ref().map(data_url))
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

#[tauri::command]
pub(crate) fn show_registry_folder(app: AppHandle, start: State<'_, Start>) -> Answer<()> {
    let folder = start.registry.parent().unwrap_or(&start.registry);
    app.opener()
        .open_path(folder.to_string_lossy(), None::<&str>)
        .map_err(|_| Problem::plain(ProblemCode::CouldNotOpen))
}

/// Ends the program, as the person has chosen for that.
#[tauri::command]
pub(crate) fn quit(app: AppHandle) {
    background::quit(&app);
}

/// Closes the window for good or hides it, and keeps that as what closing does.
#[tauri::command]
pub(crate) async fn close_window(app: AppHandle, closing: Closing) -> Answer<()> {
    background::close(&app, closing).await;
    Ok(())
}

/// Sends what this desktop offers, every change of it, and what was asked for outside the page.
#[tauri::command]
pub(crate) fn watch_desktop(post: State<'_, Post>, channel: Channel<News>) {
    post.watch(channel);
}

#[tauri::command]
pub(crate) async fn change_settings(manager: State<'_, Manager>, settings: Settings) -> Answer<()> {
    // What the disk did not take is said by the registry's own state.
    drop(manager.change_settings(settings).await);
    Ok(())
}

#[tauri::command]
pub(crate) async fn set_start_at_login(app: AppHandle, on: bool) -> Answer<()> {
    let set =
        tauri::async_runtime::spawn_blocking(move || background::set_start_at_login(&app, on));
    match set.await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Problem::plain(ProblemCode::AutostartFailed)),
    }
}

/// How the sign-out of one of several accounts went.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedOutOne {
    /// The account.
    pub(crate) account: String,
    /// Its three results; none when there was nothing to sign out.
    pub(crate) result: Option<ResultView>,
}

#[tauri::command]
pub(crate) async fn sign_out_of(
    manager: State<'_, Manager>,
    accounts: Vec<String>,
) -> Answer<Vec<SignedOutOne>> {
    let accounts: Vec<AccountId> = accounts
        .iter()
        .map(|id| account_id(id))
        .collect::<Answer<_>>()?;
    let results = manager.sign_out_of(&accounts).await.into_iter();
    let results = results.map(|(account, result)| SignedOutOne {
        account: account.to_string(),
        result: result.ok(),
    });
    Ok(results.collect())
}

/// The answer to the small window that asks whether to sign out of all: these accounts, or nothing for no. That window is gone at once; the
/// results are told in one notification.
#[tauri::command]
pub(crate) fn answer_sign_out_of_all(app: AppHandle, accounts: Option<Vec<String>>) -> Answer<()> {
    let accounts = accounts.unwrap_or_default();
    let accounts = accounts
        .iter()
        .map(|id| account_id(id))
        .collect::<Answer<_>>()?;
    tray::answered(&app, accounts);
    Ok(())
}

#[tauri::command]
pub(crate) fn show_log_folder(app: AppHandle) -> Answer<()> {
    let folder = logging::folder(&app).ok_or_else(|| Problem::plain(ProblemCode::CouldNotOpen))?;
    app.opener()
        .open_path(folder.to_string_lossy(), None::<&str>)
        .map_err(|_| Problem::plain(ProblemCode::CouldNotOpen))
}

/// What helps to find out what is wrong, for the person to read and then to hand on.
#[tauri::command]
pub(crate) async fn diagnostics(app: AppHandle) -> Answer<String> {
    Ok(diagnostics::text(&app))
}

/// Keeps where the person is in the window, so that a window that is made anew comes back there. In memory only.
#[tauri::command]
pub(crate) fn keep_place(place: State<'_, Place>, at: String) {
    place.keep(at);
}

fn account_id(id: &str) -> Answer<AccountId> {
    id.parse()
        .map_err(|_| Problem::plain(ProblemCode::NotFound))
}

fn data_url(picture: &Picture) -> String {
    let encoded = BASE64_STANDARD.encode(&picture.bytes);
    format!("data:{};base64,{encoded}", picture.media_type)
}

fn site(origin: &str) -> Answer<SiteOrigin> {
    SiteOrigin::of_page(origin).map_err(|_| Problem::plain(ProblemCode::BadAddress))
}

/// A site of the list. What is no address is on no list.
fn listed_site(origin: &str) -> Answer<SiteOrigin> {
    SiteOrigin::of_page(origin).map_err(|_| Problem::plain(ProblemCode::NotFound))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The quoted words that stand between `before` and `after`.
    fn named(text: &str, before: &str, after: char) -> BTreeSet<String> {
        let rests = text.split(before).skip(1);
        rests
            .filter_map(|rest| rest.split(after).next())
            // A command's own name, whatever file it stands in.
            .map(|word| word.rsplit("::").next().unwrap_or(word).replace('_', "-"))
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
        assert_eq!(commands.len(), 40);
        assert_eq!(permitted, commands);
        assert_eq!(granted, commands);
    }
}
