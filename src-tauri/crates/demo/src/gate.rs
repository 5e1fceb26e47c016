//! Every request passes here: it is written down, meets the faults that are switched on, and its answer gets the
//! stand-in's `Date`. Which faults are on is in `faults`, and how an answer is garbled is in `garble`.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use futures::{StreamExt, stream};
use http_body_util::BodyExt;
use serde_json::json;

use crate::{
    envelope::Envelope,
    faults::What,
    garble::{self, Garbling},
    stand_in::Server,
};

/// Put into the request: whether the server's database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Well,
    Sick,
}

/// Put into an answer that must not be sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DropConnection;

pub(crate) async fn pass(
    State(server): State<Arc<Server>>,
    mut request: Request,
    next: Next,
) -> Response {
    // From before the request is seen: who waits for it may release it at once.
    let mut releases = server.faults.releases();
    server.ledger.saw(&request);
    let plan = server
        .faults
        .meet(request.method().as_str(), request.uri().path());
    if plan.hold {
        // The sender lives as long as the server, so this ends only with a release.
        let _ = releases.changed().await;
    }
    if !plan.delay.is_zero() {
        tokio::time::sleep(plan.delay).await;
    }
    let database = match plan.trouble {
        Some(What::SickDatabase) => Database::Sick,
        _ => Database::Well,
    };
    request.extensions_mut().insert(database);
    let trouble = plan
        .trouble
        .and_then(|what| Trouble::from_fault(what, request.uri()));
    let mut response = match trouble {
        None => next.run(request).await,
        Some(Trouble::Instead(answer)) => answer,
        Some(Trouble::Afterwards(change)) => change.apply(next.run(request).await).await,
    };
    let date = jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&server.clock.now())
        .ok()
        .and_then(|date| HeaderValue::try_from(date).ok());
    if let Some(date) = date {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// A fault either stands in for the handler or changes what the handler answered.
enum Trouble {
    Instead(Response),
    Afterwards(Change),
}

enum Change {
    Drop,
    CutShort,
    SlowDrip,
    Garble(Garbling),
}

impl Trouble {
    fn from_fault(what: What, asked: &Uri) -> Option<Self> {
        Some(match what {
            What::Delay(_) | What::Hold | What::SickDatabase => return None,
            What::DropAfterHandling => Self::Afterwards(Change::Drop),
            What::CutShort => Self::Afterwards(Change::CutShort),
            What::SlowDrip => Self::Afterwards(Change::SlowDrip),
            What::WrongTypes => Self::garbled(Garbling::WrongTypes),
            What::Truncated => Self::garbled(Garbling::Truncated),
            What::Doubled => Self::garbled(Garbling::Doubled),
            What::ByteOrderMark => Self::garbled(Garbling::ByteOrderMark),
            What::NumbersAsText => Self::garbled(Garbling::NumbersAsText),
            What::Nulls => Self::garbled(Garbling::Nulls),
            What::Times(text) => Self::garbled(Garbling::Times(text)),
            What::DropBeforeHandling => Self::Instead(dropped()),
            What::BadGateway => Self::Instead(page(StatusCode::BAD_GATEWAY, BAD_GATEWAY)),
            What::CaptivePortal => Self::Instead(page(StatusCode::OK, CAPTIVE_PORTAL)),
            What::Redirect(to) => Self::Instead(redirect(&to)),
            What::RedirectToItself => Self::Instead(redirect(&asked.to_string())),
            What::TooLarge => Self::Instead(too_large()),
            What::TwoGigabytes => Self::Instead(two_gigabytes()),
            What::Endless => Self::Instead(endless()),
            What::PlainJson => Self::Instead(axum::Json(json!({"status": "ok"})).into_response()),
            What::Status(status) => Self::Instead(plain(status)),
            What::Answer { code, msg } => {
                Self::Instead(Envelope::refusal(code, &msg).into_response())
            }
        })
    }

    fn garbled(garbling: Garbling) -> Self {
        Self::Afterwards(Change::Garble(garbling))
    }
}

impl Change {
    async fn apply(self, response: Response) -> Response {
        if matches!(self, Self::Drop) {
            return dropped();
        }
        let (mut parts, body) = response.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(_) => Bytes::new(),
        };
        parts.headers.remove(header::CONTENT_LENGTH);
        let body = match self {
            Self::Drop => Body::empty(),
            Self::CutShort => cut_short(&body),
            Self::SlowDrip => dripping(body),
            Self::Garble(garbling) => Body::from(garble::garbled(&garbling, body)),
        };
        Response::from_parts(parts, body)
    }
}

const BAD_GATEWAY: &str = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>";
const CAPTIVE_PORTAL: &str = "<!doctype html><html><head><title>Welcome</title></head><body><h1>Welcome to our network</h1><form><input name=room><button>Connect</button></form></body></html>";

fn dropped() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(DropConnection);
    response
}

fn page(status: StatusCode, html: &'static str) -> Response {
    (status, Html(html)).into_response()
}

fn redirect(to: &str) -> Response {
    let mut response = StatusCode::FOUND.into_response();
    if let Ok(to) = HeaderValue::try_from(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn too_large() -> Response {
    Envelope::success("x".repeat((1 << 20) + 1)).into_response()
}

fn two_gigabytes() -> Response {
    let mut response = endless();
    let length = HeaderValue::from(2_u64 << 30);
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, length);
    response
}

fn endless() -> Response {
    let chunk = Bytes::from(vec![b'x'; 16 * 1024]);
    let beginning = Bytes::from_static(b"{\"code\":0,\"msg\":\"\",\"data\":\"");
    let chunks = stream::once(async { beginning }).chain(stream::repeat(chunk));
    let body = Body::from_stream(chunks.map(Ok::<_, Infallible>));
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn plain(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, format!("{status}\n")).into_response()
}

fn cut_short(body: &Bytes) -> Body {
    let half = body.slice(..body.len() / 2);
    let end = stream::once(async {
        // The first half is sent only once there is nothing more to read from here.
        tokio::task::yield_now().await;
        Err(std::io::Error::other("cut short"))
    });
    Body::from_stream(stream::once(async { Ok(half) }).chain(end))
}

fn dripping(body: Bytes) -> Body {
    let drops = stream::iter(body)
        .enumerate()
        .then(|(place, byte)| async move {
            if place > 0 {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Ok::<_, Infallible>(Bytes::copy_from_slice(&[byte]))
        });
    Body::from_stream(drops)
}
