//! Cloudreve as a provider: its wire crate's answers in the domain's words.
//!
//! The check after a revocation is a renewal: a family that is refused renews no more (wire notes, Tokens).

use async_trait::async_trait;
use cloudreve::{Client, Server};
use jiff::Timestamp;
use secrecy::SecretString;

use super::{
    Captcha, CaptchaKind, Checked, CodeStop, Credentials, Fault, Logos, Picture, Profile, Provider,
    Quota, Refusal, Renewed, Reply, Revoked, SignInOutcome, SignInStop, SiteFacts, Tokens, Trouble,
    User,
};
use crate::account::UserId;
use crate::address::SiteOrigin;
use crate::problem::ServerWords;
use crate::secret::{AccessSecret, RefreshSecret, TwoFactorSecret};
use crate::snapshot::Edition;

/// Speaks to Cloudreve servers.
#[derive(Debug, Clone)]
pub struct CloudreveProvider {
    client: Client,
}

impl CloudreveProvider {
    /// Uses one client for all servers.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    fn server(&self, site: &SiteOrigin) -> Server {
        self.client.server(site.url())
    }

    async fn basic_config(&self, site: &SiteOrigin) -> Result<cloudreve::BasicConfig, Fault> {
        match self.server(site).basic_config().await {
            Ok(answer) => Ok(answer.value),
            Err(cloudreve::BasicConfigError::Fault(fault)) => Err(fault.into()),
            Err(cloudreve::BasicConfigError::Refused(refusal)) => Err(refusal.into()),
        }
    }

    /// A server without the version-4 ping may be one of version 3.
    async fn not_version_4(&self, server: &Server, fault: cloudreve::Fault) -> Fault {
        let something_answers = matches!(
            fault,
            cloudreve::Fault::NotFound | cloudreve::Fault::NotAnEnvelope { .. }
        );
        if something_answers && server.is_v3().await == Ok(true) {
            return Fault {
                trouble: Trouble::FormerVersion,
                may_have_arrived: true,
                words: None,
            };
        }
        fault.into()
    }
}

