//! What the Credential Manager holds while sessions begin, go on and end, and what a start finds in it.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{
    ComputerResult, Keyring, KeyringState, ServerResult, SingleSignOnResult, UnfinishedReason,
};
use keyring_core::api::CredentialStore;
use uuid::Uuid;

use crate::credentials::{self, Seen};
use crate::keyring::SystemKeyring;
use crate::stage::{ADA, ADA_AT_CONTOSO, Stage};

/// `CRED_MAX_CREDENTIAL_BLOB_SIZE` (wincred.h).
const LARGEST: usize = 2_560;

#[tokio::test]
async fn a_session_begins_goes_on_and_ends_and_a_long_end_session_page_waits_in_parts() {
    // Given a provider whose end-session page has an address of 6,000 bytes, and no browser
    let stage = Stage::with(SystemKeyring::new("dev.keyreve.test.sign-out")).await;
    let contoso = stage.demo.contoso();
    let page = page_of(6_000);
    contoso.end_session_url(Some(page.clone()));
    stage.desktop.lose_browser(true);

    // When
    let ada = stage.signed_in(contoso, ADA_AT_CONTOSO).await;
    let as_signed_in = stage.credentials();
    stage.manager.renew(ada).await.expect("renewed");
    let as_renewed = stage.credentials();
    let result = stage.manager.sign_out(ada).await.expect("signed out");
    let waiting = stage.credentials();

    // Then the session was one credential, and the page is a head and three parts
    assert_eq!(as_signed_in.len(), 1, "{as_signed_in:?}");
    assert_eq!(names(&as_renewed), names(&as_signed_in));
    assert_eq!(waiting.len(), 4, "{waiting:?}");
    let whole: usize = waiting.iter().map(|seen| seen.size).sum();
    assert!(whole > 6_000, "{waiting:?}");
    for seen in as_signed_in.iter().chain(&as_renewed).chain(&waiting) {
        assert!(seen.size <= LARGEST, "{seen:?}");
        assert_eq!(seen.persistence, "Local", "{seen:?}");
        assert!(
            seen.name.ends_with("@dev.keyreve.test.sign-out"),
            "{seen:?}"
        );
    }
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(result.computer, ComputerResult::Erased);
    assert!(matches!(
        result.single_sign_on,
        SingleSignOnResult::CouldNotBeOpened { .. }
    ));

    // And when the browser is there again
    stage.desktop.lose_browser(false);
    let open = stage.manager.open_end_session(&ada.to_string()).await;
    open.expect("opened");

    // Then the address is whole, and nothing of ours is left
    assert_eq!(stage.desktop.opened(), [page]);
    assert_eq!(stage.credentials(), []);
    assert_eq!(contoso.live_families(ADA_AT_CONTOSO), 0);
}

#[tokio::test]
async fn a_start_without_the_list_finds_the_sessions_and_the_waiting_page_by_their_names() {
    // Given a session, an end-session page that waits in parts, and somebody else's credential that is named almost like ours
    let service = "dev.keyreve.test.recovery";
    let mut stage = Stage::with(SystemKeyring::new(service)).await;
    let page = page_of(6_000);
    stage.demo.contoso().end_session_url(Some(page.clone()));
    stage.desktop.lose_browser(true);
    let at_contoso = stage.signed_in(stage.demo.contoso(), ADA_AT_CONTOSO).await;
    stage
        .manager
        .sign_out(at_contoso)
        .await
        .expect("signed out");
    stage.signed_in(stage.demo.home(), ADA).await;
    stage.manager.settled().await;
    let before = stage.credentials();
    let session = Uuid::new_v4();
    let stranger = format!("{session}@{service}.of-another-program");
    credentials::put(&stranger, b"theirs").expect("written");

    // When
    stage.restart_without_the_list().await;

    // Then
    assert_eq!(before.len(), 5, "{before:?}");
    let found = stage.active();
    assert_eq!(found.len(), 1);
    let unfinished = stage.manager.snapshot().unfinished;
    assert_eq!(unfinished.len(), 1, "{unfinished:?}");
    assert_eq!(unfinished[0].reason, UnfinishedReason::Recovered);
    assert!(matches!(
        unfinished[0].result.single_sign_on,
        SingleSignOnResult::WaitingForYou { .. }
    ));

    // And when both are brought to their ends
    stage.desktop.lose_browser(false);
    let open = stage.manager.open_end_session(&unfinished[0].id).await;
    open.expect("opened");
    let result = stage.manager.sign_out(found[0]).await.expect("signed out");

    // Then only the other program's is left
    assert_eq!(stage.desktop.opened(), [page]);
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert_eq!(names(&stage.credentials()), [stranger.as_str()]);
    credentials::clear(service);
}

