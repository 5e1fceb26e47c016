//! Everything that is known at one moment, in memory.
//!
//! Deliberately not here: tokens, requests, and writing to disk.

mod order;
mod shown;
mod telling;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::account::{Account, AccountId, EndedSignOut, Site};
use crate::address::SiteOrigin;
use crate::instant::{is_due, later};
use crate::notice::Notice;
use crate::problem::Problem;
use crate::provider::Picture;
use crate::registry::{Change, Contents};
use crate::renewal;
use crate::revocation::{Owner, Revocation};
use crate::session::{SessionId, Standing};
use crate::settings::{Occasion, Settings};
use crate::snapshot::{KeyringState, RegistryState, SignInCause, Snapshot};
use crate::vault::KEYRING_PAUSE;

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) revision: u64,
    /// What was published last.
    published: Option<Snapshot>,
    pub(crate) keyring_name: String,
    pub(crate) keyring: KeyringState,
    pub(crate) registry: RegistryState,
    /// When the registry is to be tried again; `None` while it takes what it is given.
    pub(crate) registry_retry: Option<Timestamp>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) settings: Settings,
    pub(crate) sites: Vec<Site>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) revocations: Vec<Revocation>,
    pub(crate) pictures: HashMap<AccountId, Picture>,
    pub(crate) problems: HashMap<AccountId, Problem>,
    /// When each session is to be renewed.
    pub(crate) due: HashMap<SessionId, Timestamp>,
    /// Sessions with work under way, and how many pieces of it.
    busy: HashMap<SessionId, usize>,
    /// When each site was asked last who it is.
    pub(crate) looked_at: HashMap<SiteOrigin, Timestamp>,
    /// When each account's profile was read last.
    pub(crate) profiles: HashMap<AccountId, Timestamp>,
    /// Placeholders that may have stayed in the vault, of sign-ins whose end is known.
    pub(crate) leftovers: HashSet<SessionId>,
    /// When the vault is to be held against the registry; `None` once that has been done.
    pub(crate) recovery: Option<Timestamp>,
    /// Whom the person was told to sign in again, and why.
    told_to_sign_in: HashSet<(AccountId, SignInCause)>,
}

impl Model {
    pub(crate) fn new(contents: Contents, registry: RegistryState, keyring_name: String) -> Self {
        let mut model = Self {
            revision: 0,
            published: None,
            keyring_name,
            keyring: KeyringState::Unknown,
            registry,
            registry_retry: (registry != RegistryState::Ready).then_some(Timestamp::MIN),
            notices: contents.notices,
            settings: contents.settings,
            sites: contents.sites,
            accounts: contents.accounts,
            revocations: contents.revocations,
            pictures: HashMap::new(),
            problems: HashMap::new(),
            due: HashMap::new(),
            busy: HashMap::new(),
            looked_at: HashMap::new(),
            profiles: HashMap::new(),
            leftovers: HashSet::new(),
            recovery: Some(Timestamp::MIN),
            told_to_sign_in: HashSet::new(),
        };
        // What was so before the program ended is not told again.
        drop(model.sign_in_again());
        model
    }

