//! Ending the program and starting it again, in every way in which that happens.

use std::path::Path;

use futures::StreamExt;
use serde_json::json;
use zbus::message::Type;

use crate::app::{PROGRAM, second_start_ends_well, start_unseen};
use crate::patience::{until, until_some};
use crate::person::{give_password, servers, sign_in};
use crate::process::{processes, signal};
use crate::session::{on_a_desktop, on_a_desktop_without_a_keyring};

/// By which a second start finds the first.
const NAME_ON_THE_BUS: &str = "dev.keyreve.desktop.SingleInstance";

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
async fn two_starts_at_once_are_one_program_with_one_window() {
    on_a_desktop("two_starts_at_once", async |session| {
        // When
        let (mut one, mut other) = (start_unseen(session), start_unseen(session));

        // Then
        let ended = until_some("one of the two ends", async || {
            one.ended().or_else(|| other.ended())
        })
        .await;
        assert!(ended.success(), "{ended}");
        assert!(second_start_ends_well(session).await);
        until("the window is there", async || {
            session.windows_titled("Keyreve") > 0
        })
        .await;
        assert_eq!(processes(Path::new(PROGRAM), session.home()).len(), 1);
        assert_eq!(session.windows_titled("Keyreve"), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_start_right_after_the_program_was_killed_has_a_window() {
    on_a_desktop("right_after_a_kill", async |session| {
        // Given what the bus has of a program that is just being killed: a name whose owner goes instead of answering
        let owner = zbus::connection::Builder::address(session.bus())
            .unwrap()
            .name(NAME_ON_THE_BUS)
            .unwrap()
            .build()
            .await
            .unwrap();
        let asked = tokio::spawn(async move {
            let mut messages = zbus::MessageStream::from(&owner);
            let is_call = |message: &zbus::Message| message.message_type() == Type::MethodCall;
            while !is_call(&messages.next().await.unwrap().unwrap()) {}
            drop(messages);
            owner.close().await.unwrap();
        });

        // When
        let app = session.start_app().await;

        // Then
        app.page().find("textbox", "Site address").await;
        assert!(asked.is_finished());
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_program_that_is_stopped_does_not_keep_a_second_start_waiting() {
    on_a_desktop("stopped", async |session| {
        // Given
        let first = start_unseen(session);
        let lock = session.registry().with_extension("lock");
        let id = first.id().to_string();
        until("the first start owns the registry", async || {
            std::fs::read_to_string(&lock).is_ok_and(|owner| owner.trim() == id)
        })
        .await;
        signal("STOP", first.id());

        // When
        let app = session.start_app().await;

        // Then
        let said = format!("Keyreve is already running (process {id})");
        app.page().find("heading", &said).await;
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
