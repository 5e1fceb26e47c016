//! The person's order of sites, and of the accounts of each. Rows stand in memory as they are shown; a new one comes last.

use super::Model;
use crate::account::AccountId;
use crate::address::SiteOrigin;
use crate::registry::Change;

impl Model {
    /// Puts an account before another one of its site; without one, last. Answers with what has changed, `None` when one of them is not there.
    pub(crate) fn move_account(
        &mut self,
        id: AccountId,
        before: Option<AccountId>,
    ) -> Option<Vec<Change>> {
        let origin = &self.account(id)?.origin;
        let of_site = self
            .accounts
            .iter()
            .filter(|account| account.origin == *origin);
        let of_site: Vec<AccountId> = of_site.map(|account| account.id).collect();
        if !is_moved(&of_site, &id, before.as_ref())? {
            return Some(Vec::new());
        }
        let is_before = |other: AccountId| Some(other) == before;
        shift(
            &mut self.accounts,
            |account| account.id == id,
            |account| is_before(account.id),
        );
        let order = self.accounts.iter().map(|account| account.id);
        Some(vec![Change::PlaceAccounts(order.collect())])
    }

    /// Puts a site with its accounts before another one; without one, last. Answers as [`Self::move_account`] does.
    pub(crate) fn move_site(
        &mut self,
        origin: &SiteOrigin,
        before: Option<&SiteOrigin>,
    ) -> Option<Vec<Change>> {
        let order: Vec<SiteOrigin> = self.sites.iter().map(|site| site.origin.clone()).collect();
        if !is_moved(&order, origin, before)? {
            return Some(Vec::new());
        }
        shift(
            &mut self.sites,
            |site| site.origin == *origin,
            |site| Some(&site.origin) == before,
        );
        let order = self.sites.iter().map(|site| site.origin.clone());
        Some(vec![Change::PlaceSites(order.collect())])
    }
}

/// Whether the one does not stand there already; `None` when one of them is not there.
fn is_moved<T: PartialEq>(order: &[T], one: &T, before: Option<&T>) -> Option<bool> {
    let at = order.iter().position(|other| other == one)?;
    if before.is_some_and(|before| !order.contains(before)) {
        return None;
    }
    Some(before != Some(one) && before != order.get(at + 1))
}

fn shift<T>(rows: &mut Vec<T>, is_moved: impl Fn(&T) -> bool, is_before: impl Fn(&T) -> bool) {
    let Some(from) = rows.iter().position(is_moved) else {
        return;
    };
    let row = rows.remove(from);
    let to = rows.iter().position(is_before).unwrap_or(rows.len());
    rows.insert(to, row);
}
