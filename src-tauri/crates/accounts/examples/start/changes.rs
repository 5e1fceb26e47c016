//! What a change of the state costs when there are many accounts: every one makes a snapshot and holds it against the one before.

use std::time::{Duration, Instant};

use accounts::{AccountId, Manager};

/// How often each is done; the median counts.
const TIMES: usize = 21;

/// Medians.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Changes {
    /// One of which nothing is to be seen.
    pub(crate) unseen: Duration,
    /// One that is written to the disk and published.
    pub(crate) renaming: Duration,
    /// A snapshot made, and written as the page gets it.
    pub(crate) as_json: Duration,
}

impl Changes {
    /// Of a manager whose loop does not run. Without accounts, no renaming.
    pub(crate) async fn measured(manager: &Manager) -> Self {
        let sites = manager.snapshot().sites;
        let mut ids = sites.iter().flat_map(|site| &site.accounts);
        let account: Option<AccountId> = ids.next().and_then(|account| account.id.parse().ok());
        let mut renamings = Vec::new();
        for number in 0..TIMES {
            let label = format!("Label {number}");
            let began = Instant::now();
            if let Some(account) = account {
                let renamed = manager.rename(account, Some(&label)).await;
                renamed.expect("renamed");
            }
            renamings.push(began.elapsed());
        }
        Self {
            unseen: median((0..TIMES).map(|_| timed(|| manager.look_again())).collect()),
            renaming: median(renamings),
            as_json: median((0..TIMES).map(|_| timed(|| json(manager))).collect()),
        }
    }
}

fn json(manager: &Manager) {
    let json = serde_json::to_string(&manager.snapshot()).expect("written");
    std::hint::black_box(json);
}

fn timed(what: impl FnOnce()) -> Duration {
    let began = Instant::now();
    what();
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[TIMES / 2]
}
