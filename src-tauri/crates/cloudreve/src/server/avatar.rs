//! A person's picture, which a server may keep elsewhere (wire notes, "Tokens", bearer calls).
//!
//! Deliberately not here: caching, and what to show instead of a picture.

use reqwest::header::HeaderValue;
use reqwest::{Method, StatusCode};
use thiserror::Error;

use super::{Server, with_bearer};
use crate::envelope::{Envelope, SUCCESS};
use crate::exchange::Reply;
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
        let opened = self.open_picture(with_bearer(request, token)?, PICTURES);
        picture_of(opened.await?.read().await?)
    }
}

fn picture_of(mut reply: Reply) -> Result<Option<Avatar>, AvatarError> {
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
