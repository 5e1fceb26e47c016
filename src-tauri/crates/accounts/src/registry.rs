//! The file with everything about accounts that is not secret: sites, accounts, sign-outs on their way, notices.
//!
//! A row is a document; columns exist only for what SQLite must hold (identity, order). Every write is on disk when it returns
//! (`synchronous=FULL`), because an intent that is lost in a power cut is a live session that nobody remembers.
//!
//! Deliberately absent: tokens, end-session URLs, passwords.

mod file;
mod mending;
mod rows;
mod schema;
mod writer;

use std::fs::File;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use jiff::Timestamp;
use rusqlite::ErrorCode;
use tokio::sync::oneshot;

use self::writer::{Order, Writer};
use crate::account::{Account, AccountId, Site};
use crate::address::SiteOrigin;
use crate::notice::{Notice, NoticeId};
use crate::revocation::Revocation;
use crate::session::SessionId;
use crate::settings::Settings;
use crate::snapshot::RegistryState;

/// Why the file with the accounts could not be used.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// SQLite's own words.
    #[error("the file with the accounts cannot be used: {0}")]
    Database(#[from] rusqlite::Error),
    /// The file system's own words.
    #[error("the folder for the accounts cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// A row is not as this program writes it.
    #[error("a row of the accounts cannot be read: {0}")]
    Row(#[from] serde_json::Error),
    /// What SQLite's check found.
    #[error("the file with the accounts is damaged: {0}")]
    Damaged(String),
    /// The file was written by a newer version.
    #[error(
        "the file with the accounts was written by a newer version (schema {found}, this one knows {known})"
    )]
    Newer {
        /// The schema in the file.
        found: i64,
        /// The newest that this version knows.
        known: i64,
    },
    /// Another process is its owner.
    #[error("the file with the accounts is in use by another copy of the program")]
    InUse {
        /// Which one, where it can be told.
        process: Option<u32>,
    },
    /// The work was cut off because the program ends.
    #[error("the program is ending")]
    Ending,
}

impl RegistryError {
    /// What the page says while writing fails like this.
    pub(crate) fn state(&self) -> RegistryState {
        use std::io::ErrorKind;
        match self {
            Self::Database(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => RegistryState::DiskFull,
                Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => RegistryState::ReadOnly,
                _ => RegistryState::Failed,
            },
            Self::Folder(error) => match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => RegistryState::DiskFull,
                ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                    RegistryState::ReadOnly
                }
                _ => RegistryState::Failed,
            },
            Self::Row(_)
            | Self::Damaged(_)
            | Self::Newer { .. }
            | Self::InUse { .. }
            | Self::Ending => RegistryState::Failed,
        }
    }

    /// The file's contents are wrong, not the way to them.
    fn is_damage(&self) -> bool {
        match self {
            Self::Row(_) | Self::Damaged(_) => true,
            Self::Database(rusqlite::Error::SqliteFailure(error, _)) => matches!(
                error.code,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
            ),
            // A column of another type, a table that is not there.
            Self::Database(_) => true,
            Self::Folder(_) | Self::Newer { .. } | Self::InUse { .. } | Self::Ending => false,
        }
    }
}

/// The registry. One thread writes, in the order in which it was asked: an older row never follows a newer one.
#[derive(Debug)]
pub(crate) struct Registry {
    orders: mpsc::Sender<Order>,
    /// This process owns the file while this lives.
    _owner: Option<File>,
}

/// What opening the registry came to.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) registry: Registry,
    pub(crate) contents: Contents,
    pub(crate) state: RegistryState,
}

/// Everything in the registry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents {
    pub(crate) sites: Vec<Site>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) revocations: Vec<Revocation>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) settings: Settings,
}

/// One change, written whole or not at all.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    SaveSite(Box<Site>),
    SaveAccount(Box<Account>),
    RemoveAccount(AccountId),
    /// All accounts, in their order.
    PlaceAccounts(Vec<AccountId>),
    /// All sites, in theirs.
    PlaceSites(Vec<SiteOrigin>),
    SaveRevocation(Box<Revocation>),
    RemoveRevocation(SessionId),
    SaveNotice(Box<Notice>),
    RemoveNotice(NoticeId),
    SaveSettings(Box<Settings>),
}

impl Change {
    /// The row that it is about: of two changes of one row the newer one counts.
    fn key(&self) -> (u8, String) {
        match self {
            Self::SaveSite(site) => (0, site.origin.to_string()),
            Self::SaveAccount(account) => (1, account.id.to_string()),
            Self::RemoveAccount(id) => (1, id.to_string()),
            Self::SaveRevocation(revocation) => (2, revocation.session.to_string()),
            Self::RemoveRevocation(session) => (2, session.to_string()),
            Self::SaveNotice(notice) => (3, notice.id.to_string()),
            Self::RemoveNotice(id) => (3, id.to_string()),
            Self::SaveSettings(_) => (4, String::new()),
            Self::PlaceAccounts(_) => (5, String::new()),
            Self::PlaceSites(_) => (6, String::new()),
        }
    }
}

impl Registry {
    /// Opens the file, or makes it, and reads what it holds. Its folder and the file are for their owner only. A file that is damaged is moved
    /// aside; one that may only be read is read.
    pub(crate) fn open(file: &Path, now: Timestamp) -> Result<Opened, RegistryError> {
        let owner = file::own(file)?;
        let opened = file::open(file, now)?;
        let (connection, state) = match opened.connection {
            Ok(connection) => (Some(connection), RegistryState::Ready),
            Err(error) => {
                tracing::error!(%error, "the registry cannot be written");
                (None, error.state())
            }
        };
        let mut contents = opened.contents;
        let mut mended = contents.mend(now);
        mended.extend(opened.set_aside.map(|aside| contents.notice(&aside, now)));
        let mut writer = Writer {
            file: PathBuf::from(file),
            connection,
            backlog: opened.backlog,
        };
        let state = match (state, writer.write(mended)) {
            (RegistryState::Ready, Err(error)) => error.state(),
            (state, _) => state,
        };
        let registry = Self {
            orders: writer.start()?,
            _owner: owner,
        };
        Ok(Opened {
            registry,
            contents,
            state,
        })
    }

