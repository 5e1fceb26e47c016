//! What a person does with the program in more than one test.

use demo::{Demo, PASSWORD, Ports, StandIn};

use crate::page::Page;

/// The stand-in servers, each on a free port.
pub(crate) async fn servers() -> Demo {
    Demo::start(Ports::Any).await.unwrap()
}

/// Names a site as a person types it: host and port.
pub(crate) fn address(site: &StandIn) -> String {
    site.origin().as_str().trim_end_matches('/').to_owned()
}

/// From the address field to the password form.
pub(crate) async fn choose_site(page: &Page, site: &StandIn) {
    page.fill("Site address", &address(site)).await;
    page.press("Continue").await;
    page.find("heading", site.title()).await;
}

/// From the address field to the pressed "Sign in".
pub(crate) async fn sign_in(page: &Page, site: &StandIn, email: &str) {
    choose_site(page, site).await;
    page.fill("E-mail", email).await;
    give_password(page, PASSWORD).await;
}

/// Types the password and presses "Sign in".
pub(crate) async fn give_password(page: &Page, password: &str) {
    page.fill("Password", password).await;
    page.press("Sign in").await;
}
