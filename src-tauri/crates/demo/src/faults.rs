//! The list of faults that are switched on, and which of them meet a request. What each one does to an answer is
//! in `gate`.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::truth::same_path;

/// Something that goes wrong, where, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which requests it meets.
    pub on: On,
    /// What happens to them.
    pub what: What,
    /// How many requests it meets before it ends by itself; `None` until [`crate::StandIn::clear_faults`].
    pub times: Option<u32>,
}

impl Fault {
    /// On every request.
    pub fn everywhere(what: What) -> Self {
        Self {
            on: On::Any,
            what,
            times: None,
        }
    }

    /// On requests to this path, whole or from below `/api/v4`; a trailing `*` stands for any rest.
    pub fn on_path(path: &str, what: What) -> Self {
        Self {
            on: On::Path(path.to_owned()),
            what,
            times: None,
        }
    }

    /// On requests of this method to this path: sign-in and sign-out share one.
    pub fn on_call(method: &str, path: &str, what: What) -> Self {
        Self {
            on: On::Call {
                method: method.to_owned(),
                path: path.to_owned(),
            },
            what,
            times: None,
        }
    }

    /// Only the next `times` requests.
    pub fn times(self, times: u32) -> Self {
        Self {
            times: Some(times),
            ..self
        }
    }
}

/// Which requests a fault meets. Paths are whole or begin below `/api/v4`; a trailing `*` stands for any rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// Every request.
    Any,
    /// Every method on this path.
    Path(String),
    /// One method on this path.
    Call {
        /// HTTP method in capitals.
        method: String,
        /// Path as in [`On::Path`].
        path: String,
    },
}

impl On {
    fn meets(&self, method: &str, path: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Path(wanted) => same_path(path, wanted),
            Self::Call {
                method: wanted_method,
                path: wanted,
            } => method == wanted_method && same_path(path, wanted),
        }
    }
}

/// What happens to a request. `Delay` and `Hold` come before whatever else is switched on for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Waits, then goes on.
    Delay(Duration),
    /// Waits for [`crate::StandIn::release`], then goes on.
    Hold,
    /// Handles the request, then closes the connection without an answer.
    DropAfterHandling,
    /// Closes the connection without having handled the request.
    DropBeforeHandling,
    /// Handles the request, then closes the connection in the middle of the answer's body.
    CutShort,
    /// The server's own database does not answer: refresh says 40020, bearer calls 50001, sign-in 40080.
    SickDatabase,
    /// Handles the request and answers with text where numbers belong and the other way round.
    WrongTypes,
    /// Handles the request and answers only the first half, its length announced as if that were all.
    Truncated,
    /// Handles the request and answers the same document twice in one body.
    Doubled,
    /// Handles the request and answers with a byte order mark before the document.
    ByteOrderMark,
    /// Handles the request and answers with every number and flag written as text, the code too.
    NumbersAsText,
    /// Handles the request and answers with null in every field of the data.
    Nulls,
    /// Handles the request and answers with this text in every field that holds a time.
    Times(String),
    /// Handles the request and answers one byte a second.
    SlowDrip,
    /// A proxy's HTML page with status 502.
    BadGateway,
    /// A hotel's sign-in page: HTML with status 200.
    CaptivePortal,
    /// A redirect (302) to this address.
    Redirect(String),
    /// A redirect (302) to the very address that was asked.
    RedirectToItself,
    /// An envelope of more than 1 MiB, its length announced.
    TooLarge,
    /// A body of 2 GB, its length announced, sent for as long as somebody reads.
    TwoGigabytes,
    /// A body that never ends and whose length is not announced.
    Endless,
    /// JSON that is no envelope.
    PlainJson,
    /// This HTTP status with a short plain text.
    Status(u16),
    /// An envelope with this code and sentence.
    Answer {
        /// Envelope code.
        code: i64,
        /// Sentence.
        msg: String,
    },
}

/// What is to happen to one request.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) delay: Duration,
    pub(crate) hold: bool,
    pub(crate) trouble: Option<What>,
}

#[derive(Debug)]
pub(crate) struct Faults {
    on: Mutex<Vec<Fault>>,
    released: watch::Sender<u64>,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            on: Mutex::default(),
            released: watch::Sender::new(0),
        }
    }
}

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.list().push(fault);
    }

    pub(crate) fn clear(&self) {
        self.list().clear();
        self.release();
    }

    pub(crate) fn release(&self) {
        self.released.send_modify(|count| *count += 1);
    }

    /// What meets this request. Faults with a number of times are used up by it; of several troubles the one
    /// switched on first happens, and the others are kept.
    pub(crate) fn meet(&self, method: &str, path: &str) -> Plan {
        let mut plan = Plan::default();
        self.list().retain_mut(|fault| {
            if !fault.on.meets(method, path) {
                return true;
            }
            match &fault.what {
                What::Delay(time) => plan.delay += *time,
                What::Hold => plan.hold = true,
                _ if plan.trouble.is_some() => return true,
                what => plan.trouble = Some(what.clone()),
            }
            match &mut fault.times {
                None => true,
                Some(times) => {
                    *times = times.saturating_sub(1);
                    *times > 0
                }
            }
        });
        plan
    }

    /// Tells of every release from now on.
    pub(crate) fn releases(&self) -> watch::Receiver<u64> {
        self.released.subscribe()
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<Fault>> {
        self.on.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_for_one_time_is_used_up_by_the_first_request_that_it_meets() {
        // Given
        let faults = Faults::default();
        faults.add(Fault::on_call("DELETE", "/session/token", What::BadGateway).times(1));

        // When
        let other = faults.meet("POST", "/api/v4/session/token");
        let first = faults.meet("DELETE", "/api/v4/session/token");
        let second = faults.meet("DELETE", "/api/v4/session/token");

        // Then
        assert_eq!(other.trouble, None);
        assert_eq!(first.trouble, Some(What::BadGateway));
        assert_eq!(second.trouble, None);
    }

    #[test]
    fn a_delay_goes_together_with_a_trouble() {
        // Given
        let faults = Faults::default();
        faults.add(Fault::everywhere(What::Delay(Duration::from_millis(100))));
        faults.add(Fault::everywhere(What::WrongTypes));

        // When
        let plan = faults.meet("GET", "/api/v4/user/me");

        // Then
        assert_eq!(plan.delay, Duration::from_millis(100));
        assert_eq!(plan.trouble, Some(What::WrongTypes));
    }
}
