//! What a stand-in pretends to be: title, edition, who lives there, how long tokens live. Only descriptions; the
//! running server is in `stand_in`.

use std::time::Duration;

use totp_rs::{Builder, Secret, Totp};
use url::Url;

use crate::people::NewPerson;

/// The TOTP secret (base32) of `grace@lab.example`, who has two-factor sign-in switched on.
pub const GRACE_TOTP_SECRET: &str = "TBKIHY52JOL24NHVDUDD325JAS6U75CA";

/// The code that an authenticator holding `secret` (base32) shows at `unix_seconds`; `None` when the secret does
/// not parse.
pub fn totp_code(secret: &str, unix_seconds: u64) -> Option<String> {
    Some(totp(secret)?.generate(unix_seconds).to_string())
}

pub(crate) fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).build().ok()
}

/// Which server a stand-in reports itself to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Cloudreve 4.14.0, open edition.
    Open,
    /// Cloudreve 4.14.0-pro.
    Pro,
    /// A version 3 server: answers `/api/v3/site/ping` and nothing below `/api/v4`.
    V3,
}

impl Edition {
    pub(crate) fn version(self) -> &'static str {
        match self {
            Self::Open => "4.14.0",
            Self::Pro => "4.14.0-pro",
            Self::V3 => "3.8.3",
        }
    }
}

/// What a sign-out answers besides success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndSession {
    /// The empty string, as the open edition does.
    Nothing,
    /// The end-session endpoint of the identity provider at this origin, with a fresh `id_token_hint`.
    Provider(Url),
    /// Exactly this text, whatever it is.
    Text(String),
}

/// Description of one stand-in server. Start with a constructor and change fields as needed.
#[derive(Debug, Clone)]
pub struct Site {
    /// Shown by the site card.
    pub title: String,
    /// Version that the server reports.
    pub edition: Edition,
    /// Host name in the origin; it must lead to 127.0.0.1, where the server listens.
    pub host: String,
    /// TCP port; 0 takes any free one.
    pub port: u16,
    /// `instance_id` in the basic configuration, random unless set.
    pub instance_id: String,
    /// Whether a sign-in by password wants a captcha.
    pub login_captcha: bool,
    /// The kind that the site names; it hands out and takes pictures whatever it is.
    pub captcha_type: String,
    /// Where its logo lies, for light and for dark backgrounds; nothing leaves it out.
    pub logos: [Option<String>; 2],
    /// Whether the site lets people register.
    pub register_enabled: bool,
    /// Lifetime of access tokens.
    pub access: Duration,
    /// Lifetime of refresh tokens.
    pub refresh: Duration,
    /// Whole hours east of UTC in the times that the server writes.
    pub hours_east: i8,
    /// What a sign-out answers.
    pub end_session: EndSession,
    /// Who has an account. Ids follow the order, so the first person has the same id on every site, as can happen
    /// with real servers.
    pub people: Vec<NewPerson>,
}

impl Site {
    /// Home cloud: open edition, Ada (with an avatar) and Bob.
    pub fn home() -> Self {
        Self {
            title: "Home cloud".to_owned(),
            people: vec![
                NewPerson::new("ada@example.org", "Ada")
                    .with_avatar()
                    .using(381_681_664),
                NewPerson::new("bob@example.org", "Bob").using(52_428_800),
            ],
            ..Self::empty()
        }
    }

    /// Contoso Drive: Pro-like, on `localhost`; signing out answers the end-session URL of `provider`.
    pub fn contoso(provider: Url) -> Self {
        Self {
            title: "Contoso Drive".to_owned(),
            edition: Edition::Pro,
            host: "localhost".to_owned(),
            register_enabled: false,
            hours_east: 8,
            end_session: EndSession::Provider(provider),
            people: vec![
                NewPerson::new("ada@contoso.example", "Ada Lovelace").using(804_257_792),
                NewPerson::new("test@contoso.example", "Test user").using(1_048_576),
            ],
            ..Self::empty()
        }
    }

    /// Lab: captcha, two-factor sign-in, access tokens of 30 seconds and refresh tokens of 5 minutes.
    pub fn lab() -> Self {
        Self {
            title: "Lab".to_owned(),
            login_captcha: true,
            access: Duration::from_secs(30),
            refresh: Duration::from_secs(5 * 60),
            people: vec![
                NewPerson::new("grace@lab.example", "Grace").with_two_factor(GRACE_TOTP_SECRET),
            ],
            ..Self::empty()
        }
    }

    /// A version 3 server, which this product cannot sign in to.
    pub fn v3() -> Self {
        Self {
            title: "Old cloud".to_owned(),
            edition: Edition::V3,
            ..Self::empty()
        }
    }

    /// One of many: Cloud 03, without anybody.
    pub fn numbered(number: usize) -> Self {
        let edition = if number.is_multiple_of(3) {
            Edition::Pro
        } else {
            Edition::Open
        };
        Self {
            title: format!("Cloud {number:02}"),
            edition,
            ..Self::empty()
        }
    }

    /// The server of the recordings: its people and defaults, its title "Cloudreve".
    pub fn recorded() -> Self {
        Self {
            instance_id: "e84bfcf2-28a8-4dc1-b151-d28842ca8404".to_owned(),
            people: vec![
                NewPerson::new("ada@example.org", "ada"),
                NewPerson::new("bob@example.org", "bob"),
                NewPerson::new("carol@example.org", "carol"),
                NewPerson::new("admin@example.org", "admin").administrator(),
            ],
            ..Self::empty()
        }
    }

    /// A 4.14 server of the open edition where nobody has an account yet.
    pub fn empty() -> Self {
        Self {
            title: "Cloudreve".to_owned(),
            edition: Edition::Open,
            host: "127.0.0.1".to_owned(),
            port: 0,
            instance_id: uuid::Uuid::new_v4().to_string(),
            login_captcha: false,
            captcha_type: "normal".to_owned(),
            logos: [
                Some("/static/img/logo.svg".to_owned()),
                Some("/static/img/logo_light.svg".to_owned()),
            ],
            register_enabled: true,
            access: Duration::from_secs(3600),
            refresh: Duration::from_secs(14 * 24 * 3600),
            hours_east: 0,
            end_session: EndSession::Nothing,
            people: Vec::new(),
        }
    }
}
