//! A typed result, written down as the kind of result and the fields that it shows, under the names that they have on the
//! wire, so that it can be laid beside the recorded answer.
//!
//! Deliberately not here: the kinds that are expected, which are in the table.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cloudreve::{
    Answer, Avatar, AvatarError, BasicConfig, BasicConfigError, Capacity, CapacityError, Captcha,
    CaptchaError, CaptchaKind, EndSessionUrl, Fault, LoginConfig, LoginConfigError, MeError,
    OauthApp, OauthAppError, PingError, PrepareError, Prepared, RefreshError, Refusal,
    SecondFactorError, Session, SignIn, SignInError, SignOutError, TokenPair, User, Version,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::recording::Exchange;
use super::{Bindings, Comparison};

/// What a stand-in's answer has in common with the recorded one, whoever is asked.
const MEANING: [&str; 5] = [
    "code",
    "msg",
    "email",
    "password_enabled",
    "webauthn_enabled",
];

/// A typed result, written down.
#[derive(Debug)]
pub(crate) struct Outcome {
    kind: &'static str,
    /// The fields of the envelope's `data`, or of the envelope itself for a refusal.
    fields: Value,
    refused: bool,
    date: Option<Timestamp>,
}

impl Outcome {
    fn shows(kind: &'static str, fields: Value, date: Option<Timestamp>) -> Outcome {
        Outcome {
            kind,
            fields,
            refused: false,
            date,
        }
    }

    fn refused(kind: &'static str, refusal: &Refusal) -> Outcome {
        Outcome {
            kind,
            fields: json!({ "code": refusal.code, "msg": refusal.message, "correlation_id": refusal.correlation_id }),
            refused: true,
            date: refusal.date,
        }
    }

    fn fault(fault: &Fault) -> Outcome {
        Outcome::shows("Fault", json!(format!("{fault:?}")), None)
    }

    pub(crate) fn of_v3(answer: &Result<bool, Fault>) -> Outcome {
        match answer {
            Ok(true) => Outcome::shows("v3", Value::Null, None),
            Ok(false) => Outcome::shows("not v3", Value::Null, None),
            Err(fault) => Outcome::fault(fault),
        }
    }

    /// Notes which of the peer's own tokens, tickets, sessions and ids stand for the recorded ones.
    pub(crate) fn remember(&self, exchange: &Exchange, bindings: &mut Bindings) {
        let recorded = exchange.data();
        for pointer in [
            "",
            "/ticket",
            "/access_token",
            "/refresh_token",
            "/token/access_token",
            "/token/refresh_token",
            "/user/id",
        ] {
            let ends = (recorded.pointer(pointer), self.fields.pointer(pointer));
            if let (Some(Value::String(recorded)), Some(Value::String(own))) = ends {
                bindings.insert(recorded.clone(), own.clone());
            }
        }
    }

    /// What differs from the recording.
    pub(crate) fn compare(
        &self,
        exchange: &Exchange,
        expected: &str,
        comparison: Comparison,
    ) -> Vec<String> {
        let mut different = Vec::new();
        if self.kind != expected {
            different.push(format!(
                "expected {expected}, got {} {}",
                self.kind, self.fields
            ));
            return different;
        }
        let body = &exchange.response["body"];
        let recorded = if self.refused { body } else { exchange.data() };
        compare(&self.fields, recorded, "", comparison, &mut different);
        let clock_is_kept = self.date.is_some() || ["no avatar", "not v3"].contains(&self.kind);
        if !clock_is_kept {
            different.push("the server's clock is lost".to_owned());
        }
        different
    }
}

fn compare(
    shown: &Value,
    recorded: &Value,
    path: &str,
    comparison: Comparison,
    different: &mut Vec<String>,
) {
    if let Value::Object(fields) = shown {
        for (name, value) in fields {
            compare(
                value,
                &recorded[name],
                &format!("{path}/{name}"),
                comparison,
                different,
            );
        }
        return;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    let compared = comparison == Comparison::Everything || MEANING.contains(&name);
    if compared && !same(shown, recorded) {
        different.push(format!("{path} is {shown}, recorded {recorded}"));
    }
}

/// Whether a shown value is the recorded one. Servers leave falsy fields out, and times can be written in several ways.
fn same(shown: &Value, recorded: &Value) -> bool {
    let falsy = |value: &Value| {
        matches!(value, Value::Null | Value::Bool(false)) || value == "" || value == 0
    };
    let instant = |value: &Value| {
        value
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok())
    };
    let nobody = shown.is_null() && recorded["anonymous"] == true;
    shown == recorded
        || (falsy(shown) && falsy(recorded))
        || nobody
        || (instant(shown).is_some() && instant(shown) == instant(recorded))
}

