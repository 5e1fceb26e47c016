//! The captcha: a picture of digits and a ticket that is good for one try.

use std::{iter, sync::Arc};

use axum::extract::State;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::{drawing, envelope::Envelope, stand_in::Server};

pub(super) async fn captcha(State(server): State<Arc<Server>>) -> Envelope {
    let answer: String = iter::repeat_with(|| fastrand::digit(10)).take(6).collect();
    let ticket: String = iter::repeat_with(fastrand::alphanumeric).take(20).collect();
    let image = STANDARD.encode(drawing::captcha(&answer));
    server.memory().add_captcha(ticket.clone(), answer);
    Envelope::success(json!({
        "image": format!("data:image/png;base64,{image}"),
        "ticket": ticket,
    }))
}
