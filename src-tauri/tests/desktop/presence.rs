//! What the computer says, and what the program does then: the screen is locked, the session ends, it woke up, the network is back. Those who say
//! it are stand-ins on a system bus of the test's own.

use demo::{Demo, Fault, What};
use rusqlite::Connection;

use crate::app::App;
use crate::patience::until;
use crate::person::{servers, sign_in};
use crate::session::{Session, on_a_desktop};
use crate::system_bus::{Login, Network, OUR_SESSION, PrivateBus};

const ADA: &str = "ada@example.org";

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn locking_the_screen_signs_out_whom_the_person_has_chosen() {
    on_a_desktop("screen_locked", async |session| {
        // Given
        let servers = servers().await;
        let bus = PrivateBus::start();
        let login = Login::start(&bus, false).await;
        let _app = started_again(session, &servers, &bus, "onLock").await;
        login.is_listened_to().await;

        // When
        login.asks(OUR_SESSION, "Lock").await;
        login.is_told_of_lock(true).await;

        // Then
        until("the keyring is empty", async || {
            session.keyring.entries() == 0
        })
        .await;
        assert_eq!(servers.home().live_families(ADA), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_shutdown_waits_until_sign_outs_are_on_disk_and_the_next_start_finishes_them() {
    on_a_desktop("shutdown", async |session| {
        // Given a server that cannot be reached any more
        let servers = servers().await;
        let bus = PrivateBus::start();
        let mut login = Login::start(&bus, false).await;
        let app = started_again(session, &servers, &bus, "onQuit").await;
        let inhibitor = login.inhibitor().await;
        assert_eq!(
            (inhibitor.what.as_str(), inhibitor.mode.as_str()),
            ("shutdown", "delay")
        );
        servers.home().stop().await;

        // When
        login.shuts_down(true).await;
        inhibitor.released().await;

        // Then the sign-out is on disk before anything else ends
        assert_eq!(unfinished(session), 1);
        app.kill().await;
        assert_eq!(servers.home().live_families(ADA), 1);

        // When
        servers.home().start_again().await;
        let app = session.start_app().await;

        // Then
        app.page().find("button", "Sign in Ada").await;
        until("the keyring is empty", async || {
            session.keyring.entries() == 0
        })
        .await;
        assert_eq!(servers.home().live_families(ADA), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_logout_that_only_tells_to_end_leaves_the_sign_outs_on_disk() {
    on_a_desktop("logout", async |session| {
        // Given a desktop without a login manager, and a server that cannot be reached any more
        let servers = servers().await;
        let bus = PrivateBus::start();
        let app = started_again(session, &servers, &bus, "onQuit").await;
        servers.home().stop().await;

        // When
        app.quit().await;

        // Then
        assert_eq!(unfinished(session), 1);
        assert_eq!(servers.home().live_families(ADA), 1);

        // When
        servers.home().start_again().await;
        let _app = session.start_app().await;

        // Then
        until("the keyring is empty", async || {
            session.keyring.entries() == 0
        })
        .await;
        assert_eq!(servers.home().live_families(ADA), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn waking_up_goes_on_with_what_waited() {
    on_a_desktop("woken_up", async |session| {
        // Given
        let servers = servers().await;
        let bus = PrivateBus::start();
        let login = Login::start(&bus, false).await;
        session.set("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
        let app = with_a_sign_out_that_waits(session, &servers).await;
        login.is_listened_to().await;

        // When
        login.sleeps(true).await;
        servers.home().clear_faults();
        login.sleeps(false).await;

        // Then
        app.page().shows("Server confirmed").await;
        assert_eq!(servers.home().live_families(ADA), 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn a_network_that_is_back_goes_on_with_what_waited() {
    on_a_desktop("network_back", async |session| {
        // Given
        let servers = servers().await;
        let bus = PrivateBus::start();
        let network = Network::start(&bus, 70).await;
        session.set("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
        let app = with_a_sign_out_that_waits(session, &servers).await;
        network.is_listened_to().await;

        // When
        network.becomes(20).await;
        servers.home().clear_faults();
        network.becomes(70).await;

        // Then
        app.page().shows("Server confirmed").await;
        assert_eq!(servers.home().live_families(ADA), 0);
    })
    .await;
}

/// How many sign-outs the registry holds that have no end yet.
fn unfinished(session: &Session) -> u32 {
    let registry = Connection::open(session.registry()).unwrap();
    let count = "SELECT count(*) FROM revocations";
    let unfinished = registry.query_row(count, [], |row| row.get(0)).unwrap();
    registry.close().unwrap();
    unfinished
}

/// The program with Ada's account, started again with a rule that covers everybody and with this system bus.
async fn started_again(session: &mut Session, servers: &Demo, bus: &PrivateBus, rule: &str) -> App {
    let app = session.start_app().await;
    sign_in(app.page(), servers.home(), ADA).await;
    app.page().find("button", "Sign out Ada").await;
    app.quit().await;
    let settings = format!(r#"{{"automatic":{{"{rule}":{{"kind":"everybody"}}}}}}"#);
    let registry = Connection::open(session.registry()).unwrap();
    let chosen = "INSERT OR REPLACE INTO settings (id, document) VALUES (1, ?1)";
    registry.execute(chosen, [settings]).unwrap();
    registry.close().unwrap();
    session.set("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
    let app = session.start_app().await;
    app.page()
        .find("button", "Sign out Ada")
        .await
        .is_usable()
        .await;
    app
}

/// The program while Ada's sign-out waits for longer than any test does.
async fn with_a_sign_out_that_waits(session: &mut Session, servers: &Demo) -> App {
    let app = session.start_app().await;
    let (page, home) = (app.page(), servers.home());
    sign_in(page, home, ADA).await;
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    page.press("Sign out Ada").await;
    // Pauses grow with each try; after the third it is a minute.
    for tries in 1..3 {
        home.wait_for("DELETE", "/session/token", tries).await;
        page.press("Try now for Ada").await;
    }
    home.wait_for("DELETE", "/session/token", 3).await;
    page.find("button", "Try now for Ada")
        .await
        .is_usable()
        .await;
    app
}
