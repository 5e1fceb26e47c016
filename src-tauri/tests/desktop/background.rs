//! The program between its window and its end: closing, the tray, starts without a window, and being told to end. The trays are real ones.

use std::fs;

use crate::app::{
    second_start_ends_well, second_start_ends_well_with, start_unseen, start_unseen_with,
};
use crate::panel::{Panel, items};
use crate::patience::{patiently, until, until_at_last, until_some};
use crate::process::{signal, with_home};
use crate::screen::{Geometry, in_sight, the_window};
use crate::session::{Session, on_a_desktop};

const TITLE: &str = "Keyreve";

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn closing_hides_in_the_tray_and_says_so_once() {
    on_a_desktop("closing_hides", async |session| {
        // Given
        session.start_window_manager();
        let _panel = Panel::start(session).await;
        let app = session.start_app().await;

        // When
        the_window(session, TITLE).await.close(session);

        // Then it is said first
        app.page().shows("Keyreve goes on in the tray").await;
        assert_eq!(in_sight(session, TITLE).len(), 1);

        // When
        app.page().press_last("Keep running").await;

        // Then
        is_out_of_sight(session).await;
        assert_eq!(app.running(), 1);
        assert_eq!(items(session).await.len(), 1);

        // When it is shown and closed again
        assert!(second_start_ends_well(session).await);
        the_window(session, TITLE).await.close(session);

        // Then
        is_out_of_sight(session).await;
        assert_eq!(app.running(), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn whoever_wants_closing_to_quit_says_so_once() {
    on_a_desktop("closing_quits", async |session| {
        // Given
        let _panel = Panel::start(session).await;
        let app = session.start_app().await;

        // When
        the_window(session, TITLE).await.close(session);
        app.ends_by(async |page| page.press_last("Quit instead").await)
            .await;
        let app = session.start_app().await;

        // Then
        app.ends_by(async |_| the_window(session, TITLE).await.close(session))
            .await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_question_that_nobody_answers_keeps_nobody_in_the_window() {
    on_a_desktop("closing_twice", async |session| {
        // Given
        let _panel = Panel::start(session).await;
        let app = session.start_app().await;
        the_window(session, TITLE).await.close(session);
        app.page().shows("Keyreve goes on in the tray").await;

        // When
        closes_again(session).await;

        // Then
        is_out_of_sight(session).await;
        assert_eq!(app.running(), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_hidden_window_goes_with_its_processes_and_comes_back_where_it_was() {
    on_a_desktop("a_hidden_window_goes", async |session| {
        // Given
        session.start_window_manager();
        let _panel = Panel::start(session).await;
        let app = session.start_app().await;
        let window = the_window(session, TITLE).await;
        let wanted = Geometry {
            x: 500,
            y: 90,
            width: 520,
            height: 600,
        };
        window.place(session, wanted);
        // Its frame comes around it, so that it does not stand exactly there; the window manager takes more than one step for that.
        let (mut former, mut looks) = (window.geometry(session), 0);
        let place = until_some("it stands still where it was moved to", async || {
            let now = window.geometry(session);
            looks = if now == former { looks + 1 } else { 0 };
            former = now;
            let has_moved = now.x > wanted.x && (now.width, now.height) == (520, 600);
            (has_moved && looks > 20).then_some(now)
        })
        .await;
        window.close(session);
        app.page().press_last("Keep running").await;
        is_out_of_sight(session).await;

        // When it is wanted back soon
        assert!(second_start_ends_well(session).await);

        // Then
        is_at(session, place).await;

        // When it is not
        the_window(session, TITLE).await.close(session);
        is_out_of_sight(session).await;

        // Then
        until_at_last("the page's process is gone", async || {
            page_processes(session) == 0
        })
        .await;
        assert_eq!(app.running(), 1);

        // When
        assert!(second_start_ends_well(session).await);

        // Then
        is_at(session, place).await;

        // When the program is started anew
        app.quit().await;
        let _app = start_unseen(session);

        // Then
        is_at(session, place).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_window_from_a_screen_that_is_gone_is_in_sight() {
    on_a_desktop("another_screen", async |session| {
        // Given
        let kept = r#"{"main":{"width":500,"height":600,"x":4000,"y":3000,"prev_x":0,"prev_y":0,"maximized":false,"visible":true,"decorated":true,"fullscreen":false}}"#;
        let folder = session.home().join("config/dev.keyreve.desktop");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("window.json"), kept).unwrap();

        // When
        session.start_window_manager();
        let _app = start_unseen(session);

        // Then
        let window = the_window(session, TITLE).await;
        let Geometry {
            x,
            y,
            width,
            height,
        } = window.geometry(session);
        assert_eq!((width, height), (500, 600));
        assert!((0..1280).contains(&x) && (0..800).contains(&y), "{x}, {y}");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn without_a_tray_closing_quits_after_saying_so() {
    on_a_desktop("no_tray", async |session| {
        // Given
        let app = session.start_app().await;
        app.page().shows("This desktop has no tray.").await;

        // When
        the_window(session, TITLE).await.close(session);
        app.page().shows("Quit Keyreve?").await;
        app.page().press("Stay").await;

        // Then
        app.page().stops_showing("Quit Keyreve?").await;
        assert_eq!(in_sight(session, TITLE).len(), 1);

        // When it is closed again
        app.ends_by(async |_| closes_again(session).await).await;

        // Then it has been said for good
        let app = session.start_app().await;
        app.page().shows("This desktop has no tray.").await;
        app.ends_by(async |_| the_window(session, TITLE).await.close(session))
            .await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_tray_that_goes_brings_the_window_back_and_one_that_comes_is_used() {
    on_a_desktop("a_tray_that_goes", async |session| {
        // Given
        let panel = Panel::start(session).await;
        let app = session.start_app().await;
        the_window(session, TITLE).await.close(session);
        app.page().press_last("Keep running").await;
        is_out_of_sight(session).await;

        // When
        panel.crash(session).await;

        // Then
        the_window(session, TITLE).await;
        app.page().shows("This desktop has no tray.").await;

        // When
        let _panel = Panel::start(session).await;

        // Then
        app.page().stops_showing("This desktop has no tray.").await;
        until("the icon is in it", async || {
            items(session).await.len() == 1
        })
        .await;
        the_window(session, TITLE).await.close(session);
        is_out_of_sight(session).await;
        assert_eq!(app.running(), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_hidden_start_has_no_window_until_somebody_wants_it() {
    on_a_desktop("a_hidden_start", async |session| {
        // Given
        let _panel = Panel::start(session).await;
        let mut app = start_unseen_with(session, &["--hidden"]);
        until("its icon is in the tray", async || {
            items(session).await.len() == 1
        })
        .await;

        // When
        assert!(second_start_ends_well_with(session, &["--hidden"]).await);

        // Then
        assert_eq!(page_processes(session), 0);
        assert!(in_sight(session, TITLE).is_empty());

        // When
        assert!(second_start_ends_well(session).await);

        // Then
        the_window(session, TITLE).await;
        assert_eq!(app.ended(), None);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_hidden_start_without_a_tray_shows_its_window() {
    on_a_desktop("a_hidden_start_without_a_tray", async |session| {
        let _app = start_unseen_with(session, &["--hidden"]);

        the_window(session, TITLE).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_menus_actions_reach_the_program_that_runs() {
    on_a_desktop("actions", async |session| {
        // Given
        let app = session.start_app().await;
        let servers = crate::person::servers().await;
        crate::person::sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;

        // When
        assert!(second_start_ends_well_with(session, &["--add-account"]).await);

        // Then
        app.page().find("textbox", "Site address").await;

        // When
        assert!(second_start_ends_well_with(session, &["--sign-out-of-all"]).await);

        // Then
        app.page().shows("Sign out of one account?").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn being_told_to_end_ends_in_good_order() {
    on_a_desktop("told_to_end", async |session| {
        for name in ["TERM", "INT", "HUP"] {
            // Given
            let mut app = start_unseen(session);
            the_window(session, TITLE).await;

            // When
            signal(name, app.id());

            // Then
            let ended = until_some("the program ends", async || app.ended()).await;
            assert!(ended.success(), "{name}: {ended}");
        }
    })
    .await;
}

async fn is_at(session: &Session, place: Geometry) {
    let window = the_window(session, TITLE).await;
    let mut last = place;
    let is_there = patiently(async || {
        last = window.geometry(session);
        (last == place).then_some(())
    });
    let is_there = is_there.await.is_some();
    assert!(is_there, "the window is at {last:?} and not at {place:?}");
}

/// Closes the window after a question has come: what follows the question at once is a double click and no answer.
async fn closes_again(session: &Session) {
    until("the window heeds being closed", async || {
        let windows = in_sight(session, TITLE);
        windows.iter().for_each(|window| window.close(session));
        windows.is_empty()
    })
    .await;
}

async fn is_out_of_sight(session: &Session) {
    until("no window is in sight", async || {
        in_sight(session, TITLE).is_empty()
    })
    .await;
}

/// How many processes of the session show a page.
fn page_processes(session: &Session) -> usize {
    let shows_a_page = |id: &u32| {
        let program = fs::read_link(format!("/proc/{id}/exe"));
        program.is_ok_and(|program| program.ends_with("WebKitWebProcess"))
    };
    with_home(session.home())
        .iter()
        .filter(|id| shows_a_page(id))
        .count()
}
