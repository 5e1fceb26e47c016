//! The command line. Nothing secret is taken from it: other users of the computer can read it.

use std::path::PathBuf;

/// How to call the program.
pub(crate) const USAGE: &str = "Usage: keyreve [--demo FILE] [--version] [--help]

  --demo FILE   use an identity of its own (data folder, keyring names, D-Bus name) and sign in to
                the stand-in servers' accounts in FILE
  --version     say the version
  --help        say this";

/// What the program was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Arguments {
    /// Accounts of the stand-in servers.
    pub(crate) demo: Option<PathBuf>,
    wants: Option<Wants>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    Version,
    Help,
}

/// What cannot be understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error("{0} is not an option of Keyreve")]
    Unknown(String),
    #[error("--demo needs the file with the accounts")]
    FileMissing,
}

impl Arguments {
    pub(crate) fn parse(
        arguments: impl IntoIterator<Item = String>,
    ) -> Result<Self, ArgumentError> {
        let mut parsed = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--version" | "-V" => parsed.wants = Some(Wants::Version),
                "--help" | "-h" => parsed.wants = Some(Wants::Help),
                "--demo" => {
                    let file = arguments.next().ok_or(ArgumentError::FileMissing)?;
                    parsed.demo = Some(PathBuf::from(file));
                }
                _ => return Err(ArgumentError::Unknown(argument)),
            }
        }
        Ok(parsed)
    }

    /// What is answered without starting anything.
    pub(crate) fn answer(&self) -> Option<String> {
        self.wants.map(|wants| match wants {
            Wants::Version => format!("keyreve {}", env!("CARGO_PKG_VERSION")),
            Wants::Help => USAGE.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Arguments, ArgumentError> {
        Arguments::parse(arguments.iter().map(|argument| (*argument).to_owned()))
    }

    #[test]
    fn the_version_is_answered_without_starting() {
        let answer = parse(&["--version"]).map(|arguments| arguments.answer());

        assert_eq!(
            answer,
            Ok(Some(format!("keyreve {}", env!("CARGO_PKG_VERSION"))))
        );
    }

    #[test]
    fn an_unknown_option_is_named() {
        assert_eq!(
            parse(&["--password=x"]),
            Err(ArgumentError::Unknown("--password=x".into()))
        );
    }

    #[test]
    fn the_demo_needs_its_file() {
        assert_eq!(parse(&["--demo"]), Err(ArgumentError::FileMissing));
        assert_eq!(
            parse(&["--demo", "a.json"]).map(|arguments| arguments.demo),
            Ok(Some("a.json".into()))
        );
    }
}
