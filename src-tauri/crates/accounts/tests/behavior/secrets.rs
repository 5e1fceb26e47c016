//! Nothing secret is anywhere but in the keyring: not in the registry and its journal, not in what is shown or told, not in what is logged,
//! not in any error. Every secret of every flow is hunted for, also of those flows that fail.
//!
//! Deliberately not here: processes, windows and files of the built program (`src-tauri/tests/desktop`).

use std::fmt::{Debug, Display};
use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use accounts::{Attempt, Coverage, Notification, Occasion, Problem};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use demo::{Fault, StandIn, What};
use tracing_subscriber::filter::LevelFilter;

use crate::imported::left_behind;
use crate::stage::{ADA_AT_CONTOSO, PASSWORD, Stage};

/// What was said on the way, and every secret that went along.
#[derive(Default)]
struct Hunt {
    secrets: Vec<(String, String)>,
    places: Vec<(String, String)>,
}

impl Hunt {
    fn secret(&mut self, what: &str, secret: impl Into<String>) {
        self.secrets.push((what.to_owned(), secret.into()));
    }

    fn place(&mut self, what: &str, text: impl Into<String>) {
        self.places.push((what.to_owned(), text.into()));
    }

    /// What an error says to people, to the page and to who prints it.
    fn error<E: Debug + Display>(&mut self, what: &str, error: E, page: impl Fn(E) -> Problem) {
        self.place(what, format!("{error:?} {error}"));
        let problem = page(error);
        self.place(what, serde_json::to_string(&problem).expect("written"));
    }

    fn shown(&mut self, what: &str, stage: &Stage) {
        let snapshot = stage.manager.snapshot();
        self.place(what, format!("{snapshot:?}"));
        self.place(what, serde_json::to_string(&snapshot).expect("written"));
    }

    fn files(&mut self, stage: &Stage) {
        let folder = stage.registry_file();
        let folder = folder.parent().expect("a folder");
        for file in std::fs::read_dir(folder).expect("a folder") {
            let file = file.expect("a file").path();
            let bytes = std::fs::read(&file).expect("read");
            self.place(
                &file.display().to_string(),
                String::from_utf8_lossy(&bytes).into_owned(),
            );
        }
    }

    fn tokens_of(&mut self, site: &StandIn) {
        for token in site.issued() {
            self.secret("a token", token);
        }
    }

    /// Every secret that is found, in every spelling that a program might give it by accident.
    fn found(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (what, secret) in &self.secrets {
            let hexadecimal: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            let percent: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let spellings = [
                secret.clone(),
                BASE64_STANDARD.encode(secret),
                BASE64_URL_SAFE_NO_PAD.encode(secret),
                hexadecimal,
                percent,
            ];
            for (place, text) in &self.places {
                if spellings.iter().any(|spelling| text.contains(spelling)) {
                    found.push(format!("{what} in {place}"));
                }
            }
        }
        found
    }
}

