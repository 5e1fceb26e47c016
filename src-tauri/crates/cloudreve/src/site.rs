//! What a server says about itself and about signing in to it.
//!
//! Deliberately not here: themes, site keys of captcha vendors, and whatever else only the web client needs.

use serde::Deserialize;

use crate::Fault;
use crate::envelope::{Data, FromData, required};
use crate::leniency::{flag, shown_text};
use crate::picture::Picture;
use crate::profile::{User, UserFields};

/// The server's version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Such as `4.14.0`, without the edition.
    pub number: String,
    /// Whether this is the Pro edition (`4.14.0-pro`).
    pub pro: bool,
}

/// The configuration that a server tells everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasicConfig {
    /// Names this installation whatever its address is; old servers leave it out.
    pub instance_id: Option<String>,
    /// What the site calls itself; empty when it does not.
    pub title: String,
    /// The logo for light backgrounds, as the server writes it: often relative to the site.
    pub logo: Option<String>,
    /// The logo for dark backgrounds, likewise.
    pub logo_light: Option<String>,
    /// Which captcha the site uses where it wants one.
    pub captcha: CaptchaKind,
    /// The person whose access token was sent; `None` when the server sees nobody.
    pub user: Option<User>,
}

/// Which captcha a site uses (wire notes, "Finding out what a server is").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptchaKind {
    /// The server's own image, see [`crate::Server::captcha`].
    Normal,
    /// Google's, in a browser only.
    Recaptcha,
    /// Cloudflare's, in a browser only.
    Turnstile,
    /// Cap, in a browser only.
    Cap,
    /// Tencent's, in a browser only.
    Tcaptcha,
    /// One that this version does not know.
    Other(String),
}

/// The configuration of the sign-in page. A server leaves out what is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginConfig {
    /// Whether a sign-in by password wants a captcha.
    pub login_captcha: bool,
    /// Whether passkeys are on.
    pub passkeys: bool,
    /// Whether people may register themselves.
    pub register_enabled: bool,
    /// The terms of service, raw text of the server.
    pub tos_url: Option<String>,
    /// The privacy policy, raw text of the server.
    pub privacy_policy_url: Option<String>,
}

/// An OAuth app that the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OauthApp {
    /// The client id.
    pub id: String,
    /// What the consent page calls it.
    pub name: Option<String>,
    /// Its icon, as the server writes it: often relative to the site.
    pub icon: Option<String>,
}

/// How an address may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prepared {
    /// With a password.
    pub password_enabled: bool,
    /// With a passkey.
    pub passkey_enabled: bool,
}

/// A captcha to be read by the person. Good for one try (wire notes, "Password sign-in").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captcha {
    /// The image with the text.
    pub image: Picture,
    /// Names this captcha when its text is sent.
    pub ticket: String,
}

impl Version {
    /// Reads `4.14.0` and `4.14.0-pro`; `None` for what is no version.
    pub(crate) fn parse(text: &str) -> Option<Version> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        let plausible = text.len() <= 64
            && text.starts_with(|first: char| first.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c));
        let mut parts: Vec<&str> = text.split('-').collect();
        let all = parts.len();
        parts.retain(|part| !part.eq_ignore_ascii_case("pro"));
        plausible.then(|| Version {
            number: parts.join("-"),
            pro: parts.len() < all,
        })
    }
}

impl FromData for Version {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        Version::parse(&data.read::<String>()?).ok_or_else(|| Fault::WrongShape("data".to_owned()))
    }
}

impl From<String> for CaptchaKind {
    fn from(name: String) -> Self {
        match name.as_str() {
            "" | "normal" => CaptchaKind::Normal,
            "recaptcha" => CaptchaKind::Recaptcha,
            "turnstile" => CaptchaKind::Turnstile,
            "cap" => CaptchaKind::Cap,
            "tcaptcha" => CaptchaKind::Tcaptcha,
            _ => CaptchaKind::Other(name),
        }
    }
}

#[derive(Deserialize)]
struct BasicConfigFields {
    #[serde(default, deserialize_with = "shown_text")]
    instance_id: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    logo: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    logo_light: Option<String>,
    captcha_type: Option<String>,
    user: Option<UserFields>,
}

impl FromData for BasicConfig {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let fields: BasicConfigFields = data.read()?;
        Ok(BasicConfig {
            instance_id: fields.instance_id,
            title: fields.title.unwrap_or_default(),
            logo: fields.logo,
            logo_light: fields.logo_light,
            captcha: fields.captcha_type.unwrap_or_default().into(),
            user: match fields.user {
                Some(user) => user.person("data.user")?,
                None => None,
            },
        })
    }
}

#[derive(Deserialize)]
struct LoginConfigFields {
    #[serde(default, deserialize_with = "flag")]
    login_captcha: bool,
    #[serde(default, deserialize_with = "flag")]
    authn: bool,
    #[serde(default, deserialize_with = "flag")]
    register_enabled: bool,
    #[serde(default, deserialize_with = "shown_text")]
    tos_url: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    privacy_policy_url: Option<String>,
}

impl FromData for LoginConfig {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let fields: LoginConfigFields = data.read()?;
        Ok(LoginConfig {
            login_captcha: fields.login_captcha,
            passkeys: fields.authn,
            register_enabled: fields.register_enabled,
            tos_url: fields.tos_url,
            privacy_policy_url: fields.privacy_policy_url,
        })
    }
}

#[derive(Deserialize)]
struct OauthAppFields {
    id: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    icon: Option<String>,
}

impl FromData for OauthApp {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let fields: OauthAppFields = data.read()?;
        Ok(OauthApp {
            id: required(fields.id, "data", "id")?,
            name: fields.name,
            icon: fields.icon,
        })
    }
}

#[derive(Deserialize)]
struct PreparedFields {
    #[serde(default, deserialize_with = "flag")]
    password_enabled: bool,
    #[serde(default, deserialize_with = "flag")]
    webauthn_enabled: bool,
}

impl FromData for Prepared {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let fields: PreparedFields = data.read()?;
        Ok(Prepared {
            password_enabled: fields.password_enabled,
            passkey_enabled: fields.webauthn_enabled,
        })
    }
}

#[derive(Deserialize)]
struct CaptchaFields {
    image: Option<String>,
    ticket: Option<String>,
}

impl FromData for Captcha {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let fields: CaptchaFields = data.read()?;
        let image = fields.image.as_deref().and_then(Picture::from_data_url);
        Ok(Captcha {
            image: required(image, "data", "image")?,
            ticket: required(fields.ticket, "data", "ticket")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_is_told_apart_from_the_version_number() {
        let version = |text| Version::parse(text).map(|version| (version.number, version.pro));

        assert_eq!(version("4.14.0"), Some(("4.14.0".to_owned(), false)));
        assert_eq!(version("4.14.0-pro"), Some(("4.14.0".to_owned(), true)));
        assert_eq!(
            version("v4.0.0-beta.1"),
            Some(("4.0.0-beta.1".to_owned(), false))
        );
        assert_eq!(
            version("4.0.0-pro-beta.1"),
            Some(("4.0.0-beta.1".to_owned(), true))
        );
    }

    #[test]
    fn what_is_no_version_is_not_taken_for_one() {
        for text in ["pong", "", "<b>4</b>", "4 horses"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
