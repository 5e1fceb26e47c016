//! The XEmbed tray: who owns the selection `_NET_SYSTEM_TRAY_S0` of the X server has one, says the system tray specification of freedesktop.org.

use std::error::Error;

use x11rb::NONE;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xfixes::{ConnectionExt as _, SelectionEventMask};
use x11rb::protocol::xproto::ConnectionExt as _;

/// The version of the extension that first told of selections.
const XFIXES: (u32, u32) = (1, 0);

/// Tells whether there is a tray, at once and whenever that changes. Returns when the window is not on an X server, or that is gone.
pub(super) fn follow(tell: impl Fn(bool)) -> Result<(), Box<dyn Error>> {
    if !is_window_on_x(
        std::env::var("GDK_BACKEND").ok().as_deref(),
        std::env::var("WAYLAND_DISPLAY").ok().as_deref(),
    ) {
        return Ok(());
    }
    let (server, number) = x11rb::connect(None)?;
    let screen = server.setup().roots.get(number).ok_or("no such screen")?;
    let name = format!("_NET_SYSTEM_TRAY_S{number}");
    let selection = server.intern_atom(false, name.as_bytes())?.reply()?.atom;
    server.xfixes_query_version(XFIXES.0, XFIXES.1)?.reply()?;
    let changes = SelectionEventMask::SET_SELECTION_OWNER
        | SelectionEventMask::SELECTION_WINDOW_DESTROY
        | SelectionEventMask::SELECTION_CLIENT_CLOSE;
    server
        .xfixes_select_selection_input(screen.root, selection, changes)?
        .check()?;
    tell(server.get_selection_owner(selection)?.reply()?.owner != NONE);
    loop {
        if let Event::XfixesSelectionNotify(change) = server.wait_for_event()? {
            tell(change.owner != NONE);
        }
    }
}

/// The toolkit prefers Wayland, and on it an icon cannot be embedded.
fn is_window_on_x(backend: Option<&str>, wayland: Option<&str>) -> bool {
    match backend {
        Some(backend) if !backend.is_empty() => backend.starts_with("x11"),
        _ => wayland.is_none_or(str::is_empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_is_embedded_only_where_the_window_is_on_x() {
        assert!(is_window_on_x(None, None));
        assert!(is_window_on_x(Some("x11,wayland"), Some("wayland-0")));
        assert!(!is_window_on_x(None, Some("wayland-0")));
        assert!(!is_window_on_x(Some("wayland"), None));
    }
}
