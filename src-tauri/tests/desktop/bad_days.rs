//! Days on which something is broken before the program starts, or breaks under it: what it says then, and that nothing is lost.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use demo::{Fault, What};
use rusqlite::Connection;

use crate::keyring::KEYRING_PASSWORD;
use crate::patience::until;
use crate::person::{choose_site, give_password, host, servers, sign_in};
use crate::session::on_a_desktop;

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_list_of_a_newer_version_is_said_and_left_as_it_is() {
    on_a_desktop("a_newer_version", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;
        app.quit().await;
        let registry = session.registry();
        let newer = Connection::open(&registry).unwrap();
        newer.pragma_update(None, "user_version", 99).unwrap();
        newer.close().unwrap();
        let (before, beside) = (fs::read(&registry).unwrap(), names_beside(&registry));

        // When
        let app = session.start_app().await;

        // Then
        let page = app.page();
        page.find("heading", "A newer Keyreve is needed").await;
        page.shows("Nothing was changed.").await;
        page.shows(registry.to_str().unwrap()).await;
        assert_eq!(page.count("button", "Add account").await, 0);

        // When
        app.ends_by(async |page| page.press_last("Quit").await)
            .await;

        // Then
        assert_eq!(names_beside(&registry), beside);
        let after = fs::read(&registry).unwrap();
        assert!(after == before, "it was changed");
        assert_eq!(session.keyring.entries(), 1);
        assert_eq!(servers.home().live_families("ada@example.org"), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_damaged_list_is_set_aside_and_accounts_come_back_from_the_keyring() {
    on_a_desktop("a_damaged_list", async |session| {
        // Given
        let servers = servers().await;
        let app = session.start_app().await;
        sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;
        app.quit().await;
        let registry = session.registry();
        let garbage = b"this was a list of accounts ".repeat(1_000);
        // What is still in its journal would mend it.
        let journal = Connection::open(&registry).unwrap();
        journal.execute_batch("PRAGMA wal_checkpoint").unwrap();
        journal.close().unwrap();
        fs::write(&registry, &garbage).unwrap();

        // When
        let app = session.start_app().await;

        // Then
        let page = app.page();
        let notices = page.find("region", "Notices").await;
        notices.shows("The list of accounts was damaged.").await;
        let aside = names_beside(&registry)
            .into_iter()
            .find(|name| name.starts_with("accounts.damaged-") && name.ends_with(".db"))
            .unwrap();
        notices.shows(&aside).await;
        assert!(fs::read(registry.with_file_name(&aside)).unwrap() == garbage);

        // And her session can be signed out as if nothing had happened
        page.press("Sign out Ada").await;
        let result = page.find("region", "Result of signing out Ada").await;
        result.shows("This computer erased from the keyring").await;
        result.shows("Server confirmed").await;
        assert_eq!(session.keyring.entries(), 0);
        assert_eq!(servers.home().live_families("ada@example.org"), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_sign_in_that_a_power_cut_ended_is_said_until_the_person_closes_it() {
    on_a_desktop("a_sign_in_cut_off", async |session| {
        // Given a server that has been asked and has not answered yet
        let servers = servers().await;
        let app = session.start_app().await;
        let home = servers.home();
        home.fault(Fault::on_call("POST", "/session/token", What::Hold));
        sign_in(app.page(), home, "ada@example.org").await;
        home.wait_for("POST", "/session/token", 1).await;
        app.kill().await;
        home.clear_faults();

        // When
        let app = session.start_app().await;

        // Then
        let notices = app.page().find("region", "Notices").await;
        notices.shows("ended without an answer").await;
        let security = notices.find("button", "Open the security page").await;
        security.click().await;
        let page = home
            .origin()
            .join("/settings?tab=security")
            .unwrap()
            .to_string();
        until("the security page is opened", async || {
            session.opened.all() == [page.clone()]
        })
        .await;

        // When
        let close = notices.find("button", "Close").await;
        close.click().await;
        until("the notice is closed", async || {
            app.page().count("region", "Notices").await == 0
        })
        .await;
        app.quit().await;
        let app = session.start_app().await;

        // Then
        app.page().find("textbox", "Site address").await;
        assert_eq!(app.page().count("region", "Notices").await, 0);
        assert_eq!(session.keyring.entries(), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_locked_keyring_asks_the_person_only_when_they_press_unlock() {
    on_a_desktop("a_locked_keyring", async |session| {
        // Given
        session.start_window_manager();
        let servers = servers().await;
        let app = session.start_app().await;
        sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;
        app.quit().await;
        session.keyring.lock();
        let questions = session.keyring.show_questions().await;

        // When
        let app = session.start_app().await;

        // Then
        let page = app.page();
        page.shows("Keyring is locked").await;
        page.shows("GNOME Keyring is locked.").await;
        assert_eq!(questions.asked(), 0);

        // When
        page.press("Unlock the keyring for Ada").await;

        // Then
        until("the keyring asks", async || {
            session.windows_titled("Unlock Login Keyring") == 1
        })
        .await;
        assert_eq!(questions.asked(), 1);
        page.shows("Keyring is locked").await;

        // When
        session.type_into("Unlock Login Keyring", KEYRING_PASSWORD);

        // Then
        page.find("button", "Sign out Ada").await;
        page.stops_showing("Keyring is locked").await;
        assert_eq!(questions.asked(), 1);
        assert_eq!(session.keyring.entries(), 1);
        assert_eq!(servers.home().live_families("ada@example.org"), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn another_installation_at_the_address_is_followed_only_after_the_person_agreed() {
    on_a_desktop("another_installation", async |session| {
        // Given
        let servers = servers().await;
        let home = servers.home();
        let app = session.start_app().await;
        sign_in(app.page(), home, "ada@example.org").await;
        app.page().find("button", "Sign out Ada").await;
        app.quit().await;
        home.become_another_installation();

        // When
        let app = session.start_app().await;

        // Then
        let page = app.page();
        page.shows("Another installation of Cloudreve answers at this address.")
            .await;
        page.shows("Nothing is renewed here until you say that it is the right one.")
            .await;

        // When
        page.press("It is the right one").await;
        let asked = format!("Is the Cloudreve at {} the right one?", host(home));
        let question = page.find("alertdialog", &asked).await;
        let agree = question.find("button", "It is the right one").await;
        agree.click().await;

        // Then
        page.stops_showing("Another installation of Cloudreve")
            .await;
        assert_eq!(session.keyring.entries(), 1);

        // And a new sign-in there is hers again
        page.press("Add account").await;
        choose_site(page, home).await;
        page.fill("E-mail", "ada@example.org").await;
        give_password(page, demo::PASSWORD).await;
        page.find("button", "Sign out Ada").await;
        page.shows("1 account · 1 site").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_full_disk_costs_nothing_but_a_bar_that_says_so() {
    on_a_desktop("a_full_disk", async |session| {
        // Given a disk on which the list is made, and then nothing more fits
        let folder = session.registry().parent().unwrap().to_owned();
        let Some(disk) = SmallDisk::mounted_at(&folder) else {
            return;
        };
        let servers = servers().await;
        let app = session.start_app().await;
        let page = app.page();
        choose_site(page, servers.home()).await;
        disk.fill_up();

        // When
        page.fill("E-mail", "ada@example.org").await;
        give_password(page, demo::PASSWORD).await;

        // Then
        page.find("button", "Sign out Ada").await;
        page.shows("The disk is full, so the list of accounts cannot be written.")
            .await;
        page.shows("Your sessions are kept in the keyring.").await;
        assert_eq!(session.keyring.entries(), 1);

        // When there is room again, and something else is to be written
        disk.make_room();
        page.press("Add account").await;
        sign_in(page, servers.home(), "bob@example.org").await;

        // Then both are kept
        page.stops_showing("The disk is full").await;
        app.kill().await;
        let app = session.start_app().await;
        app.page().shows("2 accounts · 1 site").await;
        app.page().find("button", "Sign out Ada").await;
        app.page().find("button", "Sign out Bob").await;
        app.quit().await;
    })
    .await;
}

/// What is in the folder of a file, without the lock, which is a file for as long as there was a program.
fn names_beside(file: &Path) -> Vec<String> {
    let entries = fs::read_dir(file.parent().unwrap()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A file system of a megabyte, gone with this value.
#[derive(Debug)]
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where this is not permitted. That is written where a test runner does not hide it: a test that proves nothing must not look like
    /// one that does.
    fn mounted_at(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "keyreve-test"])
            .arg(folder)
            .output()
            .unwrap();
        if !mounted.status.success() {
            let why = String::from_utf8_lossy(&mounted.stderr).into_owned();
            let mut shown = std::io::stderr();
            let skipped = format!(
                "\nSKIPPED, nothing was proven: a small disk cannot be mounted here ({})\n",
                why.trim()
            );
            shown.write_all(skipped.as_bytes()).unwrap();
            return None;
        }
        Some(Self(folder.to_owned()))
    }

    fn fill_up(&self) {
        let mut filler = fs::File::create(self.filler()).unwrap();
        while filler.write_all(&[b'x'; 4096]).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.0.join("films")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: after a failed test the program may still have its files open.
        Command::new("umount")
            .arg("--lazy")
            .arg(&self.0)
            .status()
            .unwrap();
    }
}
