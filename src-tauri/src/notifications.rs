//! Notifications, as this desktop shows them: one thread shows, takes the former place of what is about the same thing, and gathers what comes
//! in a flood. What the person presses in one becomes one request.
//!
//! Deliberately not here: what is worth a notification (the domain says that), and the sentences (`wording`).

#[cfg(not(target_os = "linux"))]
mod elsewhere;
mod gathered;
#[cfg(target_os = "linux")]
mod linux;
mod wording;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use accounts::{Clock as _, Manager, Notification, OpenSiteError, Settings};
use tauri::{AppHandle, Manager as _};
use tokio::sync::oneshot;

#[cfg(not(target_os = "linux"))]
use self::elsewhere::Screen;
use self::gathered::Gathered;
#[cfg(target_os = "linux")]
use self::linux::Screen;
use self::wording::{Action, Wording};
use crate::desktop::SystemClock;
use crate::identity::Identity;
use crate::news::{Errand, Post};
use crate::sentences::Speech;
use crate::windows;

/// How long the end of the program waits for its last notification to be shown.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The way to the thread that shows.
#[derive(Debug)]
pub(crate) struct Notifier {
    orders: mpsc::Sender<Order>,
    /// What shows notifications here, as it was found out last.
    shown_by: Arc<Mutex<Option<String>>>,
}

/// What is to be shown.
#[derive(Debug)]
struct Order {
    notification: Notification,
    /// Nobody waits for it, so that it may wait for more of the same.
    by_itself: bool,
    /// Who wants to know when it was shown.
    told: Option<oneshot::Sender<()>>,
}

/// Begins to show notifications.
pub(crate) fn begin(app: &AppHandle) {
    let (orders, taken) = mpsc::channel();
    let shown_by = Arc::default();
    app.manage(Notifier {
        orders,
        shown_by: Arc::clone(&shown_by),
    });
    let shown = app.clone();
    let thread = std::thread::Builder::new().name("notifications".into());
    if let Err(error) = thread.spawn(move || Desk::new(shown, shown_by).work(&taken)) {
        tracing::warn!(%error, "there will be no notifications");
    }
}

/// Shows one, whatever the window does: the person asked for what it is about, and not in the window.
pub(crate) fn show(app: &AppHandle, notification: &Notification) {
    order(app, notification, None);
}

/// Shows the last one before the program ends, and waits until it is shown; not for long.
pub(crate) async fn show_last(app: &AppHandle, notification: &Notification) {
    let (shown, is_shown) = oneshot::channel();
    order(app, notification, Some(shown));
    drop(tokio::time::timeout(LAST_WORDS, is_shown).await);
}

fn order(app: &AppHandle, notification: &Notification, told: Option<oneshot::Sender<()>>) {
    let off = |settings: Settings| settings.notifications == accounts::Notifications::None;
    let manager = app.try_state::<Manager>();
    if manager.is_some_and(|manager| off(manager.settings())) {
        return;
    }
    if let Some(notifier) = app.try_state::<Notifier>() {
        // It fails when the thread could not be started, which was logged.
        drop(notifier.orders.send(Order {
            notification: notification.clone(),
            by_itself: false,
            told,
        }));
    }
}

/// Shows one that came by itself, unless the person is looking at the window, where it stands as well. Called while the domain's state is locked.
pub(crate) fn show_unless_seen(app: &AppHandle, notification: &Notification) {
    let Some(notifier) = app.try_state::<Notifier>() else {
        return;
    };
    if !windows::is_looked_at(app) {
        drop(notifier.orders.send(Order {
            notification: notification.clone(),
            by_itself: true,
            told: None,
        }));
    }
}

