//! A sign-out on its way: what is known of it, what its next step is, and when it has come to its end. Pure, with the time passed in.
//!
//! An end is: confirmed, accepted, expired, or forgotten by the person. Until then the revocation stays, across restarts.
//!
//! Deliberately not here: the requests and the vault calls (`manager::pursuit`), and the token (it is in the vault).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountId, Results, UserId};
use crate::address::SiteOrigin;
use crate::browser::{BrowserUrl, NotOpened};
use crate::instant::{between, is_due, later};
use crate::renewal;
use crate::session::{Expiry, LONGEST_LIFE, RenewalEvent, Session, SessionId};
use crate::snapshot::{
    ComputerResult, Method, ServerResult, SingleSignOnResult, UnfinishedReason, WaitingFor,
};
use crate::vault::KEYRING_PAUSE;

/// An end-session page opens by itself only when the answer comes this soon after the person's click.
const OPENS_ITSELF_WITHIN: SignedDuration = SignedDuration::from_mins(2);
/// The first pause after the server said that it does not know the session.
const NOT_RECOGNISED_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// A sign-out on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Revocation {
    pub(crate) session: SessionId,
    /// The row that shows it; without one it stands among the unfinished ones, for this reason.
    pub(crate) owner: Owner,
    pub(crate) origin: SiteOrigin,
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) method: Method,
    /// When it was asked for.
    pub(crate) since: Timestamp,
    #[serde(default)]
    pub(crate) asked: Asked,
    /// The latest expiry ever issued to this family, by the server's clock.
    pub(crate) expires: Timestamp,
    /// The session's last renewal had succeeded with no refusal standing.
    pub(crate) clean: bool,
    pub(crate) results: Results,
    /// The vault entry with the end-session URL, while it waits to be opened.
    pub(crate) end_session: Option<SessionId>,
    /// The person does not want that page: its entry only has to go.
    pub(crate) end_session_unwanted: bool,
    pub(crate) tries: u32,
    pub(crate) next_try: Option<Timestamp>,
}

/// Who asked for a sign-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Asked {
    /// Somebody who sits there and looks.
    #[default]
    ByPerson,
    /// The program did by itself, because nobody seemed to be there; or nobody knows any more who did.
    ByItself,
}

/// Who shows a revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Owner {
    /// The account's own row.
    Account(AccountId),
    /// Nobody: it is among the unfinished sign-outs.
    Unfinished(UnfinishedReason),
}

/// How one round with the server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServerRound {
    /// Accepted, and the check found the family refused.
    AcceptedAndRefused,
    /// Accepted, but the check gave no clear answer.
    AcceptedUnchecked,
    /// Accepted, and the family came back to life each time.
    StillAlive,
    /// The server does not know the session.
    NotRecognised,
    /// It does not, and it is another installation than the one that made it.
    OtherInstallation,
    /// No answer that counts.
    NoAnswer,
    /// The token is gone from the vault: nobody can ask the server any more.
    NothingToAskWith,
}

impl Revocation {
    pub(crate) fn begin(
        account: &Account,
        session: &Session,
        owner: Owner,
        now: Timestamp,
    ) -> Self {
        Self {
            session: session.id,
            owner,
            origin: account.origin.clone(),
            user: account.user.clone(),
            name: account.called().to_owned(),
            email: account.email.clone(),
            method: account.method,
            since: now,
            asked: Asked::ByPerson,
            expires: session.latest_expiry,
            clean: session.is_clean(),
            results: Results {
                computer: ComputerResult::KeptToFinish,
                server: ServerResult::Asking,
                single_sign_on: SingleSignOnResult::Unknown,
                at: now,
            },
            end_session: None,
            end_session_unwanted: false,
            tries: 0,
            next_try: Some(now),
        }
    }

    /// The sign-out of an account whose own record of it was lost. Its vault entry tells the rest; until that is read, the session may live as
    /// long as any does.
    pub(crate) fn without_session(account: &Account, session: SessionId, now: Timestamp) -> Self {
        let expiry = Expiry {
            issued: now,
            access: now,
            refresh: later(now, LONGEST_LIFE),
        };
        let session = Session::found(session, expiry, now);
        Self {
            asked: Asked::ByItself,
            ..Self::begin(account, &session, Owner::Account(account.id), now)
        }
    }

