//! The StatusNotifier host: a watcher on the session's bus knows whether there is one.

use std::io::ErrorKind;

use futures::StreamExt as _;
use futures::stream::SelectAll;
use zbus::fdo::{DBusProxy, PropertiesProxy};
use zbus::names::{BusName, InterfaceName};
use zbus::{Connection, MatchRule, MessageStream};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";

/// Tells whether there is a host, at once and whenever that may have changed. Returns when the bus is gone.
pub(super) async fn follow(bus: &Connection, tell: impl Fn(bool)) -> zbus::Result<()> {
    let daemon = DBusProxy::new(bus).await?;
    let mut messages = SelectAll::new();
    for rule in rules()? {
        messages.push(MessageStream::for_match_rule(rule, bus, None).await?);
    }
    let mut is_open = true;
    loop {
        // What changes meanwhile makes the question void, and is never left lying: others wait behind it on this connection.
        tokio::select! {
            there = is_there(bus, &daemon), if is_open => {
                tell(there);
                is_open = false;
            }
            message = messages.next() => match message {
                Some(message) => {
                    message?;
                    is_open = true;
                }
                None => return Ok(()),
            },
        }
    }
}

/// The watcher came or went, or its host did.
fn rules() -> zbus::Result<[MatchRule<'static>; 3]> {
    let signal = || MatchRule::builder().msg_type(zbus::message::Type::Signal);
    let owner = signal()
        .sender("org.freedesktop.DBus")?
        .member("NameOwnerChanged")?
        .arg(0, WATCHER)?
        .build();
    let host = |member: &'static str| -> zbus::Result<_> {
        Ok(signal().interface(WATCHER)?.member(member)?.build())
    };
    Ok([
        owner,
        host("StatusNotifierHostRegistered")?,
        host("StatusNotifierHostUnregistered")?,
    ])
}

/// Asked of the one who has the name, so that the bus has nobody to start for it.
async fn is_there(bus: &Connection, daemon: &DBusProxy<'_>) -> bool {
    loop {
        match ask(bus, daemon).await {
            Ok(there) => return there,
            // A desktop that is busy with its own start is no desktop without a tray. Each question is waited for long enough.
            Err(error) if is_silence(&error) => {}
            Err(_) => return false,
        }
    }
}

fn is_silence(error: &zbus::Error) -> bool {
    matches!(error, zbus::Error::InputOutput(error) if error.kind() == ErrorKind::TimedOut)
}

async fn ask(bus: &Connection, daemon: &DBusProxy<'_>) -> zbus::Result<bool> {
    let owner = daemon.get_name_owner(BusName::try_from(WATCHER)?).await?;
    let properties = PropertiesProxy::new(bus, owner.as_str(), PATH).await?;
    let interface = InterfaceName::try_from(WATCHER)?;
    let answer = properties
        .get(interface, "IsStatusNotifierHostRegistered")
        .await?;
    Ok(bool::try_from(answer)?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::{Semaphore, mpsc};
    use zbus::connection::Builder;
    use zbus::interface;

    use super::*;
    use crate::presence::system_bus::PrivateBus;

    static ANSWERS: Semaphore = Semaphore::const_new(0);

    /// A watcher with a host, which answers as often as it is let.
    struct Watcher;

    #[interface(name = "org.kde.StatusNotifierWatcher")]
    impl Watcher {
        #[zbus(property)]
        async fn is_status_notifier_host_registered(&self) -> bool {
            ANSWERS.acquire().await.unwrap().forget();
            true
        }
    }

    fn on(bus: &PrivateBus) -> Builder<'_> {
        Builder::address(bus.address()).unwrap()
    }

    #[tokio::test]
    async fn a_watcher_that_is_slow_is_waited_for_and_one_that_goes_is_missed() {
        // Given one that lets more questions than one go unanswered
        let bus = PrivateBus::start();
        let watcher = on(&bus).name(WATCHER).unwrap();
        let watcher = watcher.serve_at(PATH, Watcher).unwrap();
        let watcher = watcher.build().await.unwrap();
        let patience = Duration::from_millis(50);
        let ours = on(&bus).method_timeout(patience).build().await;
        let (told, mut heard) = mpsc::unbounded_channel();

        // When it answers at last
        let following = tokio::spawn(async move {
            let tell = |there| told.send(there).expect("somebody listens");
            follow(&ours.unwrap(), tell).await
        });
        let early = tokio::time::timeout(4 * patience, heard.recv()).await;
        ANSWERS.add_permits(1_000);

        // Then nothing was said before
        assert!(early.is_err(), "{early:?}");
        assert_eq!(heard.recv().await, Some(true));

        // And when it goes
        watcher.close().await.unwrap();

        // Then that is said
        assert_eq!(heard.recv().await, Some(false));
        following.abort();
    }
}
