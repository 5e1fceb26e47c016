//! The program that Keyreve is measured against: a Tauri tray app that does nothing. It has the same crates, plugins and window size, an icon
//! with a menu, and it makes one HTTPS request; what Keyreve needs beyond that is Keyreve's own.
//!
//! `cargo xtask bench` copies it to `target/bench/blank`, writes its manifest from Keyreve's own and builds it there. Deliberately not here:
//! anything that runs by itself after the start.

mod linked;

use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{App, AppHandle, Manager as _, RunEvent, WebviewUrl, WebviewWindowBuilder};

const MAIN: &str = "main";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = |option: &str| arguments.iter().any(|argument| argument == option);
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new("warn,blank=info"))
        .with_writer(std::io::stderr)
        .init();
    if asked("--use-everything") {
        return linked::use_everything();
    }
    let hidden = asked("--hidden");
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)))
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .setup(move |app| set_up(app, hidden))
        .build(tauri::generate_context!())
        .expect("a Tauri program")
        .run(|_, event| {
            if let RunEvent::ExitRequested {
                code: None, api, ..
            } = event
            {
                api.prevent_exit();
            }
        });
}

fn set_up(app: &mut App, hidden: bool) -> Result<(), Box<dyn std::error::Error>> {
    let show_item = MenuItem::with_id(app, "show", "Show", true, None::<&str>)?;
    let quit_item = MenuItem::with_id(app, "quit", "Quit", true, None::<&str>)?;
    let menu = Menu::with_items(app, &[&show_item, &quit_item])?;
    let mut tray = TrayIconBuilder::new()
        .menu(&menu)
        .on_menu_event(|app, event| {
            if event.id().as_ref() == "show" {
                show(app);
            } else {
                app.exit(0);
            }
        });
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    app.manage(tray.build(app)?);
    if !hidden {
        show(app.handle());
    }
    if let Ok(url) = std::env::var("BLANK_REQUEST") {
        tauri::async_runtime::spawn(ask(url));
    }
    Ok(())
}

fn show(app: &AppHandle) {
    if app.get_webview_window(MAIN).is_some() {
        return;
    }
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Blank")
        .inner_size(440.0, 680.0)
        .min_inner_size(360.0, 480.0)
        .build()
        .expect("a window");
}

/// Trusts what the system trusts, as Keyreve does. The measurement looks for the line that this logs.
async fn ask(url: String) {
    let client = reqwest::Client::builder().build().expect("a client");
    match client.get(url).send().await {
        Ok(answer) => tracing::info!("answered {}", answer.status()),
        Err(error) => tracing::error!("not answered: {error:?}"),
    }
}
