//! Who the program is on this computer: the demo is another program than the real one, down to its keyring names, so that it never touches
//! a person's own accounts.

/// The names that must not be shared between the program and its demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    /// The program.
    Keyreve,
    /// Its demo, on stand-in servers.
    Demo,
}

impl Identity {
    /// The application identifier: names the data folder and the D-Bus name of the running program.
    pub(crate) const fn identifier(self) -> &'static str {
        match self {
            Self::Keyreve => "dev.keyreve.desktop",
            Self::Demo => "dev.keyreve.demo",
        }
    }

    /// The name under which the entries stand in the keyring.
    pub(crate) const fn keyring_service(self) -> &'static str {
        self.identifier()
    }

    /// The name of its entry among what the desktop starts at login. The demo has none: its servers are gone by then.
    pub(crate) const fn autostart_name(self) -> Option<&'static str> {
        match self {
            Self::Keyreve => Some("keyreve"),
            Self::Demo => None,
        }
    }

    /// The window's title.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Keyreve => "Keyreve",
            Self::Demo => "Keyreve (demo)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_shares_no_name_with_the_program() {
        assert_ne!(Identity::Keyreve.identifier(), Identity::Demo.identifier());
        assert_ne!(
            Identity::Keyreve.keyring_service(),
            Identity::Demo.keyring_service()
        );
        assert_ne!(
            Identity::Keyreve.autostart_name(),
            Identity::Demo.autostart_name()
        );
    }

    #[test]
    fn the_configuration_and_the_program_agree_on_the_identifier() {
        let configuration = include_str!("../../tauri.conf.json");

        assert!(configuration.contains(&format!(
            "\"identifier\": \"{}\"",
            Identity::Keyreve.identifier()
        )));
    }
}
