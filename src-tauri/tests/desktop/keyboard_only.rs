//! The program without a mouse, from the first start to the sign-out; and how much a new person has to do until the first account is there.
//!
//! How long that takes is told, not judged: a busy machine proves nothing.

use std::time::{Duration, Instant};

use demo::PASSWORD;

use crate::keyboard::Keyboard;
use crate::page::Page;
use crate::patience::until;
use crate::person::{address, servers};
use crate::session::on_a_desktop;

/// How long a key and a click take somebody who types neither fast nor slowly (the keystroke-level model's average typist, and its pointing
/// with a hand that has to reach for the mouse).
const A_KEY: Duration = Duration::from_millis(280);
const A_CLICK: Duration = Duration::from_millis(1_600);

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn everything_from_the_first_start_to_the_sign_out_is_done_by_keys_alone() {
    on_a_desktop("keyboard_only", async |session| {
        // Given
        session.start_window_manager();
        let servers = servers().await;
        let home = servers.home();
        let app = session.start_app().await;
        let page = app.page();
        let mut keys = Keyboard::before_the_window(session).await;

        // When an account is added
        page.has_focus_on("Site address").await;
        fill_the_form(page, &mut keys, &address(home), "ada@example.org").await;

        // Then
        page.has_focus_on("Ada, ada@example.org").await;
        let to_the_first_account = keys.pressed();

        // When another one is added, after a look back at the address
        keys.press("ctrl+n");
        page.has_focus_on("Site address").await;
        keys.press("Escape");
        page.has_focus_on("Add account").await;
        keys.press("Return");
        page.has_focus_on("Site address").await;
        fill_the_form(page, &mut keys, &address(home), "bob@example.org").await;

        // Then
        page.has_focus_on("Bob, bob@example.org").await;
        page.shows("2 accounts · 1 site").await;

        // When the rows are walked through
        keys.press("Up");
        page.has_focus_on("Ada, ada@example.org").await;
        keys.press("Down");
        page.has_focus_on("Bob, bob@example.org").await;
        keys.press("Home");
        page.has_focus_on("Ada, ada@example.org").await;

        // And what is behind one of them is looked at
        keys.press("Return");
        until("the row is open", async || {
            page.focused().await != "Ada, ada@example.org"
        })
        .await;
        keys.press("Escape");
        page.has_focus_on("Ada, ada@example.org").await;

        // And the settings are looked at
        keys.press("ctrl+comma");
        page.find("heading", "Settings").await;
        keys.press("Escape");
        page.find("button", "Add account").await;
        back_to(page, &mut keys, "Ada, ada@example.org").await;

        // When the question is answered with no
        keys.press("Delete");
        page.find("alertdialog", "Sign out Ada?").await;
        page.has_focus_on("Cancel").await;
        keys.press("Escape");

        // Then
        page.has_focus_on("Ada, ada@example.org").await;
        assert_eq!(home.live_families("ada@example.org"), 1);

        // When it is answered with yes
        keys.press("Delete");
        page.has_focus_on("Cancel").await;
        keys.press("Tab");
        page.has_focus_on("Sign out").await;
        keys.press("Return");

        // Then
        let result = page.find("region", "Result of signing out Ada").await;
        result.shows("This computer erased from the keyring").await;
        result.shows("Server confirmed").await;
        assert_eq!(home.live_families("ada@example.org"), 0);
        assert_eq!(session.keyring.entries(), 1);

        // And the result is put away
        page.has_focus_on("Ada, ada@example.org").await;
        back_to(page, &mut keys, "Dismiss").await;
        keys.press("Return");
        page.stops_showing("erased from the keyring").await;
        println!(
            "from the first start to the first account: {to_the_first_account} keys; to the sign-out: {} keys, and not one click",
            keys.pressed()
        );
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_new_person_has_the_first_account_after_three_clicks() {
    on_a_desktop("first_account", async |session| {
        // Given
        session.start_window_manager();
        let servers = servers().await;
        let home = servers.home();
        let started = Instant::now();

        // When
        let app = session.start_app().await;
        let page = app.page();
        let mut keys = Keyboard::before_the_window(session).await;
        page.has_focus_on("Site address").await;
        let usable = started.elapsed();
        keys.write(&address(home));
        until("the address is typed", async || {
            page.value("Site address").await == address(home)
        })
        .await;
        page.press("Continue").await;
        page.has_focus_on("E-mail").await;
        keys.write("ada@example.org");
        until("the e-mail is typed", async || {
            page.value("E-mail").await == "ada@example.org"
        })
        .await;
        page.find_field("Password").await.click().await;
        page.has_focus_on("Password").await;
        keys.write(PASSWORD);
        until("the password is typed", async || {
            page.value("Password").await == PASSWORD
        })
        .await;
        page.press("Sign in").await;
        page.find("button", "Sign out Ada").await;

        // Then
        let took = started.elapsed();
        let clicks: u32 = 3;
        let typed = u32::try_from(keys.pressed()).unwrap();
        let by_hand = A_KEY * typed + A_CLICK * clicks;
        println!(
            "from the first start to the first account: {clicks} clicks and {typed} letters. The window is there after {:.1} s, the account, \
             typed by a machine, after {:.1} s; a person types and clicks for about {:.0} s",
            usable.as_secs_f64(),
            took.as_secs_f64(),
            by_hand.as_secs_f64()
        );
    })
    .await;
}

/// From the address to the pressed "Sign in".
async fn fill_the_form(page: &Page, keys: &mut Keyboard<'_>, address: &str, email: &str) {
    keys.write(address);
    keys.press("Return");
    page.has_focus_on("E-mail").await;
    keys.write(email);
    keys.press("Tab");
    page.has_focus_on("Password").await;
    keys.write(PASSWORD);
    keys.press("Return");
}

/// Goes on by Tab until what has this name has the focus.
async fn back_to(page: &Page, keys: &mut Keyboard<'_>, name: &str) {
    for _ in 0..40 {
        let here = page.focused().await;
        if here == name {
            return;
        }
        keys.press("Tab");
        until("the focus goes on", async || page.focused().await != here).await;
    }
    panic!("by Tab nobody comes to \"{name}\"");
}
