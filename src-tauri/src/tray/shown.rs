//! The icon and the menu as the toolkit has them. Everything here happens on the main thread.

use tauri::image::Image;
use tauri::menu::{
    IsMenuItem, Menu as NativeMenu, MenuItem, MenuItemKind, PredefinedMenuItem, Submenu,
};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager as _, Wry};

use super::changes::{Change, changes};
use super::menu::Item;
use super::{Wanted, heard};
use crate::identity::Identity;

/// What is in the tray now.
pub(super) struct Shown {
    what: Wanted,
    icon: TrayIcon,
    menu: NativeMenu<Wry>,
}

impl Shown {
    /// Puts it there.
    pub(super) fn make(app: &AppHandle, what: &Wanted) -> tauri::Result<Self> {
        let menu = NativeMenu::new(app)?;
        for item in &what.menu {
            menu.append(&native(app, item)?)?;
        }
        let icon = TrayIconBuilder::with_id(app.state::<Identity>().identifier())
            .icon(Image::from_bytes(what.look.drawing())?)
            .icon_as_template(true)
            .tooltip(&what.words)
            .menu(&menu)
            .on_menu_event(|app, event| heard(app, event.id().as_ref()))
            .build(app)?;
        Ok(Self {
            what: what.clone(),
            icon,
            menu,
        })
    }

    /// Changes it, as little as possible.
    pub(super) fn become_like(&mut self, app: &AppHandle, wanted: Wanted) -> tauri::Result<()> {
        if self.what.look != wanted.look {
            let drawing = Image::from_bytes(wanted.look.drawing())?;
            self.icon.set_icon_with_as_template(Some(drawing), true)?;
        }
        if self.what.words != wanted.words {
            self.icon.set_tooltip(Some(&wanted.words))?;
        }
        let steps = changes(&self.what.menu, &wanted.menu);
        // If a step fails, the next state begins from what was wanted here: no worse than to give up on the menu.
        self.what = wanted;
        change(app, Level::Top(&self.menu), steps)
    }
}

/// The menu itself, or a submenu of it.
#[derive(Clone, Copy)]
enum Level<'a> {
    Top(&'a NativeMenu<Wry>),
    Below(&'a Submenu<Wry>),
}

impl Level<'_> {
    fn insert(self, item: &dyn IsMenuItem<Wry>, at: usize) -> tauri::Result<()> {
        match self {
            Self::Top(menu) => menu.insert(item, at),
            Self::Below(menu) => menu.insert(item, at),
        }
    }

    fn remove(self, at: usize) -> tauri::Result<()> {
        match self {
            Self::Top(menu) => menu.remove_at(at),
            Self::Below(menu) => menu.remove_at(at),
        }
        .map(drop)
    }

    fn item(self, at: usize) -> tauri::Result<Option<MenuItemKind<Wry>>> {
        let items = match self {
            Self::Top(menu) => menu.items(),
            Self::Below(menu) => menu.items(),
        };
        Ok(items?.into_iter().nth(at))
    }
}

fn change(app: &AppHandle, level: Level<'_>, steps: Vec<Change>) -> tauri::Result<()> {
    for step in steps {
        match step {
            Change::Remove { at } => level.remove(at)?,
            Change::Insert { at, item } => level.insert(&native(app, &item)?, at)?,
            Change::Relabel { at, label } => {
                if let Some(MenuItemKind::MenuItem(item)) = level.item(at)? {
                    item.set_text(escaped(&label))?;
                }
            }
            Change::Enable { at, enabled } => {
                if let Some(MenuItemKind::MenuItem(item)) = level.item(at)? {
                    item.set_enabled(enabled)?;
                }
            }
            Change::Within { at, changes } => {
                if let Some(MenuItemKind::Submenu(submenu)) = level.item(at)? {
                    change(app, Level::Below(&submenu), changes)?;
                }
            }
        }
    }
    Ok(())
}

fn native(app: &AppHandle, item: &Item) -> tauri::Result<MenuItemKind<Wry>> {
    Ok(match item {
        Item::Command {
            click,
            label,
            enabled,
        } => MenuItemKind::MenuItem(MenuItem::with_id(
            app,
            click.to_string(),
            escaped(label),
            *enabled,
            None::<&str>,
        )?),
        Item::Words(label) => {
            MenuItemKind::MenuItem(MenuItem::new(app, escaped(label), false, None::<&str>)?)
        }
        Item::Submenu { label, items, .. } => {
            let submenu = Submenu::new(app, escaped(label), true)?;
            for item in items {
                submenu.append(&native(app, item)?)?;
            }
            MenuItemKind::Submenu(submenu)
        }
        Item::Separator => MenuItemKind::Predefined(PredefinedMenuItem::separator(app)?),
    })
}

/// The toolkit takes `&` for the letter to press, and `&&` for the sign itself. GTK's own `_` is escaped by the toolkit.
fn escaped(label: &str) -> String {
    label.replace('&', "&&")
}
