//! The sessions of Cloudreve's own desktop client. It keeps them in `.cloudreve/drives.json` in the person's home, in plain text, on every
//! system (`DriveManager` and `DriveConfig` in its `crates/cloudreve-sync/src/drive`).
//!
//! Read when the page asks, which it does once by itself where an account is added, and never written: the file belongs to that program. The
//! tokens stay here until the window goes.
//!
//! Deliberately not here: ending a session, which is the domain's.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use accounts::{ForeignSession, KnownUser, RefreshSecret, SiteOrigin, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroizing;

/// A hundred drives take a tenth of it.
const LARGEST_FILE: u64 = 1024 * 1024;
/// What is longer is cut off: it is shown, and kept with an unfinished sign-out.
const LONGEST_NAME: usize = 200;
const LONGEST_USER: usize = 64;
const LONGEST_TOKEN: usize = 8 * 1024;

/// Accounts that lie in the file of Cloudreve's own desktop client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FoundClient {
    /// The file.
    pub(crate) file: String,
    /// What lies in it.
    pub(crate) sessions: Vec<FoundSession>,
}

/// One session in that file. Its token stays with the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FoundSession {
    /// For `revoke_found`; made anew at every look.
    pub(crate) id: String,
    /// The site.
    pub(crate) origin: String,
    /// Its host.
    pub(crate) host: String,
    /// What that program calls it; the user's identifier where it has no name there.
    pub(crate) name: String,
    /// E-mail address, where the same user is an account here.
    pub(crate) email: Option<String>,
    /// The same user is an account here.
    pub(crate) known: bool,
}

/// The file is there, and is not one that can be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file of Cloudreve's desktop client cannot be read")]
pub(crate) struct Unreadable;

/// The file in a person's home.
pub(crate) fn file_in(home: &Path) -> PathBuf {
    home.join(".cloudreve").join("drives.json")
}

/// The sessions in that file; none where that program keeps none.
pub(crate) fn read(file: &Path) -> Result<Vec<ForeignSession>, Unreadable> {
    let opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(_) => return Err(Unreadable),
    };
    let about = opened.metadata().map_err(|_| Unreadable)?;
    if !about.is_file() || about.len() > LARGEST_FILE {
        return Err(Unreadable);
    }
    // Room for all of it, so that the buffer does not move and leave tokens behind.
    let room = usize::try_from(LARGEST_FILE + 1).map_err(|_| Unreadable)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    let mut limited = opened.take(LARGEST_FILE + 1);
    limited.read_to_end(&mut bytes).map_err(|_| Unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Unreadable);
    }
    parse(&bytes)
}

/// What is missing or not as it should be costs its own drive only.
#[derive(Deserialize)]
struct Drives {
    drives: Vec<Drive>,
}

#[derive(Deserialize)]
struct Drive {
    name: Option<String>,
    instance_url: Option<String>,
    user_id: Option<String>,
    credentials: Option<Tokens>,
}

#[derive(Deserialize)]
struct Tokens {
    refresh_token: Option<Zeroizing<String>>,
    refresh_expires: Option<String>,
}

fn parse(bytes: &[u8]) -> Result<Vec<ForeignSession>, Unreadable> {
    // The parser's reason may quote what it stumbled over, which may be a token.
    let file: Drives = serde_json::from_slice(bytes).map_err(|_| Unreadable)?;
    Ok(file.drives.into_iter().filter_map(session).collect())
}

fn session(drive: Drive) -> Option<ForeignSession> {
    let tokens = drive.credentials?;
    let token = tokens.refresh_token?;
    let user = drive.user_id?;
    let strange = |letter: char| letter.is_whitespace() || letter.is_control();
    let implausible = |text: &str, longest: usize| {
        text.is_empty() || text.len() > longest || text.contains(strange)
    };
    if implausible(&token, LONGEST_TOKEN) || implausible(&user, LONGEST_USER) {
        return None;
    }
    let name = drive
        .name
        .map(|name| name.trim().chars().take(LONGEST_NAME).collect());
    Some(ForeignSession {
        origin: SiteOrigin::of_page(drive.instance_url?.trim()).ok()?,
        user: UserId::new(user),
        name: name.filter(|name: &String| !name.is_empty()),
        token: RefreshSecret::new(token.as_str().into()),
        expires: tokens.refresh_expires.and_then(|at| at.parse().ok()),
    })
}

/// What the last look has found.
#[derive(Debug, Default)]
pub(crate) struct Found(Mutex<Sessions>);

