//! Start at login. The desktop's own list of what starts is the truth about it: it is read again whenever the window is looked at, because people
//! change it in the desktop's settings too.
//!
//! On Linux the file is written here and not by `tauri-plugin-autostart`: that one writes below `~/.config` whatever `XDG_CONFIG_HOME` says, does
//! not quote the program's path, and takes an entry that the desktop's settings have switched off for one that is on.

pub(super) use self::platform::Autostart;

/// The desktop's list of what starts at login could not be changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AutostartError {
    /// There is no such list, or the program has no place in it.
    #[error("this program cannot start at login here")]
    Impossible,
    /// It is there and cannot be changed.
    #[error("what starts at login could not be changed: {0}")]
    Refused(String),
}

#[cfg(target_os = "linux")]
mod platform {
    use std::fs;
    use std::io::ErrorKind;
    use std::path::{Path, PathBuf};

    use tauri::{AppHandle, Manager as _};

    use super::AutostartError;
    use super::entry;
    use crate::identity::Identity;

    /// The file of this program among those that the desktop starts at login.
    #[derive(Debug)]
    pub(crate) struct Autostart(Option<Entry>);

    #[derive(Debug)]
    struct Entry {
        file: PathBuf,
        text: String,
    }

    impl Autostart {
        /// Asked once, at the start: the path of a program that was replaced while it runs cannot be told any more.
        pub(crate) fn of(app: &AppHandle) -> Self {
            Self(Entry::of(app))
        }

        /// Whether the program starts at login; nothing where that cannot be.
        pub(crate) fn is_on(&self, _app: &AppHandle) -> Option<bool> {
            let Entry { file, .. } = self.0.as_ref()?;
            Some(fs::read_to_string(file).is_ok_and(|text| entry::is_on(&text)))
        }

        /// Writes the file, or takes it away.
        pub(crate) fn set(&self, _app: &AppHandle, on: bool) -> Result<(), AutostartError> {
            let Entry { file, text } = self.0.as_ref().ok_or(AutostartError::Impossible)?;
            let done = if on {
                written(file, text)
            } else {
                removed(file)
            };
            done.map_err(|error| AutostartError::Refused(error.to_string()))
        }
    }

    fn written(file: &Path, text: &str) -> std::io::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text).inspect_err(|_| {
            // Half an entry would start nothing, and look as if it did.
            drop(fs::remove_file(file));
        })
    }

    fn removed(file: &Path) -> std::io::Result<()> {
        match fs::remove_file(file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    impl Entry {
        fn of(app: &AppHandle) -> Option<Self> {
            let name = app.state::<Identity>().autostart_name()?;
            let folder = app.path().config_dir().ok()?.join("autostart");
            // What is started of an AppImage is the image, not the program that was unpacked from it for this one run.
            let image = app.env().appimage.map(PathBuf::from);
            let program = image.or_else(|| std::env::current_exe().ok())?;
            Some(Self {
                file: folder.join(format!("{name}.desktop")),
                text: entry::of(program.to_str()?)?,
            })
        }
    }
}

/// The desktop entry, by the Desktop Entry Specification of freedesktop.org.
#[cfg(target_os = "linux")]
mod entry {
    /// An entry that starts this program without a window; nothing when no entry can say its path.
    pub(super) fn of(program: &str) -> Option<String> {
        if program.chars().any(char::is_control) {
            return None;
        }
        Some(format!(
            "[Desktop Entry]\nType=Application\nName=Keyreve\nIcon=keyreve\nTryExec={}\nExec={} --hidden\nTerminal=false\nStartupNotify=false\n",
            in_a_string(program),
            in_a_string(&quoted(program)),
        ))
    }

    /// Whether the desktop starts it: `Hidden` is how it is switched off by the specification, the other one by GNOME.
    pub(super) fn is_on(text: &str) -> bool {
        let group = text
            .lines()
            .map(str::trim)
            .skip_while(|line| *line != "[Desktop Entry]")
            .skip(1)
            .take_while(|line| !line.starts_with('['));
        let mut settings = group.filter_map(|line| {
            let (key, value) = line.split_once('=')?;
            Some((key.trim(), value.trim()))
        });
        let is_off = |(key, value): (&str, &str)| {
            matches!(
                (key, value),
                ("Hidden", "true") | ("X-GNOME-Autostart-enabled", "false")
            )
        };
        text.contains("[Desktop Entry]") && !settings.any(is_off)
    }

    /// "The Exec key": in double quotes, with a backslash before what a shell would take for something else, and two per cent signs for one.
    fn quoted(program: &str) -> String {
        let mut quoted = String::from("\"");
        for character in program.chars() {
            match character {
                '"' | '`' | '$' | '\\' => quoted.extend(['\\', character]),
                '%' => quoted.push_str("%%"),
                _ => quoted.push(character),
            }
        }
        quoted.push('"');
        quoted
    }

    /// "Possible value types": a backslash begins an escape.
    fn in_a_string(value: &str) -> String {
        value.replace('\\', r"\\")
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn line<'a>(entry: &'a str, key: &str) -> &'a str {
            let mut lines = entry.lines();
            lines.find(|line| line.starts_with(key)).expect("the key")
        }

        #[test]
        fn the_program_is_started_from_where_it_is_and_without_a_window() {
            let entry = of("/usr/bin/keyreve").expect("an entry");

            assert_eq!(line(&entry, "Exec="), r#"Exec="/usr/bin/keyreve" --hidden"#);
            assert_eq!(line(&entry, "TryExec="), "TryExec=/usr/bin/keyreve");
            assert!(is_on(&entry));
        }

        #[test]
        fn a_path_with_anything_in_it_stays_one_path() {
            let entry = of(r#"/opt/my $HOME/100% "new"\keyreve"#).expect("an entry");

            assert_eq!(
                line(&entry, "Exec="),
                r#"Exec="/opt/my \\$HOME/100%% \\"new\\"\\\\keyreve" --hidden"#
            );
        }

        #[test]
        fn a_path_that_no_entry_can_say_has_none() {
            assert_eq!(of("/opt/two\nlines"), None);
        }

        #[test]
        fn what_the_desktop_has_switched_off_is_off() {
            let entry = of("/usr/bin/keyreve").expect("an entry");

            assert!(!is_on(&format!("{entry}Hidden=true\n")));
            assert!(!is_on(&format!("{entry}X-GNOME-Autostart-enabled=false\n")));
            assert!(!is_on(""));
            assert!(is_on(&format!(
                "{entry}Hidden=false\n[Other]\nHidden=true\n"
            )));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use tauri::{AppHandle, Manager as _};
    use tauri_plugin_autostart::ManagerExt as _;

    use super::AutostartError;
    use crate::identity::Identity;

    /// The system's own list, through the plugin.
    #[derive(Debug)]
    pub(crate) struct Autostart;

    impl Autostart {
        /// Nothing need be known beforehand.
        pub(crate) fn of(_app: &AppHandle) -> Self {
            Self
        }

        /// Whether the program starts at login; nothing where that cannot be asked.
        pub(crate) fn is_on(&self, app: &AppHandle) -> Option<bool> {
            app.state::<Identity>().autostart_name()?;
            app.autolaunch().is_enabled().ok()
        }

        /// Changes it.
        pub(crate) fn set(&self, app: &AppHandle, on: bool) -> Result<(), AutostartError> {
            app.state::<Identity>()
                .autostart_name()
                .ok_or(AutostartError::Impossible)?;
            let list = app.autolaunch();
            let done = if on { list.enable() } else { list.disable() };
            done.map_err(|error| AutostartError::Refused(error.to_string()))
        }
    }
}
