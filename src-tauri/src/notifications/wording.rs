//! What a notification says and offers, as plain data: a title, one or two lines, at most one button.

use accounts::{
    ComputerResult, Named, Notification, ResultView, ServerResult, SignInCause, SingleSignOnResult,
};
use jiff::Timestamp;

use crate::sentences::{Said, Sentences};

/// How many accounts are named one by one.
const NAMED: usize = 3;

/// A notification in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wording {
    pub(super) title: String,
    pub(super) body: String,
    /// What pressing the notification itself does. Some desktops show a button for that, too.
    pressed: Action,
    /// Something else that can be done.
    button: Option<(String, Action)>,
}

/// What is done when something is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// Opens the end-session page that waits.
    Finish(String),
    /// Shows the form that signs this account in again.
    SignInAgain(String),
    /// Shows this account, or unfinished sign-out.
    Show(String),
    /// Shows the window.
    ShowAll,
}

/// What a person pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Press {
    /// The notification itself.
    Itself,
    /// The button with this key.
    Button(String),
}

/// The name of the one button.
const BUTTON: &str = "button";

impl Wording {
    /// In words, at this time.
    pub(super) fn of(notification: &Notification, say: &Sentences, now: Timestamp) -> Self {
        match notification {
            Notification::SignedOut { who, result } => signed_out(who, result, say),
            Notification::SignedOutOfSeveral { results } => several(results, say),
            Notification::SignInAgain { accounts } => sign_in_again(accounts, say),
            Notification::EndsSoon { accounts } => ends_soon(accounts, say, now),
            Notification::Finish { who, host } => Self {
                title: say.say_of("notify-finish", &[("host", Said::Name(host))]),
                body: say.say_of("notify-finish-why", &named(who)),
                pressed: Action::Show(who.id.clone()),
                button: Some(finish(who, host, say)),
            },
        }
    }

    /// Each button with its key and its label.
    pub(super) fn buttons(&self) -> impl Iterator<Item = (&'static str, &str, &Action)> {
        let button = self.button.iter();
        button.map(|(label, action)| (BUTTON, label.as_str(), action))
    }

    /// What the person meant.
    pub(super) fn meant_by(&self, press: &Press) -> Option<&Action> {
        match press {
            Press::Itself => Some(&self.pressed),
            Press::Button(key) => self
                .buttons()
                .find(|(known, ..)| known == key)
                .map(|(.., action)| action),
        }
    }
}

fn named(who: &Named) -> [(&'static str, Said<'_>); 2] {
    [
        ("name", Said::Name(&who.name)),
        ("site", Said::Name(&who.site)),
    ]
}

fn finish(who: &Named, host: &str, say: &Sentences) -> (String, Action) {
    let label = say.say_of("notify-finish", &[("host", Said::Name(host))]);
    (label, Action::Finish(who.id.clone()))
}

fn signed_out(who: &Named, result: &ResultView, say: &Sentences) -> Wording {
    let title = if result.is_ended() {
        "notify-signed-out"
    } else {
        "notify-signing-out"
    };
    let first = format!(
        "{} {}",
        say.say(computer(result.computer)),
        say.say(server(&result.server))
    );
    let page = single_sign_on(&result.single_sign_on, say);
    let waits_at = result.single_sign_on.waits_at();
    let button = waits_at.map(|host| finish(who, host, say));
    Wording {
        title: say.say_of(title, &named(who)),
        body: [Some(first), page]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n"),
        pressed: Action::Show(who.id.clone()),
        button,
    }
}

const fn computer(result: ComputerResult) -> &'static str {
    match result {
        ComputerResult::Erased => "notify-computer-erased",
        ComputerResult::KeptToFinish => "notify-computer-kept",
        ComputerResult::WaitingForKeyring => "notify-computer-waits",
    }
}

const fn server(result: &ServerResult) -> &'static str {
    match result {
        ServerResult::Asking => "notify-server-asking",
        ServerResult::Confirmed => "notify-server-confirmed",
        ServerResult::Accepted => "notify-server-accepted",
        ServerResult::Unreachable { .. } => "notify-server-unreachable",
        ServerResult::NotRecognised {
            other_installation: true,
            ..
        } => "notify-server-other-installation",
        ServerResult::NotRecognised { .. } => "notify-server-not-recognised",
        ServerResult::Expired => "notify-server-expired",
        ServerResult::Forgotten { .. } => "notify-server-forgotten",
    }
}

fn single_sign_on(result: &SingleSignOnResult, say: &Sentences) -> Option<String> {
    let (id, host) = match result {
        // Only the server's answer tells.
        SingleSignOnResult::Unknown => return None,
        SingleSignOnResult::None => ("notify-sso-none", ""),
        SingleSignOnResult::Opened { host } => ("notify-sso-opened", host.as_str()),
        SingleSignOnResult::CouldNotBeOpened { host } => ("notify-sso-not-opened", host.as_str()),
        SingleSignOnResult::WaitingForYou { host } => ("notify-sso-waits", host.as_str()),
        SingleSignOnResult::NotKept { host } => ("notify-sso-not-kept", host.as_str()),
        SingleSignOnResult::Rejected { .. } => ("notify-sso-rejected", ""),
    };
    Some(say.say_of(id, &[("host", Said::Name(host))]))
}

