//! Language and theme, chosen while something is under way: the window changes at once, and what was under way ends in it.

use demo::{Fault, What};
use serde_json::json;

use crate::patience::until;
use crate::person::{servers, sign_in};
use crate::session::on_a_desktop;
use crate::words::{Words, choose_language};

/// How bright the page is behind everything, from 0 to 255.
const BRIGHTNESS: &str = r"
    const behind = [document.body, document.documentElement].map((one) => getComputedStyle(one).backgroundColor);
    const [red, green, blue] = behind.find((colour) => colour.startsWith('rgb(')).match(/[\d.]+/g).map(Number);
    return (red + green + blue) / 3;
";

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_sign_out_that_began_in_one_language_and_theme_ends_in_another() {
    on_a_desktop("changing_looks", async |session| {
        // Given a sign-out whose server has been asked and has not answered yet
        let servers = servers().await;
        let home = servers.home();
        let app = session.start_app().await;
        let page = app.page();
        sign_in(page, home, "ada@example.org").await;
        page.find("button", "Sign out Ada").await;
        home.fault(Fault::on_call("DELETE", "/session/token", What::Hold));
        page.press("Sign out Ada").await;
        home.wait_for("DELETE", "/session/token", 1).await;
        page.shows("Signing out…").await;

        // When
        let english = Words::of("en");
        page.press("Settings").await;
        let light = english.say("choosing-theme-light");
        page.find("radio", &light).await.click().await;
        until("the window is light", async || brightness(page).await > 200.0).await;
        let dark = english.say("choosing-theme-dark");
        page.find("radio", &dark).await.click().await;
        until("the window is dark", async || brightness(page).await < 60.0).await;
        let chinese = choose_language(page, "zh-CN", &english).await;

        // Then
        assert_eq!(
            page.evaluate("return document.documentElement.lang", vec![])
                .await,
            json!("zh-CN")
        );
        page.press(&chinese.say("action-back")).await;
        page.shows(&chinese.say("state-signing-out")).await;
        assert_eq!(home.truth().count("DELETE", "/session/token"), 1);

        // When the server answers
        home.clear_faults();

        // Then
        let name = [("name", "Ada")];
        let region = chinese.say_of("result-label", &name);
        let result = page.find("region", &region).await;
        for words in [
            "result-computer",
            "computer-erased",
            "result-server",
            "result-single-sign-on",
            "sso-none",
        ] {
            result.shows(&chinese.say(words)).await;
        }
        let announced = chinese.say_of("news-signed-out-confirmed", &name);
        until("it is announced in the new language", async || {
            let said = "return document.querySelector('[role=status][aria-live]').textContent.replace(/[\\u200b\\u2066-\\u2069]/g, '')";
            page.evaluate(said, vec![]).await == json!(announced)
        })
        .await;
        assert_eq!(home.live_families("ada@example.org"), 0);
        assert_eq!(session.keyring.entries(), 0);

        // And both are kept for the next start
        app.quit().await;
        let app = session.start_app().await;
        let page = app.page();
        let again = chinese.say_of("act-sign-in.named", &name);
        page.find("button", &again).await;
        assert!(brightness(page).await < 60.0);
    })
    .await;
}

async fn brightness(page: &crate::page::Page) -> f64 {
    page.evaluate(BRIGHTNESS, vec![]).await.as_f64().unwrap()
}
