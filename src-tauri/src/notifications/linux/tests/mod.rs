//! What is shown and heard on a bus of a test's own, with a stand-in for the desktop's daemon.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use accounts::{Named, Notification};
use tokio::sync::mpsc;
use zbus::connection::Builder;
use zbus::zvariant::OwnedValue;
use zbus::{Connection, interface};

use super::{EXPIRED, NAME, PATH, Pressed, Screen, Topic, Wording, locked};
use crate::identity::Identity;
use crate::notifications::wording::Action;
use crate::presence::system_bus::{PrivateBus, emit};
use crate::sentences::Sentences;

/// What the daemon was asked to show: the number of the one whose place it takes, and its text.
type Asked = (u32, String);

struct Daemon {
    connection: Connection,
    asked: mpsc::UnboundedReceiver<Asked>,
}

struct Stand {
    last: u32,
    asking: mpsc::UnboundedSender<Asked>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Stand {
    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned(), "body-markup".to_owned()]
    }

    #[expect(clippy::too_many_arguments, reason = "the specification's")]
    fn notify(
        &mut self,
        _program: String,
        former: u32,
        _icon: String,
        _title: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        self.last += 1;
        self.asking.send((former, body)).unwrap();
        self.last
    }
}

impl Daemon {
    async fn start(bus: &PrivateBus) -> Self {
        Self::start_with(bus, 0).await
    }

    /// One that shows so many of other programs already, and has given them their numbers.
    async fn start_with(bus: &PrivateBus, others: u32) -> Self {
        let (asking, asked) = mpsc::unbounded_channel();
        let stand = Stand {
            last: others,
            asking,
        };
        let connection = Builder::address(bus.address())
            .unwrap()
            .serve_at(PATH, stand)
            .unwrap()
            .name(NAME)
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { connection, asked }
    }

    async fn press(&self, number: u32, key: &str) {
        emit(
            &self.connection,
            PATH,
            NAME,
            "ActionInvoked",
            &(number, key),
        )
        .await;
    }

    async fn ends(self) {
        self.connection.close().await.unwrap();
    }
}

/// The screen on a bus, and what was pressed on it. Its calls wait, so they are made on a thread that may.
fn screen(bus: &PrivateBus) -> (Arc<Mutex<Screen>>, Receiver<Action>) {
    let address = bus.address().to_owned();
    let connected = std::thread::spawn(move || {
        zbus::blocking::connection::Builder::address(&*address)?.build()
    });
    let bus = connected.join().unwrap().unwrap();
    let (pressing, pressed) = channel();
    let pressing = Mutex::new(pressing);
    let heard: Pressed = Arc::new(move |action| locked(&pressing).send(action).unwrap());
    let screen = Screen::on(Some(bus), Identity::Keyreve, heard);
    (Arc::new(Mutex::new(screen)), pressed)
}

async fn show(screen: &Arc<Mutex<Screen>>, who: &str, host: &str) {
    let notification = Notification::Finish {
        who: Named {
            id: who.to_owned(),
            name: who.to_owned(),
            site: "Home cloud".to_owned(),
            host: "cloud.example.com".to_owned(),
        },
        host: host.to_owned(),
    };
    let screen = Arc::clone(screen);
    let shown = tokio::task::spawn_blocking(move || {
        let wording = Wording::of(
            &notification,
            &Sentences::english(),
            jiff::Timestamp::UNIX_EPOCH,
        );
        locked(&screen).show(Topic::of(&notification), wording, "Show")
    });
    shown.await.unwrap().unwrap();
}

async fn next(pressed: Receiver<Action>) -> (Action, Receiver<Action>) {
    tokio::task::spawn_blocking(move || (pressed.recv().unwrap(), pressed))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_one_of_the_same_takes_the_place_of_the_former() {
    // Given
    let bus = PrivateBus::start();
    let mut daemon = Daemon::start(&bus).await;
    let (screen, _pressed) = screen(&bus);

    // When
    show(&screen, "ada", "first.example.com").await;
    show(&screen, "bob", "first.example.com").await;
    show(&screen, "ada", "second.example.com").await;

    // Then
    let mut places = Vec::new();
    for _ in 0..3 {
        places.push(daemon.asked.recv().await.unwrap().0);
    }
    assert_eq!(places, [0, 0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_daemon_says_of_the_numbers_of_a_former_one_is_not_believed() {
    // Given one that was shown by a daemon which is gone
    let bus = PrivateBus::start();
    let former = Daemon::start(&bus).await;
    let (screen, pressed) = screen(&bus);
    show(&screen, "ada", "login.example.com").await;
    former.ends().await;

    // When another daemon has a button of its first notification pressed, which is somebody else's, and then one of ours
    let mut daemon = Daemon::start_with(&bus, 1).await;
    daemon.press(1, "button").await;
    show(&screen, "ada", "login.example.com").await;
    let (place, _) = daemon.asked.recv().await.unwrap();
    show(&screen, "bob", "login.example.com").await;
    daemon.press(3, "button").await;

    // Then the first is not heard, and no number of the former was used
    let (action, _pressed) = next(pressed).await;
    assert_eq!(action, Action::Finish("bob".to_owned()));
    assert_eq!(place, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_daemon_presses_a_button() {
    // Given
    let bus = PrivateBus::start();
    let daemon = Daemon::start(&bus).await;
    let (screen, pressed) = screen(&bus);
    show(&screen, "ada", "login.example.com").await;
    let address = bus.address();
    let stranger = Builder::address(address).unwrap().build().await.unwrap();

    // When a stranger says so, and then the daemon says another thing
    emit(&stranger, PATH, NAME, "ActionInvoked", &(1_u32, "button")).await;
    // An answer from the bus comes after what it passed on before.
    stranger.request_name("dev.keyreve.stranger").await.unwrap();
    daemon.press(1, "default").await;

    // Then
    let (action, _pressed) = next(pressed).await;
    assert_eq!(action, Action::Show("ada".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_dismissed_is_not_pressed_any_more_and_what_expired_may_be() {
    // Given two, of which one was dismissed and one lies in the desktop's list
    let bus = PrivateBus::start();
    let daemon = Daemon::start(&bus).await;
    let (screen, pressed) = screen(&bus);
    show(&screen, "ada", "login.example.com").await;
    show(&screen, "bob", "login.example.com").await;
    let closed = async |number: u32, why: u32| {
        let connection = &daemon.connection;
        emit(connection, PATH, NAME, "NotificationClosed", &(number, why)).await;
    };
    closed(1, 2).await;
    closed(2, EXPIRED).await;

    // When
    daemon.press(1, "button").await;
    daemon.press(2, "button").await;

    // Then
    let (action, _pressed) = next(pressed).await;
    assert_eq!(action, Action::Finish("bob".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_no_markup() {
    // Given
    let bus = PrivateBus::start();
    let mut daemon = Daemon::start(&bus).await;
    let (screen, _pressed) = screen(&bus);

    // When
    show(&screen, "<b>Ada</b> & Co", "login.example.com").await;

    // Then
    let (_, body) = daemon.asked.recv().await.unwrap();
    assert!(body.contains("&lt;b&gt;Ada&lt;/b&gt; &amp; Co"), "{body}");
}
