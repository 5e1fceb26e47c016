//! Windows and macOS, through notify-rust: a thread for each notification keeps its handle and hears what is pressed in it.
//!
//! Deliberately not here: taking the place of a former one. The crate has no numbers for them there.

use std::thread;

use notify_rust::error::Result;
use notify_rust::{Notification, NotificationResponse};
use tauri::AppHandle;

use super::wording::{Press, Wording};
use super::{Pressed, Topic};
use crate::identity::Identity;

pub(super) struct Screen {
    identity: Identity,
    pressed: Pressed,
}

impl Screen {
    pub(super) fn begin(_: &AppHandle, identity: Identity, pressed: Pressed) -> Self {
        Self { identity, pressed }
    }

    pub(super) fn shown_by(&self) -> Option<String> {
        Some(std::env::consts::OS.to_owned())
    }

    pub(super) fn show(&mut self, _topic: Topic, wording: Wording, _press: &str) -> Result<()> {
        let mut notification = Notification::new();
        notification
            .appname(self.identity.title())
            .summary(&wording.title)
            .body(&wording.body);
        #[cfg(target_os = "windows")]
        notification.app_id(self.identity.identifier());
        for (key, label, _) in wording.buttons() {
            notification.action(key, label);
        }
        let handle = notification.show()?;
        let pressed = self.pressed.clone();
        let hear = move || {
            let heard = handle.wait_for_response(|response: &NotificationResponse| {
                let press = match response {
                    NotificationResponse::Default => Press::Itself,
                    NotificationResponse::Action(key) => Press::Button(key.clone()),
                    _ => return,
                };
                if let Some(action) = wording.meant_by(&press) {
                    pressed(action.clone());
                }
            });
            if let Err(error) = heard {
                tracing::warn!(%error, "what was pressed in a notification is not heard");
            }
        };
        if let Err(error) = thread::Builder::new()
            .name("notification".into())
            .spawn(hear)
        {
            tracing::warn!(%error, "what is pressed in a notification is not heard");
        }
        Ok(())
    }
}
