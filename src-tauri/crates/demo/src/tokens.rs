//! The tokens of a stand-in: HS256 JWTs with the claims that the recordings show. Whether a token is still good
//! for anything is decided by `memory`; here it is only written, and read when signature and times fit.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, tz::Offset};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TokenType {
    Access,
    Refresh,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) token_type: TokenType,
    pub(crate) sub: String,
    pub(crate) exp: i64,
    pub(crate) nbf: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) state_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) root_token_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
}

/// The secret that signs a server's tokens.
#[derive(Clone)]
pub(crate) struct MasterKey([u8; 32]);

impl MasterKey {
    pub(crate) fn random() -> Self {
        let mut bytes = [0_u8; 32];
        fastrand::fill(&mut bytes);
        Self(bytes)
    }

    pub(crate) fn sign<T: Serialize>(&self, claims: &T) -> String {
        // HS256 over JSON has no way to fail; an empty token would be refused everywhere, which is the safe answer.
        jsonwebtoken::encode(
            &Header::new(Algorithm::HS256),
            claims,
            &EncodingKey::from_secret(&self.0),
        )
        .unwrap_or_default()
    }

    /// `None` for garbage, another key's signature, an expired token, and one that is not valid yet.
    pub(crate) fn read(&self, token: &str, now: Timestamp) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        // The library would ask the computer's clock; the stand-in has its own.
        validation.validate_exp = false;
        let key = DecodingKey::from_secret(&self.0);
        let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
            .ok()?
            .claims;
        (claims.nbf <= now.as_second() && now.as_second() < claims.exp).then_some(claims)
    }
}

/// Who asked for a pair of tokens, and on what terms.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) user_id: String,
    pub(crate) state_hash: String,
    pub(crate) root: String,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) client_id: Option<String>,
}

/// A pair of tokens as text, for tests that speak HTTP themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedTokens {
    /// Access token.
    pub access: String,
    /// Refresh token.
    pub refresh: String,
    /// Family that both belong to.
    pub root: String,
    /// When the access token ends, by the stand-in's clock.
    pub access_expires: Timestamp,
    /// When the refresh token ends, by the stand-in's clock.
    pub refresh_expires: Timestamp,
}

impl IssuedTokens {
    pub(crate) fn issue(
        key: &MasterKey,
        grant: &Grant,
        now: Timestamp,
        access: Duration,
        refresh: Duration,
    ) -> Self {
        let access_expires = later(now, access);
        let refresh_expires = later(now, refresh);
        let claims = Claims {
            token_type: TokenType::Access,
            sub: grant.user_id.clone(),
            exp: access_expires.as_second(),
            nbf: now.as_second(),
            state_hash: None,
            root_token_id: None,
            scopes: grant.scopes.clone(),
            client_id: grant.client_id.clone(),
        };
        let access = key.sign(&claims);
        let refresh = key.sign(&Claims {
            token_type: TokenType::Refresh,
            exp: refresh_expires.as_second(),
            state_hash: Some(grant.state_hash.clone()),
            root_token_id: Some(grant.root.clone()),
            ..claims
        });
        Self {
            access,
            refresh,
            root: grant.root.clone(),
            access_expires,
            refresh_expires,
        }
    }

    pub(crate) fn as_json(&self, hours_east: i8) -> Value {
        json!({
            "access_token": self.access,
            "refresh_token": self.refresh,
            "access_expires": written(self.access_expires, hours_east),
            "refresh_expires": written(self.refresh_expires, hours_east),
        })
    }
}

/// RFC 3339 with the server's offset.
pub(crate) fn written(time: Timestamp, hours_east: i8) -> String {
    match Offset::from_hours(hours_east) {
        Ok(offset) if hours_east != 0 => time.display_with_offset(offset).to_string(),
        _ => time.to_string(),
    }
}

fn later(now: Timestamp, lifetime: Duration) -> Timestamp {
    SignedDuration::try_from(lifetime)
        .ok()
        .and_then(|lifetime| now.checked_add(lifetime).ok())
        .unwrap_or(Timestamp::MAX)
}
