//! axe-core in the page of the real window, with the colours and sizes that it has there; the page's own tests have neither.
//!
//! The driver runs scripts beside the page's content security policy, so that the policy stays as people get it.

use std::sync::LazyLock;

use demo::PASSWORD;
use serde_json::Value;

use crate::page::Page;
use crate::person::{choose_site, give_password, servers, sign_in};
use crate::session::{Session, on_a_desktop};

static AXE: LazyLock<String> = LazyLock::new(|| {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ui/node_modules/axe-core/axe.min.js"
    );
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
});

/// Without `preload`, which would fetch the style sheets once more.
const RUN: &str = r"
    const done = arguments[arguments.length - 1];
    const line = (one) => one.nodes.map((node) => `${one.id}: ${node.html} ${node.failureSummary}`);
    axe.run(document, { preload: false, resultTypes: ['violations'] }).then(
        ({ violations, passes }) => done({ found: violations.flatMap(line), passed: passes.length }),
        (error) => done({ found: [String(error)], passed: 0 }),
    );
";

/// Asserts that axe finds nothing in what the window shows now.
pub(crate) async fn finds_nothing(page: &Page, place: &str) {
    if page.evaluate("return typeof axe", vec![]).await != "object" {
        page.evaluate(&AXE, vec![]).await;
    }
    // What has just come may still be fading in, with colours that nobody is meant to read.
    page.evaluate_later(
        "const done = arguments[0]; Promise.allSettled(document.getAnimations().map((one) => one.effect.getComputedTiming().iterations === Infinity || one.finished)).then(() => done())",
    )
    .await;
    let answer = page.evaluate_later(RUN).await;
    let found: Vec<&str> = answer["found"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        found.is_empty(),
        "axe finds in {place}:\n{}",
        found.join("\n")
    );
    assert_ne!(answer["passed"], 0, "axe has looked at nothing in {place}");
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn axe_finds_nothing_in_the_real_window() {
    on_a_desktop("axe_light", async |session| look_everywhere(session).await).await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn axe_finds_nothing_on_a_dark_desktop() {
    on_a_desktop("axe_dark", async |session| {
        session.set("GTK_THEME", "Adwaita:dark");
        look_everywhere(session).await;
    })
    .await;
}

async fn look_everywhere(session: &mut Session) {
    let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    let servers = servers().await;
    let home = servers.home();
    let app = session.start_app().await;
    let page = app.page();
    page.find("textbox", "Site address").await;
    println!("the page is dark: {}", page.evaluate(dark, vec![]).await);
    finds_nothing(page, "the first start").await;

    page.fill("Site address", "not an address").await;
    page.press("Continue").await;
    page.shows("This is no address that a site can have.").await;
    finds_nothing(page, "the address form with a problem").await;

    choose_site(page, home).await;
    finds_nothing(page, "the password form").await;

    page.fill("E-mail", "ada@example.org").await;
    give_password(page, "not her password").await;
    page.shows("The e-mail or the password is wrong.").await;
    finds_nothing(page, "the password form with a problem").await;

    give_password(page, PASSWORD).await;
    page.find("button", "Sign out Ada").await;
    page.press("Add account").await;
    sign_in(page, servers.contoso(), "ada@contoso.example").await;
    page.shows("2 accounts · 2 sites").await;
    finds_nothing(page, "the list").await;

    page.press("More for Ada").await;
    let open = page.find("menuitem", "Open site").await;
    finds_nothing(page, "the list with an open menu").await;
    open.click().await;
    page.press("Sign out Ada").await;
    page.find("region", "Result of signing out Ada")
        .await
        .shows("Server confirmed")
        .await;
    finds_nothing(page, "the list with a result").await;

    page.press("Settings").await;
    page.find("heading", "Settings").await;
    finds_nothing(page, "the settings").await;

    page.press("Back").await;
    page.press("More").await;
    let all = page.find("menuitem", "Sign out of all…").await;
    all.click().await;
    let question = page.find("alertdialog", "Sign out of one account?").await;
    finds_nothing(page, "the question of signing out of all").await;
    question
        .find("button", "Sign out of all")
        .await
        .click()
        .await;
    page.find("heading", "Signing out").await;
    page.shows("The account is signed out.").await;
    finds_nothing(page, "the page of signing out").await;
}