    /// Takes changes at once, so that their order is that of the calls; the answer comes when they are on disk, all or none. What could not
    /// be written before goes with them, so that no changes are a try to write it.
    pub(crate) fn write(
        &self,
        changes: Vec<Change>,
    ) -> impl Future<Output = Result<(), RegistryError>> + use<> {
        let (answer, written) = oneshot::channel();
        let taken = self.orders.send((changes, answer)).is_ok();
        async move {
            if taken {
                written.await.unwrap_or(Err(RegistryError::Ending))
            } else {
                Err(RegistryError::Ending)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::UserId;
    use crate::session::Standing;
    use crate::snapshot::{Edition, Method, ServerResult};

    fn open(file: &Path) -> Opened {
        Registry::open(file, Timestamp::UNIX_EPOCH).expect("opened")
    }

    fn site(origin: &str) -> Site {
        Site {
            origin: SiteOrigin::typed(origin, false).expect("an address"),
            instance_id: None,
            other_installation: None,
            title: Some("Home cloud".into()),
            version: Some("4.14.0".into()),
            edition: Edition::Open,
        }
    }

    fn account(origin: &str, user: &str) -> Account {
        Account {
            id: AccountId::random(),
            origin: SiteOrigin::typed(origin, false).expect("an address"),
            user: UserId::new(user),
            nickname: None,
            email: None,
            label: None,
            method: Method::Password,
            standing: Standing::SignedOut {
                at: Timestamp::UNIX_EPOCH,
                server: ServerResult::Confirmed,
                session: None,
            },
            result: None,
            storage: None,
        }
    }

    async fn write(registry: &Registry, change: Change) {
        registry.write(vec![change]).await.expect("written");
    }

    #[tokio::test]
    async fn what_was_written_is_there_after_opening_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let ada = account("cloud.example.com", "5OIa");
        {
            let registry = open(&file).registry;
            write(
                &registry,
                Change::SaveSite(Box::new(site("cloud.example.com"))),
            )
            .await;
            write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;
        }

        let contents = open(&file).contents;

        assert_eq!(contents.accounts, [ada]);
        assert_eq!(contents.sites, [site("cloud.example.com")]);
    }

    #[tokio::test]
    async fn an_account_keeps_its_place_when_it_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let registry = open(&file).registry;
        let (mut ada, bob) = (
            account("cloud.example.com", "ada"),
            account("cloud.example.com", "bob"),
        );
        write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;
        write(&registry, Change::SaveAccount(Box::new(bob.clone()))).await;

        ada.nickname = Some("Ada".into());
        write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;

        drop(registry);
        assert_eq!(open(&file).contents.accounts, [ada, bob]);
    }

    #[tokio::test]
    async fn who_came_after_an_order_stands_behind_it_whoever_of_it_is_gone() {
        // Given
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let registry = open(&file).registry;
        let [ada, bob, cyd, dan] =
            ["ada", "bob", "cyd", "dan"].map(|user| account("cloud.example.com", user));
        let save = |account: &Account| Change::SaveAccount(Box::new(account.clone()));
        let begun = registry.write([&ada, &bob, &cyd].map(save).into());
        begun.await.expect("written");

        // When all of this comes to the disk at once, as it does after the disk was full
        let order = Change::PlaceAccounts(vec![bob.id, cyd.id, ada.id]);
        let (no_bob, no_cyd) = (Change::RemoveAccount(bob.id), Change::RemoveAccount(cyd.id));
        let then = registry.write(vec![order, no_bob, no_cyd, save(&dan)]);
        then.await.expect("written");

        // Then
        drop(registry);
        assert_eq!(open(&file).contents.accounts, [ada, dan]);
    }

    #[tokio::test]
    async fn the_same_user_of_a_site_is_there_once_as_known_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let registry = open(&file).registry;
        let (former, now) = (
            account("cloud.example.com", "ada"),
            account("cloud.example.com", "ada"),
        );

        write(&registry, Change::SaveAccount(Box::new(former))).await;
        write(&registry, Change::SaveAccount(Box::new(now.clone()))).await;
        drop(registry);

        assert_eq!(open(&file).contents.accounts, [now]);
    }

    #[tokio::test]
    async fn a_site_goes_with_its_last_account() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let registry = open(&file).registry;
        let ada = account("cloud.example.com", "ada");
        write(
            &registry,
            Change::SaveSite(Box::new(site("cloud.example.com"))),
        )
        .await;
        write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;

        write(&registry, Change::RemoveAccount(ada.id)).await;
        drop(registry);

        assert!(open(&file).contents.sites.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("keyreve").join("accounts.db");

        open(&file);

        let mode =
            |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().expect("a folder")), 0o700);
    }

    #[test]
    fn a_file_from_a_newer_version_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        rusqlite::Connection::open(&file)
            .and_then(|c| c.pragma_update(None, "user_version", 99))
            .expect("made");

        let opened = Registry::open(&file, Timestamp::UNIX_EPOCH);

        assert!(matches!(
            opened,
            Err(RegistryError::Newer { found: 99, .. })
        ));
    }
}
