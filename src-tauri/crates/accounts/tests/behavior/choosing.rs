//! What the person chooses about the program, and leaving by itself.

use std::path::Path;

use accounts::{
    AccountId, AutomaticSignOut, Closing, Coverage, IdleMinutes, LanguageChoice, Notification,
    Notifications, Occasion, ServerResult, Settings, SingleSignOnResult, StateView, Theme,
};
use demo::{Fault, What};

use crate::stage::{ADA, BOB, PASSWORD, Stage};

#[tokio::test]
async fn what_was_chosen_is_shown_and_there_after_the_next_start() {
    let mut stage = Stage::set().await;

    stage
        .manager
        .change_settings(chosen())
        .await
        .expect("on disk");
    let shown = stage.manager.snapshot().settings;
    stage.restart();

    assert_eq!(shown, chosen());
    assert_eq!(stage.manager.settings(), chosen());
}

#[tokio::test]
async fn what_was_chosen_survives_a_damaged_file() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage
        .manager
        .change_settings(chosen())
        .await
        .expect("on disk");

    stage.restart_after(|file| {
        edit(
            file,
            &format!("UPDATE accounts SET document = '{{}}' WHERE id = '{ada}'"),
        );
    });

    assert!(!stage.manager.snapshot().notices.is_empty());
    assert_eq!(stage.manager.settings(), chosen());
}

#[tokio::test]
async fn a_value_from_another_version_takes_its_default_and_the_others_stay() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage
        .manager
        .change_settings(chosen())
        .await
        .expect("on disk");

    stage.restart_after(|file| {
        edit(
            file,
            r#"UPDATE settings SET document = '{"tomorrow": 1, "closing": "shrinks", "toldHiding": true,
                "language": "tlh", "theme": "dark", "askSignOut": "often",
                "automatic": {"onQuit": {"kind": "everybody"}, "onLock": {"kind": "strangers"}, "idleMinutes": 20}}'"#,
        );
    });

    let settings = stage.manager.settings();
    assert_eq!(settings.closing, Closing::Hides);
    assert!(settings.told_hiding);
    assert_eq!(settings.language, LanguageChoice::System);
    assert_eq!(settings.theme, Theme::Dark);
    assert!(!settings.ask_sign_out);
    assert_eq!(settings.automatic.on_quit, Coverage::Everybody);
    assert_eq!(settings.automatic.on_lock, Coverage::Nobody);
    assert_eq!(settings.automatic.idle_minutes, IdleMinutes::from(20));
    assert_eq!(stage.row(ada).name, "Ada");
    assert!(stage.manager.snapshot().notices.is_empty());
}

#[tokio::test]
async fn settings_that_cannot_be_read_cost_no_account_anything() {
    for broken in [
        "UPDATE settings SET document = 'not a document'",
        "UPDATE settings SET document = '[]'",
        "DROP TABLE settings; CREATE TABLE settings (id INTEGER PRIMARY KEY, document BLOB);
         INSERT INTO settings VALUES (1, x'00ff')",
    ] {
        let (mut stage, ada) = Stage::with_ada().await;
        stage
            .manager
            .change_settings(chosen())
            .await
            .expect("on disk");

        stage.restart_after(|file| edit(file, broken));

        assert_eq!(stage.manager.settings(), Settings::default(), "{broken}");
        assert!(matches!(stage.state(ada), StateView::Active { .. }));
        assert!(stage.manager.snapshot().notices.is_empty(), "{broken}");
    }
}

#[tokio::test]
async fn a_rule_forgets_an_account_with_its_removal() {
    // Given
    let (mut stage, ada) = Stage::with_ada().await;
    let bob = stage.signed_in(stage.demo.home(), BOB).await;
    let rule = |accounts: &[AccountId]| Coverage::Only {
        accounts: accounts.iter().map(ToString::to_string).collect(),
    };
    choose(&stage, |automatic| {
        automatic.on_quit = rule(&[ada, bob]);
        automatic.on_lock = rule(&[ada]);
    })
    .await;

    // When
    stage.manager.remove(ada).await.expect("removed");
    stage.restart();

    // Then
    let automatic = stage.manager.settings().automatic;
    assert_eq!(automatic.on_quit, rule(&[bob]));
    assert_eq!(automatic.on_lock, Coverage::Nobody);

    // And a rule that names one who is gone does not come back
    choose(&stage, |automatic| automatic.on_quit = rule(&[ada, bob])).await;
    assert_eq!(stage.manager.settings().automatic.on_quit, rule(&[bob]));
}

