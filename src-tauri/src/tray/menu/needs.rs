//! What needs the person, each with its action: it stands first in the menu, and the icon says that there is something.

use accounts::{KeyringState, RegistryState, Snapshot, StateView};

use super::who::{Named, Who};
use super::{About, Click, Item, Menu, command};
use crate::sentences::{Said, Sentences};
use crate::tray::name;

/// More of one kind stand in a submenu of their own: the accounts must not be pushed off the screen by thirty refusals.
const FEW: usize = 4;

/// Whether anything does.
pub(crate) fn needs_the_person(snapshot: &Snapshot) -> bool {
    !kinds(snapshot).is_empty()
}

/// One thing that needs the person.
enum Need<'a> {
    Keyring(KeyringState),
    SignIn { account: &'a str },
    Finish { id: &'a str, host: &'a str },
    OtherInstallation { host: &'a str, account: &'a str },
    List,
    Notices(usize),
}

fn kinds(snapshot: &Snapshot) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    let accounts = || snapshot.sites.iter().flat_map(|site| &site.accounts);
    let keeps_something = accounts().next().is_some() || !snapshot.unfinished.is_empty();
    match snapshot.keyring.state {
        KeyringState::Unknown | KeyringState::Ready => {}
        state @ (KeyringState::Locked | KeyringState::Missing | KeyringState::Failed) => {
            // With nothing to keep, an account that is added will say it.
            needs.extend(keeps_something.then_some(Need::Keyring(state)));
        }
    }
    let signed_out =
        accounts().filter(|account| matches!(account.state, StateView::NeedsSignIn { .. }));
    needs.extend(signed_out.map(|account| Need::SignIn {
        account: &account.id,
    }));
    let of_accounts = accounts().filter_map(|account| {
        Some((
            account.id.as_str(),
            account.result.as_ref()?.single_sign_on.waits_at()?,
        ))
    });
    let of_others = snapshot.unfinished.iter().filter_map(|unfinished| {
        Some((
            unfinished.id.as_str(),
            unfinished.result.single_sign_on.waits_at()?,
        ))
    });
    let pages = of_accounts.chain(of_others);
    needs.extend(pages.map(|(id, host)| Need::Finish { id, host }));
    let others = snapshot.sites.iter().filter(|site| site.other_installation);
    needs.extend(others.filter_map(|site| {
        Some(Need::OtherInstallation {
            host: &site.host,
            account: &site.accounts.first()?.id,
        })
    }));
    if snapshot.registry != RegistryState::Ready {
        needs.push(Need::List);
    }
    if !snapshot.notices.is_empty() {
        needs.push(Need::Notices(snapshot.notices.len()));
    }
    needs
}

/// The first part of the menu.
pub(super) fn items(snapshot: &Snapshot, who: &Who, sentences: &Sentences) -> Menu {
    let needs = kinds(snapshot);
    let hosts: Vec<&str> = needs
        .iter()
        .filter_map(|need| match need {
            Need::Finish { host, .. } => Some(*host),
            _ => None,
        })
        .collect();
    let (mut keyring, mut sign_ins, mut pages, mut others) =
        (Menu::new(), Menu::new(), Menu::new(), Menu::new());
    for need in &needs {
        match need {
            Need::Keyring(state) => keyring.push(of_keyring(*state, sentences)),
            Need::SignIn { account } => {
                let who = who.named(account).on_its_site(sentences);
                let label =
                    sentences.say_of("tray-sign-in-again-for", &[("who", Said::Name(&who))]);
                sign_ins.push(command(Click::SignInAgain((*account).to_owned()), label));
            }
            Need::Finish { id, host } => {
                let is_alone = hosts.iter().filter(|other| *other == host).count() == 1;
                let label = finish(snapshot, who, id, host, is_alone, sentences);
                pages.push(command(Click::Finish((*id).to_owned()), label));
            }
            Need::OtherInstallation { host, account } => {
                let label =
                    sentences.say_of("tray-other-installation", &[("host", Said::Name(host))]);
                others.push(command(Click::Look((*account).to_owned()), label));
            }
            Need::List => others.push(command(
                Click::ShowWhatIsWrong,
                sentences.say("tray-list-not-kept"),
            )),
            Need::Notices(count) => {
                let label = sentences.say_of("tray-notices", &[("count", Said::Count(*count))]);
                others.push(command(Click::ShowWhatIsWrong, label));
            }
        }
    }
    let mut items = keyring;
    items.extend(few_or_together(
        sign_ins,
        About::SignInAgain,
        "tray-sign-in-again-several",
        sentences,
    ));
    items.extend(few_or_together(
        pages,
        About::Finish,
        "tray-finish-several",
        sentences,
    ));
    items.extend(others);
    items
}

fn of_keyring(state: KeyringState, sentences: &Sentences) -> Item {
    match state {
        KeyringState::Missing => command(
            Click::ShowWhatIsWrong,
            sentences.say("tray-keyring-missing"),
        ),
        KeyringState::Failed => {
            command(Click::ShowWhatIsWrong, sentences.say("tray-keyring-failed"))
        }
        KeyringState::Locked | KeyringState::Unknown | KeyringState::Ready => {
            command(Click::Unlock, sentences.say("tray-unlock"))
        }
    }
}

fn finish(
    snapshot: &Snapshot,
    who: &Who,
    id: &str,
    host: &str,
    is_alone: bool,
    sentences: &Sentences,
) -> String {
    let host = name::shown(host).unwrap_or_default();
    if is_alone {
        return sentences.say_of("tray-finish", &[("host", Said::Name(&host))]);
    }
    let unfinished = snapshot.unfinished.iter().find(|other| other.id == id);
    let named = unfinished.map_or_else(|| who.named(id), Named::of_unfinished);
    let who = named.on_its_site(sentences);
    let names = [("host", Said::Name(&host)), ("who", Said::Name(&who))];
    sentences.say_of("tray-finish-for", &names)
}

fn few_or_together(items: Menu, about: About, label: &str, sentences: &Sentences) -> Menu {
    if items.len() <= FEW {
        return items;
    }
    vec![Item::Submenu {
        about,
        label: sentences.say_of(label, &[("count", Said::Count(items.len()))]),
        items,
    }]
}
