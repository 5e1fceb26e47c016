//! The thread that writes. What could not be written is kept and written with the next change, or when it is tried again: a disk that was
//! full for an hour costs nothing but that hour.

use std::path::PathBuf;
use std::sync::mpsc;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Change, RegistryError, file, rows};

/// Changes that belong together, and who wants to know when they are on disk.
pub(super) type Order = (Vec<Change>, oneshot::Sender<Result<(), RegistryError>>);

/// The file, and what is still to be written to it.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) file: PathBuf,
    /// `None` while the file cannot be opened for writing.
    pub(super) connection: Option<Connection>,
    pub(super) backlog: Vec<Change>,
}

impl Writer {
    pub(super) fn start(mut self) -> std::io::Result<mpsc::Sender<Order>> {
        let (sender, orders) = mpsc::channel::<Order>();
        std::thread::Builder::new()
            .name("registry".into())
            .spawn(move || {
                while let Ok((changes, answer)) = orders.recv() {
                    // Who asked may be gone; what was asked is written all the same.
                    drop(answer.send(self.write(changes)));
                }
            })?;
        Ok(sender)
    }

    pub(super) fn write(&mut self, changes: Vec<Change>) -> Result<(), RegistryError> {
        self.backlog.retain(|old| {
            let key = old.key();
            changes.iter().all(|new| new.key() != key)
        });
        self.backlog.extend(changes);
        self.write_backlog()?;
        self.backlog.clear();
        Ok(())
    }

    fn write_backlog(&mut self) -> Result<(), RegistryError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            closed => closed.insert(file::connect(&self.file)?),
        };
        let written = rows::write(connection, &self.backlog);
        if written.is_err() {
            // Opened anew, a file that was replaced or a disk that came back is found.
            self.connection = None;
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Site;
    use crate::address::SiteOrigin;
    use crate::snapshot::{Edition, RegistryState};

    fn site(host: &str, title: &str) -> Change {
        Change::SaveSite(Box::new(Site {
            origin: SiteOrigin::typed(host, false).expect("an address"),
            instance_id: None,
            other_installation: None,
            title: Some(title.repeat(20_000)),
            version: None,
            edition: Edition::Open,
        }))
    }

    fn titles(file: &std::path::Path) -> Vec<String> {
        let connection = file::connect(file).expect("opened");
        let contents = rows::read(&connection, rows::Unreadable::IsDamage).expect("read");
        let sites = contents.sites.into_iter();
        sites
            .map(|site| site.title.unwrap_or_default()[..1].to_owned())
            .collect()
    }

    #[test]
    fn what_a_full_disk_did_not_take_is_written_when_there_is_room_again() {
        // Given a file that may not grow any more
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("accounts.db");
        let connection = file::connect(&file).expect("opened");
        let pages: i64 = connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .expect("counted");
        connection
            .pragma_update(None, "max_page_count", pages)
            .expect("limited");
        let mut writer = Writer {
            file: file.clone(),
            connection: Some(connection),
            backlog: Vec::new(),
        };

        // When
        let full = writer.write(vec![site("a.example", "A")]);
        let then = writer.write(vec![site("b.example", "B"), site("a.example", "C")]);

        // Then the first is said to be that, and nothing is lost; of two changes of one row the newer one counts
        assert_eq!(
            full.map_err(|error| error.state()),
            Err(RegistryState::DiskFull)
        );
        assert!(then.is_ok());
        assert_eq!(titles(&file), ["B", "C"]);
    }

    #[test]
    fn what_could_be_read_of_a_damaged_file_is_not_lost_while_the_new_one_cannot_be_written() {
        // Given what was salvaged, and no place for it
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("not there").join("accounts.db");
        let mut writer = Writer {
            file: file.clone(),
            connection: None,
            backlog: vec![site("a.example", "A"), site("b.example", "B")],
        };

        // When something else changes before there is one
        let without = writer.write(vec![site("b.example", "C")]);
        std::fs::create_dir(file.parent().expect("a folder")).expect("made");
        let with = writer.write(Vec::new());

        // Then
        assert!(without.is_err());
        assert!(with.is_ok());
        assert_eq!(titles(&file), ["A", "C"]);
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_tried_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("not there").join("accounts.db");
        let mut writer = Writer {
            file: file.clone(),
            connection: None,
            backlog: Vec::new(),
        };

        let without = writer.write(vec![site("a.example", "A")]);
        std::fs::create_dir(file.parent().expect("a folder")).expect("made");
        let with = writer.write(Vec::new());

        assert!(without.is_err());
        assert!(with.is_ok());
        assert_eq!(titles(&file), ["A"]);
    }
}