#[tokio::test]
async fn nobody_is_signed_out_by_itself_unless_that_was_chosen() {
    let (stage, ada) = Stage::with_ada().await;

    for occasion in [Occasion::Quit, Occasion::ScreenLocked, Occasion::Idle] {
        let departure = stage.manager.leave_on(occasion).await;
        assert!(departure.is_empty());
        assert!(departure.results().await.is_empty());
    }

    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn quitting_signs_out_those_who_are_covered_and_nobody_else() {
    let (stage, ada) = Stage::with_ada().await;
    let bob = stage.signed_in(stage.demo.home(), BOB).await;
    choose(&stage, |automatic| {
        automatic.on_quit = Coverage::Only {
            accounts: vec![ada.to_string()],
        };
    })
    .await;

    let results = stage.manager.leave_on(Occasion::Quit).await.results().await;

    let (whose, result) = results.into_iter().next().expect("one");
    assert_eq!(whose, ada);
    assert_eq!(result.expect("begun").server, ServerResult::Confirmed);
    assert!(matches!(stage.state(ada), StateView::SignedOut { .. }));
    assert!(matches!(stage.state(bob), StateView::Active { .. }));
    // The one who quits gets the results as an answer.
    assert!(stage.desktop.told().is_empty());
}

#[tokio::test]
async fn a_sign_out_at_the_end_of_the_desktop_session_goes_on_at_the_next_start() {
    // Given
    let (mut stage, ada) = Stage::with_ada().await;
    choose(&stage, |automatic| automatic.on_quit = Coverage::Everybody).await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::Hold));

    // When the program ends as soon as it has its answer
    let departure = stage.manager.leave_on(Occasion::Quit).await;
    drop(departure);
    stage.restart();
    let at_start = stage.state(ada);
    stage.demo.home().clear_faults();
    stage.manager.run_due().await;

    // Then
    assert!(matches!(at_start, StateView::SigningOut { .. }));
    assert!(matches!(stage.state(ada), StateView::SignedOut { .. }));
    assert_eq!(stage.demo.home().live_families(ADA), 0);
}

#[tokio::test]
async fn a_departure_that_nobody_looks_at_goes_on() {
    let (stage, ada) = Stage::with_ada().await;
    choose(&stage, |automatic| automatic.on_quit = Coverage::Everybody).await;

    drop(stage.manager.leave_on(Occasion::Quit).await);
    stage.manager.settled().await;

    assert!(matches!(stage.state(ada), StateView::SignedOut { .. }));
}

#[tokio::test]
async fn a_second_occasion_changes_nothing_about_a_sign_out_on_its_way() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    choose(&stage, |automatic| {
        automatic.on_lock = Coverage::Everybody;
        automatic.when_idle = Coverage::Everybody;
    })
    .await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::Hold));

    // When
    let first = stage.manager.leave_on(Occasion::ScreenLocked).await;
    let second = stage.manager.leave_on(Occasion::Idle).await;
    home.clear_faults();

    // Then
    assert!(second.is_empty());
    let results = first.results().await;
    assert!(matches!(&results[..], [(whose, Ok(_))] if *whose == ada));
    assert_eq!(home.truth().count("DELETE", "/session/token"), 1);
}

#[tokio::test]
async fn quitting_opens_one_page_for_each_end_session_endpoint() {
    let (stage, _) = Stage::with_ada_at_contoso().await;
    another_at_contoso(&stage).await;
    choose(&stage, |automatic| automatic.on_quit = Coverage::Everybody).await;

    let results = stage.manager.leave_on(Occasion::Quit).await.results().await;

    let ends = results
        .into_iter()
        .map(|(_, result)| result.expect("begun"));
    let waiting = ends
        .filter(|result| {
            matches!(
                result.single_sign_on,
                SingleSignOnResult::WaitingForYou { .. }
            )
        })
        .count();
    assert_eq!(waiting, 1);
    assert_eq!(stage.desktop.opened().len(), 1);
}