#[derive(Debug, Default)]
struct Sessions {
    /// Counts the looks: a name from an earlier one means nothing any more.
    looks: u64,
    sessions: Vec<(String, ForeignSession)>,
}

impl Found {
    /// Keeps what was found, and answers with what the page may know of it.
    pub(crate) fn keep(
        &self,
        found: Vec<ForeignSession>,
        known: impl Fn(&ForeignSession) -> Option<KnownUser>,
    ) -> Vec<FoundSession> {
        let mut kept = self.kept();
        kept.looks += 1;
        let look = kept.looks;
        let numbered = found.into_iter().enumerate();
        kept.sessions = numbered
            .map(|(number, session)| (format!("{look}-{number}"), session))
            .collect();
        let views = kept.sessions.iter();
        views
            .map(|(id, session)| view(id, session, known(session)))
            .collect()
    }

    /// One of them, by the name that the page knows.
    pub(crate) fn get(&self, id: &str) -> Option<ForeignSession> {
        let kept = self.kept();
        let (_, session) = kept.sessions.iter().find(|(name, _)| name == id)?;
        Some(session.clone())
    }

    /// One of them is in the domain's hands.
    pub(crate) fn let_go(&self, id: &str) {
        self.kept().sessions.retain(|(name, _)| name != id);
    }

    pub(crate) fn drop_now(&self) {
        self.kept().sessions.clear();
    }

    fn kept(&self) -> MutexGuard<'_, Sessions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn view(id: &str, session: &ForeignSession, known: Option<KnownUser>) -> FoundSession {
    let name = session.name.as_deref().unwrap_or(session.user.as_str());
    FoundSession {
        id: id.to_owned(),
        origin: session.origin.to_string(),
        host: session.origin.host(),
        name: name.to_owned(),
        known: known.is_some(),
        email: known.and_then(|known| known.email),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As that program writes it, with two drives of one user and fields that mean nothing here.
    const FILE: &str = r#"{
      "drives": [
        {
          "id": "7e6b1f0e-7a0a-4b0e-9a53-1d7d3b8f2a11",
          "name": "Ada's files",
          "instance_url": "https://cloud.example.com/",
          "remote_path": "cloudreve://my",
          "credentials": {
            "access_token": "canary-access-1",
            "refresh_token": "canary-refresh-1",
            "refresh_expires": "2027-02-20T10:00:00.123456789+00:00",
            "access_expires": "2026-11-22T11:00:00+00:00"
          },
          "sync_path": "/home/ada/Cloud",
          "icon_path": null,
          "raw_icon_path": null,
          "enabled": true,
          "user_id": "5OIa",
          "sync_root_id": null,
          "ignore_patterns": ["*.tmp"],
          "linux_mount_mode": "fuse"
        },
        {
          "id": "b0d0b7c8-31a4-4f57-8f0f-52a3b6d1a9e2",
          "name": "",
          "instance_url": "http://nas.local:5212",
          "credentials": {"access_token": null, "refresh_token": "canary-refresh-2", "refresh_expires": "tomorrow"},
          "user_id": "lUpa"
        }
      ]
    }"#;

    fn parsed(text: &str) -> Result<Vec<ForeignSession>, Unreadable> {
        parse(text.as_bytes())
    }

    #[test]
    fn the_sessions_in_the_file_are_found() {
        let found = parsed(FILE).expect("read");

        let summary: Vec<_> = found
            .iter()
            .map(|session| {
                (
                    session.origin.to_string(),
                    session.user.as_str(),
                    session.name.as_deref(),
                    session.token.expose(),
                    session.expires.map(|at| at.to_string()),
                )
            })
            .collect();
        assert_eq!(
            summary,
            [
                (
                    "https://cloud.example.com".to_owned(),
                    "5OIa",
                    Some("Ada's files"),
                    "canary-refresh-1",
                    Some("2027-02-20T10:00:00.123456789Z".to_owned()),
                ),
                (
                    "http://nas.local:5212".to_owned(),
                    "lUpa",
                    None,
                    "canary-refresh-2",
                    None,
                ),
            ]
        );
    }

