//! The routes of a stand-in server, and what it answers for paths that it does not have. The handlers are beside,
//! one file a topic.

mod about;
mod captcha;
mod session;
mod user;

use std::sync::Arc;

use axum::{
    Router,
    http::{StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};

use crate::{bearer, gate, site::Edition, stand_in::Server, web};

pub(crate) fn router(server: Arc<Server>) -> Router {
    let api = match server.site.edition {
        Edition::V3 => Router::new().route("/api/v3/site/ping", get(about::ping)),
        Edition::Open | Edition::Pro => Router::new().nest("/api/v4", v4(&server)),
    };
    api.merge(web::pages())
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .layer(middleware::from_fn_with_state(server.clone(), gate::pass))
        .with_state(server)
}

fn v4(server: &Arc<Server>) -> Router<Arc<Server>> {
    Router::new()
        .route("/site/ping", get(about::ping))
        .route("/site/config/basic", get(about::basic_config))
        .route("/site/config/login", get(about::login_config))
        .route("/site/captcha", get(captcha::captcha))
        .route("/session/oauth/app/{client_id}", get(about::oauth_app))
        .route("/session/prepare", get(session::prepare))
        .route(
            "/session/token",
            post(session::sign_in).delete(session::sign_out),
        )
        .route("/session/token/2fa", post(session::second_factor))
        .route("/session/token/refresh", post(session::refresh))
        .route("/user/me", get(user::me))
        .route("/user/capacity", get(user::capacity))
        .route("/user/avatar/{id}", get(user::avatar))
        .layer(middleware::from_fn_with_state(
            server.clone(),
            bearer::recognise,
        ))
}

/// Below `/api` the recorded plain text; elsewhere nothing but the status, which was not recorded.
async fn not_found(uri: Uri) -> Response {
    if uri.path().starts_with("/api") {
        let kind = [(header::CONTENT_TYPE, "text/plain")];
        return (StatusCode::NOT_FOUND, kind, "404 page not found").into_response();
    }
    StatusCode::NOT_FOUND.into_response()
}
