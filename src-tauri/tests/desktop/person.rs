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

/// A site's host and port, as the page names it.
pub(crate) fn host(site: &StandIn) -> String {
    let origin = site.origin();
    format!("{}:{}", origin.host_str().unwrap(), origin.port().unwrap())
}

/// From the address field to the password form.
pub(crate) async fn choose_site(page: &Page, site: &StandIn) {
    page.fill("Site address", &address(site)).await;
    page.press("Continue").await;
    page.find("heading", site.title()).await;
}

/// From the address field to the pressed "Sign in".
pub(crate) async fn sign_in(page: &Page, site: &StandIn, email: &str) {
    sign_in_with(page, site, email, PASSWORD).await;
}

/// The same with another password than everybody has.
pub(crate) async fn sign_in_with(page: &Page, site: &StandIn, email: &str, password: &str) {
    choose_site(page, site).await;
    page.fill("E-mail", email).await;
    give_password(page, password).await;
}

/// Types the password and presses "Sign in".
pub(crate) async fn give_password(page: &Page, password: &str) {
    page.fill("Password", password).await;
    page.press("Sign in").await;
}
