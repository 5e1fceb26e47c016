//! The registry's schema, as the list of its migrations: each is applied once, in its own transaction, and never changed afterwards.

use rusqlite::Connection;

use super::RegistryError;

const MIGRATIONS: &[&str] = &[
    // 1: sites, accounts, sign-outs on their way.
    "CREATE TABLE sites (
        origin   TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        document TEXT NOT NULL
     ) STRICT;
     CREATE TABLE accounts (
        id       TEXT PRIMARY KEY,
        origin   TEXT NOT NULL,
        user_id  TEXT NOT NULL,
        position INTEGER NOT NULL,
        document TEXT NOT NULL,
        UNIQUE (origin, user_id)
     ) STRICT;
     CREATE TABLE revocations (
        session  TEXT PRIMARY KEY,
        document TEXT NOT NULL
     ) STRICT;",
    // 2: notices.
    "CREATE TABLE notices (
        id       TEXT PRIMARY KEY,
        document TEXT NOT NULL
     ) STRICT;",
    // 3: settings, one row.
    "CREATE TABLE settings (
        id       INTEGER PRIMARY KEY CHECK (id = 1),
        document TEXT NOT NULL
     ) STRICT;",
];

/// Brings the file to the newest schema.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), RegistryError> {
    let done = is_known(connection)?;
    for (number, migration) in MIGRATIONS.iter().enumerate().skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// How many migrations the file has seen. One that is ahead of this program is an error, and left as it is.
pub(super) fn is_known(connection: &Connection) -> Result<usize, RegistryError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = MIGRATIONS.len() as i64;
    match usize::try_from(found) {
        Ok(done) if done <= MIGRATIONS.len() => Ok(done),
        _ => Err(RegistryError::Newer { found, known }),
    }
}
