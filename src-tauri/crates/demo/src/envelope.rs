//! The JSON envelope that every API answer has, success or not, with HTTP status 200. Sentences are chosen by the
//! handlers; here is only the shape, as recorded.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

/// Codes that bear on a session.
pub(crate) mod code {
    pub(crate) const NOT_FINISHED: i64 = 203;
    pub(crate) const SIGN_IN_REQUIRED: i64 = 401;
    pub(crate) const NOT_FOUND: i64 = 404;
    pub(crate) const BAD_PARAMETERS: i64 = 40001;
    pub(crate) const BANNED: i64 = 40017;
    pub(crate) const NOT_ACTIVATED: i64 = 40018;
    pub(crate) const CREDENTIAL_INVALID: i64 = 40020;
    pub(crate) const WRONG_CODE: i64 = 40022;
    pub(crate) const CAPTCHA: i64 = 40026;
    pub(crate) const WRONG_PASSWORD: i64 = 40080;
    pub(crate) const SCOPE_MISSING: i64 = 40089;
    pub(crate) const DATABASE: i64 = 50001;
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Envelope {
    code: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    msg: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<Uuid>,
    #[serde(skip)]
    cacheable: Option<&'static str>,
}

const PRIVATE: Option<&str> = Some("private, no-cache");

impl Envelope {
    pub(crate) fn success(data: impl Into<Value>) -> Self {
        Self::with_data(0, data)
    }

    pub(crate) fn with_data(code: i64, data: impl Into<Value>) -> Self {
        Self {
            code,
            data: Some(data.into()),
            msg: String::new(),
            correlation_id: None,
            cacheable: PRIVATE,
        }
    }

    pub(crate) fn refusal(code: i64, msg: &str) -> Self {
        Self {
            code,
            data: None,
            msg: msg.to_owned(),
            correlation_id: Some(Uuid::new_v4()),
            cacheable: PRIVATE,
        }
    }

    /// Bad parameters have no correlation id.
    pub(crate) fn bad_parameters(msg: &str) -> Self {
        Self {
            correlation_id: None,
            ..Self::refusal(code::BAD_PARAMETERS, msg)
        }
    }

    /// A refusal made before the route is reached: the header `cache-control` is not there yet.
    pub(crate) fn early(code: i64, msg: &str) -> Self {
        Self {
            cacheable: None,
            ..Self::refusal(code, msg)
        }
    }
}

impl IntoResponse for Envelope {
    fn into_response(self) -> Response {
        let cacheable = self.cacheable;
        let mut response = (StatusCode::OK, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        if let Some(value) = cacheable {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
        }
        response
    }
}

/// The body's fields; anything that is not such an object is "Parameter error".
pub(crate) fn fields<T: DeserializeOwned>(body: &[u8]) -> Result<T, Envelope> {
    serde_json::from_slice(body).map_err(|_| Envelope::bad_parameters("Parameter error"))
}

/// A field that must be there and not empty.
pub(crate) fn required(value: Option<String>, name: &str) -> Result<String, Envelope> {
    value
        .filter(|value| !value.is_empty())
        .ok_or_else(|| Envelope::bad_parameters(&format!("{name} cannot be empty")))
}
