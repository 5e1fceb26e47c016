//! What must be true after every kill, and what is said when it is not.

use std::collections::HashMap;

use accounts::{ComputerResult, NoticeKind, ServerResult, SingleSignOnResult};
use demo::Family;
use serde_json::Value;

use crate::flow::Flow;
use crate::run::Outcome;
use crate::said::{Kept, Said, Shown, State, Told};

/// Every promise that was broken, as sentences. They name no session: the point at which the program died is what tells them apart.
pub(crate) fn violations(outcome: &Outcome) -> Vec<String> {
    let case = Case::of(outcome);
    let broken = [
        case.forgotten(),
        case.false_claims(),
        case.entries(),
        case.rows(),
        case.sign_outs(),
        case.undone(),
        case.pages(),
        case.false_alarms(),
    ];
    let mut broken: Vec<_> = broken.into_iter().flatten().collect();
    broken.sort();
    broken.dedup();
    broken
}

struct Case<'a> {
    outcome: &'a Outcome,
    /// Ada's family before the flow began.
    ada: Option<&'a str>,
    /// Which family each session is, as far as the keyring ever took it.
    roots: HashMap<&'a str, &'a str>,
}

/// Something that was said of a session's end.
struct Claim<'a> {
    session: Option<&'a str>,
    told: &'a Told,
}

