//! The tour that `cargo xtask demo` gives where there is no display: the program on the stand-in servers, in a virtual screen with a window
//! manager and a browser, told in plain sentences and kept in pictures.
//!
//! Deliberately not here: checks of their own. The other tests prove; this one shows, and stops when it cannot go on.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use demo::{Demo, PASSWORD, StandIn};
use serde_json::json;

use crate::page::Page;
use crate::patience::until;
use crate::person::{address, choose_site, servers, sign_in};
use crate::session::{Session, on_a_desktop};

const BROWSERS: [&str; 3] = [
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/usr/bin/chromium-browser",
];

#[tokio::test]
#[ignore = "cargo xtask demo runs it"]
async fn the_program_is_shown_without_a_display() {
    on_a_desktop("tour", async |session| {
        session.start_window_manager();
        let servers = servers().await;
        let guide = Guide::new();
        let browser = BROWSERS.into_iter().find(|path| Path::new(path).exists());
        if let Some(browser) = browser {
            sign_the_browser_in(session, browser, &servers).await;
        }

        let accounts = session.home().join("accounts.json");
        std::fs::write(&accounts, accounts_of(&servers)).unwrap();
        let app = session.start_app_with(&["--demo", accounts.to_str().unwrap()]).await;
        let page = app.page();
        page.shows("3 accounts · 2 sites").await;
        guide.shows(session, page, "1-list", "The list: three accounts on two sites, each signed in through the server's real sign-in.").await;

        page.press("Add account").await;
        choose_site(page, servers.lab()).await;
        guide.shows(session, page, "2-captcha", "Adding an account: the Lab wants letters read off a picture.").await;

        page.press("Back").await;
        sign_in(page, servers.contoso(), "test@contoso.example").await;
        page.find("button", "Sign out Test user").await;
        guide.shows(session, page, "3-added", "A colleague's account on Contoso Drive is added by e-mail and password.").await;

        page.press("Sign out Ada Lovelace").await;
        let result = page.find("region", "Result of signing out Ada Lovelace").await;
        result.shows("Server confirmed").await;
        result.shows("opened at login.localhost").await;
        if browser.is_some() {
            until("the browser shows the end-session page", async || !servers.login().truth().pages.is_empty()).await;
            until("the browser's window has its title", async || session.windows_titled("Sign out") > 0).await;
        }
        guide.shows(
            session,
            page,
            "4-signed-out",
            "Ada Lovelace is signed out: erased here, confirmed by the server, and the browser asks whether to end the single sign-on.",
        ).await;
        guide.says(&format!(
            "Sessions of hers that the server still knows as alive: {}. Pages opened in the browser: {}.",
            servers.contoso().live_families("ada@contoso.example"),
            session.opened.all().len()
        ));
        app.quit().await;
        guide.says("That was the tour.");
    })
    .await;
}

/// Says what is to be seen, and keeps it.
#[derive(Debug)]
struct Guide {
    pictures: PathBuf,
}

impl Guide {
    fn new() -> Self {
        let directory = std::env::var_os("KEYREVE_TOUR_PICTURES").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/demo"),
            PathBuf::from,
        );
        std::fs::create_dir_all(&directory).unwrap();
        println!();
        Self {
            pictures: directory,
        }
    }

    async fn shows(&self, session: &Session, page: &Page, name: &str, sentence: &str) {
        let picture = self.pictures.join(format!("{name}.png"));
        page.is_painted().await;
        // The page has handed its frame on, but the screen may be a moment behind; a window without words has next to no colours.
        until("the window is on the screen", async || {
            let taken = session
                .command("import")
                .args(["-window", "root"])
                .arg(&picture)
                .status()
                .unwrap();
            assert!(taken.success());
            colours_in_the_window(session, &picture) > 100
        })
        .await;
        self.says(&format!("{sentence}\n  {}", picture.display()));
    }

    fn says(&self, sentence: &str) {
        println!("• {sentence}");
    }
}

/// The window opens in the left upper corner, 440 pixels wide.
fn colours_in_the_window(session: &Session, picture: &Path) -> u32 {
    let window = [
        "-crop",
        "420x600+10+60",
        "+repage",
        "-format",
        "%k",
        "info:",
    ];
    let counted = session
        .command("convert")
        .arg(picture)
        .args(window)
        .output()
        .unwrap();
    String::from_utf8_lossy(&counted.stdout)
        .trim()
        .parse()
        .unwrap_or(0)
}

/// The accounts that the demo signs in by itself.
fn accounts_of(servers: &Demo) -> String {
    let account = |site: &StandIn, email: &str| json!({ "address": address(site), "email": email, "password": PASSWORD });
    let accounts = [
        account(servers.home(), "ada@example.org"),
        account(servers.home(), "bob@example.org"),
        account(servers.contoso(), "ada@contoso.example"),
    ];
    json!(accounts).to_string()
}

/// The system browser, already signed in at the identity provider as after a single sign-on.
async fn sign_the_browser_in(session: &Session, browser: &str, servers: &Demo) {
    // Chromium's own sandbox does not work for root in a container; it shows only pages of the stand-ins here.
    let sandbox = if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        "--no-sandbox --test-type"
    } else {
        ""
    };
    let command = format!(
        "{browser} {sandbox} --no-first-run --no-default-browser-check --disable-gpu --password-store=basic --window-position=480,0 --window-size=780,760"
    );
    session.opened.hand_on_to(&command);
    let login = servers.login().origin().join("/login").unwrap();
    let in_the_background = format!("setsid {command} '{login}' >/dev/null 2>&1 &");
    session
        .command("/bin/sh")
        .args(["-c", &in_the_background])
        .status()
        .unwrap();
    until(
        "the browser is signed in at the identity provider",
        async || servers.login().truth().live_sessions == 1,
    )
    .await;
}