    /// A sign-out whose end-session page is all that is left of it: the server had accepted it, or there would be no page.
    pub(crate) fn ended(stranger: &Account, session: SessionId, now: Timestamp) -> Self {
        let owner = Owner::Unfinished(UnfinishedReason::Recovered);
        let mut revocation = Self {
            owner,
            ..Self::without_session(stranger, session, now)
        };
        revocation.results.server = ServerResult::Accepted;
        revocation.after_erased(now);
        revocation
    }

    /// The server's part has come to its end.
    pub(crate) fn server_ended(&self) -> bool {
        matches!(
            self.results.server,
            ServerResult::Confirmed
                | ServerResult::Accepted
                | ServerResult::Expired
                | ServerResult::Forgotten { .. }
        )
    }

    /// Everything has: nothing is left to try.
    pub(crate) fn is_over(&self) -> bool {
        self.server_ended() && self.results.computer == ComputerResult::Erased
    }

    /// It has, and the person has nothing left to open either.
    pub(crate) fn is_over_for_the_person(&self) -> bool {
        self.is_over() && self.end_session.is_none()
    }

    /// A round has been gone before.
    pub(crate) fn was_tried(&self) -> bool {
        self.tries > 0
            || self.server_ended()
            || self.results.computer == ComputerResult::WaitingForKeyring
    }

    /// Its end-session page waits for the person.
    pub(crate) fn offers_page(&self) -> bool {
        let waits = self.results.single_sign_on.waits_at().is_some();
        waits && self.end_session.is_some() && !self.end_session_unwanted
    }

    /// Learns of a renewal: one that was sent before the sign-out had its turn, or one that asks whether a refusal would prove anything.
    pub(crate) fn heard(&mut self, event: RenewalEvent) {
        match event {
            RenewalEvent::Renewed(expiry) => {
                self.clean = true;
                self.expires = self.expires.max(expiry.refresh);
            }
            RenewalEvent::NotSaved(expiry) => self.expires = self.expires.max(expiry.refresh),
            RenewalEvent::Refused
            | RenewalEvent::NoAnswer
            | RenewalEvent::EntryMissing
            | RenewalEvent::EntryDamaged => self.clean = false,
        }
    }

    /// Takes the result of a round with the server. `server_time` is the server's clock, where it told it in this
    /// round: no other clock makes a session expire.
    pub(crate) fn after_round(
        &mut self,
        round: ServerRound,
        now: Timestamp,
        server_time: Option<Timestamp>,
        chance: f64,
    ) {
        let expired = server_time.is_some_and(|server_time| self.expires <= server_time);
        self.results.at = now;
        self.tries = self.tries.saturating_add(1);
        self.next_try = None;
        self.results.server = match round {
            ServerRound::AcceptedAndRefused if self.clean => ServerResult::Confirmed,
            ServerRound::AcceptedAndRefused | ServerRound::AcceptedUnchecked => {
                ServerResult::Accepted
            }
            _ if expired => ServerResult::Expired,
            ServerRound::NothingToAskWith => {
                self.single_sign_on_stays_unknown_for_good();
                ServerResult::Forgotten {
                    valid_until: crate::instant::millis(self.expires),
                }
            }
            ServerRound::NotRecognised | ServerRound::OtherInstallation => {
                let pause = NOT_RECOGNISED_PAUSE.saturating_mul(self.tries.min(24).cast_signed());
                ServerResult::NotRecognised {
                    next_try: self.try_again_in(pause, now),
                    other_installation: round == ServerRound::OtherInstallation,
                }
            }
            ServerRound::StillAlive | ServerRound::NoAnswer => ServerResult::Unreachable {
                next_try: self.try_again_in(renewal::pause(self.tries, chance), now),
            },
        };
    }

    /// The keyring did not do its part: tried again soon, and at once when the person unlocks it.
    pub(crate) fn after_keyring_failed(&mut self, now: Timestamp) {
        self.results.computer = ComputerResult::WaitingForKeyring;
        self.results.at = now;
        self.next_try = Some(later(now, KEYRING_PAUSE));
    }

    /// The entry is gone and was read back.
    pub(crate) fn after_erased(&mut self, now: Timestamp) {
        self.results.computer = ComputerResult::Erased;
        self.results.at = now;
        self.next_try = None;
    }

