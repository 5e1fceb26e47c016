//! What is on the screen, as the X server and the window manager know it: windows in sight, where they are, and their close buttons.
//!
//! Deliberately not here: what is in a window (`page.rs`).

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt, EventMask};

use crate::patience::until_some;
use crate::session::Session;

/// Where a window is, and how large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Geometry {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// A window by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OnScreen(u32);

impl OnScreen {
    /// Its number.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// Presses the close button in its frame: the window manager asks the program to close it.
    pub(crate) fn close(self, session: &Session) {
        let (server, _) = x11rb::connect(Some(session.display())).unwrap();
        let atom = |name: &[u8]| {
            let answer = server.intern_atom(false, name).unwrap();
            answer.reply().unwrap().atom
        };
        let data = [atom(b"WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, self.0, atom(b"WM_PROTOCOLS"), data);
        let sent = server.send_event(false, self.0, EventMask::NO_EVENT, message);
        // A window that has gone meanwhile is closed.
        drop(sent.unwrap().check());
        server.flush().unwrap();
    }

    /// Moves and resizes it, as a person does with its frame.
    pub(crate) fn place(self, session: &Session, at: Geometry) {
        let number = self.0.to_string();
        for (what, one, other) in [
            ("windowsize", at.width, at.height),
            ("windowmove", at.x, at.y),
        ] {
            let moved = session
                .command("xdotool")
                .args([what, "--sync", &number])
                .args([one.to_string(), other.to_string()])
                .status();
            assert!(moved.unwrap().success());
        }
    }

    /// Where it is now.
    pub(crate) fn geometry(self, session: &Session) -> Geometry {
        let told = session
            .command("xdotool")
            .args(["getwindowgeometry", "--shell", &self.0.to_string()])
            .output()
            .unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        let number = |name: &str| {
            let mut lines = told.lines();
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            value.unwrap().parse().unwrap()
        };
        Geometry {
            x: number("X"),
            y: number("Y"),
            width: number("WIDTH"),
            height: number("HEIGHT"),
        }
    }
}

/// The windows in sight with this title.
pub(crate) fn in_sight(session: &Session, title: &str) -> Vec<OnScreen> {
    let found = session
        .command("xdotool")
        .args(["search", "--onlyvisible", "--name", &format!("^{title}$")])
        .output()
        .unwrap();
    let numbers = String::from_utf8(found.stdout).unwrap();
    let numbers = numbers.lines().map(|number| number.parse().unwrap());
    numbers.map(OnScreen).collect()
}

/// The one window in sight with this title, once it is there.
pub(crate) async fn the_window(session: &Session, title: &str) -> OnScreen {
    until_some(
        &format!("one window \"{title}\" is in sight"),
        async || match in_sight(session, title).as_slice() {
            [window] => Some(*window),
            _ => None,
        },
    )
    .await
}
