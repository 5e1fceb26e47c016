//! Whether this desktop shows what programs put into a tray. On Linux there are two kinds: a StatusNotifier host, found on the session's bus,
//! and an XEmbed tray, which owns a selection of the X server; the icon goes to either. Nothing is polled: both say when they come and go.
//!
//! Deliberately not here: the icon, which finds its own way to a tray that comes later.

use tokio::sync::watch;

use crate::news::TrayState;

/// Begins to look. The answer changes as trays come and go.
pub(super) fn watch() -> watch::Receiver<TrayState> {
    platform::watch()
}

/// What each of the two kinds of tray has answered; nothing as long as it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "elsewhere there is always a tray")
)]
struct Hosts {
    notifier: Option<bool>,
    xembed: Option<bool>,
}

#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "elsewhere there is always a tray")
)]
impl Hosts {
    fn state(self) -> TrayState {
        match (self.notifier, self.xembed) {
            (Some(true), _) | (_, Some(true)) => TrayState::Shown,
            (Some(false), Some(false)) => TrayState::Missing,
            (None, _) | (_, None) => TrayState::Unknown,
        }
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::sync::{Arc, Mutex, PoisonError};

    use tokio::sync::watch;

    use super::Hosts;
    use crate::news::TrayState;

    mod notifier;
    mod xembed;

    /// Takes what the two kinds say together.
    #[derive(Clone)]
    struct Findings(Arc<Mutex<Hosts>>, watch::Sender<TrayState>);

    impl Findings {
        fn found(&self, change: impl FnOnce(&mut Hosts)) {
            let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut hosts);
            let state = hosts.state();
            self.1.send_if_modified(|shown| {
                let is_news = *shown != state;
                *shown = state;
                is_news
            });
        }
    }

    pub(super) fn watch() -> watch::Receiver<TrayState> {
        let (sender, receiver) = watch::channel(TrayState::Unknown);
        let findings = Findings(Arc::default(), sender);
        let found = findings.clone();
        tauri::async_runtime::spawn(async move {
            let answer =
                notifier::follow(|there| found.found(|hosts| hosts.notifier = Some(there)));
            if let Err(error) = answer.await {
                tracing::info!(%error, "no bus says whether there is a tray");
            }
            found.found(|hosts| hosts.notifier = Some(false));
        });
        // Its connection is waited on by a thread that sleeps until the selection changes hands.
        let found = findings;
        let thread = std::thread::Builder::new().name("xembed-tray".to_owned());
        let spawned = thread.spawn({
            let found = found.clone();
            move || {
                if let Err(error) =
                    xembed::follow(|there| found.found(|hosts| hosts.xembed = Some(there)))
                {
                    tracing::info!(%error, "no X server says whether there is a tray");
                }
                found.found(|hosts| hosts.xembed = Some(false));
            }
        });
        if spawned.is_err() {
            found.found(|hosts| hosts.xembed = Some(false));
        }
        receiver
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use tokio::sync::watch;

    use crate::news::TrayState;

    /// Every other desktop that the program runs on has one.
    pub(super) fn watch() -> watch::Receiver<TrayState> {
        watch::channel(TrayState::Shown).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(notifier: Option<bool>, xembed: Option<bool>) -> TrayState {
        Hosts { notifier, xembed }.state()
    }

    #[test]
    fn one_kind_of_tray_is_enough() {
        assert_eq!(state(Some(true), None), TrayState::Shown);
        assert_eq!(state(Some(false), Some(true)), TrayState::Shown);
    }

    #[test]
    fn there_is_none_only_when_neither_kind_is_there() {
        assert_eq!(state(Some(false), None), TrayState::Unknown);
        assert_eq!(state(None, Some(false)), TrayState::Unknown);
        assert_eq!(state(Some(false), Some(false)), TrayState::Missing);
    }
}
