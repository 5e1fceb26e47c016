//! The window as a screen reader gets it: what each view is made of on the accessibility bus, and that nothing to be used is there without a
//! name.
//!
//! Deliberately not here: what axe finds in the page itself (`axe.rs`).

use crate::accessible::{Heard, ScreenReader, State};
use crate::person::{address, choose_site, give_password, servers, sign_in};
use crate::session::on_a_desktop;

/// What can be used has one of these roles.
const USABLE: &[&str] = &[
    "button",
    "check box",
    "combo box",
    "entry",
    "link",
    "list box",
    "menu item",
    "password text",
    "radio button",
    "spin button",
    "toggle button",
    // WebKitGTK has no role for what unfolds details; its name is read all the same.
    "unknown",
];

/// What only holds others may be able to take the focus too: the page, an open menu, a question.
const HOLDERS: &[&str] = &["dialog", "document web", "menu"];

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_form_for_an_account_is_read_with_labels_and_each_error_with_its_field() {
    on_a_desktop("read_form", async |session| {
        // Given
        let reader = ScreenReader::start(session).await;
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();

        // Then the first start
        let heard = reader
            .page_where("a site's address is wanted", |heard| {
                heard.find("entry", "Site address").is_some()
            })
            .await;
        heard.the("heading", "Your Cloudreve accounts, in one place");
        heard.the("button", "Continue");
        let address_field = heard.the("entry", "Site address");
        assert!(address_field.is(State::Focused) && address_field.is(State::Required));
        assert!(!address_field.is(State::Invalid));
        assert!(
            address_field
                .description
                .starts_with("For example cloud.example.com"),
            "{heard:?}"
        );
        assert_usable_is_named(&heard);

        // When
        page.fill("Site address", "not an address").await;
        page.press("Continue").await;

        // Then
        let heard = reader
            .page_where("the address is wrong", |heard| {
                let field = heard.find("entry", "Site address");
                field.is_some_and(|field| {
                    field.is(State::Invalid)
                        && field
                            .description
                            .contains("This is no address that a site can have.")
                })
            })
            .await;
        assert_usable_is_named(&heard);

        // When
        choose_site(page, servers.home()).await;
        page.fill("E-mail", "ada@example.org").await;
        give_password(page, "not her password").await;

        // Then
        let heard = reader
            .page_where("the password is wrong", |heard| {
                let field = heard.find("password text", "Password");
                field.is_some_and(|field| {
                    field.is(State::Invalid)
                        && field.is(State::Required)
                        && field
                            .description
                            .contains("The e-mail or the password is wrong.")
                })
            })
            .await;
        let email = heard.the("entry", "E-mail");
        assert!(email.is(State::Required) && !email.is(State::Invalid));
        heard.the("heading", servers.home().title());
        heard.the("button", "Sign in");
        assert_usable_is_named(&heard);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn each_account_is_read_with_its_state_and_its_sign_out_is_announced() {
    on_a_desktop("read_list", async |session| {
        // Given
        let reader = ScreenReader::start(session).await;
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();
        sign_in(page, servers.home(), "ada@example.org").await;
        page.find("button", "Sign out Ada").await;
        page.press("Add account").await;
        sign_in(page, servers.contoso(), "ada@contoso.example").await;

        // Then
        let both = "both accounts are in the list";
        let heard = reader
            .page_where(both, |heard| heard.each("list item").len() == 2)
            .await;
        let rows = heard.each("list item");
        let expected = [
            ("Ada", "ada@example.org"),
            ("Ada Lovelace", "ada@contoso.example"),
        ];
        for (row, (name, email)) in rows.into_iter().zip(expected) {
            row.the("button", &format!("{name}, {email}"));
            row.the("button", &format!("Sign out {name}"));
            // WebKit calls a button that opens a menu so.
            row.the("combo box", &format!("More for {name}"));
            let words = row.words();
            assert!(
                words.contains("Signed in") && words.contains(email),
                "{words}"
            );
        }
        heard.the("heading", "Keyreve");
        heard.the("button", "Add account");
        heard.the("button", "Settings");
        assert_usable_is_named(&heard);

        // When
        page.press("More for Ada").await;

        // Then
        let menu = "a menu is open";
        let heard = reader
            .page_where(menu, |heard| !heard.each("menu item").is_empty())
            .await;
        assert_usable_is_named(&heard);
        page.find("menuitem", "Open site").await.click().await;
        page.press("Sign out Ada").await;

        // Then it is said without the focus having to go there
        let heard = reader
            .page_where("she is signed out", |heard| {
                let said = heard.each("status bar");
                said.iter().any(|one| {
                    one.words()
                        .contains("Ada is signed out. The server confirmed it.")
                })
            })
            .await;
        let result = heard.the("landmark", "Result of signing out Ada");
        let lines = result.each("list item");
        let lines: Vec<String> = lines.iter().map(|line| line.words()).collect();
        for (line, part) in lines
            .iter()
            .zip(["This computer", "Server", "Single sign-on"])
        {
            assert!(line.starts_with(part), "{lines:?}");
        }
        assert_eq!(lines.len(), 3, "{lines:?}");
        result.the("button", "Dismiss");
        heard.the("button", "Sign in Ada");
        assert_usable_is_named(&heard);

        // When
        page.press("Settings").await;

        // Then
        let heard = reader
            .page_where("these are the settings", |heard| {
                heard.find("heading", "Settings").is_some()
            })
            .await;
        assert!(heard.each("radio button").len() > 1, "{}", heard.outline());
        assert_usable_is_named(&heard);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_wait_can_be_ended_and_the_focus_stays_when_it_is_cancelled() {
    on_a_desktop("read_wait", async |session| {
        // Given a site that does not answer yet
        let reader = ScreenReader::start(session).await;
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();
        let home = servers.home();
        home.fault(demo::Fault::everywhere(demo::What::Hold));

        // When
        page.fill("Site address", &address(home)).await;
        page.press("Continue").await;

        // Then
        let waiting = |heard: &Heard| heard.find("button", "Cancel").is_some();
        let heard = reader.page_where("the wait can be ended", waiting).await;
        assert_usable_is_named(&heard);

        // When
        page.press("Cancel").await;

        // Then
        let heard = reader
            .page_where("nothing is waited for", |heard| !waiting(heard))
            .await;
        assert!(heard.the("button", "Continue").is(State::Focused));
        home.clear_faults();
    })
    .await;
}

/// Nothing that can take the focus is without a name, or of a role that tells nobody what it is for.
pub(crate) fn assert_usable_is_named(heard: &Heard) {
    let focusable = heard
        .all()
        .filter(|one| one.is(State::Focusable) && !HOLDERS.contains(&one.role.as_str()));
    let wrong: Vec<String> = focusable
        .filter(|one| one.name.is_empty() || !USABLE.contains(&one.role.as_str()))
        .map(|one| format!("{} \"{}\" ({})", one.role, one.name, one.description))
        .collect();
    assert!(
        wrong.is_empty(),
        "cannot be told what these are: {wrong:?}; the page:\n{}",
        heard.outline()
    );
    // What holds such details has no role either, and no name of its own.
    for role in USABLE.iter().filter(|role| **role != "unknown") {
        let nameless = heard.each(role).iter().any(|one| one.name.is_empty());
        assert!(!nameless, "a {role} has no name in:\n{}", heard.outline());
    }
}
