//! Notifications: shown by Xfce's daemon, a real one, read on the bus on their way to it, and pressed on the screen.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use futures::StreamExt as _;
use zbus::fdo::{DBusProxy, MonitoringProxy};
use zbus::message::Type;
use zbus::zvariant::OwnedValue;
use zbus::{MatchRule, MessageStream};

use crate::app::start_unseen_with;
use crate::panel::Panel;
use crate::patience::{until, until_some};
use crate::person::servers;
use crate::process::Running;
use crate::session::{Session, on_a_desktop};
use crate::tray::{in_the_tray, signed_in_before};
use crate::tray_menu::TrayMenu;

const NAME: &str = "org.freedesktop.Notifications";

/// Where distributions keep the daemon; no desktop has it on the path.
const DAEMON: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd",
    "/usr/lib/aarch64-linux-gnu/xfce4/notifyd/xfce4-notifyd",
    "/usr/lib/xfce4/notifyd/xfce4-notifyd",
];

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_results_of_a_sign_out_from_the_tray_are_told() {
    on_a_desktop("notification_results", async |session| {
        // Given
        let servers = servers().await;
        let people = [(servers.home(), "ada@example.org")];
        let (_program, menu) = in_the_tray(session, &people).await;
        let notifications = Notifications::start(session).await;

        // When
        menu.click(&["Ada · Home cloud", "Sign out"]).await;

        // Then
        notifications
            .are(&[(
                "Signed out: Ada · Home cloud",
                "Erased from this computer. Confirmed by the server.\nSingle sign-on: none.",
            )])
            .await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_sign_out_that_ends_later_is_told_in_the_same_place() {
    on_a_desktop("notification_later", async |session| {
        // Given
        let servers = servers().await;
        let people = [(servers.home(), "ada@example.org")];
        let (_program, menu) = in_the_tray(session, &people).await;
        let notifications = Notifications::start(session).await;
        servers.home().stop().await;
        menu.click(&["Ada · Home cloud", "Sign out"]).await;
        let waits = (
            "Signing out: Ada · Home cloud",
            "Kept in the keyring only to finish the sign-out. The server cannot be reached; Keyreve keeps trying.",
        );
        notifications.are(&[waits]).await;

        // When
        servers.home().start_again().await;
        menu.click(&["Ada · Home cloud", "Try now"]).await;

        // Then
        let ended = (
            "Signed out: Ada · Home cloud",
            "Erased from this computer. Confirmed by the server.\nSingle sign-on: none.",
        );
        notifications.are(&[waits, ended]).await;
        let places = notifications.places();
        assert_eq!(places[0], 0);
        assert_ne!(places[1], 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_page_that_waits_is_opened_from_its_notification() {
    on_a_desktop("notification_page", async |session| {
        // Given
        let servers = servers().await;
        let people = [(servers.contoso(), "ada@contoso.example")];
        signed_in_before(session, &people).await;
        let _panel = Panel::start(session).await;
        let notifications = Notifications::start(session).await;
        session.lose_browser();
        let _program = start_unseen_with(session, &["--hidden"]);
        let menu = TrayMenu::of(session).await;
        menu.click(&["Ada Lovelace · Contoso Drive", "Sign out"])
            .await;
        let host = format!(
            "login.localhost:{}",
            servers.login().origin().port().unwrap()
        );
        let body = format!(
            "Erased from this computer. Confirmed by the server.\nSingle sign-on: the browser did not start; still to be finished at {host}."
        );
        notifications
            .are(&[("Signed out: Ada Lovelace · Contoso Drive", &body)])
            .await;
        assert_eq!(notifications.button(), format!("Finish at {host}"));

        // When
        session.opened.is_back();
        notifications.press_the_button(session).await;

        // Then
        until("the page is open", async || {
            session.opened.all() == servers.contoso().sent_end_session_urls()
        })
        .await;
    })
    .await;
}

/// Xfce's daemon, and what was sent to it.
struct Notifications {
    sent: Arc<Mutex<Vec<Sent>>>,
    _daemon: Running,
}

/// One on its way: the place that it takes, its words, its actions with their labels.
#[derive(Debug, Clone)]
struct Sent {
    place: u32,
    title: String,
    body: String,
    actions: Vec<String>,
}

impl Notifications {
    /// Starts the daemon beside the panel, whose configuration it reads, and a record of what is sent to it.
    async fn start(session: &Session) -> Self {
        let daemon = DAEMON.iter().find(|path| Path::new(path).exists());
        let daemon = Running::start(&mut session.command(daemon.unwrap()));
        let bus = zbus::connection::Builder::address(session.bus()).unwrap();
        let bus = bus.build().await.unwrap();
        let names = DBusProxy::new(&bus).await.unwrap();
        until("notifications are shown", async || {
            names
                .name_has_owner(NAME.try_into().unwrap())
                .await
                .unwrap()
        })
        .await;
        let sent = Arc::new(Mutex::new(Vec::new()));
        let record = sent.clone();
        let rule = MatchRule::builder().msg_type(Type::MethodCall);
        let rule = rule.interface(NAME).unwrap().member("Notify").unwrap();
        let monitoring = MonitoringProxy::new(&bus).await.unwrap();
        monitoring.become_monitor(&[rule.build()], 0).await.unwrap();
        tokio::spawn(async move {
            let mut messages = MessageStream::from(&bus);
            while let Some(Ok(message)) = messages.next().await {
                record.lock().unwrap().extend(read(&message));
            }
        });
        Self {
            sent,
            _daemon: daemon,
        }
    }

    /// Waits until these are all that were sent, each as its title and its body.
    async fn are(&self, expected: &[(&str, &str)]) {
        until(&format!("notifications are {expected:?}"), async || {
            let sent = self.all();
            let sent = sent.iter().map(|one| (&*one.title, &*one.body));
            sent.eq(expected.iter().copied())
        })
        .await;
    }

    fn all(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// Whose place each took; none is zero.
    fn places(&self) -> Vec<u32> {
        self.all().iter().map(|one| one.place).collect()
    }

    /// The label of the newest one's button. An action is two words, its key and its label; the first is for pressing the notification itself.
    fn button(&self) -> String {
        let sent = self.all();
        let actions = &sent.last().unwrap().actions;
        assert_eq!(actions.len(), 4, "{actions:?}");
        actions[3].clone()
    }

    /// Presses the button of the notification that is on the screen.
    async fn press_the_button(&self, session: &Session) {
        let shown = until_some("a notification is on the screen", async || {
            geometry(session)
        })
        .await;
        let (x, y, width, height) = shown;
        leave(session);
        // The last button is the right one.
        let place = [x + 3 * width / 4, y + height - BUTTON].map(|number| number.to_string());
        let pressed = session
            .command(XDOTOOL)
            .args(["mousemove", &place[0], &place[1], "click", "1"])
            .status();
        assert!(pressed.unwrap().success());
    }
}

const XDOTOOL: &str = "/usr/bin/xdotool";

/// Leaves a picture to be looked at.
fn leave(session: &Session) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/desktop");
    std::fs::create_dir_all(&folder).unwrap();
    let picture = folder.join("notification.png");
    let mut import = session.command("/usr/bin/import");
    let taken = import.args(["-window", "root"]).arg(&picture).status();
    assert!(taken.unwrap().success());
    println!("The notification is to be seen in {}", picture.display());
}

/// How far the middle of a button is from the lower edge.
const BUTTON: i32 = 30;

fn geometry(session: &Session) -> Option<(i32, i32, i32, i32)> {
    let found = session
        .command(XDOTOOL)
        .args(["search", "--onlyvisible", "--class", "xfce4-notifyd"])
        .args(["getwindowgeometry", "--shell"])
        .output();
    let found = String::from_utf8(found.unwrap().stdout).unwrap();
    let values: HashMap<&str, i32> = found
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter_map(|(name, value)| Some((name, value.parse().ok()?)))
        .collect();
    let value = |name| values.get(name).copied();
    Some((value("X")?, value("Y")?, value("WIDTH")?, value("HEIGHT")?))
}

type Notify = (
    String,
    u32,
    String,
    String,
    String,
    Vec<String>,
    HashMap<String, OwnedValue>,
    i32,
);

/// Notifications specification, "org.freedesktop.Notifications.Notify".
fn read(message: &zbus::Message) -> Option<Sent> {
    let body = message.body();
    let (_, place, _, title, body, actions, _, _): Notify = body.deserialize().ok()?;
    Some(Sent {
        place,
        title,
        body,
        actions,
    })
}
