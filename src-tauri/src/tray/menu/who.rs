//! Accounts and sites as the menu names them: everybody with a name, and no two alike.

use std::collections::HashMap;

use accounts::{AccountView, SiteView, Snapshot, UnfinishedView};

use crate::sentences::{Said, Sentences};
use crate::tray::name;

/// The names of one snapshot.
pub(super) struct Who {
    accounts: HashMap<String, Named>,
    sites: HashMap<String, String>,
}

/// An account as it is named.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) site: String,
}

impl Who {
    pub(super) fn of(snapshot: &Snapshot, sentences: &Sentences) -> Self {
        let titles = count(snapshot.sites.iter().map(title));
        let mut who = Self {
            accounts: HashMap::new(),
            sites: HashMap::new(),
        };
        for site in &snapshot.sites {
            let mut site_name = title(site);
            if is_shared(&titles, &site_name) {
                site_name = told_apart(&site_name, &site.host, sentences);
            }
            who.sites.insert(site.origin.clone(), site_name.clone());
            let names = count(site.accounts.iter().map(|account| given(account, site)));
            for account in &site.accounts {
                let mut name = given(account, site);
                if let Some(email) = account.email.as_deref().and_then(name::shown)
                    && is_shared(&names, &name)
                    && email != name
                {
                    name = told_apart(&name, &email, sentences);
                }
                let named = Named {
                    name,
                    site: site_name.clone(),
                };
                who.accounts.insert(account.id.clone(), named);
            }
        }
        who
    }

    /// How many accounts there are.
    pub(super) fn count(&self) -> usize {
        self.accounts.len()
    }

    /// An account of the snapshot.
    pub(super) fn named(&self, account: &str) -> Named {
        self.accounts.get(account).cloned().unwrap_or(Named {
            name: String::new(),
            site: String::new(),
        })
    }

    /// A site of the snapshot, by its origin.
    pub(super) fn site(&self, origin: &str) -> String {
        self.sites.get(origin).cloned().unwrap_or_default()
    }
}

impl Named {
    /// A sign-out that has no account any more.
    pub(super) fn of_unfinished(unfinished: &UnfinishedView) -> Self {
        let email = unfinished.email.as_deref();
        Self {
            name: first([Some(unfinished.name.as_str()), email], &unfinished.host),
            site: first([Some(unfinished.site.as_str())], &unfinished.host),
        }
    }

    pub(super) fn on_its_site(&self, sentences: &Sentences) -> String {
        let names = [
            ("name", Said::Name(&self.name)),
            ("site", Said::Name(&self.site)),
        ];
        sentences.say_of("tray-who", &names)
    }
}

fn title(site: &SiteView) -> String {
    first([Some(site.title.as_str())], &site.host)
}

fn given(account: &AccountView, site: &SiteView) -> String {
    let names = [
        account.label.as_deref(),
        Some(account.name.as_str()),
        account.email.as_deref(),
    ];
    first(names, &site.host)
}

/// The first of them of which something can be seen.
fn first<const N: usize>(names: [Option<&str>; N], otherwise: &str) -> String {
    let mut names = names.into_iter().flatten().filter_map(name::shown);
    names.next().unwrap_or_else(|| otherwise.to_owned())
}

fn told_apart(name: &str, by: &str, sentences: &Sentences) -> String {
    let names = [("name", Said::Name(name)), ("by", Said::Name(by))];
    sentences.say_of("tray-told-apart", &names)
}

fn count(names: impl Iterator<Item = String>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn is_shared(counts: &HashMap<String, usize>, name: &str) -> bool {
    counts.get(name).is_some_and(|count| *count > 1)
}