/// What shows notifications here, as far as it is known: asking it may take as long as it likes.
pub(crate) fn shown_by(app: &AppHandle) -> String {
    let notifier = app.try_state::<Notifier>();
    let known = notifier.and_then(|notifier| locked(&notifier.shown_by).clone());
    known.unwrap_or_else(|| "nothing".to_owned())
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a notification is about: a newer one takes the place of the former.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Topic {
    SignOut(String),
    SignOutOfSeveral,
    SignInAgain,
    EndsSoon,
}

impl Topic {
    fn of(notification: &Notification) -> Self {
        match notification {
            Notification::SignedOut { who, .. } | Notification::Finish { who, .. } => {
                Self::SignOut(who.id.clone())
            }
            Notification::SignedOutOfSeveral { .. } => Self::SignOutOfSeveral,
            Notification::SignInAgain { .. } => Self::SignInAgain,
            Notification::EndsSoon { .. } => Self::EndsSoon,
        }
    }

    /// What one after the other comes to without anybody waiting for it. The result of what a person asked for is wanted at once.
    const fn is_gathered(&self, by_itself: bool) -> bool {
        match self {
            Self::SignInAgain | Self::EndsSoon => true,
            Self::SignOut(_) => by_itself,
            Self::SignOutOfSeveral => false,
        }
    }
}

struct Desk {
    app: AppHandle,
    gathered: Gathered,
    screen: Screen,
    shown_by: Arc<Mutex<Option<String>>>,
}

/// Does what a person meant by pressing something.
type Pressed = Arc<dyn Fn(Action) + Send + Sync>;

impl Desk {
    fn new(app: AppHandle, shown_by: Arc<Mutex<Option<String>>>) -> Self {
        let pressed = app.clone();
        let screen = Screen::begin(
            &app,
            *app.state::<Identity>(),
            Arc::new(move |action| act(&pressed, action)),
        );
        Self {
            app,
            shown_by,
            screen,
            gathered: Gathered::default(),
        }
    }

    fn work(mut self, taken: &Receiver<Order>) {
        let by = self.screen.shown_by();
        let here = by.is_some();
        *locked(&self.shown_by) = by;
        self.app
            .state::<Post>()
            .change(|view| view.shows_notifications = here);
        loop {
            let order = match self.gathered.next() {
                None => taken.recv().map_err(RecvTimeoutError::from),
                Some(due) => taken.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match order {
                Ok(order) => {
                    let topic = Topic::of(&order.notification);
                    if topic.is_gathered(order.by_itself) {
                        self.gathered.take(order.notification, Instant::now());
                    } else {
                        self.gathered.forget(&topic);
                        self.show(&order.notification);
                    }
                    if let Some(told) = order.told {
                        // Who waited for it may have gone.
                        let _gone = told.send(());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            for notification in self.gathered.due(Instant::now()) {
                self.show(&notification);
            }
        }
    }

    fn show(&mut self, notification: &Notification) {
        let sentences = self.app.state::<Speech>().sentences();
        let wording = Wording::of(notification, &sentences, SystemClock.now());
        let press = sentences.say("notify-show");
        let shown = self.screen.show(Topic::of(notification), wording, &press);
        let works = shown.is_ok();
        self.app
            .state::<Post>()
            .change(|view| view.shows_notifications = works);
        if let Err(error) = shown {
            // Its text names accounts; the log does not.
            tracing::warn!(%error, "a notification was not shown");
        }
    }
}

fn act(app: &AppHandle, action: Action) {
    match action {
        Action::Finish(id) => {
            let Some(manager) = app.try_state::<Manager>() else {
                return;
            };
            let (manager, app) = (manager.inner().clone(), app.clone());
            tauri::async_runtime::spawn(async move {
                match manager.open_end_session(&id).await {
                    // It was opened or dismissed elsewhere meanwhile.
                    Ok(()) | Err(OpenSiteError::NotFound) => {}
                    Err(error) => {
                        tracing::warn!(%error, "the end-session page was not opened");
                        windows::go_on(&app, Errand::Show { id });
                    }
                }
            });
        }
        Action::SignInAgain(account) => windows::go_on(app, Errand::SignInAgain { account }),
        Action::Show(id) => windows::go_on(app, Errand::Show { id }),
        Action::ShowAll => windows::show(app),
    }
}

#[cfg(test)]
mod tests {
    use accounts::Named;
    use jiff::Timestamp;

    use super::*;
    use crate::sentences::Sentences;

    #[test]
    fn a_page_to_finish_takes_the_place_of_its_sign_outs_result() {
        let who = Named {
            id: "ada".into(),
            name: "Ada".into(),
            site: "Home cloud".into(),
            host: "cloud.example.com".into(),
        };
        let finish = Notification::Finish {
            who,
            host: "login.example.com".into(),
        };

        assert_eq!(Topic::of(&finish), Topic::SignOut("ada".into()));
    }

    #[test]
    fn what_a_person_asked_for_is_not_kept_waiting() {
        let sign_out = Topic::SignOut("ada".into());

        assert!(!sign_out.is_gathered(false));
        assert!(sign_out.is_gathered(true));
    }

    #[test]
    fn the_time_is_passed_in() {
        let soon = Notification::EndsSoon {
            accounts: Vec::new(),
        };

        let wording = Wording::of(&soon, &Sentences::english(), Timestamp::UNIX_EPOCH);

        assert!(!wording.title.is_empty());
    }
}
