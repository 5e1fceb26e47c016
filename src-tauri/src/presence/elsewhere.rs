//! Windows and macOS: nothing is heard yet, and so nothing is offered there.
//!
//! Deliberately not here: the session notifications, the idle time and the power and network events of these systems. Their programming interfaces
//! are foreign functions, and this crate has no unsafe code; a wake-up and a network that is back are found by the domain's own look, 30 s
//! at most.

use tauri::AppHandle;
use tokio::sync::{mpsc, watch};

use super::{Reports, Signal, Wishes};

/// Says that nothing is reported here.
pub(super) async fn listen(
    _: AppHandle,
    _: watch::Receiver<Wishes>,
    heard: mpsc::UnboundedSender<Signal>,
) {
    // The program has ended when nobody listens.
    drop(heard.send(Signal::Reports(Reports::default())));
}
