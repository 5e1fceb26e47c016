//! What a server says about itself before anybody signs in: version, configuration, known OAuth apps.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
};
use serde_json::{Map, Value, json};

use crate::{
    bearer::Caller,
    envelope::{Envelope, code},
    people::anonymous,
    stand_in::Server,
};

const THEMES: &str = r##"{"#1976d2":{"light":{"palette":{"primary":{"main":"#1976d2"}}},"dark":{"palette":{"primary":{"main":"#90caf9"}}}}}"##;

pub(super) async fn ping(State(server): State<Arc<Server>>) -> Envelope {
    Envelope::success(server.site.edition.version())
}

pub(super) async fn basic_config(
    State(server): State<Arc<Server>>,
    Extension(caller): Extension<Caller>,
) -> Envelope {
    let user = match &caller {
        Caller::Nobody => anonymous(),
        Caller::Somebody { person, .. } => person.as_user(),
    };
    let [light, dark] = &server.site.logos;
    let mut data = json!({
        "instance_id": server.memory().instance_id,
        "title": server.site.title,
        "themes": THEMES,
        "default_theme": "#1976d2",
        "user": user,
        "logo": light,
        "logo_light": dark,
        "custom_html": {},
        "captcha_ReCaptchaKey": "defaultKey",
        "captcha_type": server.site.captcha_type,
        "captcha_cap_asset_server": "jsdelivr",
        "app_promotion": true,
    });
    if let Some(fields) = data.as_object_mut() {
        // Falsy fields are left out.
        fields.retain(|_, value| !value.is_null());
    }
    Envelope::success(data)
}

/// Falsy fields are left out.
pub(super) async fn login_config(State(server): State<Arc<Server>>) -> Envelope {
    let mut data = Map::new();
    if server.site.login_captcha {
        data.insert("login_captcha".to_owned(), json!(true));
    }
    data.insert("authn".to_owned(), json!(true));
    if server.site.register_enabled {
        data.insert("register_enabled".to_owned(), json!(true));
    }
    let policy = "https://cloudreve.org/privacy-policy";
    data.insert("tos_url".to_owned(), json!(policy));
    data.insert("privacy_policy_url".to_owned(), json!(policy));
    Envelope::success(Value::Object(data))
}

pub(super) async fn oauth_app(
    State(server): State<Arc<Server>>,
    Path(client_id): Path<String>,
) -> Envelope {
    let memory = server.memory();
    let Some(app) = memory.apps.get(&client_id) else {
        return Envelope::refusal(code::NOT_FOUND, "App not found");
    };
    let mut data = json!({"id": client_id, "name": app.name});
    if let Some(icon) = &app.icon {
        data["icon"] = json!(icon);
    }
    Envelope::success(data)
}
