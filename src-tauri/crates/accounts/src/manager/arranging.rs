//! What the person calls an account, and in which order sites and accounts stand. None of it is sent anywhere.

use super::Manager;
use crate::account::AccountId;
use crate::address::SiteOrigin;
use crate::label::{Label, LabelTooLong};
use crate::model::Model;
use crate::problem::{Problem, ProblemCode};
use crate::registry::Change;

/// An account was not given another label.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// No such account.
    #[error("there is no such account")]
    NotFound,
    /// The label is longer than it may be.
    #[error(transparent)]
    TooLong(#[from] LabelTooLong),
}

/// Something was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// One of the two is not there, or they are on two sites.
    #[error("there is no such place")]
    NotFound,
}

impl Manager {
    /// Gives an account a label of the person's own, at most 100 characters of it; nothing to see takes it away. What the disk did not take is
    /// said by the registry's own state.
    pub async fn rename(&self, account: AccountId, label: Option<&str>) -> Result<(), RenameError> {
        let label = Label::typed(label.unwrap_or_default())?;
        let rename = |model: &mut Model, _| {
            let Some(account) = model.account_mut(account) else {
                return (None, Vec::new());
            };
            if account.label == label {
                return (Some(()), Vec::new());
            }
            account.label = label;
            let renamed = Change::SaveAccount(Box::new(account.clone()));
            (Some(()), vec![renamed])
        };
        self.0.commit(rename).await.0.ok_or(RenameError::NotFound)
    }

    /// Puts an account before another one of its site; without one, last.
    pub async fn move_account(
        &self,
        account: AccountId,
        before: Option<AccountId>,
    ) -> Result<(), MoveError> {
        self.arrange(|model| model.move_account(account, before))
            .await
    }

    /// Puts a site with its accounts before another one; without one, last.
    pub async fn move_site(
        &self,
        site: &SiteOrigin,
        before: Option<&SiteOrigin>,
    ) -> Result<(), MoveError> {
        self.arrange(|model| model.move_site(site, before)).await
    }

    async fn arrange(
        &self,
        arrange: impl FnOnce(&mut Model) -> Option<Vec<Change>>,
    ) -> Result<(), MoveError> {
        let arrange = |model: &mut Model, _| match arrange(model) {
            Some(changes) => (Ok(()), changes),
            None => (Err(MoveError::NotFound), Vec::new()),
        };
        self.0.commit(arrange).await.0
    }
}

impl From<RenameError> for Problem {
    fn from(error: RenameError) -> Self {
        Self::plain(match error {
            RenameError::NotFound => ProblemCode::NotFound,
            RenameError::TooLong(LabelTooLong) => ProblemCode::BadInput,
        })
    }
}

impl From<MoveError> for Problem {
    fn from(MoveError::NotFound: MoveError) -> Self {
        Self::plain(ProblemCode::NotFound)
    }
}
