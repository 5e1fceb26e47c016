//! What can go wrong below the protocol: the network, the way to the server, and answers that are not Cloudreve's.
//!
//! Deliberately not here: refusals, which are answers ([`crate::Refusal`]). No fault carries a secret or a part of a body.

use std::error::Error as StdError;
use std::io;

use jiff::Timestamp;
use rustls::CertificateError;
use thiserror::Error;
use url::Url;

use crate::name_resolution::NameUnknown;

/// What went wrong below the protocol.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The host name has no address (or this computer cannot look names up at the moment).
    #[error("no such host")]
    NoSuchHost,
    /// The host is there, but nothing listens on the port.
    #[error("connection refused")]
    ConnectionRefused,
    /// No secure connection: unknown issuer, expired, another host's certificate, no TLS at all.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// The connection could not be made, or broke.
    #[error("server unreachable")]
    Unreachable {
        /// Whether the server may have handled the request nevertheless.
        request_may_have_arrived: bool,
    },
    /// The exchange took longer than the client's deadline.
    #[error("no complete answer in time")]
    TimedOut {
        /// Whether the server may have handled the request nevertheless.
        request_may_have_arrived: bool,
    },
    /// The body is over 1 MiB (1,048,576 bytes), or a logo over 256 KiB; the rest was not read.
    #[error("the answer is too large")]
    TooLarge,
    /// The server pointed elsewhere; nobody went there.
    #[error("redirected to {}", .to.as_ref().map_or("no address", Url::as_str))]
    Redirected {
        /// Where to, without user info, query and fragment; `None` when the answer does not say.
        to: Option<Url>,
        /// The server's `Date` header.
        date: Option<Timestamp>,
    },
    /// HTTP 5xx or 429: the server or a proxy before it has trouble that may pass.
    #[error("the server has trouble (HTTP {status})")]
    ServerTrouble {
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is no envelope: a web page, a proxy's words, another product.
    #[error("not an answer of Cloudreve (HTTP {status})")]
    NotAnEnvelope {
        /// The HTTP status.
        status: u16,
        /// The media type without parameters, when the answer names one.
        content_type: Option<String>,
    },
    /// HTTP 404 that is no envelope: this path does not exist on this server (wire notes, "Shape of every answer").
    #[error("the server does not know this path")]
    NotFound,
    /// An envelope with something else in it than the protocol says. Names the field, such as `data.token.access_token`;
    /// never its value.
    #[error("unexpected value in {0}")]
    WrongShape(String),
}

impl Fault {
    /// Whether the server may have handled the request, so that a repetition could be a second one.
    #[must_use]
    pub fn request_may_have_arrived(&self) -> bool {
        match self {
            Fault::NoSuchHost | Fault::ConnectionRefused | Fault::Tls(_) => false,
            Fault::Unreachable {
                request_may_have_arrived,
            }
            | Fault::TimedOut {
                request_may_have_arrived,
            } => *request_may_have_arrived,
            Fault::TooLarge
            | Fault::Redirected { .. }
            | Fault::ServerTrouble { .. }
            | Fault::NotAnEnvelope { .. }
            | Fault::NotFound
            | Fault::WrongShape(_) => true,
        }
    }

    /// Whether the way to the server failed: no answer came, so nothing is known about the server itself.
    #[must_use]
    pub fn is_network(&self) -> bool {
        matches!(
            self,
            Fault::NoSuchHost
                | Fault::ConnectionRefused
                | Fault::Tls(_)
                | Fault::Unreachable { .. }
                | Fault::TimedOut { .. }
        )
    }

    /// The fault behind an HTTP client's error.
    pub(crate) fn of(error: &reqwest::Error) -> Fault {
        let before_the_request = error.is_connect() || error.is_builder();
        if error.is_timeout() {
            return Fault::TimedOut {
                request_may_have_arrived: !before_the_request,
            };
        }
        if before_the_request {
            if find::<NameUnknown>(error).is_some() {
                return Fault::NoSuchHost;
            }
            if let Some(tls) = find::<rustls::Error>(error) {
                return Fault::Tls(tls_reason(tls));
            }
            if find::<io::Error>(error)
                .is_some_and(|e| e.kind() == io::ErrorKind::ConnectionRefused)
            {
                return Fault::ConnectionRefused;
            }
        }
        Fault::Unreachable {
            request_may_have_arrived: !before_the_request,
        }
    }
}

/// The first error of type `T` in the chain of causes. An `io::Error` shows the causes of the error that it wraps, not that
/// error itself, so these are opened on the way.
fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    if let Some(found) = error.downcast_ref::<T>() {
        return Some(found);
    }
    let wrapped = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
        .and_then(|inner| find::<T>(inner));
    wrapped.or_else(|| error.source().and_then(|source| find::<T>(source)))
}

fn tls_reason(error: &rustls::Error) -> String {
    let reason = match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::UnknownIssuer => {
                "the certificate's issuer is not known to this computer"
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "the certificate has expired"
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "the certificate is not valid yet"
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "the certificate belongs to another host"
            }
            CertificateError::Revoked => "the certificate was revoked",
            _ => "the certificate is not valid",
        },
        rustls::Error::InvalidMessage(_) => "the server does not speak TLS on this port",
        other => return other.to_string(),
    };
    reason.to_owned()
}
