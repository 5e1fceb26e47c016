//! What is heard on buses of a test's own, from stand-ins for those who speak there.
//!
//! That something is not heard is shown by what is heard next. Words of one kind come in their order; of different kinds the later one may be heard
//! first.

mod desktops;
#[path = "../../../../tests/desktop/system_bus.rs"]
pub(crate) mod system_bus;

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use zbus::Connection;
use zbus::connection::Builder;
use zbus::names::BusName;

use self::desktops::{Asked, IdleMonitor, KdeLocker, Portal, ScreenSaver, SessionManager, Watch};
use self::system_bus::{Login, Network, OUR_SESSION, PrivateBus};
use super::Surroundings;
use crate::bus::PATIENCE;
use crate::presence::{Reports, Signal, Wishes};

/// Both buses, and one who listens on them.
struct Listening {
    system: PrivateBus,
    session: PrivateBus,
    our_names: Vec<BusName<'static>>,
    our_session: Connection,
    wishes: watch::Sender<Wishes>,
    signals: mpsc::UnboundedReceiver<Signal>,
    task: AbortHandle,
}

impl Listening {
    async fn begin(is_wayland: bool) -> Self {
        let (system, session) = (PrivateBus::start(), PrivateBus::start());
        let (ours, theirs) = (connected(&system).await, connected(&session).await);
        let our_names = [&ours, &theirs]
            .map(|bus| BusName::from(bus.unique_name().unwrap().to_owned().into_inner()));
        let (wishes, wished) = watch::channel(Wishes::default());
        let (heard, signals) = mpsc::unbounded_channel();
        let our_session = theirs.clone();
        let surroundings = Surroundings {
            system: Some(ours),
            session: Some(theirs),
            is_wayland,
            our_name: "dev.keyreve.test".to_owned(),
        };
        let task = tokio::spawn(surroundings.listen(wished, heard)).abort_handle();
        Self {
            system,
            session,
            our_names: our_names.into(),
            our_session,
            wishes,
            signals,
            task,
        }
    }

    /// The next thing that happens. That waking up will be told is said at the beginning.
    async fn hears(&mut self) -> Signal {
        loop {
            let signal = self.signals.recv().await.unwrap();
            if !matches!(signal, Signal::TellsOfWaking(_)) {
                return signal;
            }
        }
    }

    async fn is_told_of_waking(&mut self) -> bool {
        loop {
            if let Signal::TellsOfWaking(told) = self.signals.recv().await.unwrap() {
                return told;
            }
        }
    }

    /// What the desktop says at all is the next that is heard.
    async fn hears_of(&mut self, lock: bool, idle: bool) {
        let heard = self.hears().await;
        let Signal::Reports(reports) = heard else {
            panic!("{heard:?}");
        };
        assert_eq!(reports, Reports { lock, idle });
    }

    /// Waits for the first lock, with which it is known that there is anything to hear.
    async fn hears_the_first_lock(&mut self) {
        self.hears_of(true, false).await;
        self.hears_a_lock().await;
    }

    async fn hears_a_lock(&mut self) {
        let heard = self.hears().await;
        assert!(matches!(heard, Signal::ScreenLocked), "{heard:?}");
    }

    async fn hears_of_waking_up(&mut self) {
        let heard = self.hears().await;
        assert!(matches!(heard, Signal::Resumed), "{heard:?}");
    }

    async fn hears_of_the_network(&mut self) {
        let heard = self.hears().await;
        assert!(matches!(heard, Signal::NetworkBack), "{heard:?}");
    }

    async fn hears_of_nobody(&mut self) {
        let heard = self.hears().await;
        assert!(matches!(heard, Signal::Idle), "{heard:?}");
    }

    /// Whatever was said to this one on the session's bus has arrived: two words go there and come back after it.
    async fn has_said_all_to(&self, name: &str) {
        for _ in 0..2 {
            let peer = Some("org.freedesktop.DBus.Peer");
            let answer = self
                .our_session
                .call_method(Some(name), "/", peer, "Ping", &());
            answer.await.unwrap();
        }
    }

    fn wishes_for_idle(&self, minutes: u64) {
        let idle = Some(Duration::from_secs(60 * minutes));
        self.wishes.send_modify(|wishes| wishes.idle = idle);
    }

