//! What the person has chosen about the program itself. Kept in the registry; a value that an older version did not know takes its default.
//!
//! Deliberately not here: whether it starts at login. The desktop's own autostart file is the truth about that, and people change it there too.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::account::AccountId;
use crate::revocation::Asked;

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
    /// The language of window, tray and notifications.
    pub language: LanguageChoice,
    /// Light or dark.
    pub theme: Theme,
    /// Signing one account out is asked about first.
    pub ask_sign_out: bool,
}

/// A language of window, tray and notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub enum LanguageChoice {
    /// The best one that there is for this system.
    #[default]
    #[serde(rename = "system")]
    System,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    SimplifiedChinese,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
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
    /// The person quits the program.
    Quit,
    /// The desktop's session ends, and the program with it. The rule is that for quitting.
    SessionEnds,
    /// The screen was locked.
    ScreenLocked,
    /// Nobody has used the computer for the chosen time.
    Idle,
}

impl Occasion {
    /// Quitting is a click; the rest is not. A page that is opened while the desktop ends would be gone with it.
    pub(crate) fn asked(self) -> Asked {
        match self {
            Self::Quit => Asked::ByPerson,
            Self::SessionEnds | Self::ScreenLocked | Self::Idle => Asked::ByItself,
        }
    }
}

impl Coverage {
    pub(crate) fn covers(&self, account: AccountId) -> bool {
        match self {
            Self::Nobody => false,
            Self::Everybody => true,
            Self::Only { accounts } => accounts.contains(&account.to_string()),
        }
    }

    /// A rule that names nobody any more is off.
    fn keep(&mut self, exists: impl Fn(&str) -> bool) {
        if let Self::Only { accounts } = self {
            accounts.retain(|account| exists(account));
            if accounts.is_empty() {
                *self = Self::Nobody;
            }
        }
    }
}

impl Settings {
    /// What can be read of what was kept: a value that this version cannot read takes its default, and the others stay.
    pub(crate) fn read(kept: &str) -> Self {
        let mut kept = serde_json::from_str(kept).unwrap_or(Value::Null);
        if let Some(automatic) = kept.get_mut("automatic") {
            *automatic = json!(readable::<AutomaticSignOut>(automatic));
        }
        readable(&kept)
    }
}

/// The value with those fields of `kept` that it takes.
fn readable<T: Default + Serialize + DeserializeOwned>(kept: &Value) -> T {
    let mut read = json!(T::default());
    let fields = kept.as_object().into_iter().flatten();
    for (name, value) in fields {
        let mut with = read.clone();
        with[name.as_str()] = value.clone();
        if serde_json::from_value::<T>(with.clone()).is_ok() {
            read = with;
        } else {
            tracing::warn!(name, "a setting cannot be read");
        }
    }
    serde_json::from_value(read).unwrap_or_default()
}

impl AutomaticSignOut {
    /// Rules name only accounts that exist.
    pub(crate) fn keep(&mut self, exists: impl Fn(&str) -> bool) {
        for coverage in [&mut self.on_quit, &mut self.on_lock, &mut self.when_idle] {
            coverage.keep(&exists);
        }
    }

    /// Whom the program signs out then.
    pub fn on(&self, occasion: Occasion) -> &Coverage {
        match occasion {
            Occasion::Quit | Occasion::SessionEnds => &self.on_quit,
            Occasion::ScreenLocked => &self.on_lock,
            Occasion::Idle => &self.when_idle,
        }
    }
}
