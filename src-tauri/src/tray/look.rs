//! The icon's three looks, which differ by shape: all fine, something needs the person, a sign-out is on its way.

use accounts::{Snapshot, StateView};

use super::menu::needs_the_person;

/// How the icon looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing is to be done.
    Fine,
    /// Something stands first in the menu. This is shown also while a sign-out is on its way.
    NeedsYou,
    /// A sign-out is on its way.
    SigningOut,
}

impl Look {
    /// The look of this state.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        if needs_the_person(snapshot) {
            Self::NeedsYou
        } else if is_signing_out(snapshot) {
            Self::SigningOut
        } else {
            Self::Fine
        }
    }

    /// The drawing, as a PNG.
    pub(crate) const fn drawing(self) -> &'static [u8] {
        match self {
            Self::Fine => include_bytes!("../../../icons/tray/fine.png"),
            Self::NeedsYou => include_bytes!("../../../icons/tray/needs-you.png"),
            Self::SigningOut => include_bytes!("../../../icons/tray/signing-out.png"),
        }
    }

    /// The name of the sentence that says it in words.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Fine => "tray-look-fine",
            Self::NeedsYou => "tray-look-needs-you",
            Self::SigningOut => "tray-look-signing-out",
        }
    }
}

fn is_signing_out(snapshot: &Snapshot) -> bool {
    let mut accounts = snapshot.sites.iter().flat_map(|site| &site.accounts);
    accounts.any(|account| matches!(account.state, StateView::SigningOut { .. }))
        || snapshot
            .unfinished
            .iter()
            .any(|unfinished| !unfinished.result.is_ended())
}