    /// The person gives up on the server.
    pub(crate) fn forget(&mut self, now: Timestamp) {
        if !self.server_ended() {
            self.results.server = ServerResult::Forgotten {
                valid_until: crate::instant::millis(self.expires),
            };
            self.single_sign_on_stays_unknown_for_good();
        }
        self.results.at = now;
        self.next_try = Some(now);
    }

    /// Whether an end-session page opens by itself now. Without a click nobody looks, and none does.
    pub(crate) fn opens_by_itself(&self, now: Timestamp) -> bool {
        self.asked == Asked::ByPerson
            && between(self.since, now) <= OPENS_ITSELF_WITHIN
            && self.may_end_single_sign_on()
    }

    /// Ending a replaced session, or one of a wrong person, must not end what the browser goes on using.
    pub(crate) fn may_end_single_sign_on(&self) -> bool {
        matches!(
            self.owner,
            Owner::Account(_) | Owner::Unfinished(UnfinishedReason::Removed)
        )
    }

    /// A page that was to be opened at once, and is not kept anywhere: the program ended in between.
    pub(crate) fn page_is_gone(&mut self) {
        if self.end_session.is_none()
            && let SingleSignOnResult::WaitingForYou { host } = &self.results.single_sign_on
        {
            let host = host.clone();
            self.results.single_sign_on = SingleSignOnResult::NotKept { host };
        }
    }

    pub(crate) fn waiting_for(&self) -> WaitingFor {
        if self.server_ended() || self.results.computer == ComputerResult::WaitingForKeyring {
            WaitingFor::Keyring
        } else {
            WaitingFor::Server
        }
    }

    /// Something is left that can be done without the person.
    pub(crate) fn goes_on(&self) -> bool {
        !self.is_over() || (self.end_session_unwanted && self.end_session.is_some())
    }

    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        self.goes_on() && self.next_try.is_some_and(|due| is_due(due, now))
    }

    /// The end-session page's entry could not be erased.
    pub(crate) fn after_page_stayed(&mut self, now: Timestamp) {
        self.next_try = Some(later(now, KEYRING_PAUSE));
    }

    /// This state, unless the person has given up meanwhile and it has not come to its own end; and with the owner of now.
    pub(crate) fn over(self, known: &Self) -> Self {
        let owner = known.owner;
        let end_session_unwanted = self.end_session_unwanted || known.end_session_unwanted;
        let gave_up = matches!(known.results.server, ServerResult::Forgotten { .. });
        if gave_up && !self.server_ended() {
            let server = known.results.server;
            let single_sign_on = known.results.single_sign_on.clone();
            let results = Results {
                server,
                single_sign_on,
                ..self.results
            };
            return Self {
                owner,
                end_session_unwanted,
                results,
                next_try: known.next_try,
                ..self
            };
        }
        Self {
            owner,
            end_session_unwanted,
            ..self
        }
    }

    /// Nobody asks the server any more, so it names no page.
    fn single_sign_on_stays_unknown_for_good(&mut self) {
        if self.results.single_sign_on == SingleSignOnResult::Unknown {
            self.results.single_sign_on = SingleSignOnResult::None;
        }
    }

    fn try_again_in(&mut self, pause: SignedDuration, now: Timestamp) -> Option<i64> {
        let due = later(now, pause);
        self.next_try = Some(due);
        Some(crate::instant::millis(due))
    }
}

/// What the server's end-session answer comes to before anything is opened.
#[derive(Debug)]
pub(crate) enum EndSession {
    /// There is none.
    None,
    /// A page that may be opened.
    Page(BrowserUrl),
    /// An address that is not opened.
    Rejected(NotOpened),
}

