//! How a picture is asked for, wherever a server keeps it.
//!
//! This is the one place that follows a redirect: once, with no credentials, and only to where nobody on the way can read or
//! change it. Deliberately not here: what counts as a picture.

use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, Request};
use url::Url;

use super::Server;
use crate::Fault;
use crate::client::is_loopback;
use crate::exchange::Opened;

impl Server {
    /// Opens what `request` asks for, or what its answer leads to. Anything but the picture is a fault when it is read.
    pub(super) async fn open_picture(
        &self,
        request: Request,
        kinds: HeaderValue,
    ) -> Result<Opened, Fault> {
        let opened = self.open_as(request, kinds.clone()).await?;
        if !opened.is_redirect() {
            return Ok(opened);
        }
        let Some(target) = opened
            .redirect_target()
            .filter(|target| self.may_lead_to(target))
        else {
            return Err(opened.redirected());
        };
        self.open_as(Request::new(Method::GET, bare(target)), kinds)
            .await
    }

    async fn open_as(&self, mut request: Request, kinds: HeaderValue) -> Result<Opened, Fault> {
        request.headers_mut().insert(ACCEPT, kinds);
        self.client.open(request).await
    }

    /// Whether nobody on the way there can read or change anything.
    pub(super) fn may_lead_to(&self, target: &Url) -> bool {
        let plain_http_stays_here =
            self.origin.scheme() == "http" && is_loopback(&self.origin) && is_loopback(target);
        match target.scheme() {
            "https" => true,
            "http" => plain_http_stays_here,
            _ => false,
        }
    }
}

/// User info is a credential too, and HTTP/2 would carry it in `:authority` (RFC 9113, section 8.3.1).
pub(super) fn bare(mut target: Url) -> Url {
    // Both fail only for URLs without a host, to which no request can be made anyway.
    let _ = target.set_username("");
    let _ = target.set_password(None);
    target
}
