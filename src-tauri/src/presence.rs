//! What the computer and its desktop say: the screen is locked, nobody is there, it woke up, the network is back, the session ends. Each becomes
//! one request to the domain.
//!
//! The port is a stream of [`Signal`]s; each platform has one implementation of it. Deliberately absent: whom a signal signs out (the domain knows
//! the rules), going to sleep (nothing that a server must answer would be finished in time; what is under way goes on after it), and the end of
//! the session where the desktop only ends its programs (`background`).

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod idle;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod lock;

use std::time::Duration;

use accounts::{AutomaticSignOut, Coverage, Manager, Occasion, Settings};
use tauri::{AppHandle, Manager as _};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

#[cfg(not(target_os = "linux"))]
use self::elsewhere as platform;
#[cfg(target_os = "linux")]
use self::linux as platform;
use crate::background;
use crate::news::Post;

/// What was heard.
#[derive(Debug)]
#[cfg_attr(
    not(any(target_os = "linux", test)),
    expect(dead_code, reason = "nothing is heard elsewhere yet")
)]
enum Signal {
    /// What this desktop says at all, whole, whenever that changes.
    Reports(Reports),
    /// The screen was locked: once for each lock, however many tell of it.
    ScreenLocked,
    /// Nobody has used the computer for the chosen time: once for each such time.
    Idle,
    /// Somebody says from now on when the computer has slept, or nobody does any more.
    TellsOfWaking(bool),
    /// The computer has slept.
    Resumed,
    /// There is a network that was not there before.
    NetworkBack,
    /// The computer shuts down or starts anew, or the person logs out, and waits for a moment until this is dropped.
    SessionEnds(Hold),
}

/// What a desktop says at all. What it does not say is not offered to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Reports {
    lock: bool,
    idle: bool,
}

/// What keeps the session from ending, for a moment, until it is dropped.
struct Hold(Option<Box<dyn Send>>);

/// What is worth listening to because of what the person has chosen. Everything else that is heard comes by itself and costs nothing until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Wishes {
    /// For how long nobody is to have used the computer; nothing when that is no occasion.
    idle: Option<Duration>,
    /// The end of the session is to wait for us.
    session_end: bool,
}

/// A network that comes back comes and goes for a while, and waking up is mostly followed by the network.
const FLAPPING: Duration = Duration::from_secs(1);

/// Where the person's choices are handed on.
struct Choices(watch::Sender<Wishes>);

/// Begins to listen.
pub(crate) fn begin(app: &AppHandle) {
    let (wishes, wished) = watch::channel(Wishes::default());
    let (heard, signals) = mpsc::unbounded_channel();
    app.manage(Choices(wishes));
    settings_changed(app, &app.state::<Manager>().settings());
    tauri::async_runtime::spawn(platform::listen(app.clone(), wished, heard));
    let shell = Shell(app.clone());
    tauri::async_runtime::spawn(async move { answer(signals, &shell).await });
}

/// The person may have chosen something else. Called from any thread.
pub(crate) fn settings_changed(app: &AppHandle, settings: &Settings) {
    let Some(choices) = app.try_state::<Choices>() else {
        // Read when listening begins.
        return;
    };
    let wishes = Wishes::of(&settings.automatic);
    choices.0.send_if_modified(|former| {
        let news = *former != wishes;
        *former = wishes;
        news
    });
}

impl Wishes {
    fn of(rules: &AutomaticSignOut) -> Self {
        let covers = |occasion| *rules.on(occasion) != Coverage::Nobody;
        let minutes = u64::from(rules.idle_minutes.get());
        Self {
            idle: covers(Occasion::Idle).then(|| Duration::from_secs(60 * minutes)),
            session_end: covers(Occasion::Quit),
        }
    }
}

/// What signals lead to. Nothing here waits: the next signal may be the end of the session.
trait Program {
    fn show(&self, reports: Reports);
    fn leave(&self, occasion: Occasion);
    fn look_again(&self);
    fn is_told_of_waking(&self, told: bool);
    fn end_session(&self, hold: Hold);
}

/// Answers every signal, for as long as the program runs.
async fn answer(mut signals: mpsc::UnboundedReceiver<Signal>, program: &impl Program) {
    let mut look: Option<Instant> = None;
    loop {
        let signal = tokio::select! {
            signal = signals.recv() => signal,
            () = at(look) => {
                look = None;
                program.look_again();
                continue;
            }
        };
        match signal {
            Some(Signal::Reports(reports)) => program.show(reports),
            Some(Signal::ScreenLocked) => program.leave(Occasion::ScreenLocked),
            Some(Signal::Idle) => program.leave(Occasion::Idle),
            Some(Signal::Resumed | Signal::NetworkBack) => {
                look = look.or_else(|| Instant::now().checked_add(FLAPPING));
            }
            Some(Signal::TellsOfWaking(told)) => program.is_told_of_waking(told),
            Some(Signal::SessionEnds(hold)) => program.end_session(hold),
            None => break,
        }
    }
    // Whoever spoke is gone; what it said before that counts.
    if look.is_some() {
        at(look).await;
        program.look_again();
    }
}

