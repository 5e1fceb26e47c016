//! The keyboard on the desk: key presses that the X server hands to whichever window has its focus.
//!
//! Deliberately not here: the focus inside the window (`page.rs` tells where it is).

use crate::patience::until;
use crate::screen::the_window;
use crate::session::Session;

/// A keyboard, and how often its keys were pressed.
#[derive(Debug)]
pub(crate) struct Keyboard<'a> {
    session: &'a Session,
    pressed: usize,
}

impl<'a> Keyboard<'a> {
    /// Before the program's window, which the window manager gives the focus.
    pub(crate) async fn before_the_window(session: &'a Session) -> Self {
        let window = the_window(session, "Keyreve").await.number().to_string();
        until("the window has the keyboard", async || {
            let focused = session
                .command("xdotool")
                .args(["windowactivate", "--sync", &window])
                .arg("getwindowfocus")
                .output()
                .unwrap();
            String::from_utf8_lossy(&focused.stdout).trim() == window
        })
        .await;
        Self {
            session,
            pressed: 0,
        }
    }

    /// Presses one key, or several at once: `ctrl+n`.
    pub(crate) fn press(&mut self, key: &str) {
        self.xdotool(&["key", "--clearmodifiers", key]);
        self.pressed += 1;
    }

    /// Types a text.
    pub(crate) fn write(&mut self, text: &str) {
        self.xdotool(&["type", "--clearmodifiers", "--delay", "5", "--", text]);
        self.pressed += text.chars().count();
    }

    /// How many keys were pressed so far.
    pub(crate) fn pressed(&self) -> usize {
        self.pressed
    }

    fn xdotool(&self, arguments: &[&str]) {
        let done = self.session.command("xdotool").args(arguments).status();
        assert!(done.unwrap().success(), "{arguments:?}");
    }
}
