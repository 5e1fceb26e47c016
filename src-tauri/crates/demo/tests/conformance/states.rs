//! Brings stand-ins into the state in which an exchange was recorded, and has tokens for the recorded ones. Both
//! conformance tests use it.

use std::{collections::HashMap, time::Duration};

use demo::{Fault, IssuedTokens, Site, StandIn, What, totp_code};
use serde_json::{Value, json};
use url::Url;

use crate::walker::{Exchange, RecordedToken, Typed};

/// Carol's secret, as recorded.
const TOTP_SECRET: &str = "TBKIHY52JOL24NHVDUDD325JAS6U75CA";

/// The app that was registered for the recordings.
const APP: &str = "0b1c2d3e-4f50-4a61-8b72-93a4b5c6d7e8";

/// When the tokens of the topic `masterkey` were made.
const MASTERKEY_RECORDED_AT: i64 = 1_795_313_844;

/// Beyond the lifetimes that the topic `expiry` sets.
const LATER: i64 = 60;

/// The server of the recordings, a second one whose sign-in wants a captcha, and what was done to them.
pub(crate) struct States {
    main: StandIn,
    captcha: StandIn,
    sessions: HashMap<(String, i64, Option<String>), IssuedTokens>,
}

impl States {
    pub(crate) async fn start() -> Self {
        let main = StandIn::start(Site::recorded()).await.unwrap();
        main.add_app(APP, "Keyreve");
        let site = Site {
            login_captcha: true,
            ..Site::recorded()
        };
        let captcha = StandIn::start(site).await.unwrap();
        captcha.change_password("bob@example.org", "correct horse battery!");
        Self {
            main,
            captcha,
            sessions: HashMap::new(),
        }
    }

    pub(crate) fn site(&self, topic: &str) -> &StandIn {
        if topic == "captcha" {
            &self.captcha
        } else {
            &self.main
        }
    }

    pub(crate) fn origin(&self, topic: &str) -> Url {
        self.site(topic).origin()
    }

    /// The state of each exchange, by its topic and name.
    pub(crate) async fn before(&mut self, exchange: &Exchange) {
        let (topic, name) = (exchange.topic, exchange.name.as_str());
        let main = &self.main;
        main.lift_ban("ada@example.org");
        main.lift_ban("carol@example.org");
        match (topic, name) {
            ("password", "user banned" | "user banned by the system") => {
                assert!(main.ban("carol@example.org"));
            }
            ("password", "user not activated") => {
                assert!(main.deactivate("carol@example.org"));
            }
            ("refresh", _) if name.ends_with("database is broken") => {
                main.fault(Fault::everywhere(What::SickDatabase).times(1));
            }
            ("refresh", _) if name.ends_with("after the password changed") => {
                main.change_password("bob@example.org", "correct horse battery!");
            }
            ("refresh" | "signout", _) if name.ends_with("banned") => {
                assert!(main.ban("ada@example.org"));
            }
            ("twofactor", _) => {
                main.set_two_factor("carol@example.org", Some(TOTP_SECRET));
            }
            ("oauth", _) if name.ends_with("after the grant was withdrawn") => {
                assert!(main.withdraw_grant("ada@example.org", APP));
            }
            ("expiry", _) if name.starts_with("sign in where") => {
                main.set_lifetimes(Duration::from_secs(2), Duration::from_secs(4));
            }
            ("expiry", _) => main.set_clock_offset(LATER),
            ("restart", _) => {
                usual_times(main);
                restart(main, name).await;
            }
            _ => {}
        }
    }

    /// A token of the stand-in for a recorded one. Those with the same person, time and app came from one sign-in.
    pub(crate) fn token(&mut self, topic: &str, token: &RecordedToken) -> String {
        let claims = &token.claims;
        if topic == "masterkey" {
            return self.minted(&token.text, claims.clone());
        }
        let text = |name: &str| claims[name].as_str().map(str::to_owned);
        let person = text("sub").unwrap();
        let app = text("client_id");
        // Sessions are bound before a topic begins, when an earlier topic may have left its clock behind.
        usual_times(&self.main);
        let site = if topic == "captcha" {
            &self.captcha
        } else {
            &self.main
        };
        let key = (person, claims["nbf"].as_i64().unwrap(), app);
        let tokens = self.sessions.entry(key.clone()).or_insert_with(|| {
            let email = email_of(&key.0);
            let scopes: Vec<_> = claims["scopes"].as_array().into_iter().flatten().collect();
            let scopes: Vec<_> = scopes.iter().filter_map(|it| it.as_str()).collect();
            match &key.2 {
                Some(app) => site.sign_in_through_app(email, app, &scopes),
                None => site.sign_in(email),
            }
            .unwrap()
        });
        match claims["token_type"].as_str() {
            Some("refresh") => tokens.refresh.clone(),
            _ => tokens.access.clone(),
        }
    }

    /// The same claims at today's time, signed by this server's key or, for the one that was made so, by another's.
    fn minted(&self, recorded: &str, mut claims: Value) -> String {
        let passed = self.main.now_seconds() - MASTERKEY_RECORDED_AT;
        for name in ["exp", "nbf"] {
            claims[name] = json!(claims[name].as_i64().unwrap() + passed);
        }
        let wrong_key = recorded.ends_with("mdAzxoY3rO_-kQeovshq_A7r2SGAmJBtYJWRTF8Kw8U");
        let server = if wrong_key { &self.captcha } else { &self.main };
        server.mint(&claims)
    }

    /// What a person types: right where the recorded person was right.
    pub(crate) fn typed(&self, exchange: &Exchange, typed: Typed<'_>) -> String {
        match typed {
            Typed::Otp { recorded: "709183" } => {
                let now = u64::try_from(self.main.now_seconds()).unwrap();
                totp_code(TOTP_SECRET, now).unwrap()
            }
            Typed::Captcha { recorded, ticket } if recorded != "zzzz" => {
                let answer = self.site(exchange.topic).captcha_answer(ticket);
                answer.unwrap_or_else(|| recorded.to_owned())
            }
            Typed::Otp { recorded } | Typed::Captcha { recorded, .. } => recorded.to_owned(),
        }
    }
}

fn usual_times(site: &StandIn) {
    site.set_clock_offset(0);
    site.set_lifetimes(
        Duration::from_secs(3600),
        Duration::from_secs(14 * 24 * 3600),
    );
}

async fn restart(site: &StandIn, name: &str) {
    if name.ends_with("after the server was stopped in good order") {
        site.stop().await;
    } else if name.ends_with("after the server was killed") {
        site.kill().await;
    }
    site.start_again().await;
}

fn email_of(id: &str) -> &'static str {
    match id {
        "5OIa" => "ada@example.org",
        "4DC7" => "bob@example.org",
        "68fp" => "carol@example.org",
        "dQc9" => "admin@example.org",
        other => panic!("nobody has the id {other}"),
    }
}
