//! The StatusNotifier host: a watcher on the session's bus knows whether there is one.

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
    tell(is_there(bus, &daemon).await);
    while let Some(message) = messages.next().await {
        message?;
        tell(is_there(bus, &daemon).await);
    }
    Ok(())
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
    ask(bus, daemon).await.unwrap_or_default()
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
