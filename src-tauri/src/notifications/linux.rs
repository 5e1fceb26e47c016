//! Linux: the desktop's notification daemon, spoken to as the Desktop Notifications Specification 1.2 says, on one connection that shows every
//! notification and hears what is pressed in each.
//!
//! A number is one daemon's own: what another one says about it is not believed, and after a daemon's restart no number of the former is used.
//! Deliberately not here: reopening a bus that went. With it goes the session.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

use tauri::AppHandle;
use tauri::async_runtime::block_on;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::names::{BusName, OwnedUniqueName};
use zbus::zvariant::Value;
use zbus::{MatchRule, Message};

use super::{Pressed, Topic, locked};
use crate::bus;
use crate::identity::Identity;
use crate::notifications::wording::{Press, Wording};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// How much may be heard before we come to it: a list that is cleared says so for each. What does not fit keeps all of the bus waiting.
const AT_ONCE: usize = 512;

/// The key of pressing the notification itself (specification, "Actions").
const ITSELF: &str = "default";

/// The time after which it goes is the daemon's own.
const AS_LONG_AS_USUAL: i32 = -1;

/// The daemon, whoever it is at the time.
pub(super) struct Screen {
    identity: Identity,
    bus: Option<Connection>,
    standing: Arc<Mutex<Standing>>,
    /// Whether this daemon takes the text for markup.
    markup: Option<(OwnedUniqueName, bool)>,
}

/// What was shown last of each topic.
type Standing = HashMap<Topic, Shown>;

struct Shown {
    number: u32,
    by: OwnedUniqueName,
    wording: Wording,
}

impl Screen {
    /// On the session's bus; `pressed` hears what a person presses, each time at most once.
    pub(super) fn begin(app: &AppHandle, identity: Identity, pressed: Pressed) -> Self {
        let bus = block_on(bus::session(app));
        if bus.is_none() {
            tracing::warn!("there will be no notifications");
        }
        Self::on(bus.map(Connection::from), identity, pressed)
    }

    fn on(bus: Option<Connection>, identity: Identity, pressed: Pressed) -> Self {
        let standing = Arc::default();
        if let Some(bus) = &bus
            && let Err(error) = listen(bus, Arc::clone(&standing), pressed)
        {
            tracing::warn!(%error, "what is pressed in a notification is not heard");
        }
        Self {
            identity,
            bus,
            standing,
            markup: None,
        }
    }

    /// Who shows them, or nobody.
    pub(super) fn shown_by(&self) -> Option<String> {
        let told = self.ask("GetServerInformation", &()).ok()?;
        let (name, _vendor, version, _specification): (String, String, String, String) =
            told.body().deserialize().ok()?;
        Some(format!("{name} {version}"))
    }

    /// Shows one, in the place of the former of its topic while that is this daemon's.
    pub(super) fn show(&mut self, topic: Topic, wording: Wording, press: &str) -> zbus::Result<()> {
        let markup = self.takes_markup()?;
        // Nothing is heard of it before it is known here.
        let standing = Arc::clone(&self.standing);
        let mut standing = locked(&standing);
        let by = self.markup.as_ref().map(|(by, _)| by);
        let former = standing.get(&topic).filter(|shown| Some(&shown.by) == by);
        let former = former.map_or(0, |shown| shown.number);
        let body = if markup {
            escaped(&wording.body)
        } else {
            wording.body.clone()
        };
        let mut actions = vec![ITSELF, press];
        actions.extend(wording.buttons().flat_map(|(key, label, _)| [key, label]));
        let hints = HashMap::from([("desktop-entry", Value::from("Keyreve"))]);
        let answer = self.ask(
            "Notify",
            &(
                self.identity.title(),
                former,
                "keyreve",
                &wording.title,
                &body,
                &actions,
                hints,
                AS_LONG_AS_USUAL,
            ),
        )?;
        let shown = Shown {
            number: answer.body().deserialize()?,
            by: sender(&answer)?,
            wording,
        };
        standing.insert(topic, shown);
        Ok(())
    }

    /// Asked once of each daemon.
    fn takes_markup(&mut self) -> zbus::Result<bool> {
        let owner = self.owner();
        if let Some((by, markup)) = &self.markup
            && Some(by) == owner.as_ref()
        {
            return Ok(*markup);
        }
        let answer = self.ask("GetCapabilities", &())?;
        let understands: Vec<String> = answer.body().deserialize()?;
        // Specification, "Markup": a daemon that understands it takes the body for it.
        let markup = understands.iter().any(|word| word == "body-markup");
        self.markup = Some((sender(&answer)?, markup));
        Ok(markup)
    }

    fn owner(&self) -> Option<OwnedUniqueName> {
        let bus = zbus::blocking::fdo::DBusProxy::new(self.bus.as_ref()?).ok()?;
        bus.get_name_owner(BusName::try_from(NAME).ok()?).ok()
    }

    fn ask<B>(&self, member: &'static str, body: &B) -> zbus::Result<Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let bus = self.bus.as_ref().ok_or(zbus::Error::Unsupported)?;
        bus.call_method(Some(NAME), PATH, Some(NAME), member, body)
    }
}

fn sender(message: &Message) -> zbus::Result<OwnedUniqueName> {
    let header = message.header();
    let sender = header.sender().ok_or(zbus::Error::MissingField)?;
    Ok(sender.to_owned().into())
}

/// Hears presses for as long as the bus is there.
fn listen(bus: &Connection, standing: Arc<Mutex<Standing>>, pressed: Pressed) -> zbus::Result<()> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(NAME)?
        .path(PATH)?
        .build();
    let signals = MessageIterator::for_match_rule(rule, bus, Some(AT_ONCE))?;
    let hear = move || {
        for signal in signals.flatten() {
            // What a press leads to may take its time, and what is shown meanwhile does not wait for it.
            let press = meant(&signal, &mut locked(&standing));
            if let Some(press) = press {
                pressed(press);
            }
        }
    };
    let thread = thread::Builder::new().name("notifications heard".into());
    thread.spawn(hear)?;
    Ok(())
}

/// What a person did in one of ours, if that is what this is about.
fn meant(signal: &Message, standing: &mut Standing) -> Option<super::wording::Action> {
    let by = sender(signal).ok()?;
    let header = signal.header();
    match header.member()?.as_str() {
        "ActionInvoked" => {
            let (number, key): (u32, String) = signal.body().deserialize().ok()?;
            let press = if key == ITSELF {
                Press::Itself
            } else {
                Press::Button(key)
            };
            let (_, shown) = find(standing, number, &by)?;
            shown.wording.meant_by(&press).cloned()
        }
        "NotificationClosed" => {
            let (number, why): (u32, u32) = signal.body().deserialize().ok()?;
            // One that expired may still lie in the desktop's list, where it can be pressed.
            if why != EXPIRED {
                let topic = find(standing, number, &by)?.0.clone();
                standing.remove(&topic);
            }
            None
        }
        _ => None,
    }
}

/// Why a notification was closed (specification, `NotificationClosed`).
const EXPIRED: u32 = 1;

fn find<'a>(
    standing: &'a Standing,
    number: u32,
    by: &OwnedUniqueName,
) -> Option<(&'a Topic, &'a Shown)> {
    standing
        .iter()
        .find(|(_, shown)| shown.number == number && shown.by == *by)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
