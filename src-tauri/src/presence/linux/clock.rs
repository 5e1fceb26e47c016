//! The kernel's clock: a timer that is cancelled whenever the clock jumps (`timerfd_create(2)`, `TFD_TIMER_CANCEL_ON_SET`), which it also does when
//! the computer has slept. A thread waits for that and costs nothing until then, and nobody need run who tells of sleep.
//!
//! Deliberately not here: a clock that is slowed or hurried, which is no jump.

use std::convert::Infallible;
use std::io;
use std::thread;

use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};

use super::Ear;
use crate::presence::Signal;

/// A time that nobody will see, in seconds since 1970.
const NEVER: i64 = i32::MAX as i64 * 64;

pub(super) fn listen(ear: &Ear) {
    let told = ear.clone();
    let watching = thread::Builder::new().name("clock".into()).spawn(move || {
        let Err(error) = watch(&told);
        tracing::warn!(%error, "nothing tells when the computer has slept");
        told.hear(Signal::TellsOfWaking(false));
    });
    if let Err(error) = watching {
        tracing::warn!(%error, "nothing tells when the computer has slept");
    }
}

fn watch(ear: &Ear) -> io::Result<Infallible> {
    let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::CLOEXEC)?;
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
        match rustix::io::read(&timer, &mut [0; 8]) {
            // The timer goes on, and is cancelled at the next jump too.
            Err(Errno::CANCELED) => ear.hear(Signal::Resumed),
            Err(Errno::INTR) | Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
