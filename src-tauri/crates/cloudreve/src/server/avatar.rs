//! A person's picture, which a server may keep elsewhere (wire notes, "Tokens", bearer calls).
//!
//! This is the one place that follows a redirect: once, with no credentials, and only to where nobody on the way can read or
//! change it. Deliberately not here: caching, and what to show instead of a picture.

use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, Request, StatusCode};
use thiserror::Error;
use url::Url;

use super::{Server, with_bearer};
use crate::client::is_loopback;
use crate::envelope::{Envelope, SUCCESS};
use crate::exchange::{Opened, Reply};
use crate::picture::{self, Avatar};
use crate::{AccessToken, Fault, Refusal};

const PICTURES: HeaderValue =
    HeaderValue::from_static("image/png, image/jpeg, image/webp, image/gif");

/// Why there is no picture, though there may be one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AvatarError {
    /// The server refused.
    #[error("{0}")]
    Refused(Refusal),
    /// The answer is not a PNG, JPEG, WebP or GIF picture.
    #[error("the avatar is not a picture")]
    NotAPicture {
        /// The media type that the answer names instead.
        media_type: Option<String>,
    },
    /// No usable answer. A redirect that is not followed, and a second one, is [`Fault::Redirected`].
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Server {
    /// `GET /user/avatar/{id}`: the person's picture of at most 1 MiB, or `None` when none is set (HTTP 404).
    ///
    /// # Errors
    /// [`AvatarError`].
    pub async fn avatar(
        &self,
        token: &AccessToken,
        user_id: &str,
    ) -> Result<Option<Avatar>, AvatarError> {
        let request = self.request(Method::GET, &["user", "avatar", user_id]);
        let opened = self.open_picture(with_bearer(request, token)?).await?;
        if !opened.is_redirect() {
            return picture_of(opened).await;
        }
        let Some(target) = opened
            .redirect_target()
            .filter(|target| self.may_lead_to(target))
        else {
            return Err(opened.redirected().into());
        };
        // User info is a credential too, and HTTP/2 would carry it in `:authority` (RFC 9113, section 8.3.1).
        let mut bare = target;
        let _ = bare.set_username("");
        let _ = bare.set_password(None);
        picture_of(self.open_picture(Request::new(Method::GET, bare)).await?).await
    }

    async fn open_picture(&self, mut request: Request) -> Result<Opened, Fault> {
        request.headers_mut().insert(ACCEPT, PICTURES);
        self.client.open(request).await
    }

    fn may_lead_to(&self, target: &Url) -> bool {
        let plain_http_stays_here =
            self.origin.scheme() == "http" && is_loopback(&self.origin) && is_loopback(target);
        match target.scheme() {
            "https" => true,
            "http" => plain_http_stays_here,
            _ => false,
        }
    }
}

async fn picture_of(opened: Opened) -> Result<Option<Avatar>, AvatarError> {
    let mut reply = opened.read().await?;
    if reply.status == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    match media_type(&reply) {
        Some(media_type) if reply.status == StatusCode::OK => Ok(Some(Avatar {
            media_type,
            bytes: std::mem::take(&mut *reply.body),
        })),
        _ => refusal_in(&reply),
    }
}

fn media_type(reply: &Reply) -> Option<&'static str> {
    reply.content_type.as_deref().and_then(picture::accepted)
}

/// A server that refuses does so in an envelope, here as everywhere.
fn refusal_in(reply: &Reply) -> Result<Option<Avatar>, AvatarError> {
    match Envelope::of(reply) {
        Ok(envelope) if envelope.code == 404 => Ok(None),
        Ok(envelope) if envelope.code != SUCCESS => Err(AvatarError::Refused(envelope.refusal())),
        _ => Err(AvatarError::NotAPicture {
            media_type: reply.content_type.clone(),
        }),
    }
}