#[tokio::test]
async fn every_secret_of_every_flow_is_in_the_keyring_and_nowhere_else() {
    // Given people with marked passwords, and everything that is logged
    let log = everything_logged();
    let mut hunt = Hunt::default();
    let mut stage = Stage::set().await;
    let people: Vec<String> = (0..8)
        .map(|number| format!("p{number}@example.org"))
        .collect();
    for (number, email) in people.iter().enumerate() {
        let password = format!("canary-password-{number}-ä&%");
        stage.demo.home().add_person(email, &password, "Person");
        hunt.secret("a password", password);
    }
    let passwords: Vec<String> = hunt
        .secrets
        .iter()
        .map(|(_, secret)| secret.clone())
        .collect();
    hunt.secret("a password", PASSWORD);

    // When sign-ins succeed
    let home = stage.demo.home();
    let mut accounts = Vec::new();
    for (email, password) in people.iter().zip(&passwords).take(6) {
        let signed_in = stage
            .sign_in(home, email, password)
            .await
            .expect("signed in");
        accounts.push(signed_in.account.parse().expect("an identifier"));
    }
    let ada = stage.signed_in(stage.demo.contoso(), ADA_AT_CONTOSO).await;
    hunt.shown("signed in", &stage);

    // And fail in each way
    for (number, what) in [
        None,
        Some(What::CaptivePortal),
        Some(What::WrongTypes),
        Some(What::Truncated),
        Some(What::Doubled),
        Some(What::Nulls),
        Some(What::CutShort),
        Some(What::DropAfterHandling),
        Some(What::TooLarge),
        Some(What::Answer {
            code: 40001,
            msg: "no".into(),
        }),
    ]
    .into_iter()
    .enumerate()
    {
        let (email, password) = match what {
            None => (&people[6], format!("canary-wrong-{number}")),
            Some(_) => (&people[7], passwords[7].clone()),
        };
        if let Some(what) = what {
            home.fault(Fault::on_call("POST", "/session/token", what));
        }
        let error = stage
            .sign_in(home, email, &password)
            .await
            .expect_err("refused");
        hunt.error("a sign-in", error, Problem::from);
        hunt.secret("a wrong password", password);
        home.clear_faults();
    }
    for code in [40017, 40018, 40026, 40080] {
        let msg = "no".into();
        home.fault(Fault::on_call(
            "POST",
            "/session/token",
            What::Answer { code, msg },
        ));
        let error = stage.sign_in(home, &people[7], &passwords[7]).await;
        hunt.error("a sign-in", error.expect_err("refused"), Problem::from);
        home.clear_faults();
    }

    // And codes are wrong, lost, refused, kept waiting and right
    let carol = "carol@example.org";
    let secret = demo::GRACE_TOTP_SECRET;
    home.add(demo::NewPerson::new(carol, "Carol").with_two_factor(secret));
    let request = stage.request(home, carol, PASSWORD).await;
    let step = stage.manager.sign_in(Attempt(3), request).await;
    hunt.place("a step", format!("{step:?}"));
    let step = step.expect("half way");
    hunt.place("a step", serde_json::to_string(&step).expect("written"));
    for (number, what) in [
        None,
        Some(What::WrongTypes),
        Some(What::Truncated),
        Some(What::BadGateway),
        Some(What::Answer {
            code: 40001,
            msg: "no".into(),
        }),
    ]
    .into_iter()
    .enumerate()
    {
        let code = format!("canary-code-{number}");
        if let Some(what) = what {
            home.fault(Fault::on_path("/session/token/2fa", what));
        }
        let answer = stage
            .manager
            .enter_code(Attempt(4), Attempt(3), code.clone().into());
        hunt.error("a code", answer.await.expect_err("refused"), Problem::from);
        hunt.secret("a code", code);
        home.clear_faults();
    }
    hunt.shown("half way", &stage);
    hunt.place("the domain", format!("{:?}", stage.manager));
    let code = home.code_of(carol).expect("a code");
    let answer = stage
        .manager
        .enter_code(Attempt(4), Attempt(3), code.into());
    answer.await.expect("signed in");
    let halves = home.two_factor_sessions();
    assert_eq!(halves.len(), 1);
    for half in halves {
        hunt.secret("a sign-in that waits for its code", half);
    }

    // And renewals succeed and fail
    for (account, what) in accounts.iter().zip([
        None,
        Some(What::WrongTypes),
        Some(What::Truncated),
        Some(What::Doubled),
        Some(What::Nulls),
        Some(What::BadGateway),
    ]) {
        if let Some(what) = what {
            home.fault(Fault::on_path("/session/token/refresh", what));
        }
        if let Err(error) = stage.manager.renew(*account).await {
            hunt.error("a renewal", error, |error| Problem::from(&error));
        }
        home.clear_faults();
    }
    stage.keyring.fail_after(0);
    let unsaved = stage.manager.renew(accounts[0]).await;
    hunt.error("a renewal", unsaved.expect_err("not saved"), |error| {
        Problem::from(&error)
    });
    let unsaved = stage.sign_in(home, &people[6], &passwords[6]).await;
    hunt.error("a sign-in", unsaved.expect_err("not saved"), Problem::from);
    stage.keyring.mend();
    hunt.shown("renewed", &stage);
    hunt.files(&stage);

    // And sign-outs succeed, wait, are given up, and have pages that wait
    stage.desktop.lose_browser(true);
    let result = stage.manager.sign_out(ada).await.expect("signed out");
    hunt.place("a result", format!("{result:?}"));
    hunt.secret("an end-session URL", "id_token_hint");
    let ada = stage.signed_in(stage.demo.contoso(), ADA_AT_CONTOSO).await;
    let mut settings = stage.manager.settings();
    settings.automatic.on_lock = Coverage::Only {
        accounts: vec![ada.to_string()],
    };
    let chosen = stage.manager.change_settings(settings).await;
    chosen.expect("on disk");
    let departure = stage.manager.leave_on(Occasion::ScreenLocked).await;
    hunt.place("a departure", format!("{:?}", departure.results().await));
    stage.demo.contoso().change_key();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    drop(stage.manager.sign_out(accounts[1]).await);
    drop(stage.manager.sign_out(accounts[2]).await);
    drop(stage.manager.forget(&accounts[2].to_string()).await);
    home.clear_faults();
    drop(stage.manager.sign_out(accounts[3]).await);
    drop(stage.manager.remove(accounts[4]).await);
    hunt.shown("signed out", &stage);
    hunt.files(&stage);

    // And another program's sessions are ended, wait for that, and cannot be taken over
    let ended = left_behind(stage.demo.home(), &people[0]);
    hunt.place("another program's session", format!("{ended:?}"));
    let result = stage.manager.revoke_foreign(ended.clone()).await;
    hunt.place("a result", format!("{:?}", result.expect("begun")));
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    let waiting = left_behind(home, &people[1]);
    drop(stage.manager.revoke_foreign(waiting).await);
    stage.keyring.lock(true);
    let refused = stage.manager.revoke_foreign(ended).await;
    hunt.error(
        "another program's session",
        refused.expect_err("locked"),
        Problem::from,
    );
    stage.keyring.lock(false);
    home.clear_faults();
    hunt.shown("taken over", &stage);
    hunt.files(&stage);

    // And an edited entry, a cut-off sign-in, another installation and a damaged registry are found by the next start
    stage
        .keyring
        .edit(|entry| entry.replacen("current", "currant", 1));
    let home = stage.demo.home();
    hunt.tokens_of(home);
    hunt.tokens_of(stage.demo.contoso());
    home.become_another_installation();
    home.fault(Fault::on_call("POST", "/session/token", What::Hold));
    let request = stage.request(home, &people[7], &passwords[7]).await;
    let manager = stage.manager.clone();
    let cut_off = tokio::spawn(async move { manager.sign_in(Attempt(5), request).await });
    stage.until(|_| true).await;
    stage.restart_after(|file| std::fs::write(file, b"not a database").expect("written"));
    stage.later(11).await;
    cut_off.abort();
    hunt.shown("after a bad start", &stage);
    hunt.files(&stage);
    hunt.tokens_of(stage.demo.home());

    // And the person was told of it
    let told = stage.desktop.told();
    for kind in ["SignedOut ", "SignInAgain ", "Finish "] {
        let starts = |told: &Notification| format!("{told:?}").starts_with(kind);
        assert!(told.iter().any(starts), "{kind}");
    }
    for notification in told {
        hunt.place("a notification", format!("{notification:?}"));
    }

    // Then
    let logged = log.lock().expect("not poisoned");
    assert!(!logged.is_empty());
    hunt.place("the log", String::from_utf8_lossy(&logged).into_owned());
    drop(logged);
    assert!(hunt.secrets.len() >= 40, "{}", hunt.secrets.len());
    let keyring = stage.keyring.entries().concat();
    let held = |(_, secret): &&(String, String)| keyring.contains(secret.as_str());
    assert!(
        hunt.secrets.iter().filter(held).count() > 2,
        "the hunt finds what is there"
    );
    assert_eq!(hunt.found(), Vec::<String>::new());
}

/// Everything that is logged in this process from now on, at the highest level.
fn everything_logged() -> Arc<Mutex<Vec<u8>>> {
    #[derive(Clone)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    let log = LOG.get_or_init(|| {
        let log = Arc::new(Mutex::new(Vec::new()));
        let sink = Sink(log.clone());
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_writer(move || sink.clone())
            .init();
        log
    });
    log.clone()
}