fn several(results: &[(Named, Option<ResultView>)], say: &Sentences) -> Wording {
    let ended = |result: &&ResultView| result.is_ended();
    let signed_out = results.iter().filter_map(|(_, result)| result.as_ref());
    let confirmed = signed_out
        .clone()
        .filter(ended)
        .filter(|result| result.server == ServerResult::Confirmed)
        .count();
    let ended = signed_out.clone().filter(ended).count();
    let (all, begun) = (results.len(), signed_out.clone().count());
    let pages = signed_out.filter(|result| result.single_sign_on.waits_at().is_some());
    let counted =
        |id, count: usize| (count > 0).then(|| say.say_of(id, &[("count", Said::Count(count))]));
    let first = [
        counted("notify-several-confirmed", confirmed),
        counted("notify-several-unconfirmed", ended - confirmed),
        counted("notify-several-unfinished", begun - ended),
        counted("notify-several-nothing", all - begun),
    ];
    let first: Vec<_> = first.into_iter().flatten().collect();
    let page = counted("notify-several-pages", pages.count());
    let body = [Some(first.join(" ")), page];
    let title = if ended == begun {
        "notify-signed-out-of-several"
    } else {
        "notify-signing-out-of-several"
    };
    Wording {
        title: say.say_of(title, &[("count", Said::Count(begun))]),
        body: body.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        pressed: Action::ShowAll,
        button: None,
    }
}

fn sign_in_again(accounts: &[(Named, SignInCause)], say: &Sentences) -> Wording {
    if let [(who, cause)] = accounts {
        let why = match cause {
            SignInCause::Expired => "notify-sign-in-expired",
            SignInCause::Refused => "notify-sign-in-refused",
            SignInCause::EntryMissing => "notify-sign-in-entry-missing",
            SignInCause::EntryDamaged => "notify-sign-in-entry-damaged",
        };
        return Wording {
            title: say.say_of("notify-sign-in-again", &named(who)),
            body: say.say(why),
            pressed: Action::Show(who.id.clone()),
            button: Some((
                say.say("notify-sign-in"),
                Action::SignInAgain(who.id.clone()),
            )),
        };
    }
    let people = accounts.iter().map(|(who, _)| who);
    Wording {
        title: say.say_of(
            "notify-several-sign-in-again",
            &[("count", Said::Count(accounts.len()))],
        ),
        body: list(people, say),
        pressed: Action::ShowAll,
        button: None,
    }
}

fn ends_soon(accounts: &[(Named, i64)], say: &Sentences, now: Timestamp) -> Wording {
    if let [(who, end)] = accounts {
        let hours = (end - now.as_millisecond()).max(0) / 3_600_000;
        let hours = usize::try_from(hours).unwrap_or_default();
        let (id, count) = match hours {
            24.. => ("notify-ends-in-days", hours.div_ceil(24)),
            _ => ("notify-ends-in-hours", hours),
        };
        let [name, site] = named(who);
        return Wording {
            title: say.say_of(id, &[name, site, ("count", Said::Count(count))]),
            body: say.say_of("notify-ends-unless", &[("host", Said::Name(&who.host))]),
            pressed: Action::Show(who.id.clone()),
            button: None,
        };
    }
    Wording {
        title: say.say_of(
            "notify-several-end-soon",
            &[("count", Said::Count(accounts.len()))],
        ),
        body: list(accounts.iter().map(|(who, _)| who), say),
        pressed: Action::ShowAll,
        button: None,
    }
}

