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

    /// Waits until an entry's label begins so, clicks it, and says when the click was begun.
    pub(super) fn click(&self, label: &str) -> Result<Instant, Failure> {
        let entry = until(&format!("the tray's menu has \"{label}\""), || {
            let method = "com.canonical.dbusmenu.GetLayout";
            let layout =
                self.session
                    .call(&[&self.owner, &self.menu, method, "0", "-1", "['label']"])?;
            entry(&layout, label)
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
            .ok_or_else(|| Failure::Measurement(format!("\"{label}\" could not be clicked")))
    }
}

/// The texts in single quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('\'').skip(1).step_by(2)
}

/// The number of the first entry whose label begins so. In GVariant's text an entry is `<(number, {'label': <'text'>}, [children])>`.
fn entry(layout: &str, label: &str) -> Option<i32> {
    layout.match_indices("'label': <").find_map(|(at, found)| {
        let (before, after) = layout.split_at(at);
        let text = after.get(found.len() + 1..)?;
        // An underscore marks the key that chooses the entry.
        let text = text.replacen('_', "", 1);
        let number = before.rsplit_once('(')?.1.split_once(',')?.0;
        let number = number.trim_start_matches("int32 ");
        text.starts_with(label).then(|| number.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: &str = "(uint32 3, (0, {'children-display': <'submenu'>}, [<(1, {'label': <'Ada · Home'>, 'children-display': <'submenu'>}, \
                          [<(2, {'label': <'Open in browser'>}, @av [])>, <(3, {'label': <'_Sign out'>}, @av [])>])>, <(4, {'label': <\"Show\">}, @av [])>]))";

    #[test]
    fn an_entry_is_found_by_the_beginning_of_its_label_however_deep_it_is() {
        assert_eq!(entry(LAYOUT, "Sign out"), Some(3));
        assert_eq!(entry(LAYOUT, "Show"), Some(4));
        assert_eq!(entry(LAYOUT, "Quit"), None);
    }

    #[test]
    fn an_item_on_the_bus_is_between_quotes() {
        let items = "(<[':1.7/org/ayatana/one', ':1.9/two']>,)";

        let items: Vec<_> = quoted(items).collect();

        assert_eq!(items, [":1.7/org/ayatana/one", ":1.9/two"]);
    }
}