fn user(user: &User) -> Value {
    json!({
        "id": user.id,
        "email": user.email,
        "nickname": user.nickname,
        "status": user.status,
        "avatar": user.avatar,
        "created_at": user.created_at.map(|time| time.to_string()),
        "group": user.group.as_ref().map(|group| json!({ "id": group.id, "name": group.name })),
        "language": user.language,
    })
}

fn token_pair(pair: &TokenPair) -> Value {
    json!({
        "access_token": pair.access.expose_secret(),
        "refresh_token": pair.refresh.expose_secret(),
        "access_expires": pair.access_expires.to_string(),
        "refresh_expires": pair.refresh_expires.to_string(),
    })
}

/// Writes down the result of one operation: first the success, then every way of being refused.
macro_rules! written_down {
    ($answer:ty, $error:ident, |$value:ident| $kind:expr, $fields:expr; $($refusal:ident),*) => {
        impl From<Result<Answer<$answer>, $error>> for Outcome {
            fn from(result: Result<Answer<$answer>, $error>) -> Outcome {
                match result {
                    Ok(Answer { value: $value, date }) => Outcome::shows($kind, $fields, date),
                    $(Err($error::$refusal(refusal)) => Outcome::refused(stringify!($refusal), &refusal),)*
                    Err($error::Fault(fault)) => Outcome::fault(&fault),
                }
            }
        }
    };
}

written_down!(Version, PingError, |version| "Version",
    json!(format!("{}{}", version.number, if version.pro { "-pro" } else { "" })); Refused);
written_down!(BasicConfig, BasicConfigError, |config| "BasicConfig", json!({
    "instance_id": config.instance_id,
    "title": config.title,
    "logo": config.logo,
    "logo_light": config.logo_light,
    "captcha_type": if config.captcha == CaptchaKind::Normal { "normal" } else { "another" },
    "user": config.user.as_ref().map(user),
}); Refused);
written_down!(LoginConfig, LoginConfigError, |config| "LoginConfig", json!({
    "login_captcha": config.login_captcha,
    "authn": config.passkeys,
    "register_enabled": config.register_enabled,
    "tos_url": config.tos_url,
    "privacy_policy_url": config.privacy_policy_url,
}); Refused);
written_down!(OauthApp, OauthAppError, |app| "OauthApp", json!({
    "id": app.id,
    "name": app.name,
    "icon": app.icon,
}); Unknown, Refused);
written_down!(Prepared, PrepareError, |prepared| "Prepared", json!({
    "password_enabled": prepared.password_enabled,
    "webauthn_enabled": prepared.passkey_enabled,
}); UnknownAddress, Refused);
written_down!(Captcha, CaptchaError, |captcha| "Captcha", json!({
    "image": format!("data:{};base64,{}", captcha.image.media_type, STANDARD.encode(&captcha.image.bytes)),
    "ticket": captcha.ticket,
}); Refused);
written_down!(SignIn, SignInError, |sign_in| match &sign_in {
    SignIn::Done(_) => "Done",
    SignIn::CodeWanted(_) => "CodeWanted",
}, match &sign_in {
    SignIn::Done(session) => json!({ "user": user(&session.user), "token": token_pair(&session.tokens) }),
    SignIn::CodeWanted(session) => json!(session.expose_secret()),
}; WrongPassword, Banned, NotActivated, CaptchaWanted, BadInput, Refused);
written_down!(Session, SecondFactorError, |session| "Session",
    json!({ "user": user(&session.user), "token": token_pair(&session.tokens) }); WrongCode, SessionUsedUp, Refused);
written_down!(TokenPair, RefreshError, |pair| "TokenPair", token_pair(&pair); NotAccepted, Refused);
written_down!(Option<EndSessionUrl>, SignOutError, |url| match &url {
    None => "nothing to open",
    Some(_) => "EndSessionUrl",
}, json!(url.as_ref().map(EndSessionUrl::expose_secret)); NotRecognised, Refused);
written_down!(User, MeError, |me| "User", user(&me); SignInRequired, MissingScope, Refused);
written_down!(Capacity, CapacityError, |capacity| "Capacity", json!({
    "total": capacity.total,
    "used": capacity.used,
}); SignInRequired, MissingScope, Refused);

impl From<Result<Option<Avatar>, AvatarError>> for Outcome {
    fn from(result: Result<Option<Avatar>, AvatarError>) -> Outcome {
        match result {
            Ok(None) => Outcome::shows("no avatar", Value::Null, None),
            Ok(Some(avatar)) => Outcome::shows("Avatar", json!(avatar.media_type), None),
            Err(AvatarError::Refused(refusal)) => Outcome::refused("Refused", &refusal),
            Err(AvatarError::NotAPicture { media_type }) => {
                Outcome::shows("NotAPicture", json!(media_type), None)
            }
            Err(AvatarError::Fault(fault)) => Outcome::fault(&fault),
        }
    }
}
