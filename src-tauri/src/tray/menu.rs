//! The menu as plain data, made of a snapshot and compared whole in tests: first what needs the person, then the accounts, then the program.
//!
//! Nothing in it changes when a session is renewed, so that a menu that is open stays as it is. Deliberately not here: the toolkit, and what a
//! click leads to.

mod needs;
mod who;

use std::fmt;

use accounts::{
    AccountView, KeyringState, ServerResult, SignInCause, Snapshot, StateView, WaitingFor,
};

pub(super) use self::needs::needs_the_person;
use self::who::{Named, Who};
use crate::sentences::{Said, Sentences};

/// More accounts than these stand under their sites.
const SIDE_BY_SIDE: usize = 12;

/// One level of the menu.
pub(crate) type Menu = Vec<Item>;

/// One line. Labels are as they are read: a toolkit that takes `&` for a mnemonic escapes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// Something to do.
    Command {
        /// What.
        click: Click,
        /// As it is read.
        label: String,
        /// Whether it can be done now.
        enabled: bool,
    },
    /// Something to read.
    Words(String),
    /// More of the same kind.
    Submenu {
        /// What it is about; stays the same when the label does not.
        about: About,
        /// As it is read.
        label: String,
        /// What is in it.
        items: Menu,
    },
    /// A line between two parts.
    Separator,
}

/// What a submenu is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    /// One account.
    Account(String),
    /// The accounts of one site, by its origin.
    Site(String),
    /// Many accounts that have to sign in again.
    SignInAgain,
    /// Many end-session pages.
    Finish,
    /// Sign-outs without an account.
    Unfinished,
}

/// What a click asks for. Accounts and sign-outs are named as commands name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Click {
    /// Let the keyring ask the person.
    Unlock,
    /// Open the form that signs this account in again.
    SignInAgain(String),
    /// Open the end-session page that waits.
    Finish(String),
    /// Bring this account before the person.
    Look(String),
    /// Open the account's site in the browser.
    OpenSite(String),
    /// Sign this account out.
    SignOut(String),
    /// Go on with this sign-out now.
    TryNow(String),
    /// Ask whether to sign out of all.
    SignOutOfAll,
    /// Open the form for a new account.
    AddAccount,
    /// Show the window.
    Show,
    /// The same, for what stands above the list there.
    ShowWhatIsWrong,
    /// End the program.
    Quit,
}

/// Names a click for the toolkit.
impl fmt::Display for Click {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlock => f.write_str("unlock"),
            Self::SignInAgain(account) => write!(f, "sign-in-again {account}"),
            Self::Finish(id) => write!(f, "finish {id}"),
            Self::Look(account) => write!(f, "look {account}"),
            Self::OpenSite(account) => write!(f, "open-site {account}"),
            Self::SignOut(account) => write!(f, "sign-out {account}"),
            Self::TryNow(id) => write!(f, "try-now {id}"),
            Self::SignOutOfAll => f.write_str("sign-out-of-all"),
            Self::AddAccount => f.write_str("add-account"),
            Self::Show => f.write_str("show"),
            Self::ShowWhatIsWrong => f.write_str("show-what-is-wrong"),
            Self::Quit => f.write_str("quit"),
        }
    }
}

/// The menu of this state.
pub(crate) fn menu(snapshot: &Snapshot, sentences: &Sentences) -> Menu {
    let who = Who::of(snapshot, sentences);
    let parts = [
        needs::items(snapshot, &who, sentences),
        accounts(snapshot, &who, sentences),
        program(snapshot, sentences),
    ];
    let parts: Vec<Menu> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(&Item::Separator)
}

/// What this click was, when it is in the menu and can be done. Not every desktop keeps a person from clicking on what cannot.
pub(crate) fn find(menu: &[Item], name: &str) -> Option<Click> {
    menu.iter().find_map(|item| match item {
        Item::Command { click, enabled, .. } => {
            (*enabled && click.to_string() == name).then(|| click.clone())
        }
        Item::Submenu { items, .. } => find(items, name),
        Item::Words(_) | Item::Separator => None,
    })
}

fn command(click: Click, label: String) -> Item {
    Item::Command {
        click,
        label,
        enabled: true,
    }
}

