//! What comes in a flood becomes one notification: what waits for more of the same, and when it is shown.
//!
//! Deliberately not here: what a person waits for. It is shown at once.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use accounts::Notification;

use super::Topic;

/// How long more of the same is waited for: what thirty renewals find out within moments is one notification.
pub(super) const GATHERING: Duration = Duration::from_secs(2);

/// What came by itself, and is shown when the first of its kind has waited long enough.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The newest of a topic has all of it.
    lists: HashMap<Topic, (Instant, Notification)>,
    /// Results and end-session pages, each of one sign-out.
    sign_outs: Option<(Instant, Vec<Notification>)>,
}

impl Gathered {
    /// Keeps it for a while.
    pub(super) fn take(&mut self, notification: Notification, now: Instant) {
        let due = now + GATHERING;
        let topic = Topic::of(&notification);
        if let Topic::SignOut(_) = topic {
            let sign_outs = self.sign_outs.get_or_insert_with(|| (due, Vec::new()));
            sign_outs.1.push(notification);
        } else {
            let due = self.lists.remove(&topic).map_or(due, |(due, _)| due);
            self.lists.insert(topic, (due, notification));
        }
    }

    /// Something newer about it was shown at once.
    pub(super) fn forget(&mut self, topic: &Topic) {
        self.lists.remove(topic);
        if let Some((_, sign_outs)) = &mut self.sign_outs {
            sign_outs.retain(|one| Topic::of(one) != *topic);
        }
    }

    /// When something is to be shown next.
    pub(super) fn next(&self) -> Option<Instant> {
        let lists = self.lists.values().map(|(due, _)| *due);
        lists
            .chain(self.sign_outs.iter().map(|(due, _)| *due))
            .min()
    }

    /// What is to be shown now.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Notification> {
        let lists = self.lists.extract_if(|_, (due, _)| *due <= now);
        let mut due: Vec<_> = lists.map(|(_, (_, notification))| notification).collect();
        if let Some((_, sign_outs)) = self.sign_outs.take_if(|(due, _)| *due <= now) {
            due.extend(together(sign_outs));
        }
        due
    }
}

/// The results of several sign-outs are one notification. So are the pages of one provider: the browser has one session there, and the others
/// stay in their rows and in the tray.
fn together(sign_outs: Vec<Notification>) -> Vec<Notification> {
    let mut results = Vec::new();
    let mut pages: Vec<Notification> = Vec::new();
    for one in sign_outs {
        match one {
            Notification::SignedOut { who, result } => {
                // A later result of the same sign-out is the one that counts.
                results.retain(|(known, _): &(accounts::Named, _)| known.id != who.id);
                results.push((who, Some(result)));
            }
            Notification::Finish { ref host, .. } => {
                let is_there = |page: &Notification| matches!(page, Notification::Finish { host: known, .. } if known == host);
                if !pages.iter().any(is_there) {
                    pages.push(one);
                }
            }
            // They are lists, and not gathered here.
            Notification::SignedOutOfSeveral { .. }
            | Notification::SignInAgain { .. }
            | Notification::EndsSoon { .. } => {}
        }
    }
    let results = match results.len() {
        0 => None,
        1 => results
            .pop()
            .and_then(|(who, result)| result.map(|result| Notification::SignedOut { who, result })),
        _ => Some(Notification::SignedOutOfSeveral { results }),
    };
    results.into_iter().chain(pages).collect()
}

#[cfg(test)]
mod tests {
    use accounts::{
        ComputerResult, Named, ResultView, ServerResult, SignInCause, SingleSignOnResult,
    };

    use super::*;

    fn who(number: usize) -> Named {
        Named {
            id: format!("{number}"),
            name: format!("Person {number}"),
            site: "Home cloud".into(),
            host: "cloud.example.com".into(),
        }
    }

    fn refused(accounts: usize) -> Notification {
        Notification::SignInAgain {
            accounts: (0..accounts)
                .map(|number| (who(number), SignInCause::Refused))
                .collect(),
        }
    }

    fn result(server: ServerResult) -> ResultView {
        ResultView {
            computer: ComputerResult::Erased,
            server,
            single_sign_on: SingleSignOnResult::None,
            at: 0,
            browser_may_be_signed_in: false,
        }
    }

    fn signed_out(number: usize, server: ServerResult) -> Notification {
        Notification::SignedOut {
            who: who(number),
            result: result(server),
        }
    }

    fn finish(number: usize, host: &str) -> Notification {
        Notification::Finish {
            who: who(number),
            host: host.into(),
        }
    }

    #[test]
    fn thirty_refused_accounts_are_one_notification() {
        // Given thirty that come one after the other, within the time
        let mut gathered = Gathered::default();
        let begin = Instant::now();
        for number in 1..=30_u32 {
            let at = begin + Duration::from_millis(50) * number;
            gathered.take(refused(number as usize), at);
        }

        // When
        let early = gathered.due(begin + GATHERING);
        let then = gathered.due(begin + GATHERING + Duration::from_millis(50));
        let later = gathered.due(begin + GATHERING * 10);

        // Then there is one, with all of them, and it did not wait for the last
        assert!(early.is_empty());
        assert_eq!(then, [refused(30)]);
        assert!(later.is_empty());
        assert_eq!(gathered.next(), None);
    }

    #[test]
    fn thirty_sign_outs_that_end_together_are_one_notification() {
        // Given thirty that waited for the network, and one of them heard twice
        let mut gathered = Gathered::default();
        let begin = Instant::now();
        gathered.take(
            signed_out(0, ServerResult::Unreachable { next_try: None }),
            begin,
        );
        for number in 0..30 {
            gathered.take(signed_out(number, ServerResult::Confirmed), begin);
        }

        // When
        let shown = gathered.due(begin + GATHERING);

        // Then
        let confirmed = |number| (who(number), Some(result(ServerResult::Confirmed)));
        let results = (0..30).map(confirmed).collect();
        assert_eq!(shown, [Notification::SignedOutOfSeveral { results }]);
        assert_eq!(gathered.next(), None);
    }

    #[test]
    fn one_sign_out_that_ends_by_itself_is_told_as_one() {
        let mut gathered = Gathered::default();
        let begin = Instant::now();
        let alone = signed_out(1, ServerResult::Confirmed);

        gathered.take(alone.clone(), begin);

        assert_eq!(gathered.next(), Some(begin + GATHERING));
        assert_eq!(gathered.due(begin + GATHERING), [alone]);
    }

    #[test]
    fn what_was_shown_at_once_is_not_followed_by_what_was_before() {
        // Given
        let mut gathered = Gathered::default();
        let begin = Instant::now();
        let waits = signed_out(1, ServerResult::Unreachable { next_try: None });
        gathered.take(waits, begin);
        gathered.take(signed_out(2, ServerResult::Confirmed), begin);

        // When
        gathered.forget(&Topic::SignOut("1".into()));

        // Then
        let other = signed_out(2, ServerResult::Confirmed);
        assert_eq!(gathered.due(begin + GATHERING), [other]);
    }

    #[test]
    fn the_pages_of_one_provider_are_one_notification() {
        // Given
        let mut gathered = Gathered::default();
        let begin = Instant::now();
        for number in 0..20 {
            gathered.take(finish(number, "login.example.com"), begin);
        }
        gathered.take(finish(20, "id.example.org"), begin);

        // When
        let shown = gathered.due(begin + GATHERING);

        // Then
        let once = [finish(0, "login.example.com"), finish(20, "id.example.org")];
        assert_eq!(shown, once);
    }
}
