//! Windows and macOS: nothing is heard yet, and so nothing is offered there.
//!
//! Deliberately not here: the session notifications, the idle time and the power and network events of these systems. Their programming interfaces
//! are foreign functions, and this crate has no unsafe code; after a wake-up the domain's own look finds what is due, 30 s at
//! most, and what waits for the network goes when its own pause is over.

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
