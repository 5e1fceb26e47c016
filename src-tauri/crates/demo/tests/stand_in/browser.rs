//! The identity provider and a site's logo as a browser meets them.

use demo::{IdentityProvider, Site, StandIn};
use reqwest::{Client, Response};

use crate::caller::http;

/// Host names below `localhost` lead here in every browser; the test's client is told so.
struct Browser {
    http: Client,
    address: String,
    cookie: String,
}

impl Browser {
    fn at(provider: &IdentityProvider) -> Self {
        let port = provider.origin().port().unwrap();
        Self {
            http: http(),
            address: format!("http://127.0.0.1:{port}"),
            cookie: String::new(),
        }
    }

    async fn open(&mut self, path: &str) -> String {
        let request = self.http.get(format!("{}{path}", self.address));
        let answer = request.header("cookie", &self.cookie).send().await;
        self.shown(answer.unwrap()).await
    }

    async fn answer(&mut self, answer: &str) -> String {
        let request = self.http.post(format!("{}/oidc/session/end", self.address));
        let request = request
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("answer={answer}"));
        let answer = request.send().await;
        self.shown(answer.unwrap()).await
    }

    /// Keeps the cookie, as browsers do, and gives the page's text.
    async fn shown(&mut self, answer: Response) -> String {
        if let Some(cookie) = answer.headers().get("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
        answer.text().await.unwrap()
    }
}

const PAGE: &str = "/oidc/session/end?id_token_hint=a.b.c&client_id=contoso";

#[tokio::test]
async fn the_end_session_page_asks_and_only_yes_ends_the_browsers_session() {
    // Given
    let provider = IdentityProvider::start(0).await.unwrap();
    let mut browser = Browser::at(&provider);
    browser.open("/login").await;
    assert_eq!(provider.truth().live_sessions, 1);

    // When
    let asked = browser.open(PAGE).await;
    let no = browser.answer("no").await;
    let alive_after_no = provider.truth().live_sessions;
    browser.open(PAGE).await;
    let yes = browser.answer("yes").await;

    // Then
    assert!(asked.contains("Do you want to sign out from Contoso?"));
    assert!(no.contains("You are still signed in"));
    assert_eq!(alive_after_no, 1);
    assert!(yes.contains("You are signed out"));
    let truth = provider.truth();
    assert_eq!(
        (truth.live_sessions, truth.confirmed, truth.declined),
        (0, 1, 1)
    );
    assert_eq!(truth.pages.len(), 2);
    assert!(truth.pages[1].had_hint && truth.pages[1].had_session);
    assert!(browser.open("/").await.contains("Signed out"));
}

#[tokio::test]
async fn the_page_asks_also_a_browser_that_is_not_signed_in() {
    // Given
    let provider = IdentityProvider::start(0).await.unwrap();
    let mut browser = Browser::at(&provider);

    // When
    let page = browser.open("/oidc/session/end?client_id=%3Cb%3E").await;

    // Then
    assert!(page.contains("Do you want to sign out from &lt;b&gt;?"));
    assert!(!provider.truth().pages[0].had_session);
}

#[tokio::test]
async fn a_site_has_one_logo_for_light_and_one_for_dark_backgrounds() {
    // Given
    let site = StandIn::start(Site::home()).await.unwrap();
    let config = site.origin().join("/api/v4/site/config/basic").unwrap();
    let config: serde_json::Value = http()
        .get(config)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();

    // When
    let mut logos = Vec::new();
    for name in ["logo", "logo_light"] {
        let path = config["data"][name].as_str().unwrap();
        let logo = site.origin().join(path).unwrap();
        let answer = http().get(logo).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "image/svg+xml");
        logos.push(answer.text().await.unwrap());
    }

    // Then
    assert!(logos.iter().all(|logo| logo.starts_with("<svg ")));
    assert_ne!(logos[0], logos[1]);
}