    #[test]
    fn a_drive_without_what_ends_its_session_is_left_out() {
        for drive in [
            r#"{}"#,
            r#"{"instance_url": "https://a.example", "user_id": "5OIa"}"#,
            r#"{"instance_url": "https://a.example", "user_id": "5OIa", "credentials": {}}"#,
            r#"{"instance_url": "https://a.example", "user_id": "5OIa", "credentials": {"refresh_token": ""}}"#,
            r#"{"instance_url": "https://a.example", "user_id": "", "credentials": {"refresh_token": "a"}}"#,
            r#"{"instance_url": "https://a.example", "user_id": "a b", "credentials": {"refresh_token": "a"}}"#,
            r#"{"instance_url": "https://a.example", "credentials": {"refresh_token": "a"}}"#,
            r#"{"instance_url": "somewhere", "user_id": "5OIa", "credentials": {"refresh_token": "a"}}"#,
            r#"{"instance_url": "https://ada:pw@a.example", "user_id": "5OIa", "credentials": {"refresh_token": "a"}}"#,
            r#"{"user_id": "5OIa", "credentials": {"refresh_token": "a"}}"#,
        ] {
            let whole = r#"{"instance_url": "https://b.example", "user_id": "5OIa", "credentials": {"refresh_token": "b"}}"#;
            let found = parsed(&format!(r#"{{"drives": [{drive}, {whole}]}}"#)).expect("read");
            let hosts: Vec<_> = found.iter().map(|session| session.origin.host()).collect();
            assert_eq!(hosts, ["b.example"], "{drive}");
        }
        assert_eq!(parsed(r#"{"drives": []}"#).map(|found| found.len()), Ok(0));
    }

    #[test]
    fn what_that_program_does_not_write_is_said_to_be_unreadable() {
        for text in [
            "",
            "{",
            "[]",
            "{}",
            "null",
            r#"{"drives": 1}"#,
            r#"{"drives": ["a"]}"#,
        ] {
            assert_eq!(parsed(text).err(), Some(Unreadable), "{text:?}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_holds_nothing_and_the_file_is_left_as_it_was() {
        // Given
        let home = tempfile::tempdir().expect("a folder");
        let file = file_in(home.path());
        assert_eq!(read(&file).map(|found| found.len()), Ok(0));
        std::fs::create_dir(home.path().join(".cloudreve")).expect("made");
        std::fs::write(&file, FILE).expect("written");

        // When
        let found = read(&file).expect("read");

        // Then
        assert_eq!(found.len(), 2);
        assert_eq!(std::fs::read_to_string(&file).expect("read"), FILE);
        assert_eq!(file, home.path().join(".cloudreve/drives.json"));
    }

    #[test]
    fn a_file_that_is_too_large_or_none_at_all_is_unreadable() {
        let home = tempfile::tempdir().expect("a folder");
        let large = home.path().join("large");
        let padding = " ".repeat(1024 * 1024);
        std::fs::write(&large, format!(r#"{{"drives": []{padding}}}"#)).expect("written");

        assert_eq!(read(&large).err(), Some(Unreadable));
        assert_eq!(read(home.path()).err(), Some(Unreadable));
    }

    #[test]
    fn a_name_of_any_length_is_cut_to_one_that_can_be_shown() {
        let name = "字".repeat(500);
        let text = FILE.replace("Ada's files", &name);

        let found = parsed(&text).expect("read");

        assert_eq!(found[0].name, Some("字".repeat(200)));
    }

    #[test]
    fn the_page_is_told_whose_they_are_and_nothing_secret() {
        // Given
        let found = Found::default();
        let ada = KnownUser {
            name: "Ada".into(),
            email: Some("ada@example.org".into()),
        };

        // When
        let known = |session: &ForeignSession| {
            let is_ada = session.user.as_str() == "5OIa";
            is_ada.then(|| ada.clone())
        };
        let told = found.keep(parsed(FILE).expect("read"), known);

        // Then
        assert_eq!(
            (
                told[0].name.as_str(),
                told[0].email.as_deref(),
                told[0].known
            ),
            ("Ada's files", Some("ada@example.org"), true)
        );
        assert_eq!(
            (
                told[1].name.as_str(),
                told[1].email.as_deref(),
                told[1].known
            ),
            ("lUpa", None, false)
        );
        assert_eq!(told[1].host, "nas.local:5212");
        let text = serde_json::to_string(&told).expect("written");
        assert!(!text.contains("canary"));
        assert!(!format!("{told:?} {found:?}").contains("canary"));
    }

    #[test]
    fn a_name_from_an_earlier_look_means_nothing() {
        let found = Found::default();
        let first = found.keep(parsed(FILE).expect("read"), |_| None);
        let second = found.keep(parsed(FILE).expect("read"), |_| None);

        assert!(found.get(&first[0].id).is_none());
        let session = found.get(&second[1].id).expect("found");
        assert_eq!(session.token.expose(), "canary-refresh-2");

        found.let_go(&second[1].id);
        assert!(found.get(&second[1].id).is_none());
        assert!(found.get(&second[0].id).is_some());

        found.drop_now();
        assert!(found.get(&second[0].id).is_none());
    }
}
