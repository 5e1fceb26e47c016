//! The file with everything about accounts that is not secret: sites, accounts, and sign-outs on their way.
//!
//! A row is a document; columns exist only for what SQLite must hold (identity, order). Every write is on disk when it returns
//! (`synchronous=FULL`), because an intent that is lost in a power cut is a live session that nobody remembers.
//!
//! Deliberately absent: tokens, end-session URLs, passwords.

mod schema;

use std::future::Future;
use std::path::Path;
use std::sync::mpsc;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

use crate::account::{Account, AccountId, Site};
use crate::revocation::Revocation;
use crate::session::SessionId;

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
    /// The work was cut off because the program ends.
    #[error("the program is ending")]
    Ending,
}

/// The registry. One thread writes, in the order in which it was asked: an older row never follows a newer one.
#[derive(Debug)]
pub(crate) struct Registry(mpsc::Sender<Order>);

/// Changes that belong together, and who wants to know when they are on disk.
type Order = (Vec<Change>, oneshot::Sender<Result<(), RegistryError>>);

/// Everything in the registry.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) sites: Vec<Site>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) revocations: Vec<Revocation>,
}

/// One change, written whole or not at all.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    SaveSite(Box<Site>),
    SaveAccount(Box<Account>),
    RemoveAccount(AccountId),
    SaveRevocation(Box<Revocation>),
    RemoveRevocation(SessionId),
}

impl Registry {
    /// Opens the file, or makes it, and reads what it holds. Its folder and the file are for their owner only.
    pub(crate) fn open(file: &Path) -> Result<(Self, Contents), RegistryError> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
            owner_only(folder, 0o700)?;
        }
        let mut connection = Connection::open(file)?;
        owner_only(file, 0o600)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        schema::migrate(&mut connection)?;
        let contents = Contents {
            sites: documents(&connection, "SELECT document FROM sites ORDER BY position")?,
            accounts: documents(
                &connection,
                "SELECT document FROM accounts ORDER BY position",
            )?,
            revocations: documents(
                &connection,
                "SELECT document FROM revocations ORDER BY session",
            )?,
        };
        let (sender, orders) = mpsc::channel::<Order>();
        std::thread::Builder::new()
            .name("registry".into())
            .spawn(move || {
                while let Ok((changes, answer)) = orders.recv() {
                    // Who asked may be gone; what was asked is written all the same.
                    drop(answer.send(write(&mut connection, &changes)));
                }
            })?;
        Ok((Self(sender), contents))
    }

    /// Takes changes at once, so that their order is that of the calls; the answer comes when they are on disk, all or none.
    pub(crate) fn write(
        &self,
        changes: Vec<Change>,
    ) -> impl Future<Output = Result<(), RegistryError>> + use<> {
        let (answer, written) = oneshot::channel();
        let empty = changes.is_empty();
        let taken = empty || self.0.send((changes, answer)).is_ok();
        async move {
            match (empty, taken) {
                (true, _) => Ok(()),
                (false, true) => written.await.unwrap_or(Err(RegistryError::Ending)),
                (false, false) => Err(RegistryError::Ending),
            }
        }
    }
}

fn write(connection: &mut Connection, changes: &[Change]) -> Result<(), RegistryError> {
    let transaction = connection.transaction()?;
    for change in changes {
        apply(&transaction, change)?;
    }
    transaction.commit()?;
    Ok(())
}

fn apply(connection: &Connection, change: &Change) -> Result<(), RegistryError> {
    match change {
        Change::SaveSite(site) => {
            let key = site.origin.to_string();
            let position = position(
                connection,
                "SELECT position FROM sites WHERE origin = ?1",
                &key,
                "sites",
            )?;
            connection.execute(
                "INSERT INTO sites (origin, position, document) VALUES (?1, ?2, ?3)
                 ON CONFLICT (origin) DO UPDATE SET document = excluded.document",
                params![key, position, document(site)?],
            )?;
        }
        Change::SaveAccount(account) => {
            let key = account.id.to_string();
            let position = position(
                connection,
                "SELECT position FROM accounts WHERE id = ?1",
                &key,
                "accounts",
            )?;
            connection.execute(
                "INSERT INTO accounts (id, origin, user_id, position, document) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                params![key, account.origin.to_string(), account.user.as_str(), position, document(account)?],
            )?;
        }
        Change::RemoveAccount(id) => {
            connection.execute("DELETE FROM accounts WHERE id = ?1", [id.to_string()])?;
            connection.execute(
                "DELETE FROM sites WHERE origin NOT IN (SELECT origin FROM accounts)",
                [],
            )?;
        }
        Change::SaveRevocation(revocation) => {
            connection.execute(
                "INSERT INTO revocations (session, document) VALUES (?1, ?2)
                 ON CONFLICT (session) DO UPDATE SET document = excluded.document",
                params![revocation.session.to_string(), document(revocation)?],
            )?;
        }
        Change::RemoveRevocation(session) => {
            connection.execute(
                "DELETE FROM revocations WHERE session = ?1",
                [session.to_string()],
            )?;
        }
    }
    Ok(())
}