    fn wishes_to_be_waited_for(&self, session_end: bool) {
        self.wishes
            .send_modify(|wishes| wishes.session_end = session_end);
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn connected(bus: &PrivateBus) -> Connection {
    Builder::address(bus.address())
        .unwrap()
        .method_timeout(PATIENCE)
        .build()
        .await
        .unwrap()
}

#[tokio::test]
async fn one_lock_is_heard_once_whoever_tells_of_it() {
    // Given a desktop that tells in every way
    let mut listening = Listening::begin(false).await;
    let saver = ScreenSaver::start(&listening.session, "org.gnome.ScreenSaver").await;
    listening.hears_of(true, false).await;
    let login = Login::start(&listening.system, false).await;
    login.is_listened_to().await;

    // When it is locked, unlocked and locked again
    login.asks(OUR_SESSION, "Lock").await;
    listening.hears_a_lock().await;
    login.is_told_of_lock(true).await;
    login.is_told_of_lock(false).await;
    login.is_told_of_lock(true).await;

    // Then
    listening.hears_a_lock().await;
    saver.is_active(true).await;
    saver.is_active(false).await;
    let _monitor = IdleMonitor::start(&listening.session).await;
    listening.hears_of(true, true).await;
}

#[tokio::test]
async fn every_desktops_screen_saver_is_heard() {
    for name in super::screen_saver::NAMES {
        // Given
        let mut listening = Listening::begin(false).await;
        let saver = ScreenSaver::start(&listening.session, name).await;
        listening.hears_of(true, false).await;

        // When
        saver.is_active(true).await;

        // Then
        listening.hears_a_lock().await;

        // When it is started anew
        drop(saver);
        let saver = ScreenSaver::start(&listening.session, name).await;
        saver.is_active(false).await;
        saver.is_active(true).await;

        // Then
        listening.hears_a_lock().await;
    }
}

#[tokio::test]
async fn a_lock_of_somebody_elses_session_is_not_ours() {
    // Given
    let mut listening = Listening::begin(false).await;
    let login = Login::start(&listening.system, false).await;
    login.is_listened_to().await;

    // When theirs is locked, and then ours
    login
        .asks("/org/freedesktop/login1/session/_32", "Lock")
        .await;
    login.asks(OUR_SESSION, "Lock").await;

    // Then there is one
    listening.hears_the_first_lock().await;
    login.sleeps(false).await;
    listening.hears_of_waking_up().await;
}

#[tokio::test]
async fn a_program_that_speaks_as_the_login_manager_is_not_believed() {
    // Given
    let mut listening = Listening::begin(false).await;
    let login = Login::start(&listening.system, false).await;
    login.is_listened_to().await;

    // When another one tells us alone, as anybody may who is on the bus
    let another = connected(&listening.system).await;
    another
        .emit_signal(
            Some(listening.our_names[0].clone()),
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager",
            "PrepareForShutdown",
            &true,
        )
        .await
        .unwrap();
    another
        .emit_signal(
            Some(listening.our_names[0].clone()),
            OUR_SESSION,
            "org.freedesktop.login1.Session",
            "Lock",
            &(),
        )
        .await
        .unwrap();
    // And says in the bus's name that it is the login manager now
    let claim = (
        "org.freedesktop.login1",
        "",
        another.unique_name().unwrap().as_str(),
    );
    another
        .emit_signal(
            Some(listening.our_names[0].clone()),
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "NameOwnerChanged",
            &claim,
        )
        .await
        .unwrap();
    // The bus has passed all on when it answers the same program's next call.
    zbus::fdo::DBusProxy::new(&another)
        .await
        .unwrap()
        .get_id()
        .await
        .unwrap();
    login.asks(OUR_SESSION, "Lock").await;

    // Then only the true one is heard
    listening.hears_the_first_lock().await;
    login.sleeps(false).await;
    listening.hears_of_waking_up().await;
}

#[tokio::test]
async fn going_to_sleep_is_nothing_and_waking_up_is_heard() {
    // Given
    let mut listening = Listening::begin(false).await;
    let login = Login::start(&listening.system, false).await;
    login.is_listened_to().await;

    // When
    login.sleeps(true).await;
    login.sleeps(false).await;

    // Then it is heard once, and what comes next after it
    listening.hears_of_waking_up().await;
    login.asks(OUR_SESSION, "Lock").await;
    listening.hears_the_first_lock().await;
}

#[tokio::test]
async fn that_waking_up_will_be_told_is_said_although_nobody_is_on_the_bus() {
    let mut listening = Listening::begin(false).await;

    assert!(listening.is_told_of_waking().await);
}

#[tokio::test]
async fn a_shutdown_waits_for_us_only_while_that_is_chosen() {
    // Given
    let mut listening = Listening::begin(false).await;
    let mut login = Login::start(&listening.system, false).await;
    login.is_listened_to().await;

    // When it is chosen and taken back
    listening.wishes_to_be_waited_for(true);
    let inhibitor = login.inhibitor().await;
    assert_eq!(
        (inhibitor.what.as_str(), inhibitor.mode.as_str()),
        ("shutdown", "delay")
    );
    listening.wishes_to_be_waited_for(false);

    // Then
    inhibitor.released().await;

    // And a shutdown is heard all the same
    login.shuts_down(true).await;
    let heard = listening.hears().await;
    assert!(matches!(heard, Signal::SessionEnds(_)), "{heard:?}");
}

#[tokio::test]
async fn a_shutdown_goes_on_when_we_have_done_and_the_next_one_waits_again() {
    // Given
    let mut listening = Listening::begin(false).await;
    let mut login = Login::start(&listening.system, false).await;
    listening.wishes_to_be_waited_for(true);
    let inhibitor = login.inhibitor().await;

    // When
    login.shuts_down(true).await;
    let heard = listening.hears().await;
    let Signal::SessionEnds(hold) = heard else {
        panic!("{heard:?}");
    };
    drop(hold);

    // Then
    inhibitor.released().await;

    // When it was called off
    login.shuts_down(false).await;

    // Then
    login.inhibitor().await;
}

#[tokio::test]
async fn gnome_waits_with_the_end_of_the_session_until_the_sign_outs_are_on_disk() {
    let mut listening = Listening::begin(false).await;
    let mut desktop = SessionManager::of_gnome(&listening.session).await;
    listening.wishes_to_be_waited_for(true);

    assert_eq!(desktop.asked().await, Asked::Registered);
    it_waits_while_that_is_chosen(&mut listening, &mut desktop).await;
}

#[tokio::test]
async fn xfce_waits_too_and_does_not_start_us_again() {
    let mut listening = Listening::begin(false).await;
    let mut desktop = SessionManager::of_xfce(&listening.session).await;
    listening.wishes_to_be_waited_for(true);

    assert_eq!(desktop.asked().await, Asked::Registered);
    assert_eq!(desktop.asked().await, Asked::Restarts { style: 3 });
    it_waits_while_that_is_chosen(&mut listening, &mut desktop).await;
}

async fn it_waits_while_that_is_chosen(listening: &mut Listening, desktop: &mut SessionManager) {
    // When it asks whether it may end
    desktop.says("QueryEndSession").await;

    // Then it may, and nothing is done yet: somebody else may call it off
    assert_eq!(desktop.asked().await, Asked::MayEnd(true));

    // When it does end
    desktop.says("EndSession").await;

    // Then it has its answer when the sign-outs are on disk, and not before
    let heard = listening.hears().await;
    let Signal::SessionEnds(hold) = heard else {
        panic!("{heard:?}");
    };
    listening.has_said_all_to(desktop.name).await;
    assert!(!desktop.has_been_asked(), "answered too early");
    drop(hold);
    assert_eq!(desktop.asked().await, Asked::MayEnd(true));

    // When it was called off after all, and ends once more when nobody is to be signed out
    listening.wishes_to_be_waited_for(false);
    desktop.says("EndSession").await;

    // Then it has its answer at once
    assert_eq!(desktop.asked().await, Asked::MayEnd(true));
    while let Ok(heard) = listening.signals.try_recv() {
        assert!(matches!(heard, Signal::TellsOfWaking(_)), "{heard:?}");
    }

    // When it lets us go, and somebody is to be signed out again
    desktop.says("Stop").await;
    listening.wishes_to_be_waited_for(true);

    // Then
    assert_eq!(desktop.asked().await, Asked::Registered);
}

#[tokio::test]
async fn a_login_manager_that_is_started_anew_is_followed() {
    // Given one that is gone while the screen was locked
    let mut listening = Listening::begin(false).await;
    listening.wishes_to_be_waited_for(true);
    let mut former = Login::start(&listening.system, false).await;
    let inhibitor = former.inhibitor().await;
    former.is_told_of_lock(true).await;
    listening.hears_the_first_lock().await;
    drop(former);
    inhibitor.released().await;

    // When
    let mut login = Login::start(&listening.system, false).await;
    login.is_listened_to().await;
    login.inhibitor().await;
    login.is_told_of_lock(true).await;

    // Then
    listening.hears_a_lock().await;
}

#[tokio::test]
async fn a_screen_that_was_locked_before_we_came_is_no_news() {
    // Given one that was told while nobody listened
    let mut listening = Listening::begin(false).await;
    let login = Login::start(&listening.system, true).await;
    login.is_listened_to().await;

    // When
    login.is_told_of_lock(true).await;

    // Then it is known that this desktop tells, and nothing more
    listening.hears_of(true, false).await;
    login.sleeps(false).await;
    listening.hears_of_waking_up().await;
}

#[tokio::test]
async fn a_network_that_is_back_is_heard_and_one_that_goes_is_not() {
    // Given
    let mut listening = Listening::begin(false).await;
    let network = Network::start(&listening.system, 70).await;
    network.is_listened_to().await;

    // When it goes and comes back by steps: disconnected, connecting, connected in the house, connected to the world
    for state in [20, 40, 60, 70, 60] {
        network.becomes(state).await;
    }
    network.becomes(20).await;
    network.becomes(50).await;

    // Then
    for _ in 0..3 {
        listening.hears_of_the_network().await;
    }
    assert!(listening.signals.try_recv().is_err());
}

#[tokio::test]
async fn where_no_network_manager_is_the_portal_is_heard() {
    // Given
    let mut listening = Listening::begin(false).await;
    let portal = Portal::start(&listening.session, true).await;
    portal.is_asked().await;

    // When something changes, the network goes, and comes back
    for is_there in [true, false, true] {
        portal.network_changes(is_there).await;
        portal.is_asked().await;
    }

    // Then
    listening.hears_of_the_network().await;
    assert!(listening.signals.try_recv().is_err());
}

#[tokio::test]
async fn the_window_manager_tells_when_nobody_is_there_and_only_while_that_is_chosen() {
    // Given
    let mut listening = Listening::begin(true).await;
    let mut monitor = IdleMonitor::start(&listening.session).await;
    listening.hears_of(false, true).await;

    // When
    listening.wishes_for_idle(15);

    // Then it is asked to tell, and nothing else
    let milliseconds = 15 * 60_000;
    assert_eq!(
        monitor.asked().await,
        Watch::Added {
            id: 1,
            milliseconds
        }
    );
    monitor.fires(1).await;
    listening.hears_of_nobody().await;
    monitor.fires(1).await;
    listening.hears_of_nobody().await;

    // When another time is chosen, and then none
    listening.wishes_for_idle(1);
    assert_eq!(monitor.asked().await, Watch::Removed { id: 1 });
    let milliseconds = 60_000;
    assert_eq!(
        monitor.asked().await,
        Watch::Added {
            id: 2,
            milliseconds
        }
    );
    monitor.fires(1).await;
    monitor.fires(2).await;

    // Then what was asked for before is not meant any more
    listening.hears_of_nobody().await;
    assert!(listening.signals.try_recv().is_err());

    // When it is chosen no more
    listening.wishes.send_replace(Wishes::default());

    // Then
    assert_eq!(monitor.asked().await, Watch::Removed { id: 2 });
    assert!(listening.signals.try_recv().is_err());
}

#[tokio::test]
async fn a_window_manager_that_is_started_anew_is_asked_anew() {
    // Given
    let mut listening = Listening::begin(true).await;
    listening.wishes_for_idle(2);
    let mut former = IdleMonitor::start(&listening.session).await;
    listening.hears_of(false, true).await;
    former.asked().await;

    // When
    drop(former);
    listening.hears_of(false, false).await;
    let mut monitor = IdleMonitor::start(&listening.session).await;

    // Then
    listening.hears_of(false, true).await;
    let milliseconds = 2 * 60_000;
    assert_eq!(
        monitor.asked().await,
        Watch::Added {
            id: 1,
            milliseconds
        }
    );
    monitor.fires(1).await;
    listening.hears_of_nobody().await;
}

#[tokio::test]
async fn kdes_locker_is_asked_once_and_then_only_while_it_matters() {
    // Given nobody was there for 16 minutes
    let mut listening = Listening::begin(false).await;
    let locker = KdeLocker::start(&listening.session, Some(16 * 60_000)).await;
    listening.hears_of(false, true).await;
    assert_eq!(locker.was_asked(), 1);

    // When
    listening.wishes_for_idle(15);

    // Then
    listening.hears_of_nobody().await;
    assert_eq!(locker.was_asked(), 2);
}

#[tokio::test]
async fn a_locker_that_does_not_know_is_not_offered() {
    // Given KDE on Wayland, once as it says so itself and once as an older one would answer
    for (is_wayland, answer) in [(false, None), (true, Some(0))] {
        let mut listening = Listening::begin(is_wayland).await;
        listening.wishes_for_idle(15);
        let _locker = KdeLocker::start(&listening.session, answer).await;

        // When something else is heard
        let saver = ScreenSaver::start(&listening.session, "org.freedesktop.ScreenSaver").await;
        listening.hears_of(true, false).await;
        saver.is_active(true).await;

        // Then
        listening.hears_a_lock().await;
    }
}

#[tokio::test]
async fn without_any_bus_waking_up_is_told_and_nothing_fails() {
    // Given
    let (_wishes, wished) = watch::channel(Wishes::default());
    let (heard, mut signals) = mpsc::unbounded_channel();

    // When
    let surroundings = Surroundings {
        system: None,
        session: None,
        is_wayland: false,
        our_name: String::new(),
    };
    surroundings.listen(wished, heard).await;

    // Then
    let heard = signals.recv().await;
    assert!(
        matches!(heard, Some(Signal::TellsOfWaking(true))),
        "{heard:?}"
    );
}
