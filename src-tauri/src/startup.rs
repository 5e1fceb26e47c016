//! From nothing to a running program: one instance, the domain opened, the window made, the loop begun.

use std::io;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use accounts::{CloudreveProvider, LanguageChoice, Manager, StartProblem};
use cloudreve::{Client, ClientError};
use tauri::{App, AppHandle, Manager as _, RunEvent};
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::arguments::Arguments;
use crate::background::{self, Life, Place};
#[cfg(target_os = "linux")]
use crate::bus::SessionBus;
use crate::commands;
use crate::demo_accounts;
use crate::desktop::{SystemClock, SystemDesktop};
use crate::identity::Identity;
use crate::keyring::SystemKeyring;
use crate::logging;
use crate::news::Post;
use crate::notifications;
use crate::presence;
use crate::running;
use crate::sentences::Speech;
use crate::theme::{self, Worn};
use crate::tools::Tools;
use crate::tray;
use crate::windows::{self, Focus};

/// How long everything else waits for the first picture of the window.
const PATIENCE_WITH_THE_PAGE: Duration = Duration::from_secs(2);

/// Why the program does not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartupError {
    #[error("the desktop toolkit failed: {0}")]
    Toolkit(#[from] tauri::Error),
    #[error("secure connections cannot be made: {0}")]
    Client(#[from] ClientError),
    #[error("the system gives no thread to work on: {0}")]
    Threads(#[from] io::Error),
}

/// How the start went.
#[derive(Debug)]
pub(crate) struct Start {
    /// What keeps the program from its work.
    pub(crate) problem: Option<StartProblem>,
    /// The file with the accounts.
    pub(crate) registry: PathBuf,
}

/// Runs until the program is quit.
pub(crate) fn start(arguments: Arguments) -> Result<(), StartupError> {
    let identity = if arguments.demo.is_some() {
        Identity::Demo
    } else {
        Identity::Keyreve
    };
    // What it waits for are servers and people: one thread does that, and each has memory of its own.
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    // It goes with the process: to drop it would be to wait for whatever blocks in it.
    let runtime = Box::leak(Box::new(runtime));
    tauri::async_runtime::set(runtime.handle().clone());
    // Reading what the system trusts takes as long as the toolkit takes to begin.
    let client = thread::spawn(|| Client::new(concat!("Keyreve/", env!("CARGO_PKG_VERSION"))));
    let mut context = tauri::generate_context!();
    context.config_mut().identifier = identity.identifier().to_owned();
    let mut builder = tauri::Builder::default();
    // Handed over to a program that does not answer, this start would wait for ever. On its own it finds that the registry is in use, and says so.
    if !running::hangs(identity) {
        // First, so that a second start ends before it opens anything.
        builder = builder.plugin(tauri_plugin_single_instance::init(
            |app, arguments, _folder| {
                background::called_again(app, &Arguments::handed_over(arguments));
            },
        ));
    }
    #[cfg(target_os = "linux")]
    {
        builder = builder.manage(SessionBus::default());
    }
    #[cfg(not(target_os = "linux"))]
    {
        let autostart = tauri_plugin_autostart::Builder::new().arg("--hidden");
        builder = builder.plugin(autostart.app_name(identity.title()).build());
    }
    builder
        .plugin(tauri_plugin_opener::init())
        .plugin(windows::memory())
        .manage(Post::default())
        .manage(Life::default())
        .manage(Focus::default())
        .manage(Place::default())
        .manage(Speech::in_language(LanguageChoice::System))
        .manage(Worn::default())
        .manage(Tools::default())
        .on_window_event(background::heard)
        .setup(move |app| Ok(set_up(app, identity, arguments, client)?))
        .invoke_handler(tauri::generate_handler![
            commands::watch,
            commands::probe_site,
            commands::captcha,
            commands::sign_in,
            commands::enter_code,
            commands::cancel,
            commands::sign_out,
            commands::renew,
            commands::try_again,
            commands::forget,
            commands::remove,
            commands::rename,
            commands::move_account,
            commands::move_site,
            commands::dismiss,
            commands::unlock,
            commands::open_site,
            commands::open_end_session,
            commands::open_page,
            commands::avatar,
            commands::logo,
            commands::dismiss_notice,
            commands::accept_site,
            commands::show_registry_folder,
            commands::quit,
            commands::close_window,
            commands::watch_desktop,
            commands::change_settings,
            commands::set_start_at_login,
            commands::sign_out_of,
            commands::answer_sign_out_of_all,
            commands::show_log_folder,
            commands::diagnostics,
            commands::keep_place,
            commands::tools::address_on_clipboard,
            commands::tools::make_debug_token,
            commands::tools::copy_debug_token,
            commands::tools::drop_debug_token,
            commands::tools::official_client,
            commands::tools::revoke_found,
        ])
        .build(context)?
        .run(|app, event| match event {
            RunEvent::ExitRequested {
                code: None, api, ..
            } => {
                // The program goes on without a window; who quits it says so with a code.
                api.prevent_exit();
                if app.try_state::<Manager>().is_none() {
                    // It never began its work.
                    app.exit(0);
                }
            }
            RunEvent::Exit => app.state::<Tools>().end(),
            _ => {}
        });
    Ok(())
}

fn set_up(
    app: &mut App,
    identity: Identity,
    arguments: Arguments,
    client: JoinHandle<Result<Client, ClientError>>,
) -> Result<(), StartupError> {
    let registry = app.path().app_data_dir()?.join("accounts.db");
    logging::keep(app.handle());
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        identity = identity.identifier(),
        "started"
    );
    let desktop = Arc::new(SystemDesktop::new(app.handle().clone()));
    let keyring = SystemKeyring::new(identity.keyring_service());
    if identity == Identity::Demo {
        demo_accounts::begin_afresh(&registry, &keyring);
    }
    app.manage(identity);
    let client = client.join().unwrap_or_else(|panic| resume_unwind(panic))?;
    let manager = Manager::open(
        &registry,
        Arc::new(keyring),
        Arc::new(CloudreveProvider::new(client)),
        desktop.clone(),
        Arc::new(SystemClock),
    );
    let manager = match manager {
        Ok(manager) => manager,
        Err(error) => {
            // The window says it: whoever starts a program from a menu never sees what is written anywhere else.
            tracing::error!(%error, "the program cannot begin its work");
            app.manage(Start {
                problem: Some(error.problem(&registry)),
                registry,
            });
            return Ok(windows::open(app.handle())?);
        }
    };
    app.manage(Start {
        problem: None,
        registry,
    });
    app.manage(desktop);
    app.manage(manager.clone());
    // Before anything is shown: the tray is made in this language, and the window in this theme.
    let settings = manager.settings();
    app.state::<Speech>().choose(settings.language);
    theme::wear(app.handle(), settings.theme);
    background::prepare(app.handle());
    // First what the person waits for. The rest begins when it is there: tray, buses and keyring would only take the processor from it.
    background::appear(app.handle(), &arguments)?;
    let app = app.handle().clone();
    let hidden = arguments.stays_hidden();
    tauri::async_runtime::spawn(async move {
        if !hidden {
            drop(timeout(PATIENCE_WITH_THE_PAGE, app.state::<Post>().page_listens()).await);
        }
        let beside = app.clone();
        let (begun, has_begun) = oneshot::channel();
        let begin = move || {
            begin_beside_the_window(&beside, hidden);
            // Who waits goes on either way.
            let _ = begun.send(());
        };
        // It fails only when the loop has ended, and the program with it.
        drop(app.run_on_main_thread(begin));
        // Not before there is a tray and a way to tell people: what is told once would be lost.
        drop(has_begun.await);
        if let Some(file) = arguments.demo {
            demo_accounts::sign_in(&manager, &file).await;
        }
        manager.run().await;
    });
    Ok(())
}

/// What goes on whether there is a window or not.
fn begin_beside_the_window(app: &AppHandle, hidden: bool) {
    tray::begin(app);
    background::begin(app);
    presence::begin(app);
    notifications::begin(app);
    if hidden && !tray::has_icon(app) {
        // There is nothing else to find the program in.
        windows::show(app);
    }
}
