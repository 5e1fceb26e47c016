//! The first start, and adding accounts.

use crate::person::{choose_site, give_password, servers, sign_in};
use crate::session::on_a_desktop;

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_first_start_shows_what_the_program_does_and_the_address_field() {
    on_a_desktop("the_first_start", async |session| {
        // When
        let app = session.start_app().await;

        // Then
        let page = app.page();
        page.find("heading", "Your Cloudreve accounts, in one place")
            .await;
        page.find("textbox", "Site address").await;
        assert_eq!(page.count("heading", "Home cloud").await, 0);
        assert_eq!(session.keyring.entries(), 0);
        assert!(session.opened.all().is_empty());
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn an_account_that_is_added_is_in_the_list_and_its_session_in_the_keyring() {
    on_a_desktop("adding_an_account", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();

        // When
        sign_in(page, servers.home(), "ada@example.org").await;

        // Then
        page.find("button", "Sign out Ada").await;
        page.shows("ada@example.org").await;
        page.shows("1 account · 1 site").await;
        assert_eq!(session.keyring.entries(), 1);
        assert_eq!(servers.home().live_families("ada@example.org"), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn accounts_of_several_sites_stand_under_their_sites() {
    on_a_desktop("several_sites", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();
        sign_in(page, servers.home(), "ada@example.org").await;

        // When
        page.press("Add account").await;
        sign_in(page, servers.contoso(), "ada@contoso.example").await;

        // Then
        page.find("button", "Sign out Ada Lovelace").await;
        page.find("button", "Sign out Ada").await;
        page.shows("2 accounts · 2 sites").await;
        assert_eq!(session.keyring.entries(), 2);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_wrong_password_is_said_and_leaves_nothing_behind() {
    on_a_desktop("a_wrong_password", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();
        choose_site(page, servers.home()).await;
        page.fill("E-mail", "ada@example.org").await;

        // When
        give_password(page, "not her password").await;

        // Then
        page.shows("The e-mail or the password is wrong.").await;
        assert_eq!(page.value("E-mail").await, "ada@example.org");
        assert_eq!(page.value("Password").await, "");
        assert_eq!(session.keyring.entries(), 0);
        assert_eq!(servers.home().live_families("ada@example.org"), 0);

        // And the right one still works
        give_password(page, demo::PASSWORD).await;
        page.find("button", "Sign out Ada").await;
    })
    .await;
}
