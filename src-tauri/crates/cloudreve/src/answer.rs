//! A server's successful answer together with the server's clock.
//!
//! Refusals carry the same clock in [`crate::Refusal`]; what to do about a clock that differs is the domain's question.

use jiff::Timestamp;

/// What the server answered, and when by its own clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// The answer itself.
    pub value: T,
    /// The `Date` header (RFC 9110, section 6.6.1), whole seconds; `None` when absent or not a date.
    pub date: Option<Timestamp>,
}
