//! The registry's rows: documents under their keys, and the changes that are made to them.

use rusqlite::{Connection, OptionalExtension as _, Params, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Change, Contents, RegistryError};
use crate::settings::Settings;

/// Writes changes that belong together, all or none.
pub(super) fn write(connection: &mut Connection, changes: &[Change]) -> Result<(), RegistryError> {
    let transaction = connection.transaction()?;
    for change in changes {
        apply(&transaction, change)?;
    }
    // After all rows are there, a row that was written once more after it was placed included.
    for change in changes {
        place(&transaction, change)?;
    }
    if changes
        .iter()
        .any(|change| matches!(change, Change::RemoveAccount(_)))
    {
        // A site goes with its last account; after all changes, because a later one may bring an account of it.
        transaction.execute(
            "DELETE FROM sites WHERE origin NOT IN (SELECT origin FROM accounts)",
            [],
        )?;
    }
    transaction.commit()?;
    Ok(())
}

/// What to do with a row that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// The whole file is damaged then.
    IsDamage,
    /// It is left out: the others are worth having.
    IsLeftOut,
}

/// Reads everything.
pub(super) fn read(
    connection: &Connection,
    unreadable: Unreadable,
) -> Result<Contents, RegistryError> {
    Ok(Contents {
        sites: documents(connection, "sites ORDER BY position", unreadable)?,
        accounts: documents(connection, "accounts ORDER BY position", unreadable)?,
        revocations: documents(connection, "revocations ORDER BY session", unreadable)?,
        notices: documents(connection, "notices ORDER BY id", unreadable)?,
        settings: settings(connection),
    })
}

/// Settings that cannot be read are no damage: they are the defaults then, and no account is touched.
fn settings(connection: &Connection) -> Settings {
    let kept = connection.query_row("SELECT document FROM settings", [], |row| {
        row.get::<_, String>(0)
    });
    match kept {
        Ok(kept) => Settings::read(&kept),
        Err(rusqlite::Error::QueryReturnedNoRows) => Settings::default(),
        Err(error) => {
            tracing::warn!(%error, "the settings cannot be read");
            Settings::default()
        }
    }
}

fn documents<T: DeserializeOwned>(
    connection: &Connection,
    table: &str,
    unreadable: Unreadable,
) -> Result<Vec<T>, RegistryError> {
    match documents_or_damage(connection, table, unreadable) {
        Err(_) if unreadable == Unreadable::IsLeftOut => Ok(Vec::new()),
        read => read,
    }
}

fn documents_or_damage<T: DeserializeOwned>(
    connection: &Connection,
    table: &str,
    unreadable: Unreadable,
) -> Result<Vec<T>, RegistryError> {
    let mut statement = connection.prepare(&format!("SELECT document FROM {table}"))?;
    let mut rows = statement.query([])?;
    let mut documents = Vec::new();
    loop {
        let row = match rows.next() {
            Ok(row) => row,
            // What comes after a torn page cannot be reached.
            Err(_) if unreadable == Unreadable::IsLeftOut => return Ok(documents),
            Err(error) => return Err(error.into()),
        };
        let Some(row) = row else {
            return Ok(documents);
        };
        let document = row
            .get::<_, String>(0)
            .map_err(RegistryError::from)
            .and_then(|text| Ok(serde_json::from_str(&text)?));
        match document {
            Ok(document) => documents.push(document),
            Err(_) if unreadable == Unreadable::IsLeftOut => {}
            Err(error) => return Err(error),
        }
    }
}

fn apply(connection: &Connection, change: &Change) -> Result<(), RegistryError> {
    match change {
        Change::SaveSite(site) => {
            let key = site.origin.to_string();
            let position = position(
                connection,
                "SELECT position FROM sites WHERE origin = ?1",
                params![key],
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
            let (origin, user) = (account.origin.to_string(), account.user.as_str());
            let position = position(
                connection,
                "SELECT position FROM accounts WHERE id = ?1 OR (origin = ?2 AND user_id = ?3) ORDER BY position",
                params![key, origin, user],
                "accounts",
            )?;
            // The same person under a former identifier of ours: what is known now is newer.
            connection.execute(
                "DELETE FROM accounts WHERE origin = ?2 AND user_id = ?3 AND id <> ?1",
                params![key, origin, user],
            )?;
            connection.execute(
                "INSERT INTO accounts (id, origin, user_id, position, document) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                params![key, origin, user, position, document(account)?],
            )?;
        }
        // Done when all rows are there.
        Change::PlaceAccounts(_) | Change::PlaceSites(_) => {}
        Change::RemoveAccount(id) => {
            connection.execute("DELETE FROM accounts WHERE id = ?1", [id.to_string()])?;
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
        Change::SaveNotice(notice) => {
            connection.execute(
                "INSERT INTO notices (id, document) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
                params![notice.id.to_string(), document(notice)?],
            )?;
        }
        Change::RemoveNotice(id) => {
            connection.execute("DELETE FROM notices WHERE id = ?1", [id.to_string()])?;
        }
        Change::SaveSettings(settings) => {
            connection.execute(
                "INSERT INTO settings (id, document) VALUES (1, ?1)
                 ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                params![document(settings)?],
            )?;
        }
    }
    Ok(())
}

/// Puts rows into their order. The places that are given are the first ones, and rows that are not named, being newer, stay behind them: of those
/// that are named some may be gone by now.
fn place(connection: &Connection, change: &Change) -> Result<(), RegistryError> {
    let (behind, query, keys): (_, _, Vec<String>) = match change {
        Change::PlaceAccounts(order) => (
            "UPDATE accounts SET position = position + ?1",
            "UPDATE accounts SET position = ?2 WHERE id = ?1",
            order.iter().map(ToString::to_string).collect(),
        ),
        Change::PlaceSites(order) => (
            "UPDATE sites SET position = position + ?1",
            "UPDATE sites SET position = ?2 WHERE origin = ?1",
            order.iter().map(ToString::to_string).collect(),
        ),
        _ => return Ok(()),
    };
    connection.execute(behind, [keys.len() as i64])?;
    let mut statement = connection.prepare(query)?;
    for (position, key) in (1_i64..).zip(keys) {
        statement.execute(params![key, position])?;
    }
    Ok(())
}

/// A row keeps its place; a new one comes last.
fn position(
    connection: &Connection,
    query: &str,
    key: impl Params,
    table: &str,
) -> Result<i64, RegistryError> {
    if let Some(position) = connection
        .query_row(query, key, |row| row.get(0))
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
