//! What was read of a file need not fit together: rows may be missing of it. What is said here makes it fit, so that nothing waits for
//! something that is not there.

use std::path::Path;

use jiff::Timestamp;

use super::{Change, Contents};
use crate::account::Site;
use crate::notice::Notice;
use crate::revocation::{Owner, Revocation};
use crate::session::Standing;
use crate::snapshot::{NoticeKind, UnfinishedReason};

impl Contents {
    /// Makes accounts, sites and sign-outs fit together, and answers with what has changed.
    pub(super) fn mend(&mut self, now: Timestamp) -> Vec<Change> {
        let mut changes = Vec::new();
        for account in &self.accounts {
            if !self.sites.iter().any(|site| site.origin == account.origin) {
                let site = Site::unknown(account.origin.clone());
                changes.push(Change::SaveSite(Box::new(site.clone())));
                self.sites.push(site);
            }
            let Standing::SigningOut { session } = account.standing else {
                continue;
            };
            let known = |revocation: &Revocation| revocation.session == session;
            if !self.revocations.iter().any(known) {
                let revocation = Revocation::without_session(account, session, now);
                changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
                self.revocations.push(revocation);
            }
        }
        for revocation in &mut self.revocations {
            let Owner::Account(id) = revocation.owner else {
                continue;
            };
            if !self.accounts.iter().any(|account| account.id == id) {
                revocation.owner = Owner::Unfinished(UnfinishedReason::Recovered);
                changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
            }
        }
        changes
    }

    /// Says that the damaged file was moved aside.
    pub(super) fn notice(&mut self, aside: &Path, now: Timestamp) -> Change {
        let file = aside.display().to_string();
        let notice = Notice::new(NoticeKind::RegistrySetAside { file }, now);
        self.notices.push(notice.clone());
        Change::SaveNotice(Box::new(notice))
    }
}
