//! What the person has chosen about the program, and what is done because of it.

use tokio::task::JoinHandle;

use super::Manager;
use super::error::SignOutError;
use super::leaving::FirstRound;
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

    /// Takes what the person has chosen now; it is shown when it is on disk. Rules forget accounts that are gone.
    pub async fn change_settings(&self, settings: Settings) -> Result<(), RegistryError> {
        let choose = |model: &mut Model, _| {
            model.settings = settings;
            model.forget_the_gone();
            let chosen = Box::new(model.settings.clone());
            ((), vec![Change::SaveSettings(chosen)])
        };
        self.0.commit(choose).await.1
    }

    /// Begins the sign-outs that the person has chosen for this occasion. They are on disk when this answers; they go on by themselves.
    /// Accounts that are being signed out already are left to that.
    pub async fn leave_on(&self, occasion: Occasion) -> Departure {
        if self.0.look(|model| model.covered_on(occasion).is_empty()) {
            return Departure { rounds: None };
        }
        let whose = |model: &Model| model.covered_on(occasion);
        let begun = self.0.begin_sign_outs(whose, occasion.asked()).await;
        let rounds = (!begun.is_empty()).then(|| self.0.first_rounds(begun, occasion.asked()));
        Departure { rounds }
    }
}

/// Sign-outs whose intents are on disk. They go on when this is dropped.
#[derive(Debug)]
pub struct Departure {
    rounds: Option<JoinHandle<Vec<FirstRound>>>,
}

impl Departure {
    /// Whether nobody was to be signed out.
    pub fn is_empty(&self) -> bool {
        self.rounds.is_none()
    }

    /// Waits for the first round of each.
    pub async fn results(self) -> Vec<(AccountId, Result<ResultView, SignOutError>)> {
        match self.rounds {
            Some(rounds) => rounds.await.unwrap_or_default(),
            None => Vec::new(),
        }
    }
}
