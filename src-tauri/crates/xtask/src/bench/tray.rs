//! The tray as a panel sees it: the program's menu on the bus (`org.kde.StatusNotifierItem`, `com.canonical.dbusmenu`), read and clicked with
//! GLib's own command.
//!
//! Deliberately not here: drawing. The time of a click begins before the command that makes it is started.

use std::time::Instant;

use crate::bench::patience::until;
use crate::bench::session::Session;
use crate::failure::Failure;

/// The menu of the program with this process id.
#[derive(Debug)]
pub(super) struct Tray<'a> {
    session: &'a Session,
    owner: String,
    menu: String,
}

impl<'a> Tray<'a> {
    /// Waits until the program has put it there.
    pub(super) fn of(session: &'a Session, process: u32) -> Result<Self, Failure> {
        until("the program's icon is in the tray", || {
            let items = session.call(&[
                "org.kde.StatusNotifierWatcher",
                "/StatusNotifierWatcher",
                "org.freedesktop.DBus.Properties.Get",
                "org.kde.StatusNotifierWatcher",
                "RegisteredStatusNotifierItems",
            ])?;
            quoted(&items).find_map(|item| Self::found(session, item, process))
        })
    }

    /// An item is written as the name of its owner with its path behind it.
    fn found(session: &'a Session, item: &str, process: u32) -> Option<Self> {
        let (owner, path) = item.split_at(item.find('/')?);
        let id = session.call(&[
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.GetConnectionUnixProcessID",
            owner,
        ])?;
        if id.trim() != format!("(uint32 {process},)") {
            return None;
        }
        let menu = session.call(&[
            owner,
            path,
            "org.freedesktop.DBus.Properties.Get",
            "org.kde.StatusNotifierItem",
            "Menu",
        ])?;
        Some(Self {
            session,
            owner: owner.to_owned(),
            menu: quoted(&menu).next()?.to_owned(),
        })
    }

    /// Waits until an entry has one of these labels, clicks it, and says when the click was begun.
    pub(super) fn click(&self, labels: &[&str]) -> Result<Instant, Failure> {
        let entry = until(&format!("the tray's menu has {labels:?}"), || {
            let method = "com.canonical.dbusmenu.GetLayout";
            let layout = self.session.call(&[
                &self.owner,
                &self.menu,
                method,
                "0",
                "int32 -1",
                "['label']",
            ])?;
            entry(&layout, labels)
        })?;
        let began = Instant::now();
        let method = "com.canonical.dbusmenu.Event";
        let clicked = self.session.call(&[
            &self.owner,
            &self.menu,
            method,
            &entry.to_string(),
            "clicked",
            "<int32 0>",
            "0",
        ]);
        clicked
            .map(|_| began)
            .ok_or_else(|| Failure::Measurement(format!("{labels:?} could not be clicked")))
    }
}

/// The texts in single quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('\'').skip(1).step_by(2)
}

/// The number of the first entry with one of these labels. In GVariant's text an entry is `<(number, {'label': <'text'>}, [children])>`.
fn entry(layout: &str, labels: &[&str]) -> Option<i32> {
    layout.match_indices("'label': <").find_map(|(at, found)| {
        let (before, after) = layout.split_at(at);
        let text = after.get(found.len()..)?;
        // GVariant takes double quotes for a text that has single ones in it.
        let quote = text.chars().next()?;
        let (text, _) = text.get(1..)?.split_once(&format!("{quote}>"))?;
        // An underscore marks the key that chooses the entry.
        let text = text.replacen('_', "", 1);
        let number = before.rsplit_once('(')?.1.split_once(',')?.0;
        labels
            .contains(&text.as_str())
            .then(|| number.trim_start_matches("int32 ").parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: &str = "(uint32 3, (0, {'children-display': <'submenu'>}, [<(1, {'label': <'Sign out of all…'>}, @av [])>, \
                          <(2, {'label': <'Ada (Home)'>, 'children-display': <'submenu'>}, [<(3, {'label': <'Open in browser'>}, @av [])>, \
                          <(4, {'label': <'_Sign out'>}, @av [])>])>, <(5, {'label': <\"Show it's window\">}, @av [])>]))";

    #[test]
    fn an_entry_is_found_by_its_whole_label_however_deep_it_is() {
        assert_eq!(entry(LAYOUT, &["Sign out"]), Some(4));
        assert_eq!(entry(LAYOUT, &["Show", "Show it's window"]), Some(5));
        assert_eq!(entry(LAYOUT, &["Quit"]), None);
    }

    #[test]
    fn an_item_on_the_bus_is_between_quotes() {
        let items = "(<[':1.7/org/ayatana/one', ':1.9/two']>,)";

        let items: Vec<_> = quoted(items).collect();

        assert_eq!(items, [":1.7/org/ayatana/one", ":1.9/two"]);
    }
}
