//! What the window offers beside accounts: a debugging token, an address that lies on the clipboard, and the sessions of Cloudreve's own
//! desktop client.
//!
//! Deliberately not here: anything of an account. Nothing here is in the list, the registry or a snapshot, and what is secret stays in memory
//! until the window goes.

pub(crate) mod clipboard;
pub(crate) mod debug_token;
pub(crate) mod official_client;

use std::sync::Arc;
use std::time::Duration;

use self::clipboard::{Clipboard, SystemBoard};
use self::debug_token::Held;
use self::official_client::Found;

/// How long the end of the program waits for whoever owns the clipboard then.
const LAST_LOOK: Duration = Duration::from_secs(2);

/// What the tools hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tools {
    pub(crate) clipboard: Arc<Clipboard<SystemBoard>>,
    pub(crate) token: Arc<Held>,
    pub(crate) found: Arc<Found>,
}

impl Tools {
    /// The window is gone, and with it whoever could ask for what is held. What was copied stays for its minute.
    pub(crate) fn window_is_gone(&self) {
        self.token.drop_now();
        self.found.drop_now();
    }

    /// The program ends.
    pub(crate) fn end(&self) {
        self.window_is_gone();
        if !self.clipboard.take_back_within(LAST_LOOK) {
            tracing::warn!("the clipboard did not answer");
        }
    }
}
