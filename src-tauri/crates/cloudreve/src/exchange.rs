//! One request and its answer, read whole within the client's deadline and the limit on size.
//!
//! Deliberately not here: what the body means ([`crate::envelope`], [`crate::picture`]), and whether a redirect is followed:
//! nothing is, except a picture's, which asks for [`Opened::redirect_target`] itself.

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, LOCATION};
use reqwest::{Request, Response, StatusCode};
use url::Url;
use zeroize::Zeroizing;

use crate::{Client, Fault};

/// The most that is read of any body, in bytes.
const LARGEST_BODY: usize = 1024 * 1024;

/// An answer whose body is not read yet.
pub(crate) struct Opened {
    response: Response,
    date: Option<Timestamp>,
}

/// An answer read whole. The body can hold tokens, so it is wiped when dropped.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: Option<String>,
    pub(crate) date: Option<Timestamp>,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

impl Client {
    /// Sends `request` and reads the answer; a redirect and a server in trouble are faults.
    pub(crate) async fn exchange(&self, request: Request) -> Result<Reply, Fault> {
        self.open(request).await?.read().await
    }

    /// Sends `request` and reads the answer's head.
    pub(crate) async fn open(&self, request: Request) -> Result<Opened, Fault> {
        // The query is left out of the log: it can name a person.
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let answered = self.reaching(request.url()).execute(request).await;
        let response = answered.map_err(|error| {
            let fault = Fault::of(&error);
            tracing::debug!(%method, host, path, %fault, "no answer");
            fault
        })?;
        tracing::debug!(%method, host, path, status = response.status().as_u16(), "answered");
        let date = date(response.headers());
        Ok(Opened { response, date })
    }
}

impl Opened {
    /// Whether the answer sends the caller elsewhere (RFC 9110, section 15.4). 304 does not: nobody asked conditionally.
    pub(crate) fn is_redirect(&self) -> bool {
        self.response.status().is_redirection()
            && self.response.status() != StatusCode::NOT_MODIFIED
    }

    /// Where a redirect points, whole.
    pub(crate) fn redirect_target(&self) -> Option<Url> {
        let location = self.response.headers().get(LOCATION)?.to_str().ok()?;
        self.response.url().join(location).ok()
    }

    /// The fault of a redirect that is not followed. Its query can hold what was meant for somebody else.
    pub(crate) fn redirected(&self) -> Fault {
        Fault::Redirected {
            to: self.redirect_target().map(without_extras),
            date: self.date,
        }
    }

    pub(crate) async fn read(self) -> Result<Reply, Fault> {
        self.read_up_to(LARGEST_BODY).await
    }

    /// Reads a body of at most `largest` bytes.
    pub(crate) async fn read_up_to(mut self, largest: usize) -> Result<Reply, Fault> {
        let status = self.response.status();
        if self.is_redirect() {
            return Err(self.redirected());
        }
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Fault::ServerTrouble {
                status: status.as_u16(),
            });
        }
        let announced = self.response.content_length().unwrap_or(0);
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > largest {
            return Err(Fault::TooLarge);
        }
        // Enough room from the start, as a buffer that grows leaves copies behind that nobody wipes.
        let mut body = Zeroizing::new(Vec::with_capacity(announced.max(16 * 1024)));
        while let Some(chunk) = self
            .response
            .chunk()
            .await
            .map_err(|error| after_the_head(&error))?
        {
            if body.len() + chunk.len() > largest {
                return Err(Fault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply {
            status,
            content_type: media_type(self.response.headers()),
            date: self.date,
            body,
        })
    }
}

impl Reply {
    pub(crate) fn not_an_envelope(&self) -> Fault {
        if self.status == StatusCode::NOT_FOUND {
            return Fault::NotFound;
        }
        Fault::NotAnEnvelope {
            status: self.status.as_u16(),
            content_type: self.content_type.clone(),
        }
    }
}

/// A body that broke off: the request has arrived, whatever the cause.
fn after_the_head(error: &reqwest::Error) -> Fault {
    if error.is_timeout() {
        Fault::TimedOut {
            request_may_have_arrived: true,
        }
    } else {
        Fault::Unreachable {
            request_may_have_arrived: true,
        }
    }
}

/// The `Date` header (RFC 9110, section 5.6.7); its preferred form is one of RFC 2822's.
fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

/// The media type without parameters, in lower case.
fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next().unwrap_or_default().trim();
    (!essence.is_empty() && essence.len() <= 100).then(|| essence.to_ascii_lowercase())
}

fn without_extras(mut url: Url) -> Url {
    url.set_query(None);
    url.set_fragment(None);
    // Both fail only for URLs without a host, which have no user info.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn the_servers_clock_is_read_from_the_date_header() {
        let headers = HeaderMap::from_iter([(
            DATE,
            HeaderValue::from_static("Sun, 22 Nov 2026 02:16:29 GMT"),
        )]);

        assert_eq!(
            date(&headers),
            Some("2026-11-22T02:16:29Z".parse().unwrap())
        );
    }

    #[test]
    fn a_date_header_that_is_no_date_is_no_clock() {
        let headers = HeaderMap::from_iter([(DATE, HeaderValue::from_static("yesterday"))]);

        assert_eq!(date(&headers), None);
    }

    #[test]
    fn a_media_type_is_compared_without_parameters_and_case() {
        let headers = HeaderMap::from_iter([(
            CONTENT_TYPE,
            HeaderValue::from_static("Image/PNG; charset=x"),
        )]);

        assert_eq!(media_type(&headers).as_deref(), Some("image/png"));
    }
}
