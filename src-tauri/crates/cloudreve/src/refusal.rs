//! A server's refusal: an answer of Cloudreve with a code other than success.
//!
//! What a code means depends on the operation, so the operations' error enums name it. Deliberately not here: the debug
//! fields `error` and `aggregated_error`, which may quote a request.

use std::fmt;

use jiff::Timestamp;

/// What the server said when it refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The envelope's code: three digits as HTTP's, 4xxxx the caller's fault, 5xxxx the server's (wire notes, "Shape of
    /// every answer").
    pub code: i64,
    /// The server's own sentence, at most 1,000 characters; empty when it gave none.
    pub message: String,
    /// What the server's log calls this request.
    pub correlation_id: Option<String>,
    /// The server's `Date` header.
    pub date: Option<Timestamp>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server refused with code {}", self.code)?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        Ok(())
    }
}