/// Comes at this time, or never.
async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

/// The running program.
struct Shell(AppHandle);

impl Shell {
    fn manager(&self) -> Manager {
        self.0.state::<Manager>().inner().clone()
    }
}

impl Program for Shell {
    fn show(&self, reports: Reports) {
        self.0.state::<Post>().change(|view| {
            view.reports_lock = reports.lock;
            view.reports_idle = reports.idle;
        });
    }

    fn leave(&self, occasion: Occasion) {
        let manager = self.manager();
        tauri::async_runtime::spawn(async move {
            // They go on by themselves, and the domain tells the person how they went.
            drop(manager.leave_on(occasion).await);
        });
    }

    fn look_again(&self) {
        self.manager().look_again();
    }

    fn is_told_of_waking(&self, told: bool) {
        self.manager().is_told_of_waking(told);
    }

    fn end_session(&self, hold: Hold) {
        let app = self.0.clone();
        tauri::async_runtime::spawn(async move {
            background::end_session(&app).await;
            drop(hold);
        });
    }
}

impl std::fmt::Debug for Hold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Hold").field(&self.0.is_some()).finish()
    }
}

#[cfg(all(test, target_os = "linux"))]
pub(crate) use self::linux::tests::system_bus;

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Writes down what it was asked for, and when.
    struct Record {
        begun: Instant,
        deeds: Mutex<Vec<(Duration, &'static str)>>,
    }

    impl Record {
        fn new() -> Self {
            Self {
                begun: Instant::now(),
                deeds: Mutex::default(),
            }
        }

        fn add(&self, deed: &'static str) {
            self.deeds
                .lock()
                .unwrap()
                .push((self.begun.elapsed(), deed));
        }

        fn deeds(&self) -> Vec<(Duration, &'static str)> {
            self.deeds.lock().unwrap().clone()
        }
    }

    impl Program for Record {
        fn show(&self, _: Reports) {
            self.add("show");
        }

        fn leave(&self, occasion: Occasion) {
            self.add(match occasion {
                Occasion::Quit | Occasion::SessionEnds => "leave on quit",
                Occasion::ScreenLocked => "leave on lock",
                Occasion::Idle => "leave when idle",
            });
        }

        fn look_again(&self) {
            self.add("look again");
        }

        fn is_told_of_waking(&self, _: bool) {
            self.add("told of waking");
        }

        fn end_session(&self, hold: Hold) {
            drop(hold);
            self.add("end session");
        }
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_network_that_comes_and_goes_is_one_look() {
        // Given
        let record = Record::new();
        let (heard, signals) = mpsc::unbounded_channel();

        // When the computer wakes up, and its network comes twice within a second and once more later
        let told = async {
            heard.send(Signal::Resumed).unwrap();
            tokio::time::sleep(SECOND / 2).await;
            heard.send(Signal::NetworkBack).unwrap();
            heard.send(Signal::NetworkBack).unwrap();
            tokio::time::sleep(5 * SECOND).await;
            heard.send(Signal::NetworkBack).unwrap();
            drop(heard);
        };
        tokio::join!(answer(signals, &record), told);

        // Then
        assert_eq!(
            record.deeds(),
            [
                (SECOND, "look again"),
                (6 * SECOND + SECOND / 2, "look again")
            ]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn every_signal_has_its_answer_and_none_waits_for_another() {
        // Given
        let record = Record::new();
        let (heard, signals) = mpsc::unbounded_channel();

        // When
        for signal in [
            Signal::Reports(Reports::default()),
            Signal::TellsOfWaking(true),
            Signal::NetworkBack,
            Signal::ScreenLocked,
            Signal::Idle,
            Signal::SessionEnds(Hold(None)),
        ] {
            heard.send(signal).unwrap();
        }
        drop(heard);
        answer(signals, &record).await;

        // Then
        assert_eq!(
            record.deeds(),
            [
                (Duration::ZERO, "show"),
                (Duration::ZERO, "told of waking"),
                (Duration::ZERO, "leave on lock"),
                (Duration::ZERO, "leave when idle"),
                (Duration::ZERO, "end session"),
                (SECOND, "look again"),
            ]
        );
    }

    #[test]
    fn only_rules_that_cover_somebody_are_listened_for() {
        let off = AutomaticSignOut::default();
        let only = Coverage::Only {
            accounts: vec!["somebody".to_owned()],
        };
        let on = AutomaticSignOut {
            on_quit: only,
            when_idle: Coverage::Everybody,
            idle_minutes: 7.into(),
            ..AutomaticSignOut::default()
        };

        assert_eq!(Wishes::of(&off), Wishes::default());
        assert_eq!(
            Wishes::of(&on),
            Wishes {
                idle: Some(420 * SECOND),
                session_end: true
            }
        );
    }
}
