//! A site that wants letters read off a picture, and an account that wants a code: what was right stays, what was wrong is said where it was
//! typed, and nothing is left of a sign-in that has not come to its end.

use std::collections::HashSet;

use demo::{PASSWORD, Site, StandIn};

use crate::axe;
use crate::page::Page;
use crate::patience::{until, until_some};
use crate::person::{choose_site, servers};
use crate::session::on_a_desktop;

const GRACE: &str = "grace@lab.example";
const LETTERS: &str = "Letters in the picture";
const CODE: &str = "Two-step code";

/// What the picture is, once it can be seen.
const PICTURE: &str = r"
    const picture = document.querySelector('[role=group] img');
    return picture?.complete && picture.naturalWidth > 0 ? picture.src : null;
";

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn letters_and_a_code_lead_to_the_account_and_each_mistake_costs_only_itself() {
    on_a_desktop("captcha_and_code", async |session| {
        // Given
        let servers = servers().await;
        let lab = servers.lab();
        let app = session.start_app().await;
        let page = app.page();
        choose_site(page, lab).await;
        let mut pictures = HashSet::new();

        // When the letters are read wrong
        next_picture(page, &mut pictures).await;
        page.fill("E-mail", GRACE).await;
        page.fill("Password", PASSWORD).await;
        page.fill(LETTERS, "wrong").await;
        page.press("Sign in").await;

        // Then another picture is there, and the password has not to be typed again
        page.shows("What was typed does not match the picture.")
            .await;
        next_picture(page, &mut pictures).await;
        page.has_focus_on(LETTERS).await;
        assert_eq!(page.value(LETTERS).await, "");
        assert_eq!(page.value("E-mail").await, GRACE);
        assert_eq!(page.value("Password").await, PASSWORD);
        axe::finds_nothing(page, "the letters with a problem").await;

        // When another picture is asked for, and the password is wrong
        page.press("New picture").await;
        next_picture(page, &mut pictures).await;
        page.fill("Password", "not her password").await;
        page.fill(LETTERS, &letters(lab)).await;
        page.press("Sign in").await;

        // Then
        page.shows("The e-mail or the password is wrong.").await;
        next_picture(page, &mut pictures).await;
        page.has_focus_on("Password").await;
        assert_eq!(page.value("Password").await, "");
        assert_eq!(page.value("E-mail").await, GRACE);
        assert_eq!(session.keyring.entries(), 0);

        // When both are right
        page.fill("Password", PASSWORD).await;
        page.fill(LETTERS, &letters(lab)).await;
        page.press("Sign in").await;

        // Then
        page.has_focus_on(CODE).await;
        page.shows(GRACE).await;
        assert_eq!(lab.live_families(GRACE), 0);

        // When the code is wrong
        page.fill(CODE, &other_than(&code(lab))).await;

        // Then it is asked for again, and the password is not
        page.shows("That code is not right.").await;
        page.has_focus_on(CODE).await;
        assert_eq!(page.value(CODE).await, "");
        assert_eq!(lab.live_families(GRACE), 0);
        axe::finds_nothing(page, "the code with a problem").await;

        // When it is right, copied with a space as authenticators show it
        let right = code(lab);
        page.fill(CODE, &format!("{} {}", &right[..3], &right[3..]))
            .await;

        // Then
        page.find("button", "Sign out Grace").await;
        page.shows("1 account · 1 site").await;
        assert_eq!(lab.live_families(GRACE), 1);
        assert_eq!(session.keyring.entries(), 1);
        assert_eq!(lab.truth().count("POST", "/session/token"), 3);
        assert_eq!(lab.truth().count("POST", "/session/token/2fa"), 2);

        // And her session ends like every other one
        page.press("Sign out Grace").await;
        let result = page.find("region", "Result of signing out Grace").await;
        result.shows("Server confirmed").await;
        assert_eq!(lab.live_families(GRACE), 0);
        assert_eq!(session.keyring.entries(), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_code_whose_sign_in_the_server_has_forgotten_leads_back_to_the_password() {
    on_a_desktop("code_used_up", async |session| {
        // Given somebody who is asked for a code
        let servers = servers().await;
        let lab = servers.lab();
        let app = session.start_app().await;
        let page = app.page();
        let mut pictures = HashSet::new();
        is_asked_for_a_code(page, lab, &mut pictures).await;

        // When
        lab.kill().await;
        lab.start_again().await;
        page.fill(CODE, &code(lab)).await;

        // Then
        page.shows("The time for the code is over.").await;
        next_picture(page, &mut pictures).await;
        assert_eq!(page.value("E-mail").await, GRACE);
        assert_eq!(page.value("Password").await, "");
        assert_eq!(session.keyring.entries(), 0);

        // When it begins anew
        page.fill("Password", PASSWORD).await;
        page.fill(LETTERS, &letters(lab)).await;
        page.press("Sign in").await;
        page.has_focus_on(CODE).await;
        page.fill(CODE, &code(lab)).await;

        // Then
        page.find("button", "Sign out Grace").await;
        assert_eq!(lab.live_families(GRACE), 1);
        assert_eq!(session.keyring.entries(), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn who_goes_back_from_the_code_leaves_nothing_behind() {
    on_a_desktop("back_from_the_code", async |session| {
        // Given
        let servers = servers().await;
        let lab = servers.lab();
        let app = session.start_app().await;
        let page = app.page();
        let mut pictures = HashSet::new();
        is_asked_for_a_code(page, lab, &mut pictures).await;
        assert_eq!(session.keyring.entries(), 0);

        // When
        page.press("Back").await;

        // Then
        next_picture(page, &mut pictures).await;
        assert_eq!(page.value("E-mail").await, GRACE);
        assert_eq!(page.value("Password").await, "");
        assert_eq!(session.keyring.entries(), 0);
        assert_eq!(lab.live_families(GRACE), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_captcha_that_only_a_browser_can_show_is_said_before_a_password_is_typed() {
    on_a_desktop("a_captcha_for_browsers", async |session| {
        // Given
        let site = StandIn::start(Site {
            title: "Turnstile".to_owned(),
            captcha_type: "turnstile".to_owned(),
            ..Site::lab()
        })
        .await
        .unwrap();
        let app = session.start_app().await;

        // When
        choose_site(app.page(), &site).await;

        // Then
        let page = app.page();
        page.shows("Cloudflare Turnstile. Only a browser can show it.")
            .await;
        assert_eq!(page.count("button", "Sign in").await, 0);
        page.press("Open site").await;
        until("the site is open in the browser", async || {
            session
                .opened
                .all()
                .iter()
                .any(|url| url.starts_with(site.origin().as_str()))
        })
        .await;
    })
    .await;
}

/// Grace's first step, at a site that nobody has looked at yet.
async fn is_asked_for_a_code(page: &Page, lab: &StandIn, pictures: &mut HashSet<String>) {
    choose_site(page, lab).await;
    next_picture(page, pictures).await;
    page.fill("E-mail", GRACE).await;
    page.fill("Password", PASSWORD).await;
    page.fill(LETTERS, &letters(lab)).await;
    page.press("Sign in").await;
    page.has_focus_on(CODE).await;
}

/// Waits for a picture that was not there before.
async fn next_picture(page: &Page, seen: &mut HashSet<String>) {
    let picture = until_some("another picture is there", async || {
        let picture = page.evaluate(PICTURE, vec![]).await;
        let picture = picture.as_str()?.to_owned();
        (!seen.contains(&picture)).then_some(picture)
    })
    .await;
    assert!(picture.starts_with("data:image/"), "{picture}");
    seen.insert(picture);
}

/// What is to be read in the picture that was handed out last.
fn letters(site: &StandIn) -> String {
    site.last_captcha_answer().unwrap()
}

/// What her authenticator shows now.
fn code(site: &StandIn) -> String {
    site.code_of(GRACE).unwrap()
}

/// A code that differs in its first digit.
fn other_than(code: &str) -> String {
    let first = code.chars().next().and_then(|digit| digit.to_digit(10));
    format!("{}{}", (first.unwrap() + 5) % 10, &code[1..])
}
