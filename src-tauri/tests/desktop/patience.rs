//! Waiting for something to become true: asked again and again until a deadline, never a pause of fixed length.

use std::time::{Duration, Instant};

/// How long a test waits for anything before it says that it does not happen. Far longer than anything takes, so that a slow machine does
/// not decide the result.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How long a test waits for what the program does by itself after half a minute.
const LONG_PATIENCE: Duration = Duration::from_secs(60);

const BETWEEN: Duration = Duration::from_millis(30);

/// Waits until `holds` answers true.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    until_some(what, async || holds().await.then_some(())).await;
}

/// The same for what the program does by itself after half a minute.
pub(crate) async fn until_at_last(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let found = within(LONG_PATIENCE, async || holds().await.then_some(())).await;
    found.unwrap_or_else(|| panic!("waited {} s in vain: {what}", LONG_PATIENCE.as_secs()));
}

/// Waits until `find` answers something.
pub(crate) async fn until_some<T>(what: &str, find: impl AsyncFnMut() -> Option<T>) -> T {
    patiently(find)
        .await
        .unwrap_or_else(|| panic!("waited {} s in vain: {what}", PATIENCE.as_secs()))
}

/// Asks until `find` answers something; nothing when it never does.
pub(crate) async fn patiently<T>(find: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    within(PATIENCE, find).await
}

async fn within<T>(patience: Duration, mut find: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = find().await {
            return Some(found);
        }
        if Instant::now() >= deadline {
            return None;
        }
        tokio::time::sleep(BETWEEN).await;
    }
}
