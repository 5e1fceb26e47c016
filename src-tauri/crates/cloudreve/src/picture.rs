//! Pictures that a server hands out: avatars, captcha images and logos.
//!
//! Of people only formats are taken that cannot run anything, so no SVG. Logos are SVG as a rule; whoever shows one may do so
//! only where it runs nothing. Deliberately not here: decoding; the window does that.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A picture as the server sent it.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/png`, `image/jpeg`, `image/webp` or `image/gif`; of a logo also `image/svg+xml` or `image/x-icon`.
    pub media_type: &'static str,
    /// The encoded picture, at most 1 MiB; a logo at most 256 KiB.
    pub bytes: Vec<u8>,
}

/// A person's picture.
pub type Avatar = Picture;

/// A site's picture.
pub type Logo = Picture;

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Picture({}, {} bytes)",
            self.media_type,
            self.bytes.len()
        )
    }
}

impl Picture {
    /// The picture in a `data:` URL with base64 (RFC 2397), the only form in which Cloudreve sends captchas.
    pub(crate) fn from_data_url(url: &str) -> Option<Picture> {
        let (media_type, encoded) = url.strip_prefix("data:")?.split_once(";base64,")?;
        Some(Picture {
            media_type: accepted(media_type)?,
            bytes: STANDARD.decode(encoded.trim()).ok()?,
        })
    }
}

/// The accepted media type that `media_type` names.
pub(crate) fn accepted(media_type: &str) -> Option<&'static str> {
    ["image/png", "image/jpeg", "image/webp", "image/gif"]
        .into_iter()
        .find(|accepted| accepted.eq_ignore_ascii_case(media_type))
}

/// The media type that is accepted of a logo and that `media_type` names.
pub(crate) fn accepted_of_a_logo(media_type: &str) -> Option<&'static str> {
    // The registered name and the one in use (IANA media types, image/vnd.microsoft.icon).
    let icon = ["image/x-icon", "image/vnd.microsoft.icon"];
    if icon
        .iter()
        .any(|name| name.eq_ignore_ascii_case(media_type))
    {
        return Some("image/x-icon");
    }
    let svg = "image/svg+xml";
    if svg.eq_ignore_ascii_case(media_type) {
        return Some(svg);
    }
    accepted(media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_captcha_is_read_from_its_data_url() {
        let picture = Picture::from_data_url("data:image/png;base64,iVBORw==").unwrap();

        assert_eq!(picture.media_type, "image/png");
        assert_eq!(picture.bytes, [0x89, b'P', b'N', b'G']);
    }

    #[test]
    fn a_picture_that_could_run_something_or_does_not_decode_is_none() {
        for url in [
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:image/png,raw",
            "data:image/png;base64,%%%",
            "https://example.org/a.png",
            "",
        ] {
            assert_eq!(Picture::from_data_url(url), None, "{url}");
        }
    }
}
