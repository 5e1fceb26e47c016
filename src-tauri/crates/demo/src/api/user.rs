//! What a bearer may ask about a person: profile, storage, picture.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{bearer::Caller, envelope::Envelope, people::TOTAL, stand_in::Server};

pub(super) async fn me(Extension(caller): Extension<Caller>) -> Result<Envelope, Envelope> {
    let person = caller.with_scope("UserInfo.Read")?;
    Ok(Envelope::success(person.as_user()))
}

pub(super) async fn capacity(Extension(caller): Extension<Caller>) -> Result<Envelope, Envelope> {
    let person = caller.with_scope("UserInfo.Read")?;
    Ok(Envelope::success(
        json!({"total": TOTAL, "used": person.used}),
    ))
}

/// No sign-in is needed. Without a picture: HTTP 404 and nothing else.
pub(super) async fn avatar(State(server): State<Arc<Server>>, Path(id): Path<String>) -> Response {
    let caching = (header::CACHE_CONTROL, "public, max-age=86400");
    let picture = server.memory().by_id(&id).and_then(|it| it.avatar.clone());
    match picture {
        Some(png) => ([caching, (header::CONTENT_TYPE, "image/png")], png).into_response(),
        None => (StatusCode::NOT_FOUND, [caching]).into_response(),
    }
}
