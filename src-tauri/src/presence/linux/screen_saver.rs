//! The desktop's screen saver on the session's bus, which says `ActiveChanged` when it takes the screen and when it gives it back.
//!
//! All descend from gnome-screensaver's interface and differ in name and path: `org.freedesktop.ScreenSaver` is KDE's (kscreenlocker,
//! `dbus/org.freedesktop.ScreenSaver.xml`), light-locker's and others', the rest have the desktop's own name. Some say it when the screen goes
//! blank, before it asks for a password; no occasion is missed by that. Deliberately absent: other words of theirs, which we do not need,
//! and asking them anything, which would start some of them.

use futures::StreamExt as _;
use futures::future::join_all;
use zbus::message::Type;
use zbus::{Connection, MatchRule, MessageStream};

use super::{Ear, follow, owner_of};

/// Names that are also the names of the interfaces.
pub(super) const NAMES: [&str; 5] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];

pub(super) async fn listen(bus: &Connection, ear: &Ear) {
    join_all(NAMES.map(|name| listen_to(bus, name, ear))).await;
}

/// Cinnamon's is started to lock and speaks at once: whoever listened only when it has its name would come too late.
async fn listen_to(bus: &Connection, name: &'static str, ear: &Ear) {
    match changes(bus, name).await {
        Ok(changes) => {
            tokio::join!(hear(bus, changes, name, ear), attend(bus, name, ear));
        }
        Err(error) => tracing::info!(%error, name, "this screen saver cannot be listened to"),
    }
}

async fn changes(bus: &Connection, name: &'static str) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(name)?
        .interface(name)?
        .member("ActiveChanged")?
        .build();
    MessageStream::for_match_rule(rule, bus, None).await
}

/// Hears what this one says.
async fn hear(bus: &Connection, mut changes: MessageStream, name: &'static str, ear: &Ear) {
    while let Some(Ok(change)) = changes.next().await {
        // A rule keeps nothing away that somebody sends to us alone.
        let owner = owner_of(bus, name).await.ok().flatten();
        if owner.is_none_or(|owner| change.header().sender() != Some(&*owner)) {
            continue;
        }
        match change.body().deserialize() {
            Ok(is_active) => ear.lock_is_said(name, is_active),
            Err(error) => tracing::info!(%error, name, "this screen saver is not understood"),
        }
    }
}

/// Notices that this one is there: then there is something to hear. One that went has given back the screen.
async fn attend(bus: &Connection, name: &'static str, ear: &Ear) {
    let serve = async |_| {
        ear.report(|reports| reports.lock = true);
        std::future::pending().await
    };
    follow(bus, name, serve, || ear.lock_is_said(name, false)).await;
}