/// A row keeps its place; a new one comes last.
fn position(
    connection: &Connection,
    query: &str,
    key: &str,
    table: &str,
) -> Result<i64, RegistryError> {
    if let Some(position) = connection
        .query_row(query, [key], |row| row.get(0))
        .optional()?
    {
        return Ok(position);
    }
    let last = format!("SELECT COALESCE(MAX(position), 0) + 1 FROM {table}");
    Ok(connection.query_row(&last, [], |row| row.get(0))?)
}

fn document(row: &impl Serialize) -> Result<String, RegistryError> {
    Ok(serde_json::to_string(row)?)
}

fn documents<T: DeserializeOwned>(
    connection: &Connection,
    query: &str,
) -> Result<Vec<T>, RegistryError> {
    let mut statement = connection.prepare(query)?;
    let texts = statement.query_map([], |row| row.get::<_, String>(0))?;
    texts
        .map(|text| Ok(serde_json::from_str(&text?)?))
        .collect()
}

#[cfg(unix)]
fn owner_only(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// The profile folder of a Windows user is theirs alone.
#[cfg(not(unix))]
fn owner_only(_path: &Path, _mode: u32) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::UserId;
    use crate::address::SiteOrigin;
    use crate::session::Standing;
    use crate::snapshot::{Edition, Method, ServerResult};
    use jiff::Timestamp;

    fn site(origin: &str) -> Site {
        Site {
            origin: SiteOrigin::typed(origin, false).expect("an address"),
            instance_id: None,
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
            let (registry, _) = Registry::open(&file).expect("opened");
            write(
                &registry,
                Change::SaveSite(Box::new(site("cloud.example.com"))),
            )
            .await;
            write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;
        }

        let (_, contents) = Registry::open(&file).expect("read");

        assert_eq!(contents.accounts, [ada]);
        assert_eq!(contents.sites, [site("cloud.example.com")]);
    }

    #[tokio::test]
    async fn an_account_keeps_its_place_when_it_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let (registry, _) = Registry::open(&file).expect("opened");
        let (mut ada, bob) = (
            account("cloud.example.com", "ada"),
            account("cloud.example.com", "bob"),
        );
        write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;
        write(&registry, Change::SaveAccount(Box::new(bob.clone()))).await;

        ada.label = Some("family".into());
        write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;

        assert_eq!(Registry::open(&file).expect("read").1.accounts, [ada, bob]);
    }

    #[tokio::test]
    async fn the_same_user_of_a_site_cannot_be_there_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let (registry, _) = Registry::open(&file).expect("opened");
        write(
            &registry,
            Change::SaveAccount(Box::new(account("cloud.example.com", "ada"))),
        )
        .await;

        let again = registry
            .write(vec![Change::SaveAccount(Box::new(account(
                "cloud.example.com",
                "ada",
            )))])
            .await;

        assert!(matches!(again, Err(RegistryError::Database(_))));
    }

    #[tokio::test]
    async fn a_site_goes_with_its_last_account() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let (registry, _) = Registry::open(&file).expect("opened");
        let ada = account("cloud.example.com", "ada");
        write(
            &registry,
            Change::SaveSite(Box::new(site("cloud.example.com"))),
        )
        .await;
        write(&registry, Change::SaveAccount(Box::new(ada.clone()))).await;

        write(&registry, Change::RemoveAccount(ada.id)).await;

        assert!(Registry::open(&file).expect("read").1.sites.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("keyreve").join("accounts.db");

        Registry::open(&file).expect("opened");

        let mode =
            |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().expect("a folder")), 0o700);
    }

    #[test]
    fn a_file_from_a_newer_version_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        Connection::open(&file)
            .and_then(|c| c.pragma_update(None, "user_version", 99))
            .expect("made");

        let opened = Registry::open(&file);

        assert!(matches!(
            opened,
            Err(RegistryError::Newer { found: 99, .. })
        ));
    }
}