impl<'a> Case<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        let said = outcome.said_first.iter().chain(&outcome.said_then);
        let saved = said.filter_map(|said| match said {
            Said::Saved(kept) => Some(kept),
            _ => None,
        });
        let entries = saved.chain(&outcome.found).chain(&outcome.kept);
        Self {
            outcome,
            ada: outcome.before.as_ref().map(|family| family.root.as_str()),
            roots: entries
                .filter_map(|kept| Some((kept.session.as_str(), kept.root.as_deref()?)))
                .collect(),
        }
    }

    /// Every family that is alive is held by the keyring, or the person was told that it may live.
    fn forgotten(&self) -> Vec<String> {
        let alive = self.outcome.families.iter().filter(|family| family.live);
        alive
            .filter(|family| {
                !(self.is_held(family)
                    || self.was_given_up(&family.root)
                    || self.was_cut_off(family))
            })
            .map(|family| format!("a session of {} is alive and forgotten", family.user_email))
            .collect()
    }

    fn is_held(&self, family: &Family) -> bool {
        let root = Some(&family.root);
        self.outcome
            .kept
            .iter()
            .any(|kept| kept.root.as_ref() == root)
    }

    /// The person gave up on the server, and the row says until when the session may live. When it says so unasked, we have lost the token.
    fn was_given_up(&self, root: &str) -> bool {
        let mut rows = self.outcome.shown.rows.iter();
        let said = |told: &Told| matches!(told.server, ServerResult::Forgotten { .. });
        self.outcome.flow == Flow::Forget
            && self.ada == Some(root)
            && rows.any(|row| row.told.as_ref().is_some_and(said))
    }

    /// The one session that may be lost (docs/security.md): its tokens died with the program before the keyring had them. The placeholder
    /// that was written before the password left is what the new start knows it by, and the person is told.
    fn was_cut_off(&self, family: &Family) -> bool {
        let never_saved = self.roots.values().all(|root| *root != family.root);
        let placeholder = |kept: &Kept| kept.tag == "signing in";
        let said = |notice: &NoticeKind| matches!(notice, NoticeKind::SignInCutOff { .. });
        never_saved
            && self.outcome.found.iter().any(placeholder)
            && self.outcome.shown.notices.iter().any(said)
    }

    /// A program that ends while a person looks for the code has cut no sign-in off.
    fn false_alarms(&self) -> Vec<String> {
        let mut said = self.outcome.said_first.iter().rev();
        let waited = said
            .find(|said| !matches!(said, Said::Dies { .. } | Said::Published(_)))
            .is_some_and(|said| matches!(said, Said::CodeWanted));
        let cut_off = !self.outcome.shown.notices.is_empty();
        let false_alarm = waited && cut_off;
        let sentence = "a sign-in that waited for its code is said to be cut off";
        false_alarm
            .then(|| sentence.to_owned())
            .into_iter()
            .collect()
    }

    /// Nothing was ever said to be confirmed or erased that was not.
    fn false_claims(&self) -> Vec<String> {
        let mut broken = Vec::new();
        let first = (
            &self.outcome.said_first,
            &self.outcome.families_then,
            &self.outcome.found,
        );
        let then = (
            &self.outcome.said_then,
            &self.outcome.families,
            &self.outcome.kept,
        );
        for (said, families, kept) in [first, then] {
            for claim in said.iter().flat_map(|said| self.claims_of(said)) {
                broken.extend(self.broken_claim(&claim, families, kept));
            }
        }
        for claim in self.claims_in(&self.outcome.shown) {
            let (families, kept) = (&self.outcome.families, &self.outcome.kept);
            broken.extend(self.broken_claim(&claim, families, kept));
        }
        broken
    }

    fn claims_of(&self, said: &'a Said) -> Vec<Claim<'a>> {
        match said {
            Said::Published(shown) => self.claims_in(shown),
            Said::SignedOut(told) => vec![Claim {
                session: self.adas_session(),
                told,
            }],
            _ => Vec::new(),
        }
    }

    fn claims_in(&self, shown: &'a Shown) -> Vec<Claim<'a>> {
        // The only row that can tell of a sign-out is Ada's, and of the session that she had.
        let rows = shown.rows.iter().filter_map(|row| row.told.as_ref());
        let rows = rows.map(|told| Claim {
            session: self.adas_session(),
            told,
        });
        let unfinished = shown.unfinished.iter().map(|unfinished| Claim {
            session: Some(unfinished.session.as_str()),
            told: &unfinished.told,
        });
        rows.chain(unfinished).collect()
    }

    fn adas_session(&self) -> Option<&'a str> {
        let ada = self.ada?;
        self.roots
            .iter()
            .find(|(_, root)| **root == ada)
            .map(|(session, _)| *session)
    }

    fn broken_claim(&self, claim: &Claim<'_>, families: &[Family], kept: &[Kept]) -> Vec<String> {
        let root = claim.session.and_then(|session| self.roots.get(session));
        let (Some(session), Some(root)) = (claim.session, root) else {
            return vec!["the sign-out of a session that never was is shown".to_owned()];
        };
        let mut broken = Vec::new();
        let alive = |family: &Family| family.live && family.root == **root;
        if claim.told.server == ServerResult::Confirmed && families.iter().any(alive) {
            broken.push("\"confirmed\" is said of a session that is alive".to_owned());
        }
        let there = |kept: &Kept| kept.session == session;
        if claim.told.computer == ComputerResult::Erased && kept.iter().any(there) {
            broken.push("\"erased\" is said of a session that is in the keyring".to_owned());
        }
        broken
    }

    /// Every entry of the keyring is shown as what it is.
    fn entries(&self) -> Vec<String> {
        let Outcome {
            shown,
            kept,
            registry,
            ..
        } = self.outcome;
        let is_shown = |entry: &&Kept| {
            let session = entry.session.as_str();
            match entry.tag.as_str() {
                "current" => registry.accounts.iter().any(|account| {
                    session_of(account) == Some(session) && is_signed_in(shown, account)
                }),
                "end session" => {
                    let mut sign_outs = registry.revocations.iter();
                    sign_outs.any(|sign_out| sign_out["end_session"] == session)
                }
                // Everything was given the time to end.
                _ => false,
            }
        };
        kept.iter()
            .filter(|entry| !is_shown(entry))
            .map(|entry| format!("nothing shows an entry of the keyring ({})", entry.tag))
            .collect()
    }

    /// Rows and registry know the same accounts, and none is shown as signed in without an entry.
    fn rows(&self) -> Vec<String> {
        let Outcome {
            shown,
            kept,
            registry,
            ..
        } = self.outcome;
        let mut broken = Vec::new();
        for account in &registry.accounts {
            if !shown.rows.iter().any(|row| account["id"] == row.account) {
                broken.push("no row shows an account".to_owned());
            }
            let held = |session: &str| {
                kept.iter()
                    .any(|kept| kept.tag == "current" && kept.session == session)
            };
            if is_signed_in(shown, account) && !session_of(account).is_some_and(held) {
                broken.push("a row is signed in, and the keyring has no entry for it".to_owned());
            }
        }
        for row in &shown.rows {
            if !registry.accounts.iter().any(|it| it["id"] == row.account) {
                broken.push("a row is not in the registry".to_owned());
            }
            if matches!(row.state, State::SigningOut | State::Astray) {
                broken.push(format!("a row is left {:?}", row.state));
            }
        }
        broken
    }

    /// Every sign-out has ended; one that stays has a page to offer.
    fn sign_outs(&self) -> Vec<String> {
        let Outcome {
            shown,
            kept,
            registry,
            ..
        } = self.outcome;
        let mut broken = Vec::new();
        for sign_out in &registry.revocations {
            let page = sign_out["end_session"].as_str();
            if !page.is_some_and(|page| kept.iter().any(|kept| kept.session == page)) {
                broken.push("the registry keeps a sign-out that has nothing left to do".to_owned());
            }
        }
        for unfinished in &shown.unfinished {
            if unfinished.told.computer != ComputerResult::Erased {
                broken.push(format!(
                    "an unfinished sign-out stays: {:?}",
                    unfinished.told
                ));
            }
            let kept = |sign_out: &Value| sign_out["session"] == unfinished.session;
            if !registry.revocations.iter().any(kept) {
                broken.push("an unfinished sign-out is not in the registry".to_owned());
            }
        }
        broken
    }

    /// What was answered to the person before the death holds after it.
    fn undone(&self) -> Vec<String> {
        let Outcome {
            flow,
            shown,
            said_first,
            families,
            ..
        } = self.outcome;
        let mut broken = Vec::new();
        let begun = flow.leaves() && said_first.iter().any(|said| self.shows_leaving(said));
        let alive = |root: &str| families.iter().any(|it| it.live && it.root == root);
        if begun {
            if self.ada.is_some_and(alive) && !self.ada.is_some_and(|root| self.was_given_up(root))
            {
                broken.push("a sign-out was begun, and the session is alive".to_owned());
            }
            let undone = shown.rows.iter().any(|row| row.state == State::SignedIn);
            if undone || (flow.removes() && !shown.rows.is_empty()) {
                broken.push("a sign-out was begun, and its row is back".to_owned());
            }
        }
        if said_first.iter().any(|said| matches!(said, Said::SignedIn)) {
            let newest = families.last();
            let held = newest.is_some_and(|newest| newest.live && self.is_held(newest));
            if !held || shown.rows.iter().all(|row| row.state != State::SignedIn) {
                broken.push("a sign-in had succeeded, and is lost".to_owned());
            }
        }
        let stays = flow.begins_signed_in() && !flow.removes();
        if stays && shown.rows.is_empty() {
            broken.push("Ada's row is gone".to_owned());
        }
        broken
    }

    /// The person saw that the sign-out had begun.
    fn shows_leaving(&self, said: &Said) -> bool {
        let Said::Published(shown) = said else {
            return false;
        };
        let leaves = |state| matches!(state, State::SigningOut | State::SignedOut(_));
        let first_row = shown.rows.first();
        match first_row {
            Some(row) => leaves(row.state),
            // Before Ada's first sign-in there is no row either, and no sign-out.
            None => !shown.unfinished.is_empty(),
        }
    }

    /// A page is opened once at most, and one that was not opened is offered or said to be lost.
    fn pages(&self) -> Vec<String> {
        let Outcome {
            flow,
            shown,
            kept,
            said_first,
            said_then,
            ..
        } = self.outcome;
        let opened = said_first
            .iter()
            .chain(said_then)
            .filter(|said| matches!(said, Said::OpenedPage))
            .count();
        let mut broken = Vec::new();
        if opened > 1 {
            broken.push(format!("the page was opened {opened} times"));
        }
        let waits = kept.iter().any(|kept| kept.tag == "end session");
        let rows = shown.rows.iter().filter_map(|row| row.told.as_ref());
        let unfinished = shown.unfinished.iter().map(|unfinished| &unfinished.told);
        for told in rows.chain(unfinished) {
            let true_to_it = match (&told.page, told.server) {
                (SingleSignOnResult::Opened { .. }, _) => opened == 1 && !waits,
                (
                    SingleSignOnResult::WaitingForYou { .. }
                    | SingleSignOnResult::CouldNotBeOpened { .. },
                    _,
                ) => waits,
                (SingleSignOnResult::NotKept { .. }, _) => opened == 0,
                // Nobody knows of a page when the server was not asked to the end.
                (SingleSignOnResult::None, server) => {
                    let given_up = matches!(server, ServerResult::Forgotten { .. });
                    opened == 0 && (given_up || !flow.leaves())
                }
                _ => false,
            };
            if !true_to_it {
                broken.push(format!(
                    "the page was opened {opened} times, waits in the keyring: {waits}, and is said to be {:?}",
                    told.page
                ));
            }
        }
        broken
    }
}

fn session_of(account: &Value) -> Option<&str> {
    account["standing"]["session"]["id"].as_str()
}

fn is_signed_in(shown: &Shown, account: &Value) -> bool {
    let is_it = |id: &str| account["id"] == id;
    shown
        .rows
        .iter()
        .any(|row| is_it(&row.account) && row.state == State::SignedIn)
}