#[async_trait]
impl Provider for CloudreveProvider {
    fn name(&self) -> &'static str {
        "cloudreve"
    }

    async fn probe(&self, site: &SiteOrigin) -> Result<SiteFacts, Fault> {
        let server = self.server(site);
        let version = match server.ping().await {
            Ok(answer) => answer.value,
            Err(cloudreve::PingError::Fault(fault)) => {
                return Err(self.not_version_4(&server, fault).await);
            }
            Err(cloudreve::PingError::Refused(refusal)) => return Err(refusal.into()),
        };
        let basic = self.basic_config(site).await?;
        let login = match server.login_config().await {
            Ok(answer) => answer.value,
            Err(cloudreve::LoginConfigError::Fault(fault)) => return Err(fault.into()),
            Err(cloudreve::LoginConfigError::Refused(refusal)) => return Err(refusal.into()),
        };
        let logos = logos(&basic);
        Ok(SiteFacts {
            instance_id: basic.instance_id,
            title: Some(basic.title).filter(|title| !title.trim().is_empty()),
            version: version.number,
            edition: if version.pro {
                Edition::Pro
            } else {
                Edition::Open
            },
            password_captcha: login.login_captcha,
            captcha: basic.captcha.into(),
            logos,
            sign_up: login.register_enabled,
            terms: login.tos_url,
            privacy: login.privacy_policy_url,
        })
    }

    async fn captcha(&self, site: &SiteOrigin) -> Result<Captcha, Fault> {
        match self.server(site).captcha().await {
            Ok(answer) => Ok(Captcha {
                picture: answer.value.image.into(),
                ticket: answer.value.ticket,
            }),
            Err(cloudreve::CaptchaError::Fault(fault)) => Err(fault.into()),
            Err(cloudreve::CaptchaError::Refused(refusal)) => Err(refusal.into()),
        }
    }

    async fn sign_in(
        &self,
        site: &SiteOrigin,
        credentials: &Credentials,
    ) -> Result<SignInOutcome, SignInStop> {
        use cloudreve::SignInError as Stop;
        let captcha = credentials.captcha.as_ref();
        let credentials = cloudreve::PasswordCredentials {
            email: credentials.email.clone(),
            password: credentials.password.clone(),
            captcha: captcha.map(|answer| cloudreve::CaptchaAnswer {
                text: answer.text.clone(),
                ticket: answer.ticket.clone(),
            }),
        };
        match self.server(site).sign_in(&credentials).await {
            Ok(answer) => Ok(match answer.value {
                cloudreve::SignIn::Done(session) => {
                    SignInOutcome::Done(session.user.into(), tokens(session.tokens, answer.date))
                }
                cloudreve::SignIn::CodeWanted(half) => {
                    SignInOutcome::CodeWanted(TwoFactorSecret::new(half.expose_secret().into()))
                }
            }),
            Err(Stop::WrongPassword(refusal)) => Err(SignInStop::WrongPassword(refusal.into())),
            Err(Stop::Banned(refusal)) => Err(SignInStop::Banned(refusal.into())),
            Err(Stop::NotActivated(refusal)) => Err(SignInStop::NotActivated(refusal.into())),
            // The server has one code for both.
            Err(Stop::CaptchaWanted(refusal)) if captcha.is_some() => {
                Err(SignInStop::WrongCaptcha(refusal.into()))
            }
            Err(Stop::CaptchaWanted(refusal)) => Err(SignInStop::CaptchaWanted(refusal.into())),
            Err(Stop::BadInput(refusal)) => Err(SignInStop::BadInput(refusal.into())),
            Err(Stop::Refused(refusal)) => Err(SignInStop::Refused(refusal.into())),
            Err(Stop::Fault(fault)) => Err(SignInStop::Fault(sign_in_fault(fault))),
        }
    }

    async fn enter_code(
        &self,
        site: &SiteOrigin,
        half: &TwoFactorSecret,
        code: &SecretString,
    ) -> Result<(User, Tokens), CodeStop> {
        use cloudreve::SecondFactorError as Stop;
        let half = cloudreve::TwoFactorSession::from(half.as_secret());
        match self.server(site).second_factor(&half, code).await {
            Ok(answer) => {
                let session = answer.value;
                Ok((session.user.into(), tokens(session.tokens, answer.date)))
            }
            Err(Stop::WrongCode(refusal)) => Err(CodeStop::WrongCode(refusal.into())),
            Err(Stop::SessionUsedUp(refusal)) => Err(CodeStop::Ended(refusal.into())),
            Err(Stop::Refused(refusal)) => Err(CodeStop::Refused(refusal.into())),
            Err(Stop::Fault(fault)) => Err(CodeStop::Fault(sign_in_fault(fault))),
        }
    }

    async fn renew(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Renewed> {
        match self.server(site).refresh(&token.into()).await {
            Ok(answer) => reply(
                answer.date,
                Renewed::Tokens(tokens(answer.value, answer.date)),
            ),
            Err(cloudreve::RefreshError::NotAccepted(refusal)) => {
                reply(refusal.date, Renewed::Refused(refusal.into()))
            }
            Err(cloudreve::RefreshError::Refused(refusal)) => {
                reply(refusal.date, Renewed::NoAnswer(refusal.into()))
            }
            Err(cloudreve::RefreshError::Fault(fault)) => {
                reply(None, Renewed::NoAnswer(fault.into()))
            }
        }
    }

    async fn revoke(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Revoked> {
        match self.server(site).sign_out(&token.into()).await {
            Ok(answer) => {
                let end_session = answer.value.map(|url| url.expose_secret().into());
                reply(answer.date, Revoked::Accepted { end_session })
            }
            Err(cloudreve::SignOutError::NotRecognised(refusal)) => {
                reply(refusal.date, Revoked::NotRecognised(refusal.into()))
            }
            Err(cloudreve::SignOutError::Refused(refusal)) => {
                reply(refusal.date, Revoked::NoAnswer(refusal.into()))
            }
            Err(cloudreve::SignOutError::Fault(fault)) => {
                reply(None, Revoked::NoAnswer(fault.into()))
            }
        }
    }

    async fn check(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Checked> {
        let Reply {
            outcome,
            server_time,
        } = self.renew(site, token).await;
        let outcome = match outcome {
            Renewed::Refused(_) => Checked::Refused,
            Renewed::Tokens(tokens) => Checked::Alive(tokens),
            Renewed::NoAnswer(_) => Checked::Unclear,
        };
        Reply {
            outcome,
            server_time,
        }
    }

    async fn profile(&self, site: &SiteOrigin, token: &AccessSecret, user: &UserId) -> Profile {
        let server = self.server(site);
        let token = cloudreve::AccessToken::from(token.as_secret());
        let (me, capacity, picture) = futures::join!(
            server.me(&token),
            server.capacity(&token),
            server.avatar(&token, user.as_str())
        );
        Profile {
            user: me.ok().map(|answer| answer.value.into()),
            storage: capacity.ok().map(|answer| Quota {
                used: answer.value.used,
                total: answer.value.total,
            }),
            picture: picture.ok().flatten().map(Picture::from),
        }
    }

    async fn logos(&self, site: &SiteOrigin) -> Result<Logos, Fault> {
        Ok(logos(&self.basic_config(site).await?))
    }

    async fn logo(&self, site: &SiteOrigin, address: &str) -> Option<Picture> {
        // A site without a logo that can be shown is shown without one; the wire has logged why.
        let logo = self.server(site).logo(address).await.ok()?;
        Some(logo.into())
    }
}

/// The light logo is for dark surroundings, as the web client has it.
fn logos(basic: &cloudreve::BasicConfig) -> Logos {
    Logos {
        on_light: basic.logo.clone(),
        on_dark: basic.logo_light.clone(),
    }
}

impl From<cloudreve::CaptchaKind> for CaptchaKind {
    fn from(kind: cloudreve::CaptchaKind) -> Self {
        use cloudreve::CaptchaKind as Wire;
        match kind {
            Wire::Normal => Self::Image,
            Wire::Recaptcha => Self::Recaptcha,
            Wire::Turnstile => Self::Turnstile,
            Wire::Cap => Self::Cap,
            Wire::Tcaptcha => Self::Tcaptcha,
            Wire::Other(_) => Self::Other,
        }
    }
}

impl From<cloudreve::Picture> for Picture {
    fn from(picture: cloudreve::Picture) -> Self {
        Self {
            media_type: picture.media_type.to_owned(),
            bytes: picture.bytes,
        }
    }
}

/// JSON that cannot be read may be the answer of the very server, cut off or doubled on its way, and a session may exist. A web page is a
/// proxy's or a hotel's.
fn sign_in_fault(fault: cloudreve::Fault) -> Fault {
    let garbled = matches!(
        &fault,
        cloudreve::Fault::NotAnEnvelope { content_type: Some(media_type), .. }
            if media_type == "application/json"
    );
    let fault = Fault::from(fault);
    if garbled {
        return Fault {
            trouble: Trouble::UnexpectedAnswer,
            ..fault
        };
    }
    fault
}

fn reply<T>(server_time: Option<Timestamp>, outcome: T) -> Reply<T> {
    Reply {
        outcome,
        server_time,
    }
}

impl From<&RefreshSecret> for cloudreve::RefreshToken {
    fn from(token: &RefreshSecret) -> Self {
        token.as_secret().into()
    }
}

fn tokens(pair: cloudreve::TokenPair, issued: Option<Timestamp>) -> Tokens {
    Tokens {
        access: AccessSecret::new(pair.access.expose_secret().into()),
        refresh: RefreshSecret::new(pair.refresh.expose_secret().into()),
        issued,
        access_expires: pair.access_expires,
        refresh_expires: pair.refresh_expires,
    }
}

impl From<cloudreve::User> for User {
    fn from(user: cloudreve::User) -> Self {
        Self {
            id: UserId::new(user.id),
            nickname: user.nickname,
            email: user.email,
        }
    }
}

impl From<cloudreve::Refusal> for Refusal {
    fn from(refusal: cloudreve::Refusal) -> Self {
        Self(ServerWords {
            code: refusal.code,
            message: refusal.message,
            correlation_id: refusal.correlation_id,
        })
    }
}

/// A refusal that decides nothing: the server answered, but not about what was asked.
impl From<cloudreve::Refusal> for Fault {
    fn from(refusal: cloudreve::Refusal) -> Self {
        let Refusal(words) = refusal.into();
        Self {
            trouble: Trouble::ServerTrouble,
            may_have_arrived: true,
            words: Some(words),
        }
    }
}

impl From<cloudreve::Fault> for Fault {
    fn from(fault: cloudreve::Fault) -> Self {
        use cloudreve::Fault as Wire;
        let may_have_arrived = fault.request_may_have_arrived();
        let trouble = match fault {
            Wire::NoSuchHost => Trouble::NoSuchHost,
            Wire::ConnectionRefused => Trouble::ConnectionRefused,
            Wire::Tls(_) => Trouble::Tls,
            Wire::Unreachable { .. } => Trouble::Unreachable,
            Wire::TimedOut { .. } => Trouble::TimedOut,
            Wire::TooLarge => Trouble::TooLarge,
            Wire::Redirected { to, .. } => Trouble::Redirected {
                host: to.and_then(|to| to.host_str().map(str::to_owned)),
            },
            Wire::ServerTrouble { .. } => Trouble::ServerTrouble,
            Wire::NotAnEnvelope { .. } | Wire::NotFound => Trouble::NotThisKind,
            Wire::WrongShape(_) => Trouble::UnexpectedAnswer,
        };
        Self {
            trouble,
            may_have_arrived,
            words: None,
        }
    }
}
