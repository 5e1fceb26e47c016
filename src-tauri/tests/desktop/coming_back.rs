//! Ending the program and starting it again, in every way in which that happens.

use serde_json::json;

use crate::app::second_start_ends_well;
use crate::patience::until;
use crate::person::{give_password, servers, sign_in};
use crate::session::{on_a_desktop, on_a_desktop_without_a_keyring};

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_restart_shows_the_same_accounts() {
    on_a_desktop("a_restart", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;
        app.page().press("Add account").await;
        sign_in(app.page(), servers.contoso(), "ada@contoso.example").await;
        app.page().shows("2 accounts · 2 sites").await;

        // When
        app.quit().await;
        let app = session.start_app().await;

        // Then
        app.page().shows("2 accounts · 2 sites").await;
        app.page().find("button", "Sign out Ada").await;
        app.page().find("button", "Sign out Ada Lovelace").await;
        assert_eq!(session.keyring.entries(), 2);
        assert_eq!(servers.home().live_families("ada@example.org"), 1);
        assert_eq!(servers.contoso().live_families("ada@contoso.example"), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_power_cut_keeps_the_session_and_it_can_still_be_signed_out() {
    on_a_desktop("a_power_cut", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;

        // When
        app.kill().await;
        let app = session.start_app().await;

        // Then
        app.page().press("Sign out Ada").await;
        let result = app.page().find("region", "Result of signing out Ada").await;
        result.shows("This computer erased from the keyring").await;
        result.shows("Server confirmed").await;
        assert_eq!(session.keyring.entries(), 0);
        assert_eq!(servers.home().live_families("ada@example.org"), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_second_start_shows_the_window_of_the_first() {
    on_a_desktop("a_second_start", async |session| {
        // Given a window that is minimised
        session.start_window_manager();
        let app = session.start_app().await;
        let page = app.page();
        until("the window is out of sight", async || {
            page.client().minimize_window().await.unwrap();
            page.evaluate("return document.visibilityState", vec![])
                .await
                == json!("hidden")
        })
        .await;

        // When
        let ended_well = second_start_ends_well(session).await;

        // Then
        assert!(ended_well);
        assert_eq!(app.running(), 1);
        until("the window is in sight", async || {
            page.evaluate("return document.visibilityState", vec![])
                .await
                == json!("visible")
        })
        .await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn without_a_keyring_nothing_is_signed_in_and_that_is_said() {
    on_a_desktop_without_a_keyring("no_keyring", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();

        // When
        sign_in(page, servers.home(), "ada@example.org").await;

        // Then
        page.shows(
            "This computer has no keyring running, and Keyreve keeps sessions nowhere else.",
        )
        .await;
        assert_eq!(page.value("E-mail").await, "ada@example.org");
        assert_eq!(servers.home().truth().families.len(), 0);

        // When there is one
        session.keyring.start().await;
        give_password(page, demo::PASSWORD).await;

        // Then
        page.find("button", "Sign out Ada").await;
        assert_eq!(session.keyring.entries(), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_keyring_that_is_missing_for_a_while_loses_nothing() {
    on_a_desktop("a_keyring_away", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;
        app.quit().await;
        session.keyring.stop();

        // When
        let app = session.start_app().await;

        // Then
        app.page().shows("ada@example.org").await;
        app.page()
            .shows("This computer has no keyring running.")
            .await;

        // When it is back
        session.keyring.start().await;
        app.page().press("Try again").await;

        // Then
        app.page().stops_showing("no keyring running").await;
        app.page().find("button", "Sign out Ada").await;
        assert_eq!(session.keyring.entries(), 1);
        assert_eq!(servers.home().live_families("ada@example.org"), 1);
    })
    .await;
}
