//! The kernel's clock: a timer that is cancelled whenever the clock jumps (`timerfd_create(2)`, `TFD_TIMER_CANCEL_ON_SET`), which it also does when
//! the computer has slept. Until then it costs nothing, and nobody need run who tells of sleep.
//!
//! Deliberately not here: a clock that is slowed or hurried, which is no jump.

use std::convert::Infallible;
use std::io;

use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::Ear;
use crate::presence::Signal;

/// A time that nobody will see, in seconds since 1970.
const NEVER: i64 = i32::MAX as i64 * 64;

pub(super) async fn listen(ear: &Ear) {
    let Err(error) = watch(ear).await;
    tracing::warn!(%error, "nothing tells when the computer has slept");
    ear.hear(Signal::TellsOfWaking(false));
}

async fn watch(ear: &Ear) -> io::Result<Infallible> {
    let flags = TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK;
    let timer = timerfd_create(TimerfdClockId::Realtime, flags)?;
    let timer = AsyncFd::with_interest(timer, Interest::READABLE)?;
    let never = Itimerspec {
        it_interval: Timespec::default(),
        it_value: Timespec {
            tv_sec: NEVER,
            tv_nsec: 0,
        },
    };
    let jumps = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    timerfd_settime(&timer, jumps, &never)?;
    ear.hear(Signal::TellsOfWaking(true));
    loop {
        let mut ready = timer.readable().await?;
        match rustix::io::read(&timer, &mut [0; 8]) {
            Err(Errno::CANCELED) => {
                ear.hear(Signal::Resumed);
                timerfd_settime(&timer, jumps, &never)?;
            }
            Err(Errno::AGAIN) => ready.clear_ready(),
            Err(error) => return Err(error.into()),
            Ok(_) => timerfd_settime(&timer, jumps, &never).map(drop)?,
        }
    }
}
