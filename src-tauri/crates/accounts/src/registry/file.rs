//! Opening the registry's file on good days and bad ones: its one owner, a file that is damaged, one that may not be written, one that is newer.
//!
//! A damaged file is moved aside and never deleted; what can still be read of it goes into the new one. A file that may only be read is read,
//! and the writer goes on trying.
//!
//! Deliberately not here: bringing accounts back from the vault (`manager::recovery`).

use std::fs::{File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};
use url::Url;

use super::rows::{self, Unreadable};
use super::{Change, Contents, RegistryError, schema};

/// How long another program that looks into the file is waited for.
const BUSY: Duration = Duration::from_secs(2);

/// What opening came to.
#[derive(Debug)]
pub(super) struct Opened {
    /// To write with, or why it may not be written.
    pub(super) connection: Result<Connection, RegistryError>,
    pub(super) contents: Contents,
    /// Where the damaged file is now.
    pub(super) set_aside: Option<PathBuf>,
    /// What is known and not in the file: it is written as soon as that can be.
    pub(super) backlog: Vec<Change>,
}

/// Opens the file, or makes it, and reads what it holds.
pub(super) fn open(file: &Path, now: Timestamp) -> Result<Opened, RegistryError> {
    let error = match read_and_write(file) {
        Ok((connection, contents)) => {
            return Ok(Opened {
                connection: Ok(connection),
                contents,
                set_aside: None,
                backlog: Vec::new(),
            });
        }
        Err(error @ RegistryError::Newer { .. }) => return Err(error),
        Err(error) => error,
    };
    if error.is_damage() {
        return begin_again(file, now);
    }
    let contents = if is_there(file) {
        match read_copy(file, Unreadable::IsDamage).or_else(|_| read_in_place(file)) {
            Ok(contents) => contents,
            Err(newer @ RegistryError::Newer { .. }) => return Err(newer),
            Err(_) => return Err(error),
        }
    } else {
        Contents::default()
    };
    Ok(Opened {
        connection: Err(error),
        contents,
        set_aside: None,
        backlog: Vec::new(),
    })
}

/// Only a file that is certainly not there is taken for none.
fn is_there(file: &Path) -> bool {
    match file.try_exists() {
        Ok(there) => there,
        Err(error) => error.kind() != std::io::ErrorKind::NotADirectory,
    }
}

/// A connection that can write, with the newest schema. Every write is on disk when it returns.
pub(super) fn connect(file: &Path) -> Result<Connection, RegistryError> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(BUSY)?;
    // Before anything is written: a newer file is left as it is.
    schema::is_known(&connection)?;
    owner_only(file, 0o600)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // In KiB when negative; the whole list is in memory anyway.
    connection.pragma_update(None, "cache_size", -256)?;
    schema::migrate(&mut connection)?;
    // SQLite opens a file that it may only read without a word; this tells.
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
    Ok(connection)
}

fn read_and_write(file: &Path) -> Result<(Connection, Contents), RegistryError> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
        owner_only(folder, 0o700)?;
    }
    let connection = connect(file)?;
    let check: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(RegistryError::Damaged(check));
    }
    let contents = rows::read(&connection, Unreadable::IsDamage)?;
    // To check and to read went through every page; none of them is read again.
    connection.execute_batch("PRAGMA shrink_memory")?;
    Ok((connection, contents))
}

/// Moves the damaged file aside and begins a new one with what can still be read.
fn begin_again(file: &Path, now: Timestamp) -> Result<Opened, RegistryError> {
    let contents = match read_copy(file, Unreadable::IsLeftOut) {
        Ok(contents) => contents,
        Err(error) if error.is_damage() => Contents::default(),
        // What could be read of it is not known, so that it stays where it is.
        Err(error) => return Err(error),
    };
    let backlog = changes_of(&contents);
    let moved = match set_aside(file, now) {
        Ok(moved) => moved,
        Err(error) => {
            return Ok(Opened {
                connection: Err(error.into()),
                contents,
                set_aside: None,
                backlog,
            });
        }
    };
    let connection = connect(file).and_then(|mut connection| {
        rows::write(&mut connection, &backlog)?;
        Ok(connection)
    });
    let backlog = if connection.is_ok() {
        Vec::new()
    } else {
        backlog
    };
    Ok(Opened {
        connection,
        contents,
        set_aside: Some(moved),
        backlog,
    })
}

