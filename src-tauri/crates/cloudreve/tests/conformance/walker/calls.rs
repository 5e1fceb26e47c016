//! The call of the public API that makes a recorded request.
//!
//! Found from the request alone. Deliberately not here: what the call should answer.

use cloudreve::{
    AccessToken, CaptchaAnswer, PasswordCredentials, RefreshToken, Server, TwoFactorSession,
};
use secrecy::SecretString;
use url::Url;

use super::outcome::Outcome;
use super::recording::Exchange;
use super::{Bindings, Peer, Typed};

/// A call of the public API with what it sends.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    Ping,
    IsV3,
    BasicConfig,
    BasicConfigOf {
        access: String,
    },
    LoginConfig,
    OauthApp {
        client_id: String,
    },
    Prepare {
        email: String,
    },
    Captcha,
    SignIn {
        email: String,
        password: String,
        captcha: Option<(String, String)>,
    },
    SecondFactor {
        session: String,
        otp: String,
    },
    Refresh {
        refresh: String,
    },
    SignOut {
        refresh: String,
    },
    Me {
        access: String,
    },
    Capacity {
        access: String,
    },
    Avatar {
        access: String,
        user_id: String,
    },
}

impl Call {
    /// The call that makes `exchange`, if the API has one.
    pub(crate) fn of(exchange: &Exchange) -> Option<Call> {
        let bearer = exchange.bearer().map(str::to_owned);
        let sent = |field| exchange.sent(field).map(str::to_owned);
        let below = |prefix| {
            exchange
                .path()
                .strip_prefix(prefix)
                .filter(|rest| !rest.contains('/'))
        };
        match (exchange.method(), exchange.path(), bearer) {
            ("GET", "/api/v4/site/ping", None) => Some(Call::Ping),
            ("GET", "/api/v3/site/ping", None) => Some(Call::IsV3),
            ("GET", "/api/v4/site/config/basic", None) => Some(Call::BasicConfig),
            ("GET", "/api/v4/site/config/basic", Some(access)) => {
                Some(Call::BasicConfigOf { access })
            }
            ("GET", "/api/v4/site/config/login", None) => Some(Call::LoginConfig),
            ("GET", "/api/v4/session/prepare", None) => Some(Call::Prepare {
                email: query(exchange, "email")?,
            }),
            ("GET", "/api/v4/site/captcha", None) => Some(Call::Captcha),
            ("POST", "/api/v4/session/token", None) => Some(Call::SignIn {
                email: sent("email")?,
                password: sent("password")?,
                captcha: sent("captcha").zip(sent("ticket")),
            }),
            ("POST", "/api/v4/session/token/2fa", None) => Some(Call::SecondFactor {
                session: sent("session_id")?,
                otp: sent("otp")?,
            }),
            ("POST", "/api/v4/session/token/refresh", None) => Some(Call::Refresh {
                refresh: sent("refresh_token")?,
            }),
            ("DELETE", "/api/v4/session/token", None) => Some(Call::SignOut {
                refresh: sent("refresh_token")?,
            }),
            ("GET", "/api/v4/user/me", Some(access)) => Some(Call::Me { access }),
            ("GET", "/api/v4/user/capacity", Some(access)) => Some(Call::Capacity { access }),
            ("GET", _, None) => below("/api/v4/session/oauth/app/").map(|id| Call::OauthApp {
                client_id: id.to_owned(),
            }),
            ("GET", _, Some(access)) => below("/api/v4/user/avatar/").map(|id| Call::Avatar {
                access,
                user_id: id.to_owned(),
            }),
            _ => None,
        }
    }

    /// The call with the peer's own tokens, tickets and typed texts in place of the recorded ones.
    pub(crate) fn bound(
        mut self,
        exchange: &Exchange,
        peer: &mut impl Peer,
        bindings: &Bindings,
    ) -> Call {
        let bind = |recorded: &mut String| {
            if let Some(own) = bindings.get(recorded) {
                recorded.clone_from(own);
            }
        };
        match &mut self {
            Call::BasicConfigOf { access } | Call::Me { access } | Call::Capacity { access } => {
                bind(access)
            }
            Call::Avatar { access, user_id } => {
                bind(access);
                bind(user_id);
            }
            Call::Refresh { refresh } | Call::SignOut { refresh } => bind(refresh),
            Call::SecondFactor { session, otp } => {
                bind(session);
                *otp = peer.typed(exchange, Typed::Otp { recorded: otp });
            }
            Call::SignIn {
                captcha: Some((text, ticket)),
                ..
            } => {
                bind(ticket);
                *text = peer.typed(
                    exchange,
                    Typed::Captcha {
                        recorded: text,
                        ticket,
                    },
                );
            }
            Call::Ping
            | Call::IsV3
            | Call::BasicConfig
            | Call::LoginConfig
            | Call::OauthApp { .. }
            | Call::Prepare { .. }
            | Call::Captcha
            | Call::SignIn { captcha: None, .. } => {}
        }
        self
    }

    /// Makes the call.
    pub(crate) async fn make(self, server: &Server) -> Outcome {
        let access = |text: String| AccessToken::from(SecretString::from(text));
        let refresh = |text: String| RefreshToken::from(SecretString::from(text));
        match self {
            Call::Ping => server.ping().await.into(),
            Call::IsV3 => Outcome::of_v3(&server.is_v3().await),
            Call::BasicConfig => server.basic_config().await.into(),
            Call::BasicConfigOf { access: token } => {
                server.basic_config_of(&access(token)).await.into()
            }
            Call::LoginConfig => server.login_config().await.into(),
            Call::OauthApp { client_id } => server.oauth_app(&client_id).await.into(),
            Call::Prepare { email } => server.prepare(&email).await.into(),
            Call::Captcha => server.captcha().await.into(),
            Call::SignIn {
                email,
                password,
                captcha,
            } => {
                let credentials = PasswordCredentials {
                    email,
                    password: SecretString::from(password),
                    captcha: captcha.map(|(text, ticket)| CaptchaAnswer { text, ticket }),
                };
                server.sign_in(&credentials).await.into()
            }
            Call::SecondFactor { session, otp } => {
                let session = TwoFactorSession::from(SecretString::from(session));
                server
                    .second_factor(&session, &SecretString::from(otp))
                    .await
                    .into()
            }
            Call::Refresh { refresh: token } => server.refresh(&refresh(token)).await.into(),
            Call::SignOut { refresh: token } => server.sign_out(&refresh(token)).await.into(),
            Call::Me { access: token } => server.me(&access(token)).await.into(),
            Call::Capacity { access: token } => server.capacity(&access(token)).await.into(),
            Call::Avatar {
                access: token,
                user_id,
            } => server.avatar(&access(token), &user_id).await.into(),
        }
    }
}

fn query(exchange: &Exchange, name: &str) -> Option<String> {
    let url = Url::parse("http://recorded")
        .ok()?
        .join(exchange.request["path"].as_str()?)
        .ok()?;
    let value = url
        .query_pairs()
        .find(|(key, _)| key == name)?
        .1
        .into_owned();
    Some(value)
}
