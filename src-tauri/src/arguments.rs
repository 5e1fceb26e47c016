//! The command line. Nothing secret is taken from it: other users of the computer can read it.

use std::path::PathBuf;

/// How to call the program.
pub(crate) const USAGE: &str =
    "Usage: keyreve [--hidden | --add-account | --sign-out-of-all] [--demo FILE]
       keyreve --version | --help

  --hidden           start without a window, in the tray; where there is no tray the window is shown
  --add-account      show the form for a new account
  --sign-out-of-all  ask whether to sign out of all accounts
  --demo FILE        use an identity of its own (data folder, keyring names, D-Bus name) and sign in
                     to the stand-in servers' accounts in FILE
  --version          say the version
  --help             say this

Where Keyreve runs already, that one does what is asked for.";

/// What the program was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Arguments {
    /// Accounts of the stand-in servers.
    pub(crate) demo: Option<PathBuf>,
    /// What the window is to begin with.
    pub(crate) action: Option<Action>,
    hidden: bool,
    wants: Option<Wants>,
}

/// What the menu of a desktop offers beside the mere start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Show the form for a new account.
    AddAccount,
    /// Ask whether to sign out of all accounts.
    SignOutOfAll,
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
                "--hidden" => parsed.hidden = true,
                "--add-account" => parsed.action = Some(Action::AddAccount),
                "--sign-out-of-all" => parsed.action = Some(Action::SignOutOfAll),
                "--demo" => {
                    let file = arguments.next().ok_or(ArgumentError::FileMissing)?;
                    parsed.demo = Some(PathBuf::from(file));
                }
                _ => return Err(ArgumentError::Unknown(argument)),
            }
        }
        Ok(parsed)
    }

    /// What another start of the program was asked for, told by that one: its own name comes first. It has understood all of it.
    pub(crate) fn handed_over(arguments: Vec<String>) -> Self {
        Self::parse(arguments.into_iter().skip(1)).unwrap_or_default()
    }

    /// Whether no window is wanted. An action needs one.
    pub(crate) fn stays_hidden(&self) -> bool {
        self.hidden && self.action.is_none()
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
    #[test]
    fn a_start_at_login_wants_no_window_and_an_action_does() {
        let stays_hidden =
            |arguments: &[&str]| parse(arguments).map(|arguments| arguments.stays_hidden());

        assert_eq!(stays_hidden(&[]), Ok(false));
        assert_eq!(stays_hidden(&["--hidden"]), Ok(true));
        assert_eq!(stays_hidden(&["--hidden", "--add-account"]), Ok(false));
    }

    #[test]
    fn the_menus_actions_are_understood() {
        let action = |argument| parse(&[argument]).map(|arguments| arguments.action);

        assert_eq!(action("--add-account"), Ok(Some(Action::AddAccount)));
        assert_eq!(action("--sign-out-of-all"), Ok(Some(Action::SignOutOfAll)));
    }

    #[test]
    fn what_a_second_start_hands_over_begins_with_its_name() {
        let handed_over = ["/usr/bin/keyreve", "--sign-out-of-all"].map(str::to_owned);

        let arguments = Arguments::handed_over(handed_over.into());

        assert_eq!(arguments.action, Some(Action::SignOutOfAll));
    }

    #[test]
    fn the_help_names_every_option() {
        for option in [
            "--hidden",
            "--add-account",
            "--sign-out-of-all",
            "--demo",
            "--version",
            "--help",
        ] {
            assert!(USAGE.contains(&format!("  {option} ")), "{option}");
        }
    }
}
