//! The two kinds of token, as two types: a server answers success when an access token is handed to its sign-out, and revokes nothing. And
//! what is held of a sign-in whose code is not typed yet.
//!
//! Deliberately not here: `Serialize`. Only the vault writes a secret down, and only the providers send one.

use secrecy::{ExposeSecret, SecretString};

/// What renews a session and what signs it out.
#[derive(Clone)]
pub struct RefreshSecret(SecretString);

/// What reads a profile. Never kept: a renewal brings a new one.
#[derive(Clone)]
pub struct AccessSecret(SecretString);

/// What goes on with a sign-in whose password was right and whose code is wanted. Never kept: it lives for minutes, in memory.
#[derive(Clone)]
pub struct TwoFactorSecret(SecretString);

macro_rules! token {
    ($name:ident) => {
        impl $name {
            /// Takes the text of a token.
            pub fn new(text: SecretString) -> Self {
                Self(text)
            }

            /// The text, for the request or the vault entry that needs it.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }

            /// The text as a secret, to hand on without exposing it.
            pub fn as_secret(&self) -> SecretString {
                self.0.clone()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

token!(RefreshSecret);
token!(AccessSecret);
token!(TwoFactorSecret);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_shows_itself_when_printed() {
        let refresh = RefreshSecret::new("canary".into());
        let access = AccessSecret::new("canary".into());
        let half = TwoFactorSecret::new("canary".into());

        let printed = format!("{refresh:?} {access:?} {half:?}");

        assert_eq!(
            printed,
            "RefreshSecret(…) AccessSecret(…) TwoFactorSecret(…)"
        );
    }
}