impl EndSession {
    /// Absent, null and empty all mean that there is nothing to open (wire notes, Tokens).
    pub(crate) fn of(answer: Option<&str>) -> Self {
        match answer
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(BrowserUrl::vet)
        {
            None => Self::None,
            Some(Ok(page)) => Self::Page(page),
            Some(Err(rejected)) => Self::Rejected(rejected),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Expiry, Standing};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).expect("in range")
    }

    fn revocation() -> Revocation {
        let expiry = Expiry {
            issued: at(0),
            access: at(3_600),
            refresh: at(86_400),
        };
        let session = Session::begin(SessionId::random(), expiry, at(0));
        let account = Account {
            id: AccountId::random(),
            origin: SiteOrigin::typed("cloud.example.com", false).expect("an address"),
            user: UserId::new("5OIa"),
            nickname: Some("Ada".into()),
            email: None,
            label: None,
            method: Method::Password,
            standing: Standing::Active {
                session: session.clone(),
            },
            result: None,
            storage: None,
        };
        Revocation::begin(&account, &session, Owner::Account(account.id), at(100))
    }

    #[test]
    fn accepted_and_refused_is_confirmed() {
        let mut revocation = revocation();

        revocation.after_round(ServerRound::AcceptedAndRefused, at(101), Some(at(101)), 0.0);

        assert_eq!(revocation.results.server, ServerResult::Confirmed);
    }

    #[test]
    fn a_refusal_proves_nothing_when_the_session_was_refused_before() {
        let mut revocation = Revocation {
            clean: false,
            ..revocation()
        };

        revocation.after_round(ServerRound::AcceptedAndRefused, at(101), Some(at(101)), 0.0);

        assert_eq!(revocation.results.server, ServerResult::Accepted);
    }

    #[test]
    fn not_recognised_before_its_time_is_tried_again_at_growing_intervals() {
        let mut revocation = revocation();

        revocation.after_round(ServerRound::NotRecognised, at(200), Some(at(200)), 0.0);
        let first = revocation.next_try;
        revocation.after_round(ServerRound::NotRecognised, at(3_800), Some(at(3_800)), 0.0);

        assert_eq!(first, Some(at(3_800)));
        assert_eq!(revocation.next_try, Some(at(3_800 + 7_200)));
        assert!(!revocation.server_ended());
    }

    #[test]
    fn not_recognised_after_its_time_by_the_servers_clock_is_expired() {
        let mut revocation = revocation();

        revocation.after_round(ServerRound::NotRecognised, at(200), Some(at(86_400)), 0.0);

        assert_eq!(revocation.results.server, ServerResult::Expired);
    }

    #[test]
    fn this_computers_clock_alone_never_makes_a_session_expire() {
        let mut revocation = revocation();

        revocation.after_round(ServerRound::NoAnswer, at(10 * 86_400), None, 0.0);

        assert!(matches!(
            revocation.results.server,
            ServerResult::Unreachable { .. }
        ));
    }

    #[test]
    fn tries_go_on_with_growing_pauses_while_the_server_is_out_of_reach() {
        let mut revocation = revocation();

        revocation.after_round(ServerRound::NoAnswer, at(200), None, 0.0);
        let first = revocation.next_try;
        revocation.after_round(ServerRound::NoAnswer, at(215), None, 0.0);

        assert_eq!((first, revocation.next_try), (Some(at(215)), Some(at(245))));
    }

    #[test]
    fn it_is_not_over_before_the_entry_is_gone() {
        let mut revocation = revocation();
        revocation.after_round(ServerRound::AcceptedAndRefused, at(101), None, 0.0);

        revocation.after_keyring_failed(at(102));
        assert!(revocation.server_ended() && !revocation.is_over());
        assert_eq!(revocation.waiting_for(), WaitingFor::Keyring);

        revocation.after_erased(at(140));
        assert!(revocation.is_over());
    }

    #[test]
    fn forgetting_says_until_when_the_session_may_live() {
        let mut revocation = revocation();

        revocation.forget(at(200));

        assert_eq!(
            revocation.results.server,
            ServerResult::Forgotten {
                valid_until: 86_400_000
            }
        );
    }

    #[test]
    fn a_page_opens_by_itself_only_within_two_minutes_of_the_click() {
        let revocation = revocation();

        assert!(revocation.opens_by_itself(at(100 + 120)));
        assert!(!revocation.opens_by_itself(at(100 + 121)));
    }

    #[test]
    fn replacing_a_session_never_ends_the_single_sign_on() {
        let replaced = Revocation {
            owner: Owner::Unfinished(UnfinishedReason::Replaced),
            ..revocation()
        };

        assert!(!replaced.opens_by_itself(at(100)));
    }

    #[test]
    fn an_empty_end_session_answer_means_there_is_none() {
        assert!(matches!(EndSession::of(None), EndSession::None));
        assert!(matches!(EndSession::of(Some("")), EndSession::None));
        assert!(matches!(
            EndSession::of(Some("javascript:alert(1)")),
            EndSession::Rejected(_)
        ));
    }
}