#[tokio::test]
async fn a_renewal_of_an_entry_in_parts_leaves_none_of_the_former_parts() {
    // Given a session that is longer than one credential may be
    let system = SystemKeyring::new("dev.keyreve.test.generations");
    let stage = Stage::with(Smaller(system, 300)).await;
    let home = stage.demo.home();
    let ada = stage.signed_in(home, ADA).await;
    let former = stage.credentials();

    // When
    stage.manager.renew(ada).await.expect("renewed");

    // Then the head has its name still, and every part is a new one
    let renewed = stage.credentials();
    assert!(former.len() > 2, "{former:?}");
    assert_eq!(renewed.len(), former.len(), "{renewed:?}");
    let kept = names(&renewed)
        .into_iter()
        .filter(|name| names(&former).contains(name));
    assert_eq!(kept.count(), 1);
    for seen in former.iter().chain(&renewed) {
        assert!(seen.size <= 300, "{seen:?}");
        assert_eq!(seen.persistence, "Local", "{seen:?}");
    }

    // And the session that lies in them is the one that ends
    let result = stage.manager.sign_out(ada).await.expect("signed out");
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(stage.credentials(), []);
    assert_eq!(home.live_families(ADA), 0);
}

#[tokio::test]
async fn parts_that_no_head_names_are_cleared_away_at_a_start() {
    // Given what a write left behind that was torn before its head was written
    let service = "dev.keyreve.test.torn";
    let mut stage = Stage::with(SystemKeyring::new(service)).await;
    stage.signed_in(stage.demo.home(), ADA).await;
    stage.manager.settled().await;
    let before = stage.credentials();
    let session = Uuid::new_v4();
    for number in 0..2 {
        let part = format!("{session}#0badcafe#{number}@{service}");
        credentials::put(&part, &[b'x'; LARGEST]).expect("written");
    }

    // When
    stage.restart_without_the_list().await;

    // Then
    assert_eq!(names(&stage.credentials()), names(&before));
    assert_eq!(stage.active().len(), 1);
    credentials::clear(service);
}

#[tokio::test]
async fn a_session_is_renewed_when_it_is_time_and_the_keyring_is_called_by_its_name() {
    let service = "dev.keyreve.test.renewal";
    let stage = Stage::with(SystemKeyring::new(service)).await;
    let home = stage.demo.home();
    let ada = stage.signed_in(home, ADA).await;

    stage.later(55 * 60).await;

    assert_eq!(stage.active(), [ada]);
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 1);
    let keyring = stage.manager.snapshot().keyring;
    assert_eq!(keyring.name, "Windows Credential Manager");
    assert_eq!(keyring.state, KeyringState::Ready);
    stage.manager.sign_out(ada).await.expect("signed out");
    assert_eq!(stage.credentials(), []);
}

#[test]
fn the_largest_entry_is_the_most_that_a_credential_takes() {
    let name = "dev.keyreve.test.largest";
    let keyring = SystemKeyring::new(name);

    let taken = credentials::put(name, &[b'x'; LARGEST]);
    let size = credentials::with(name).first().map(|seen| seen.size);
    let refused = credentials::put(name, &[b'x'; LARGEST + 1]);

    credentials::clear(name);
    taken.expect("written");
    assert_eq!(size, Some(LARGEST));
    assert!(matches!(refused, Err(keyring_core::Error::TooLong(..))));
    assert_eq!(keyring.largest_entry(), Some(LARGEST));
}

/// An end-session page whose address has so many bytes.
fn page_of(bytes: usize) -> String {
    let page = "https://login.contoso.example/end?id_token_hint=";
    format!("{page}{}", "h".repeat(bytes - page.len()))
}

fn names(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(|seen| seen.name.as_str()).collect()
}

/// The program's keyring, as if a credential took even less.
struct Smaller(SystemKeyring, usize);

impl Keyring for Smaller {
    fn open(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        self.0.open()
    }

    fn is_locked(&self) -> Option<bool> {
        self.0.is_locked()
    }

    fn name(&self) -> String {
        self.0.name()
    }

    fn service(&self) -> String {
        self.0.service()
    }

    fn modifiers(&self, host: &str) -> HashMap<&'static str, String> {
        self.0.modifiers(host)
    }

    fn search(&self) -> HashMap<&'static str, String> {
        self.0.search()
    }

    fn largest_entry(&self) -> Option<usize> {
        Some(self.1)
    }
}