/// Everything that was read, as what is to be written.
pub(super) fn changes_of(contents: &Contents) -> Vec<Change> {
    let Contents {
        sites,
        accounts,
        revocations,
        notices,
        settings,
    } = contents.clone();
    let sites = sites.into_iter().map(Box::new).map(Change::SaveSite);
    let accounts = accounts.into_iter().map(Box::new).map(Change::SaveAccount);
    let revocations = revocations.into_iter().map(Box::new);
    let revocations = revocations.map(Change::SaveRevocation);
    let notices = notices.into_iter().map(Box::new).map(Change::SaveNotice);
    sites
        .chain(accounts)
        .chain(revocations)
        .chain(notices)
        .chain([Change::SaveSettings(Box::new(settings))])
        .collect()
}

/// Reads a copy in a folder of its own: SQLite wants to write beside a file even to read it.
fn read_copy(file: &Path, unreadable: Unreadable) -> Result<Contents, RegistryError> {
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("accounts.db");
    std::fs::copy(file, &copy)?;
    let journal = with_suffix(file, "-wal");
    if journal.exists() {
        std::fs::copy(journal, with_suffix(&copy, "-wal"))?;
    }
    for copied in [copy.clone(), with_suffix(&copy, "-wal")] {
        if copied.exists() {
            owner_only(&copied, 0o600)?;
        }
    }
    rows::read(&connect(&copy)?, unreadable)
}

/// Reads the file as it lies there, without the journal beside it: where no copy can be made, that is more than nothing.
fn read_in_place(file: &Path) -> Result<Contents, RegistryError> {
    let mut address = Url::from_file_path(file).map_err(|()| RegistryError::Ending)?;
    address.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(address.as_str(), flags)?;
    schema::is_known(&connection)?;
    rows::read(&connection, Unreadable::IsLeftOut)
}

fn set_aside(file: &Path, now: Timestamp) -> std::io::Result<PathBuf> {
    let at = now.strftime("%Y%m%d-%H%M%S");
    let aside = (1..)
        .map(|number: u32| {
            let again = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            file.with_file_name(format!("accounts.damaged-{at}{again}.db"))
        })
        .find(|name| !name.exists())
        .unwrap_or_else(|| file.with_extension("damaged"));
    std::fs::rename(file, &aside)?;
    for suffix in ["-wal", "-shm"] {
        let beside = with_suffix(file, suffix);
        if beside.exists()
            && let Err(error) = std::fs::rename(beside, with_suffix(&aside, suffix))
        {
            // The file itself is moved; SQLite deletes a journal that belongs to none.
            tracing::warn!(%error, "a journal was not moved aside");
        }
    }
    Ok(aside)
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Makes this process the file's owner for as long as the answer lives. The operating system ends that with the process, however it
/// ends, so that a stale lock does not exist. `None` where there can be no lock: nobody can write there either.
pub(super) fn own(file: &Path) -> Result<Option<File>, RegistryError> {
    if let Some(folder) = file.parent() {
        drop(std::fs::create_dir_all(folder));
    }
    let path = file.with_extension("lock");
    let options = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path);
    let mut lock = match options {
        Ok(lock) => lock,
        Err(error) => {
            tracing::warn!(%error, "the file with the accounts cannot be locked");
            return Ok(None);
        }
    };
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut owner = String::new();
            // Windows does not let it be read while it is locked.
            drop(lock.read_to_string(&mut owner));
            let process = owner.trim().parse().ok();
            return Err(RegistryError::InUse { process });
        }
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "the file with the accounts cannot be locked");
            return Ok(None);
        }
    }
    // The number is only for people; a full disk does not keep the program from its lock.
    drop(lock.set_len(0));
    drop(writeln!(lock, "{}", std::process::id()));
    Ok(Some(lock))
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
    use crate::account::Site;
    use crate::address::SiteOrigin;
    use crate::settings::Settings;

    #[test]
    fn a_file_of_an_older_version_is_read_also_where_it_cannot_be_written() {
        // Given a file from before there were notices and settings
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let site =
            Site::unknown(SiteOrigin::typed("cloud.example.com", false).expect("an address"));
        {
            let mut connection = connect(&file).expect("opened");
            let save = Change::SaveSite(Box::new(site.clone()));
            rows::write(&mut connection, &[save]).expect("written");
            let older = "DROP TABLE settings; DROP TABLE notices; PRAGMA user_version = 1;";
            connection.execute_batch(older).expect("made older");
        }
        let before = std::fs::read(&file).expect("read");

        // When
        let copied = read_copy(&file, Unreadable::IsDamage).expect("read");
        let in_place = read_in_place(&file).expect("read");

        // Then
        for contents in [copied, in_place] {
            assert_eq!(contents.sites, std::slice::from_ref(&site));
            assert!(contents.notices.is_empty());
            assert_eq!(contents.settings, Settings::default());
        }
        assert_eq!(std::fs::read(&file).expect("read"), before);
    }
}
