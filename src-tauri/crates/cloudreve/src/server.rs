//! One server: where its API is, and how a request to it is written. The operations are in the modules below, by topic.
//!
//! Deliberately not here: which servers may be spoken to without TLS, which is the domain's decision.

pub(crate) mod account;
pub(crate) mod avatar;
pub(crate) mod logo;
mod picture;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod site;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use serde::Serialize;
use url::Url;

use crate::envelope::{Envelope, FromData, SUCCESS};
use crate::{AccessToken, Answer, Client, Fault, Refusal};

/// One Cloudreve server. Cheap to clone; holds no session.
#[derive(Debug, Clone)]
pub struct Server {
    client: Client,
    origin: Url,
}

impl Server {
    pub(crate) fn new(client: Client, origin: &Url) -> Server {
        let mut origin = origin.clone();
        origin.set_query(None);
        origin.set_fragment(None);
        // Both fail only for URLs without a host, to which no request can be made anyway.
        let _ = origin.set_username("");
        let _ = origin.set_password(None);
        Server { client, origin }
    }

    /// Where the server is.
    #[must_use]
    pub fn origin(&self) -> &Url {
        &self.origin
    }

    /// A request to a path below `/api/v4`; each item of `path` is one segment and is escaped.
    fn request(&self, method: Method, path: &[&str]) -> Request {
        self.request_below("v4", method, path)
    }

    fn request_below(&self, api: &str, method: Method, path: &[&str]) -> Request {
        let mut url = self.origin.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("api").push(api).extend(path);
        }
        Request::new(method, url)
    }

    /// Makes the request and reads its envelope; `refused` gives a code other than success its meaning.
    async fn ask<T, E>(
        &self,
        request: Request,
        refused: impl FnOnce(Refusal) -> E,
    ) -> Result<Answer<T>, E>
    where
        T: FromData,
        E: From<Fault>,
    {
        let reply = self.client.exchange(request).await?;
        let envelope = Envelope::of(&reply)?;
        if envelope.code != SUCCESS {
            return Err(refused(envelope.refusal()));
        }
        Ok(Answer {
            value: T::from_data(&envelope.data)?,
            date: reply.date,
        })
    }
}

/// Sends the access token along (RFC 6750, section 2.1), kept out of debug output.
fn with_bearer(mut request: Request, token: &AccessToken) -> Result<Request, Fault> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
        .map_err(|_| Fault::WrongShape("the access token to be sent".to_owned()))?;
    bearer.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, bearer);
    Ok(request)
}

fn with_json(mut request: Request, body: &impl Serialize) -> Result<Request, Fault> {
    let body = serde_json::to_vec(body)
        .map_err(|_| Fault::WrongShape("the request to be sent".to_owned()))?;
    *request.body_mut() = Some(body.into());
    request
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(request)
}