#[tokio::test]
async fn no_page_opens_by_itself_when_nobody_clicked() {
    for occasion in [
        Occasion::ScreenLocked,
        Occasion::Idle,
        Occasion::SessionEnds,
    ] {
        // Given
        let (stage, ada) = Stage::with_ada_at_contoso().await;
        another_at_contoso(&stage).await;
        choose(&stage, |automatic| {
            automatic.on_quit = Coverage::Everybody;
            automatic.on_lock = Coverage::Everybody;
            automatic.when_idle = Coverage::Everybody;
        })
        .await;

        // When
        let results = stage.manager.leave_on(occasion).await.results().await;

        // Then they wait for the person, who is told of one for their one endpoint
        assert_eq!(results.len(), 2);
        assert_eq!(stage.desktop.opened(), Vec::<String>::new());
        assert_eq!(stage.keyring.tagged("end session"), 2);
        let told = stage.desktop.told();
        assert!(
            matches!(
                &told[..],
                [Notification::SignedOutOfSeveral { results }, Notification::Finish { .. }] if results.len() == 2
            ),
            "{told:?}"
        );

        // And open when they say so
        stage
            .manager
            .open_end_session(&ada.to_string())
            .await
            .expect("opened");
        assert_eq!(stage.desktop.opened().len(), 1);
    }
}

#[tokio::test]
async fn a_page_that_nobody_clicked_for_does_not_open_after_a_restart_either() {
    let (mut stage, _) = Stage::with_ada_at_contoso().await;
    choose(&stage, |automatic| automatic.on_lock = Coverage::Everybody).await;
    stage.demo.contoso().stop().await;
    let departure = stage.manager.leave_on(Occasion::ScreenLocked).await;
    departure.results().await;

    stage.restart();
    stage.demo.contoso().start_again().await;
    stage.later(1).await;

    assert_eq!(stage.keyring.tagged("end session"), 1);
    assert_eq!(stage.desktop.opened(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_does_not_open_by_itself_when_nobody_knows_any_more_who_clicked() {
    // Given a sign-out whose own record is lost
    let (mut stage, ada) = Stage::with_ada_at_contoso().await;
    let contoso = stage.demo.contoso();
    contoso.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.sign_out(ada).await.expect("begun");
    contoso.clear_faults();

    // When
    stage.restart_after(|file| edit(file, "DELETE FROM revocations"));
    stage.later(1).await;

    // Then
    assert!(matches!(stage.state(ada), StateView::SignedOut { .. }));
    assert_eq!(stage.keyring.tagged("end session"), 1);
    assert_eq!(stage.desktop.opened(), Vec::<String>::new());
}

/// Something other than the default everywhere.
fn chosen() -> Settings {
    Settings {
        closing: Closing::Quits,
        told_hiding: true,
        told_quitting: true,
        notifications: Notifications::None,
        automatic: AutomaticSignOut {
            on_quit: Coverage::Everybody,
            on_lock: Coverage::Everybody,
            when_idle: Coverage::Everybody,
            idle_minutes: IdleMinutes::from(45),
        },
        language: LanguageChoice::SimplifiedChinese,
        theme: Theme::Dark,
        ask_sign_out: true,
    }
}

async fn choose(stage: &Stage, change: impl FnOnce(&mut AutomaticSignOut)) {
    let mut settings = stage.manager.settings();
    change(&mut settings.automatic);
    let answer = stage.manager.change_settings(settings).await;
    answer.expect("on disk");
}

async fn another_at_contoso(stage: &Stage) {
    let contoso = stage.demo.contoso();
    contoso.add_person("bob@contoso.example", PASSWORD, "Bob");
    stage.signed_in(contoso, "bob@contoso.example").await;
}

fn edit(file: &Path, statement: &str) {
    let connection = rusqlite::Connection::open(file).expect("opened");
    connection.execute_batch(statement).expect("edited");
}