fn accounts(snapshot: &Snapshot, who: &Who, sentences: &Sentences) -> Menu {
    let is_grouped = who.count() > SIDE_BY_SIDE;
    let mut items = Menu::new();
    for site in snapshot
        .sites
        .iter()
        .filter(|site| !site.accounts.is_empty())
    {
        let of_site = site.accounts.iter().map(|account| {
            let named = who.named(&account.id);
            Item::Submenu {
                about: About::Account(account.id.clone()),
                label: if is_grouped {
                    named.name.clone()
                } else {
                    named.on_its_site(sentences)
                },
                items: of_account(account, snapshot.keyring.state, sentences),
            }
        });
        if is_grouped {
            items.push(Item::Submenu {
                about: About::Site(site.origin.clone()),
                label: who.site(&site.origin),
                items: of_site.collect(),
            });
        } else {
            items.extend(of_site);
        }
    }
    items.extend(unfinished(snapshot, sentences));
    items
}

fn of_account(account: &AccountView, keyring: KeyringState, sentences: &Sentences) -> Menu {
    let mut items = Menu::new();
    if let Some(state) = state(account, keyring) {
        items.push(Item::Words(sentences.say(state)));
    }
    let id = || account.id.clone();
    let mut offer = |click, sentence| items.push(command(click, sentences.say(sentence)));
    offer(Click::OpenSite(id()), "tray-open-site");
    match &account.state {
        StateView::Active { .. } | StateView::Offline { .. } => {}
        StateView::Locked if keyring == KeyringState::Locked => {
            offer(Click::Unlock, "tray-unlock");
        }
        StateView::Locked => {}
        StateView::NeedsSignIn { .. } => offer(Click::SignInAgain(id()), "tray-sign-in-again"),
        StateView::SigningOut { .. } => offer(Click::TryNow(id()), "tray-try-now"),
        StateView::SignedOut { .. } => offer(Click::SignInAgain(id()), "tray-sign-in"),
    }
    if has_session(account) {
        offer(Click::SignOut(id()), "tray-sign-out");
    }
    items
}

/// The state in words, unless it is the usual one.
fn state(account: &AccountView, keyring: KeyringState) -> Option<&'static str> {
    Some(match &account.state {
        StateView::Active { .. } => return None,
        StateView::Offline { .. } => "tray-state-offline",
        StateView::NeedsSignIn { cause, .. } => match cause {
            SignInCause::Expired => "tray-state-expired",
            SignInCause::Refused => "tray-state-refused",
            SignInCause::EntryMissing => "tray-state-entry-missing",
            SignInCause::EntryDamaged => "tray-state-entry-damaged",
        },
        StateView::Locked => match keyring {
            KeyringState::Missing => "tray-state-no-keyring",
            KeyringState::Failed => "tray-state-keyring-silent",
            KeyringState::Locked | KeyringState::Unknown | KeyringState::Ready => {
                "tray-state-locked"
            }
        },
        StateView::SigningOut { waiting_for, .. } => match waiting_for {
            WaitingFor::Server => "tray-state-waiting-for-server",
            WaitingFor::Keyring => "tray-state-waiting-for-keyring",
        },
        StateView::SignedOut { server, .. } => match server {
            ServerResult::Forgotten { .. } => "tray-state-not-confirmed",
            _ => "tray-state-signed-out",
        },
    })
}

fn has_session(account: &AccountView) -> bool {
    match account.state {
        StateView::Active { .. }
        | StateView::Offline { .. }
        | StateView::Locked
        | StateView::NeedsSignIn { .. } => true,
        StateView::SigningOut { .. } | StateView::SignedOut { .. } => false,
    }
}

fn unfinished(snapshot: &Snapshot, sentences: &Sentences) -> Option<Item> {
    let pending = snapshot
        .unfinished
        .iter()
        .filter(|unfinished| !unfinished.result.is_ended());
    let items: Menu = pending
        .map(|unfinished| {
            let who = Named::of_unfinished(unfinished).on_its_site(sentences);
            let label = sentences.say_of("tray-try-now-for", &[("who", Said::Name(&who))]);
            command(Click::TryNow(unfinished.id.clone()), label)
        })
        .collect();
    (!items.is_empty()).then(|| Item::Submenu {
        about: About::Unfinished,
        label: sentences.say("tray-unfinished"),
        items,
    })
}

fn program(snapshot: &Snapshot, sentences: &Sentences) -> Menu {
    let mut accounts = snapshot.sites.iter().flat_map(|site| &site.accounts);
    vec![
        Item::Command {
            click: Click::SignOutOfAll,
            label: sentences.say("tray-sign-out-of-all"),
            enabled: accounts.any(has_session),
        },
        command(Click::AddAccount, sentences.say("tray-add-account")),
        command(Click::Show, sentences.say("tray-show")),
        command(Click::Quit, sentences.say("tray-quit")),
    ]
}

#[cfg(test)]
mod tests;
