//! Start at login: off until asked for, and what the desktop's own settings say about it.

use std::fs;

use crate::app::PROGRAM;
use crate::patience::until;
use crate::session::on_a_desktop;

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn start_at_login_writes_and_removes_the_desktops_own_file() {
    on_a_desktop("start_at_login", async |session| {
        // Given
        let servers = crate::person::servers().await;
        let app = session.start_app().await;
        crate::person::sign_in(app.page(), servers.home(), "ada@example.org").await;
        app.page().press("Settings").await;
        let file = session.home().join("config/autostart/keyreve.desktop");
        assert!(!file.exists());

        // When
        app.page()
            .find("checkbox", "Start at login")
            .await
            .click()
            .await;

        // Then
        until("the file is written", async || file.exists()).await;
        let entry = fs::read_to_string(&file).unwrap();
        assert!(
            entry.contains(&format!("Exec=\"{PROGRAM}\" --hidden\n")),
            "{entry}"
        );
        let valid = session
            .command("desktop-file-validate")
            .arg(&file)
            .output()
            .unwrap();
        assert!(valid.status.success(), "{valid:?}");

        // When the desktop's own settings switch it off
        fs::write(&file, format!("{entry}Hidden=true\n")).unwrap();
        assert!(crate::app::second_start_ends_well(session).await);

        // Then
        let is_checked = "return document.querySelector('input[type=checkbox]').checked";
        until("it is shown to be off", async || {
            app.page().evaluate(is_checked, vec![]).await == false
        })
        .await;

        // When it is switched on and off here
        for exists in [true, false] {
            app.page()
                .find("checkbox", "Start at login")
                .await
                .click()
                .await;
            until("the file follows", async || {
                let starts =
                    fs::read_to_string(&file).is_ok_and(|entry| !entry.contains("Hidden=true"));
                starts == exists
            })
            .await;
        }

        // Then
        assert!(!file.exists());
    })
    .await;
}
