//! Waiting, in the one place that may: a measurement looks again and again, or lets a time pass that nothing tells the end of.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Far longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(60);

const BETWEEN: Duration = Duration::from_millis(10);

/// Lets so much time pass.
#[expect(
    clippy::disallowed_methods,
    reason = "what is measured over a time, or has to become quiet first, has no other end than the clock's"
)]
pub(super) fn pass(time: Duration) {
    std::thread::sleep(time);
}

/// Looks until there is something.
pub(super) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> Result<T, Failure> {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        if began.elapsed() > PATIENCE {
            return Err(Failure::Measurement(format!(
                "waited {} s in vain until {what}",
                PATIENCE.as_secs()
            )));
        }
        pass(BETWEEN);
    }
}
