//! A site's logo, wherever the site says that it is (wire notes, "Finding out what a server is").
//!
//! It is asked for without credentials and, like an avatar, only where nobody on the way can read or change it. Deliberately
//! not here: which of the two logos is wanted, and making an SVG harmless.

use reqwest::header::HeaderValue;
use reqwest::{Method, Request, StatusCode};
use thiserror::Error;

use super::Server;
use super::picture::bare;
use crate::Fault;
use crate::picture::{self, Logo};

const PICTURES: HeaderValue = HeaderValue::from_static(
    "image/svg+xml, image/png, image/jpeg, image/webp, image/gif, image/x-icon",
);

/// The most that is read of a logo, in bytes.
const LARGEST: usize = 256 * 1024;

/// Why there is no logo.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LogoError {
    /// What the site names is no address, or one that is not asked: neither https nor http within this computer.
    #[error("the logo's address is not asked")]
    NotAsked,
    /// The answer is not an SVG, PNG, JPEG, WebP, GIF or ICO picture. A site without the file answers with its start page.
    #[error("the logo is not a picture")]
    NotAPicture {
        /// The media type that the answer names instead.
        media_type: Option<String>,
    },
    /// No usable answer. A redirect that is not followed, and a second one, is [`Fault::Redirected`].
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Server {
    /// The logo at `location` as [`crate::BasicConfig`] names it, often relative to the site. At most 256 KiB.
    ///
    /// # Errors
    /// [`LogoError`].
    pub async fn logo(&self, location: &str) -> Result<Logo, LogoError> {
        let address = self
            .origin
            .join(location)
            .map_err(|_| LogoError::NotAsked)?;
        if !self.may_lead_to(&address) {
            return Err(LogoError::NotAsked);
        }
        let request = Request::new(Method::GET, bare(address));
        let opened = self.open_picture(request, PICTURES).await?;
        let mut reply = opened.read_up_to(LARGEST).await?;
        let media_type = reply.content_type.as_deref();
        match media_type.and_then(picture::accepted_of_a_logo) {
            Some(media_type) if reply.status == StatusCode::OK => Ok(Logo {
                media_type,
                bytes: std::mem::take(&mut *reply.body),
            }),
            _ => Err(LogoError::NotAPicture {
                media_type: reply.content_type.take(),
            }),
        }
    }
}
