//! Signing out: three results on the screen, and each of them true.

use std::time::Duration;

use demo::{Demo, Fault, StandIn, What};

use crate::app::App;
use crate::patience::until;
use crate::person::{servers, sign_in};
use crate::session::{Session, on_a_desktop};

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_sign_out_shows_three_results_and_all_three_are_true() {
    on_a_desktop("three_results", async |session| {
        // Given
        let servers = servers().await;
        let app = signed_in(session, servers.contoso(), "ada@contoso.example").await;
        let page = app.page();

        // When
        page.press("Sign out Ada Lovelace").await;

        // Then
        let result = page
            .find("region", "Result of signing out Ada Lovelace")
            .await;
        result.shows("This computer erased from the keyring").await;
        result.shows("Server confirmed").await;
        result
            .shows("Single sign-on opened at login.localhost")
            .await;
        page.find("button", "Sign in Ada Lovelace")
            .await
            .is_usable()
            .await;
        assert_eq!(page.alerts().await, Vec::<String>::new());
        assert_eq!(session.keyring.entries(), 0);
        assert_eq!(servers.contoso().live_families("ada@contoso.example"), 0);
        assert_opened_once(session, &servers);

        // And the result stays until the person has done with it
        result.find("button", "Dismiss").await.click().await;
        page.stops_showing("erased from the keyring").await;
        page.find("button", "Sign in Ada Lovelace").await;
        assert_opened_once(session, &servers);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn signing_out_of_a_site_without_single_sign_on_opens_nothing() {
    on_a_desktop("no_single_sign_on", async |session| {
        // Given
        let servers = servers().await;
        let app = signed_in(session, servers.home(), "ada@example.org").await;

        // When
        app.page().press("Sign out Ada").await;

        // Then
        let result = app.page().find("region", "Result of signing out Ada").await;
        result.shows("Server confirmed").await;
        result.shows("Single sign-on none").await;
        app.page()
            .find("button", "Sign in Ada")
            .await
            .is_usable()
            .await;
        assert_eq!(app.page().alerts().await, Vec::<String>::new());
        assert!(session.opened.all().is_empty());
        assert_eq!(session.keyring.entries(), 0);
        assert_eq!(servers.home().live_families("ada@example.org"), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn an_end_session_address_that_is_not_safe_is_shown_and_not_opened() {
    on_a_desktop("an_unsafe_address", async |session| {
        // Given
        let servers = servers().await;
        let app = signed_in(session, servers.contoso(), "ada@contoso.example").await;
        servers.contoso().end_session_url(Some(
            "http://login.contoso.example/oidc/session/end".to_owned(),
        ));

        // When
        app.page().press("Sign out Ada Lovelace").await;

        // Then
        let result = app
            .page()
            .find("region", "Result of signing out Ada Lovelace")
            .await;
        result
            .shows("at login.contoso.example that is not safe to open; it was not opened")
            .await;
        result.shows("This computer erased from the keyring").await;
        result.shows("Server confirmed").await;
        assert!(session.opened.all().is_empty());
        assert_eq!(session.keyring.entries(), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_sign_out_that_the_server_did_not_hear_is_finished_when_it_is_back() {
    on_a_desktop("server_down_then_up", async |session| {
        // Given
        let servers = servers().await;
        let app = signed_in(session, servers.home(), "ada@example.org").await;
        servers.home().stop().await;

        // When
        app.page().press("Sign out Ada").await;

        // Then
        let result = app.page().find("region", "Result of signing out Ada").await;
        result
            .shows("This computer kept in the keyring only to finish the sign-out")
            .await;
        result.shows("Server not reachable").await;
        assert_eq!(session.keyring.entries(), 1);
        assert_eq!(servers.home().live_families("ada@example.org"), 1);

        // When
        servers.home().start_again().await;
        app.page().press("Try now for Ada").await;

        // Then
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
async fn a_pending_sign_out_survives_a_power_cut_and_ends_without_being_asked() {
    on_a_desktop("pending_over_a_power_cut", async |session| {
        // Given
        let servers = servers().await;
        let app = signed_in(session, servers.home(), "ada@example.org").await;
        servers.home().stop().await;
        app.page().press("Sign out Ada").await;
        app.page()
            .find("region", "Result of signing out Ada")
            .await
            .shows("Server not reachable")
            .await;
        app.kill().await;
        servers.home().start_again().await;

        // When
        let app = session.start_app().await;

        // Then
        app.page().find("button", "Sign in Ada").await;
        until("the keyring is empty", async || {
            session.keyring.entries() == 0
        })
        .await;
        assert_eq!(servers.home().live_families("ada@example.org"), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_result_is_on_the_screen_after_two_answers_of_the_server() {
    on_a_desktop("soon_on_the_screen", async |session| {
        // Given a server that is 100 ms away. How long the program itself takes is told, not judged: a busy machine proves nothing.
        let servers = servers().await;
        let app = signed_in(session, servers.home(), "ada@example.org").await;
        let page = app.page();
        let delay = Duration::from_millis(100);
        servers.home().fault(Fault::everywhere(What::Delay(delay)));
        page.measure_from_click_to("erased from the keyring").await;

        // When
        page.press("Sign out Ada").await;

        // Then
        let took = page.measured().await;
        println!("from the click to the result: {} ms", took.as_millis());
        assert!(
            took >= 2 * delay,
            "{took:?}: the server was not asked and checked"
        );
        let truth = servers.home().truth();
        assert_eq!(truth.count("DELETE", "/session/token"), 1);
        assert_eq!(truth.count("POST", "/session/token/refresh"), 1);
    })
    .await;
}

/// The program, started and with this one account in its list.
async fn signed_in(session: &mut Session, site: &StandIn, email: &str) -> App {
    let app = session.start_app().await;
    sign_in(app.page(), site, email).await;
    app.page().shows("1 account · 1 site").await;
    app
}

fn assert_opened_once(session: &Session, servers: &Demo) {
    let opened = session.opened.all();
    let page = servers.login().origin().join("/oidc/session/end").unwrap();
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert!(opened[0].starts_with(page.as_str()), "{opened:?}");
}
