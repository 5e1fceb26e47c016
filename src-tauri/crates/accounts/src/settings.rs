//! What the person has chosen about the program itself. Kept in the registry; a value that an older version did not know takes its default.
//!
//! Deliberately not here: whether it starts at login. The desktop's own autostart file is the truth about that, and people change it there too.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// What closing the window does where there is a tray.
    pub closing: Closing,
    /// The person was told that closing hides.
    pub told_hiding: bool,
    /// The person was told that closing quits, because there is no tray.
    pub told_quitting: bool,
    /// Which notifications are shown.
    pub notifications: Notifications,
    /// Signing out by itself.
    pub automatic: AutomaticSignOut,
}

/// What closing the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// The program goes on in the tray.
    #[default]
    Hides,
    /// The program ends.
    Quits,
}

/// Which notifications are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Notifications {
    /// All of them.
    #[default]
    All,
    /// None.
    None,
}

/// When the program signs out without being asked, and whom. Each is off by default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct AutomaticSignOut {
    /// When the program quits, and when the desktop session ends.
    pub on_quit: Coverage,
    /// When the screen is locked.
    pub on_lock: Coverage,
    /// When nobody has used the computer for [`Self::idle_minutes`].
    pub when_idle: Coverage,
    /// How many minutes that is; from 1 to 1,440.
    pub idle_minutes: IdleMinutes,
}

/// Whom a rule covers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Coverage {
    /// The rule is off.
    #[default]
    Nobody,
    /// Every account, later ones too.
    Everybody,
    /// These accounts.
    Only {
        /// Their identifiers.
        accounts: Vec<String>,
    },
}

/// A number of minutes between 1 and 1,440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(from = "u16")]
pub struct IdleMinutes(u16);

impl IdleMinutes {
    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<u16> for IdleMinutes {
    fn from(minutes: u16) -> Self {
        Self(minutes.clamp(1, 24 * 60))
    }
}

impl Default for IdleMinutes {
    fn default() -> Self {
        Self(15)
    }
}

/// What makes the program sign out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The program quits, or the desktop session ends.
    Quit,
    /// The screen was locked.
    ScreenLocked,
    /// Nobody has used the computer for the chosen time.
    Idle,
}

impl AutomaticSignOut {
    /// Whom the program signs out then.
    pub fn on(&self, occasion: Occasion) -> &Coverage {
        match occasion {
            Occasion::Quit => &self.on_quit,
            Occasion::ScreenLocked => &self.on_lock,
            Occasion::Idle => &self.when_idle,
        }
    }
}
