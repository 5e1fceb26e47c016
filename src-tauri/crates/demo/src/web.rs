//! The few pages that a browser meets when Keyreve opens a site: where the real server has its web client, a page
//! that says what this is. Also the site's logo. Nobody can sign in here.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::header,
    response::{Html, IntoResponse},
    routing::get,
};

use crate::stand_in::Server;

/// The look that all pages of the demo share.
pub(crate) fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
}

/// For text that stands between tags or in a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f3f5f9,#14171d);color:light-dark(#1b2230,#e8ebf1)}\
main{background:light-dark(#fff,#1f242d);border:1px solid light-dark(#dde2ea,#333a46);border-radius:14px;padding:2.25rem 2.5rem;max-width:46rem;box-shadow:0 10px 30px #0002}\
h1{font-size:1.4rem;margin:0 0 .5rem}h2{font-size:1.1rem;margin:1.5rem 0 0}p{margin:.4rem 0 1rem}.quiet{color:light-dark(#566072,#9aa5b8);font-size:.9rem}\
form{display:flex;gap:.75rem;margin-top:1.25rem}\
button{font:inherit;padding:.55rem 1.6rem;border-radius:9px;border:1px solid light-dark(#c3cad6,#465064);background:transparent;color:inherit;cursor:pointer}\
button.first{background:#2457d6;border-color:#2457d6;color:#fff}\
table{border-collapse:collapse;font-size:.85rem;margin:.5rem 0 1.5rem}td,th{text-align:left;padding:.15rem .9rem .15rem 0}";

pub(crate) fn pages() -> Router<Arc<Server>> {
    Router::new()
        .route("/", get(home))
        .route("/home", get(home))
        .route("/settings", get(home))
        .route("/session", get(home))
        .route("/session/{*page}", get(home))
        .route("/static/img/logo.svg", get(logo))
        .route("/static/img/logo_light.svg", get(logo_for_dark_backgrounds))
}

async fn home(State(server): State<Arc<Server>>) -> Html<String> {
    let title = escaped(&server.site.title);
    let version = server.site.edition.version();
    Html(page(
        &title,
        &format!(
            "<h1>{title}</h1><p>This is a stand-in server of the Keyreve demo. A real one shows its web client here.</p>\
             <p class=quiet>Reports itself as Cloudreve {version}.</p>"
        ),
    ))
}

async fn logo(State(server): State<Arc<Server>>) -> impl IntoResponse {
    drawn(&server, "#2457d6", "#fff")
}

async fn logo_for_dark_backgrounds(State(server): State<Arc<Server>>) -> impl IntoResponse {
    drawn(&server, "#dbe4ff", "#17306f")
}

fn drawn(server: &Server, ground: &str, ink: &str) -> impl IntoResponse + use<> {
    let initial = server.site.title.chars().next().unwrap_or('C').to_string();
    let initial = escaped(&initial);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\"><rect width=\"64\" height=\"64\" rx=\"14\" fill=\"{ground}\"/>\
         <text x=\"32\" y=\"44\" font-family=\"sans-serif\" font-size=\"34\" font-weight=\"700\" text-anchor=\"middle\" fill=\"{ink}\">{initial}</text></svg>"
    );
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg)
}