/// The first few by name, and how many more there are.
fn list<'a>(people: impl ExactSizeIterator<Item = &'a Named>, say: &Sentences) -> String {
    let more = people.len().saturating_sub(NAMED);
    let mut names: Vec<String> = people
        .take(NAMED)
        .map(|who| say.say_of("notify-who", &named(who)))
        .collect();
    if more > 0 {
        names.push(say.say_of("notify-more", &[("count", Said::Count(more))]));
    }
    names.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(name: &str) -> Named {
        Named {
            id: format!("id-{name}"),
            name: name.into(),
            site: "Home cloud".into(),
            host: "cloud.example.com".into(),
        }
    }

    fn result(computer: ComputerResult, server: ServerResult) -> ResultView {
        ResultView {
            computer,
            server,
            single_sign_on: SingleSignOnResult::None,
            at: 0,
            browser_may_be_signed_in: false,
        }
    }

    fn confirmed() -> ResultView {
        result(ComputerResult::Erased, ServerResult::Confirmed)
    }

    fn unreachable() -> ResultView {
        ResultView {
            single_sign_on: SingleSignOnResult::Unknown,
            ..result(
                ComputerResult::KeptToFinish,
                ServerResult::Unreachable { next_try: None },
            )
        }
    }

    fn wording(notification: &Notification) -> Wording {
        Wording::of(notification, &Sentences::english(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_confirmed_sign_out_is_a_title_and_its_three_results() {
        let said = wording(&Notification::SignedOut {
            who: who("Ada"),
            result: confirmed(),
        });

        assert_eq!(
            said,
            Wording {
                title: "Signed out: Ada · Home cloud".into(),
                body: "Erased from this computer. Confirmed by the server.\nSingle sign-on: none."
                    .into(),
                pressed: Action::Show("id-Ada".into()),
                button: None,
            }
        );
    }

    #[test]
    fn a_sign_out_that_goes_on_is_not_called_signed_out() {
        let said = wording(&Notification::SignedOut {
            who: who("Ada"),
            result: unreachable(),
        });

        assert_eq!(
            said,
            Wording {
                title: "Signing out: Ada · Home cloud".into(),
                body: "Kept in the keyring only to finish the sign-out. The server cannot be reached; Keyreve keeps trying.".into(),
                pressed: Action::Show("id-Ada".into()),
                button: None,
            }
        );
    }

    #[test]
    fn a_page_that_waits_is_offered_by_its_host() {
        let host = "login.example.com".to_owned();
        let waits = ResultView {
            single_sign_on: SingleSignOnResult::WaitingForYou { host: host.clone() },
            ..confirmed()
        };

        let result = wording(&Notification::SignedOut {
            who: who("Ada"),
            result: waits,
        });
        let later = wording(&Notification::Finish {
            who: who("Ada"),
            host,
        });

        let button = Some((
            "Finish at login.example.com".to_owned(),
            Action::Finish("id-Ada".into()),
        ));
        assert!(
            result
                .body
                .ends_with("\nSingle sign-on: still to be finished at login.example.com.")
        );
        assert_eq!(result.button, button);
        assert_eq!(later.title, "Finish at login.example.com");
        assert_eq!(later.button, button);
    }

    #[test]
    fn several_sign_outs_are_counted_by_how_they_ended() {
        let results = vec![
            (who("Ada"), Some(confirmed())),
            (who("Bob"), Some(confirmed())),
            (who("Cyd"), Some(unreachable())),
            (
                who("Dan"),
                Some(result(ComputerResult::Erased, ServerResult::Accepted)),
            ),
            (who("Eve"), None),
        ];

        let said = wording(&Notification::SignedOutOfSeveral { results });

        assert_eq!(said.title, "Signing out of 4 accounts");
        assert_eq!(
            said.body,
            "2 confirmed by their servers. 1 not confirmed. 1 not finished; Keyreve keeps trying. 1 had nothing to sign out."
        );
        assert_eq!(said.pressed, Action::ShowAll);
    }

    #[test]
    fn many_accounts_that_wait_are_one_sentence_and_a_few_names() {
        let accounts = ["Ada", "Bob", "Cyd", "Dan", "Eve"]
            .map(|name| (who(name), SignInCause::Refused))
            .to_vec();

        let said = wording(&Notification::SignInAgain { accounts });

        assert_eq!(said.title, "5 accounts wait for you to sign in again");
        assert_eq!(
            said.body,
            "Ada · Home cloud\nBob · Home cloud\nCyd · Home cloud\nand 2 more"
        );
    }

    #[test]
    fn one_account_that_waits_offers_its_form() {
        let said = wording(&Notification::SignInAgain {
            accounts: vec![(who("Ada"), SignInCause::Expired)],
        });

        assert_eq!(said.title, "Sign in again: Ada · Home cloud");
        assert_eq!(
            said.button,
            Some(("Sign in".into(), Action::SignInAgain("id-Ada".into())))
        );
    }

    #[test]
    fn an_end_that_is_near_is_said_in_days_and_then_in_hours() {
        let ends = |hours: i64| {
            let accounts = vec![(who("Ada"), hours * 3_600_000)];
            wording(&Notification::EndsSoon { accounts }).title
        };

        assert_eq!(ends(47), "Ada · Home cloud: the session ends in 2 days");
        assert_eq!(ends(24), "Ada · Home cloud: the session ends in 1 day");
        assert_eq!(ends(5), "Ada · Home cloud: the session ends in 5 hours");
        assert_eq!(
            ends(0),
            "Ada · Home cloud: the session ends within the hour"
        );
    }

    #[test]
    fn what_is_pressed_is_what_was_shown() {
        let said = wording(&Notification::Finish {
            who: who("Ada"),
            host: "login.example.com".into(),
        });
        let pressed = |key: &str| said.meant_by(&Press::Button(key.into()));

        assert_eq!(pressed(BUTTON), Some(&Action::Finish("id-Ada".into())));
        assert_eq!(pressed("something else"), None);
        assert_eq!(
            said.meant_by(&Press::Itself),
            Some(&Action::Show("id-Ada".into()))
        );
    }
}