    pub(crate) fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub(crate) fn account_mut(&mut self, id: AccountId) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.id == id)
    }

    pub(crate) fn site(&self, origin: &SiteOrigin) -> Option<&Site> {
        self.sites.iter().find(|site| site.origin == *origin)
    }

    pub(crate) fn site_mut(&mut self, origin: &SiteOrigin) -> Option<&mut Site> {
        self.sites.iter_mut().find(|site| site.origin == *origin)
    }

    pub(crate) fn revocation(&self, session: SessionId) -> Option<&Revocation> {
        self.revocations
            .iter()
            .find(|revocation| revocation.session == session)
    }

    pub(crate) fn revocation_mut(&mut self, session: SessionId) -> Option<&mut Revocation> {
        self.revocations
            .iter_mut()
            .find(|revocation| revocation.session == session)
    }

    /// The account whose current session this is.
    pub(crate) fn holder(&self, session: SessionId) -> Option<&Account> {
        self.accounts.iter().find(|account| {
            account
                .standing
                .session()
                .is_some_and(|own| own.id == session)
        })
    }

    /// Takes a site as it describes itself now.
    pub(crate) fn put_site(&mut self, site: Site) {
        match self
            .sites
            .iter_mut()
            .find(|known| known.origin == site.origin)
        {
            Some(known) => *known = site,
            None => self.sites.push(site),
        }
    }

    /// Removes an account, its site with the last one, and its name from the rules that cover it. Answers with what has changed.
    pub(crate) fn remove_account(&mut self, id: AccountId) -> Vec<Change> {
        self.accounts.retain(|account| account.id != id);
        self.pictures.remove(&id);
        self.problems.remove(&id);
        let accounts = &self.accounts;
        self.sites
            .retain(|site| accounts.iter().any(|account| account.origin == site.origin));
        let mut changes = vec![Change::RemoveAccount(id)];
        if self.forget_the_gone() {
            changes.push(Change::SaveSettings(Box::new(self.settings.clone())));
        }
        changes
    }

    /// Rules name accounts that exist. Answers with whether one named another.
    pub(crate) fn forget_the_gone(&mut self) -> bool {
        let before = self.settings.automatic.clone();
        let names = self.accounts.iter().map(|account| account.id.to_string());
        let names: HashSet<String> = names.collect();
        self.settings.automatic.keep(|name| names.contains(name));
        self.settings.automatic != before
    }

    /// The accounts that have a session and are to be signed out then.
    pub(crate) fn covered_on(&self, occasion: Occasion) -> Vec<AccountId> {
        let coverage = self.settings.automatic.on(occasion);
        let signed_in = self
            .accounts
            .iter()
            .filter(|account| account.standing.session().is_some());
        signed_in
            .map(|account| account.id)
            .filter(|id| coverage.covers(*id))
            .collect()
    }

    /// Plans a renewal of every session within seconds, and tries every unfinished sign-out at once: after a start or an unlocked keyring
    /// the person wants to know what is true now.
    pub(crate) fn plan_all(&mut self, now: Timestamp) {
        let sessions = self.accounts.iter().filter_map(|account| {
            let session = account.standing.session()?;
            let due = renewal::soon(&account.standing, now, fastrand::f64())?;
            Some((session.id, due))
        });
        self.due = sessions.collect();
        for revocation in self
            .revocations
            .iter_mut()
            .filter(|revocation| revocation.goes_on())
        {
            revocation.next_try = Some(now);
        }
        self.recovery = self.recovery.map(|_| now);
    }

    /// Plans for the next seconds what is due, what could not be reached before, and every unfinished sign-out: after the computer has slept
    /// or when the network is back. A session that is fine keeps its time, and what is planned or under way is not planned once more.
    pub(crate) fn plan_again(&mut self, now: Timestamp) {
        let planned = self.accounts.iter().filter_map(|account| {
            let session = account.standing.session()?;
            let due = *self.due.get(&session.id)?;
            let wanted = is_due(due, now) || session.unreachable_since.is_some();
            let left_alone = self.is_busy(session.id) || renewal::is_at_once(due, now);
            (wanted && !left_alone).then(|| (session.id, renewal::at_once(now, fastrand::f64())))
        });
        let planned: Vec<_> = planned.collect();
        self.due.extend(planned);
        let busy = &self.busy;
        for revocation in self.revocations.iter_mut().filter(|revocation| {
            let planned = revocation.next_try;
            let planned = planned.is_some_and(|due| renewal::is_at_once(due, now));
            revocation.goes_on() && !planned && !busy.contains_key(&revocation.session)
        }) {
            revocation.next_try = Some(renewal::at_once(now, fastrand::f64()));
        }
    }

    /// Plans a renewal of every session of a site within seconds.
    pub(crate) fn plan_site(&mut self, origin: &SiteOrigin, now: Timestamp) {
        let accounts = self
            .accounts
            .iter()
            .filter(|account| account.origin == *origin);
        let sessions = accounts.filter_map(|account| {
            let session = account.standing.session()?;
            let due = renewal::soon(&account.standing, now, fastrand::f64())?;
            Some((session.id, due))
        });
        self.due.extend(sessions.collect::<Vec<_>>());
    }

    /// Plans the next renewal of a session, as its account now stands.
    pub(crate) fn plan(&mut self, session: SessionId, now: Timestamp) {
        let due = self
            .holder(session)
            .and_then(|account| renewal::next(&account.standing, now, fastrand::f64()));
        match due {
            Some(due) => self.due.insert(session, due),
            None => self.due.remove(&session),
        };
    }

    /// A placeholder that the keyring would not let go: the vault is held against the registry once more.
    pub(crate) fn clear_away_later(&mut self, placeholder: SessionId, now: Timestamp) {
        self.leftovers.insert(placeholder);
        self.recovery = Some(later(now, KEYRING_PAUSE));
    }

    /// Marks a session as having work under way; [`Self::end_work`] takes it back.
    pub(crate) fn begin_work(&mut self, session: SessionId) {
        *self.busy.entry(session).or_default() += 1;
    }

    pub(crate) fn end_work(&mut self, session: SessionId) {
        if let Some(pieces) = self.busy.get_mut(&session) {
            *pieces -= 1;
            if *pieces == 0 {
                self.busy.remove(&session);
            }
        }
    }

    pub(crate) fn is_busy(&self, session: SessionId) -> bool {
        self.busy.contains_key(&session)
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.busy.is_empty()
    }

    /// Takes the sessions to renew and the sign-outs to go on with, and marks them: nobody else takes them too.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> (Vec<SessionId>, Vec<SessionId>) {
        let renewals = self
            .due
            .iter()
            .filter(|(_, due)| is_due(**due, now))
            .map(|(session, _)| *session);
        let renewals: Vec<_> = renewals.filter(|session| !self.is_busy(*session)).collect();
        let revocations = self
            .revocations
            .iter()
            .filter(|revocation| revocation.is_due(now));
        let revocations = revocations.map(|revocation| revocation.session);
        let revocations: Vec<_> = revocations
            .filter(|session| !self.is_busy(*session))
            .collect();
        for session in renewals.iter().chain(&revocations) {
            self.begin_work(*session);
        }
        (renewals, revocations)
    }

    /// When something is due next.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let renewals = self
            .due
            .iter()
            .filter(|(session, _)| !self.is_busy(**session))
            .map(|(_, due)| *due);
        let revocations = self
            .revocations
            .iter()
            .filter(|revocation| !self.is_busy(revocation.session) && revocation.goes_on())
            .filter_map(|revocation| revocation.next_try);
        let upkeep = self.recovery.into_iter().chain(self.registry_retry);
        renewals.chain(revocations).chain(upkeep).min()
    }

    /// Settles what a crash left between a sign-out's end and its row, and answers with what has changed.
    pub(crate) fn settle_all(&mut self) -> Vec<Change> {
        let over = self
            .revocations
            .iter_mut()
            .filter(|revocation| revocation.is_over());
        let mut sessions = Vec::new();
        for revocation in over {
            revocation.page_is_gone();
            sessions.push((revocation.session, revocation.owner));
        }
        let mut changes = Vec::new();
        for (session, owner) in sessions {
            self.settle(session);
            changes.push(match self.revocation(session) {
                Some(revocation) => Change::SaveRevocation(Box::new(revocation.clone())),
                None => Change::RemoveRevocation(session),
            });
            if let Owner::Account(id) = owner
                && let Some(account) = self.account(id)
            {
                changes.push(Change::SaveAccount(Box::new(account.clone())));
            }
        }
        changes
    }

    /// A sign-out that has ended hands its results to the row and is kept only while a page waits to be opened.
    pub(crate) fn settle(&mut self, session: SessionId) {
        let Some(revocation) = self.revocation(session).cloned() else {
            return;
        };
        if let Owner::Account(id) = revocation.owner
            && revocation.is_over()
            && let Some(account) = self.account_mut(id)
        {
            let results = revocation.results.clone();
            let ends = account.standing == (Standing::SigningOut { session });
            // A result that the person has dismissed does not come back.
            let shown = account
                .result
                .as_ref()
                .is_some_and(|ended| ended.session == session);
            if ends {
                account.standing = Standing::SignedOut {
                    at: results.at,
                    server: results.server,
                    session: Some(session),
                };
            }
            if ends || shown {
                account.result = Some(EndedSignOut { session, results });
            }
        }
        if revocation.is_over_for_the_person() {
            self.revocations.retain(|known| known.session != session);
        }
    }
}
