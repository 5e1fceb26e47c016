//! The tray: the menu as the desktop reads it, and clicks in it while no window is open.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use demo::{NewPerson, StandIn};

use crate::app::start_unseen_with;
use crate::keyring::KEYRING_PASSWORD;
use crate::panel::Panel;
use crate::patience::{until, until_some};
use crate::person::{servers, sign_in};
use crate::process::Running;
use crate::screen::{Geometry, in_sight, the_window};
use crate::session::{Session, on_a_desktop};
use crate::tray_menu::TrayMenu;

const QUESTION: &str = "Sign out of all accounts";

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn one_account_is_signed_out_by_a_click_while_no_window_is_open() {
    on_a_desktop("tray_one", async |session| {
        // Given
        let servers = servers().await;
        let people = [
            (servers.home(), "ada@example.org"),
            (servers.contoso(), "ada@contoso.example"),
        ];
        let ((mut program, _panel), menu) = in_the_tray(session, &people).await;
        menu.becomes(
            "\
Ada · Home cloud
  Open in browser
  Sign out
Ada Lovelace · Contoso Drive
  Open in browser
  Sign out
-
Sign out of all…
Add account…
Show Keyreve
Quit
",
        )
        .await;

        // When
        menu.click(&["Ada Lovelace · Contoso Drive", "Sign out"])
            .await;

        // Then
        menu.becomes(
            "\
Ada · Home cloud
  Open in browser
  Sign out
Ada Lovelace · Contoso Drive
  (Signed out)
  Open in browser
  Sign in…
-
Sign out of all…
Add account…
Show Keyreve
Quit
",
        )
        .await;
        assert_eq!(servers.contoso().live_families("ada@contoso.example"), 0);
        assert_eq!(servers.home().live_families("ada@example.org"), 1);
        assert_eq!(session.keyring.entries(), 1);
        assert_eq!(
            session.opened.all(),
            servers.contoso().sent_end_session_urls()
        );
        assert_eq!(in_sight(session, "Keyreve").len(), 0);

        // And what only shows something does so
        menu.click(&["Ada · Home cloud", "Open in browser"]).await;
        until("the site is open in the browser", async || {
            let opened = session.opened.all();
            opened.len() == 2 && opened[1].starts_with(servers.home().origin().as_str())
        })
        .await;
        menu.click(&["Show Keyreve"]).await;
        the_window(session, "Keyreve").await;
        menu.click(&["Quit"]).await;
        until("the program has ended", async || program.ended().is_some()).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn all_accounts_are_signed_out_after_one_question() {
    on_a_desktop("tray_all", async |session| {
        // Given
        let servers = servers().await;
        session.start_window_manager();
        let people = [
            (servers.home(), "ada@example.org"),
            (servers.home(), "bob@example.org"),
            (servers.contoso(), "ada@contoso.example"),
        ];
        let (_program, menu) = in_the_tray(session, &people).await;

        // When the question is answered with no
        answer(session, &menu, &["Escape"]).await;

        // Then
        assert_eq!(session.keyring.entries(), 3);

        // When it is answered with yes
        answer(session, &menu, &["Tab", "Return"]).await;

        // Then
        until("nothing is in the keyring", async || {
            session.keyring.entries() == 0
        })
        .await;
        for (site, email) in people {
            assert_eq!(site.live_families(email), 0, "{email}");
        }
        menu.begins_with("Ada · Home cloud").await;
        until("nobody is left to sign out", async || {
            menu.text().await.contains("\n(Sign out of all…)\n")
        })
        .await;
        assert_eq!(in_sight(session, "Keyreve").len(), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn an_unfinished_single_sign_on_stands_first_and_is_opened_by_a_click() {
    on_a_desktop("tray_single_sign_on", async |session| {
        // Given
        let servers = servers().await;
        let people = [(servers.contoso(), "ada@contoso.example")];
        signed_in_before(session, &people).await;
        let _panel = Panel::start(session).await;
        session.lose_browser();
        let _program = start_unseen_with(session, &["--hidden"]);
        let menu = TrayMenu::of(session).await;
        let calm = menu.drawing().await;
        menu.click(&["Ada Lovelace · Contoso Drive", "Sign out"])
            .await;
        let provider = servers.login().origin();
        let finish = format!("Finish at login.localhost:{}…", provider.port().unwrap());
        menu.becomes(&format!(
            "\
{finish}
-
Ada Lovelace · Contoso Drive
  (Signed out)
  Open in browser
  Sign in…
-
(Sign out of all…)
Add account…
Show Keyreve
Quit
"
        ))
        .await;
        until("the icon says so", async || menu.drawing().await != calm).await;

        // When
        session.opened.is_back();
        menu.click(&[&finish]).await;

        // Then
        menu.begins_with("Ada Lovelace · Contoso Drive").await;
        assert_eq!(
            session.opened.all(),
            servers.contoso().sent_end_session_urls()
        );
        until("the icon is calm again", async || {
            menu.drawing().await == calm
        })
        .await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_locked_keyring_stands_first_and_a_click_unlocks_it() {
    on_a_desktop("tray_locked", async |session| {
        // Given
        let servers = servers().await;
        session.start_window_manager();
        let people = [(servers.home(), "ada@example.org")];
        signed_in_before(session, &people).await;
        session.keyring.lock();
        let questions = session.keyring.show_questions().await;
        let _panel = Panel::start(session).await;
        let _program = start_unseen_with(session, &["--hidden"]);
        let menu = TrayMenu::of(session).await;
        menu.becomes(
            "\
Unlock the keyring…
-
Ada · Home cloud
  (Keyring is locked)
  Open in browser
  Unlock the keyring…
  Sign out
-
Sign out of all…
Add account…
Show Keyreve
Quit
",
        )
        .await;
        assert_eq!(questions.asked(), 0);

        // When
        menu.click(&["Unlock the keyring…"]).await;
        until("the person is asked", async || questions.asked() == 1).await;
        the_window(session, "Unlock Login Keyring").await;
        session.type_into("Unlock Login Keyring", KEYRING_PASSWORD);

        // Then
        menu.begins_with("Ada · Home cloud").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn an_open_menu_is_left_alone_by_renewals() {
    on_a_desktop("tray_renewal", async |session| {
        // Given
        let servers = servers().await;
        let _panel = Panel::start(session).await;
        let app = session.start_app().await;
        let page = app.page();
        sign_in(page, servers.home(), "ada@example.org").await;
        let menu = TrayMenu::of(session).await;
        menu.begins_with("Ada · Home cloud").await;
        let mut told = menu.listen().await;
        let before = menu.text().await;

        // When
        for renewals in 1..=3 {
            page.press("More for Ada").await;
            page.find("menuitem", "Renew now").await.click().await;
            servers
                .home()
                .wait_for("POST", "/session/token/refresh", renewals)
                .await;
            page.stops_showing("Renew now").await;
        }

        // Then
        assert_eq!(told.since(&menu).await, Vec::<String>::new());
        assert_eq!(menu.text().await, before);

        // And what is news is told
        menu.click(&["Ada · Home cloud", "Sign out"]).await;
        until("the account is signed out", async || {
            menu.text().await.contains("(Signed out)")
        })
        .await;
        assert!(!told.since(&menu).await.is_empty());
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn what_needs_the_window_is_gone_on_with_there() {
    on_a_desktop("tray_window", async |session| {
        // Given
        let servers = servers().await;
        let _panel = Panel::start(session).await;
        let app = session.start_app().await;
        let page = app.page();
        sign_in(page, servers.home(), "ada@example.org").await;
        page.shows("1 account · 1 site").await;
        let menu = TrayMenu::of(session).await;

        // When the window is open, then it asks, and no other window does
        menu.click(&["Sign out of all…"]).await;
        page.shows("Sign out of one account?").await;
        assert_eq!(in_sight(session, QUESTION).len(), 0);
        page.press("Cancel").await;

        // When, then
        menu.click(&["Ada · Home cloud", "Sign out"]).await;
        menu.click(&["Ada · Home cloud", "Sign in…"]).await;
        page.shows("Password").await;

        // When, then
        menu.click(&["Add account…"]).await;
        page.shows("Site address").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn names_are_shown_as_they_are() {
    on_a_desktop("tray_names", async |session| {
        // Given
        let servers = servers().await;
        servers
            .home()
            .add(NewPerson::new("rd@example.org", "R&D_team & <b>co</b>"));
        let people = [(servers.home(), "rd@example.org")];

        // When
        let (_program, menu) = in_the_tray(session, &people).await;

        // Then the one sign that the bus has a meaning for is doubled, as its readers expect it
        menu.begins_with("R&D__team & <b>co</b> · Home cloud").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_open_menu_can_be_looked_at_on_a_light_desktop() {
    on_a_desktop("tray_light", async |session| {
        picture(session, "light").await
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_open_menu_can_be_looked_at_on_a_dark_desktop() {
    on_a_desktop("tray_dark", async |session| {
        session.set("GTK_THEME", "Adwaita:dark");
        picture(session, "dark").await;
    })
    .await;
}

/// Opens the menu in the panel, and a submenu of it, and leaves a picture of the screen.
async fn picture(session: &mut Session, name: &str) {
    // Given
    let servers = servers().await;
    let home = servers.home();
    home.add(NewPerson::new("rd@example.org", "R&D_team & <b>co</b>"));
    home.add(NewPerson::new("lior@example.org", "ליאור (עבודה)"));
    let people = [
        (home, "ada@example.org"),
        (home, "rd@example.org"),
        (home, "lior@example.org"),
        (servers.contoso(), "ada@contoso.example"),
    ];
    let (_program, menu) = in_the_tray(session, &people).await;
    menu.begins_with("Ada · Home cloud").await;
    menu.click(&["Ada Lovelace · Contoso Drive", "Sign out"])
        .await;
    until("one is signed out", async || {
        menu.text().await.contains("(Signed out)")
    })
    .await;
    session.keyring.lock();
    menu.click(&["Ada · Home cloud", "Sign out"]).await;
    menu.begins_with("Unlock the keyring…").await;
    let calm = settled(session).await;

    // When
    xdotool(session, &["mousemove", "14", "14", "click", "1"]);

    // Then
    let open = other_than(session, &calm).await;
    leave(&open, &format!("tray-{name}"));
    xdotool(session, &["key", "Down", "Down", "Right"]);
    let deep = other_than(session, &open).await;
    leave(&deep, &format!("tray-{name}-account"));
}

/// The picture of the screen, once nothing moves in it.
async fn settled(session: &Session) -> Vec<u8> {
    let mut former = Vec::new();
    until_some("nothing moves on the screen", async || {
        let now = screen(session);
        let still = now == former;
        former.clone_from(&now);
        still.then_some(now)
    })
    .await
}

async fn other_than(session: &Session, former: &[u8]) -> Vec<u8> {
    until("the screen is another", async || screen(session) != former).await;
    settled(session).await
}

fn screen(session: &Session) -> Vec<u8> {
    let taken = session
        .command("import")
        .args(["-window", "root", "ppm:-"])
        .output();
    taken.unwrap().stdout
}

fn leave(picture: &[u8], name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/desktop");
    fs::create_dir_all(&folder).unwrap();
    let path: PathBuf = folder.join(format!("{name}.ppm"));
    fs::write(&path, picture).unwrap();
    println!("The menu is to be seen in {}", path.display());
}

/// The program without a window, beside a panel, with these people signed in; and its menu.
pub(crate) async fn in_the_tray(
    session: &mut Session,
    people: &[(&StandIn, &str)],
) -> ((Running, Panel), TrayMenu) {
    signed_in_before(session, people).await;
    let panel = Panel::start(session).await;
    let program = start_unseen_with(session, &["--hidden"]);
    let menu = TrayMenu::of(session).await;
    ((program, panel), menu)
}

/// Signs these people in, and ends the program.
pub(crate) async fn signed_in_before(session: &mut Session, people: &[(&StandIn, &str)]) {
    let app = session.start_app().await;
    let page = app.page();
    for (number, (site, email)) in people.iter().enumerate() {
        if number > 0 {
            page.press("Add account").await;
        }
        sign_in(page, site, email).await;
        let accounts = if number == 0 { "account" } else { "accounts" };
        page.shows(&format!("{} {accounts} ·", number + 1)).await;
    }
    app.quit().await;
}

/// Asks for the question and answers it with these keys once it can be read; then it is gone.
async fn answer(session: &Session, menu: &TrayMenu, keys: &[&str]) {
    menu.click(&["Sign out of all…"]).await;
    let question = the_window(session, QUESTION).await;
    until("the question can be read", async || {
        colours(session, question.geometry(session)) > COLOURS_OF_A_BLANK_PAGE
    })
    .await;
    let window = question.number().to_string();
    xdotool(session, &["windowactivate", "--sync", &window]);
    for key in keys {
        xdotool(session, &["key", key]);
    }
    until("the question is gone", async || {
        in_sight(session, QUESTION).is_empty()
    })
    .await;
}

/// Of its frame, mostly. Text has more: its edges are soft.
const COLOURS_OF_A_BLANK_PAGE: usize = 24;

/// How many colours are to be seen there.
fn colours(session: &Session, place: Geometry) -> usize {
    let Geometry {
        x,
        y,
        width,
        height,
    } = place;
    let taken = session
        .command("import")
        .args(["-window", "root", "-crop"])
        .arg(format!("{width}x{height}+{x}+{y}"))
        .args(["-depth", "8", "rgb:-"])
        .output();
    let pixels = taken.unwrap().stdout;
    pixels.chunks(3).collect::<HashSet<_>>().len()
}

fn xdotool(session: &Session, what: &[&str]) {
    let status = session.command("xdotool").args(what).status();
    assert!(status.unwrap().success(), "{what:?}");
}
