//! The hunt for canaries: passwords, tokens and end-session addresses that are known go through everything the program does, on good days and
//! bad ones, and afterwards they are nowhere but in the keyring.

use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use demo::{Demo, Fault, What};

use crate::app::App;
use crate::hunt::Hunt;
use crate::page::Page;
use crate::patience::until;
use crate::person::{choose_site, give_password, servers, sign_in_with};
use crate::process::Running;
use crate::session::{Session, on_a_desktop};

/// Everybody has a password that is nobody else's and that no text contains by chance; in each is what has to be escaped somewhere.
fn password(of: &str) -> String {
    format!("canary-{of}: \"<&%+ß /Käfig\"")
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn no_secret_is_anywhere_but_in_the_keyring() {
    on_a_desktop("canaries", async |session| {
        session.set("KEYREVE_LOG", "trace");
        let servers = servers().await;
        let mut typed = Typed::default();
        let hunt = Hunt::begin(session.home());
        let kept = Places::of(session);
        let looks = Looks {
            hunt: &hunt,
            kept: &kept,
        };

        let app = session.start_app().await;
        everybody_signs_in(&app, &servers, &mut typed, &looks).await;
        the_keyring_holds_every_session(session, &servers);
        let app = a_restart_renews(session, app, &servers, &looks).await;
        a_sign_out_is_confirmed(&app, &looks).await;
        let app = a_sign_out_waits_for_its_server(session, app, &servers, &looks).await;
        let app = single_sign_on_without_a_browser(session, app, &servers, &looks).await;
        an_answer_is_lost(&app, &servers, &mut typed, &looks).await;
        let app = killed_in_the_middle(session, app, &servers, &mut typed, &looks).await;
        without_a_keyring(session, app, &servers, &mut typed, &looks).await;

        let secrets = Secrets::of(&servers, typed);
        println!(
            "{} secrets: {} passwords, {} tokens, {} end-session addresses and what they carry",
            secrets.all.len(),
            secrets.passwords,
            secrets.tokens,
            secrets.pages
        );
        assert!(secrets.passwords >= 10 && secrets.tokens >= 20 && secrets.pages >= 2);
        for place in ["file ", "page: ", "arguments of ", "environment of "] {
            println!("{} looks at {place}…", hunt.looks_at(place));
            assert!(hunt.looks_at(place) > 5, "{place}");
        }
        let finds = hunt.finds(&secrets.all);
        let (at_the_opener, elsewhere): (Vec<_>, Vec<_>) = finds.into_iter().partition(|find| {
            secrets.is_page(find.secret) && find.place == "arguments of xdg-open"
        });
        // The one exception, and the proof that what lives for a blink is seen.
        assert!(!at_the_opener.is_empty());
        assert_eq!(elsewhere, []);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn the_hunt_finds_a_secret_that_is_left_in_any_of_its_places() {
    on_a_desktop("planted_canaries", async |session| {
        // Given one secret for each place, each spelled differently
        let hunt = Hunt::begin(session.home());
        let app = session.start_app().await;
        let secrets: Vec<String> = (0..10).map(|n| password(&format!("planted-{n}"))).collect();
        let spelled_as_bytes =
            |text: &str| -> String { text.bytes().map(|byte| format!("{byte:02x}")).collect() };

        // When
        std::fs::write(session.home().join("left"), &secrets[0]).unwrap();
        let inside = BASE64_STANDARD.encode(format!("a{}z", secrets[1]));
        std::fs::create_dir_all(session.home().join("data/deep/down")).unwrap();
        std::fs::write(session.home().join("data/deep/down/left"), inside).unwrap();
        let plant = "
            const [dom, local, session, field, name, hash] = arguments;
            document.body.dataset.left = dom;
            localStorage.setItem('left', local);
            sessionStorage.setItem('left', session);
            const input = document.body.appendChild(document.createElement('input'));
            input.value = field;
            window.name = name;
            history.replaceState(hash, '');
        ";
        let planted = secrets[2..8].iter().map(|text| text.clone().into());
        app.page().evaluate(plant, planted.collect()).await;
        hunt.look_at_page(app.page()).await;
        let mut waiting = session.command("/bin/sh");
        waiting
            .args(["-c", "read _", &spelled_as_bytes(&secrets[8])])
            .env("LEFT", &secrets[9])
            .stdin(std::process::Stdio::piped());
        let process = Running::of(waiting.spawn().unwrap());
        until("the process was seen", async || {
            hunt.looks_at("arguments of sh") > 0 && hunt.looks_at("environment of sh") > 0
        })
        .await;
        drop(process);
        hunt.look_at_files(&[]);

        // Then
        let finds = hunt.finds(&secrets);
        let places = [
            "file ",
            "file ",
            "page: DOM",
            "page: localStorage",
            "page: sessionStorage",
            "page: fields",
            "page: history",
            "page: history",
            "arguments of sh",
            "environment of sh",
        ];
        for (secret, place) in places.into_iter().enumerate() {
            let found = finds
                .iter()
                .any(|find| find.secret == secret && find.place.starts_with(place));
            assert!(found, "the one in {place} was not found: {finds:?}");
        }
    })
    .await;
}

/// Passwords as they are typed, right and wrong ones.
#[derive(Debug, Default)]
struct Typed(Vec<String>);

impl Typed {
    fn one(&mut self, of: &str) -> String {
        let password = password(of);
        self.0.push(password.clone());
        password
    }
}

/// Files in which secrets may be: the keyring's own, and the test's record of what was opened.
#[derive(Debug)]
struct Places(Vec<PathBuf>);

impl Places {
    fn of(session: &Session) -> Self {
        let keyring = session.home().join("data/keyrings");
        let record = session.home().join("bin/opened");
        Self(vec![keyring, record])
    }
}

/// How one looks at everything in between.
#[derive(Debug)]
struct Looks<'a> {
    hunt: &'a Hunt,
    kept: &'a Places,
}

impl Looks<'_> {
    async fn at(&self, page: &Page) {
        self.hunt.look_at_page(page).await;
        self.hunt.look_at_files(&self.kept.0);
    }
}

#[derive(Debug)]
struct Secrets {
    all: Vec<String>,
    passwords: usize,
    tokens: usize,
    pages: usize,
}

impl Secrets {
    fn of(servers: &Demo, typed: Typed) -> Self {
        let sites = [servers.home(), servers.contoso()];
        let tokens: Vec<String> = sites.iter().flat_map(|site| site.issued()).collect();
        let sent = sites.iter().flat_map(|site| site.sent_end_session_urls());
        // An address, and by itself the ID token that it carries.
        let pages: Vec<String> = sent
            .flat_map(|address| {
                let url = address.parse::<url::Url>().unwrap();
                let hint = url.query_pairs().find(|(name, _)| name == "id_token_hint");
                let hint = hint.map(|(_, hint)| hint.into_owned());
                [Some(address), hint].into_iter().flatten()
            })
            .collect();
        Self {
            passwords: typed.0.len(),
            tokens: tokens.len(),
            pages: pages.len(),
            all: [typed.0, tokens, pages].concat(),
        }
    }

    fn is_page(&self, secret: usize) -> bool {
        secret >= self.passwords + self.tokens
    }
}

async fn everybody_signs_in(app: &App, servers: &Demo, typed: &mut Typed, looks: &Looks<'_>) {
    let page = app.page();
    let people = [
        (servers.home(), "Alice"),
        (servers.home(), "Bruno"),
        (servers.home(), "Clara"),
        (servers.contoso(), "Dora"),
        (servers.contoso(), "Emil"),
    ];
    for (number, (site, name)) in people.into_iter().enumerate() {
        let email = format!("{name}@canary.example");
        let right = typed.one(name);
        site.add_person(&email, &right, name);
        if number > 0 {
            page.press("Add account").await;
        }
        sign_in_with(page, site, &email, &typed.one(&format!("not {name}'s"))).await;
        page.shows("The e-mail or the password is wrong.").await;
        assert_eq!(page.value("Password").await, "");
        looks.at(page).await;
        give_password(page, &right).await;
        page.find("button", &format!("Sign out {name}")).await;
        looks.at(page).await;
    }
}

/// What is looked for can be found where it may be: the hunt is not blind to it.
fn the_keyring_holds_every_session(session: &Session, servers: &Demo) {
    let contents = session.keyring.contents();
    let issued = [servers.home().issued(), servers.contoso().issued()].concat();
    let held = issued.iter().filter(|token| contents.contains(*token));
    assert_eq!(held.count(), 5, "one refresh token of each session");
}

async fn a_restart_renews(
    session: &mut Session,
    app: App,
    servers: &Demo,
    looks: &Looks<'_>,
) -> App {
    app.quit().await;
    let app = session.start_app().await;
    let refresh = "/session/token/refresh";
    servers.home().wait_for("POST", refresh, 3).await;
    servers.contoso().wait_for("POST", refresh, 2).await;
    app.page().shows("5 accounts · 2 sites").await;
    looks.at(app.page()).await;
    app
}

async fn a_sign_out_is_confirmed(app: &App, looks: &Looks<'_>) {
    let page = app.page();
    page.press("Sign out Alice").await;
    let result = page.find("region", "Result of signing out Alice").await;
    result.shows("Server confirmed").await;
    looks.at(page).await;
}

async fn a_sign_out_waits_for_its_server(
    session: &mut Session,
    app: App,
    servers: &Demo,
    looks: &Looks<'_>,
) -> App {
    servers.home().stop().await;
    app.page().press("Sign out Bruno").await;
    let result = "Result of signing out Bruno";
    let region = app.page().find("region", result).await;
    region.shows("Server not reachable").await;
    looks.at(app.page()).await;
    app.kill().await;
    looks.hunt.look_at_files(&looks.kept.0);
    servers.home().start_again().await;
    // The start goes on with it by itself; a press of "Try now" may find that under way, and is nothing then.
    let app = session.start_app().await;
    app.page().find("button", "Sign in Bruno").await;
    looks.at(app.page()).await;
    app
}

async fn single_sign_on_without_a_browser(
    session: &mut Session,
    app: App,
    servers: &Demo,
    looks: &Looks<'_>,
) -> App {
    app.quit().await;
    session.lose_browser();
    let app = session.start_app().await;
    let page = app.page();
    let result = |name: &str| format!("Result of signing out {name}");
    for name in ["Dora", "Emil"] {
        page.press(&format!("Sign out {name}")).await;
        let region = page.find("region", &result(name)).await;
        region.shows("the browser did not start").await;
        looks.at(page).await;
    }
    let pages = servers.contoso().sent_end_session_urls();
    let contents = session.keyring.contents();
    assert_eq!(pages.len(), 2);
    assert!(pages.iter().all(|page| contents.contains(page)), "kept");

    // One is opened, the other dismissed.
    let seen = session.home().join("seen");
    session.opened.stay_until(&seen);
    let region = page.find("region", &result("Dora")).await;
    let provider = servers.login().origin();
    let finish = format!("Finish at login.localhost:{}", provider.port().unwrap());
    region.find("button", &finish).await.click().await;
    region.shows("opened at login.localhost").await;
    until("the opener was seen", async || {
        looks.hunt.looks_at("arguments of xdg-open") > 0
    })
    .await;
    std::fs::write(seen, "").unwrap();
    assert_eq!(session.opened.all(), [pages[0].clone()]);
    let region = page.find("region", &result("Emil")).await;
    region.find("button", "Dismiss").await.click().await;
    until("no page is kept any more", async || {
        let contents = session.keyring.contents();
        pages.iter().all(|page| !contents.contains(page))
    })
    .await;
    looks.at(page).await;
    app
}

async fn an_answer_is_lost(app: &App, servers: &Demo, typed: &mut Typed, looks: &Looks<'_>) {
    let (page, home) = (app.page(), servers.home());
    let right = typed.one("Frida");
    home.add_person("frida@canary.example", &right, "Frida");
    home.fault(Fault::on_call("POST", "/session/token", What::DropAfterHandling).times(1));
    page.press("Add account").await;
    sign_in_with(page, home, "frida@canary.example", &right).await;
    page.shows("was lost on the way").await;
    assert_eq!(page.value("Password").await, "");
    looks.at(page).await;
    home.fault(Fault::on_call("POST", "/session/token", What::CutShort).times(1));
    give_password(page, &right).await;
    page.shows("was lost on the way").await;
    looks.at(page).await;
}

async fn killed_in_the_middle(
    session: &mut Session,
    app: App,
    servers: &Demo,
    typed: &mut Typed,
    looks: &Looks<'_>,
) -> App {
    let home = servers.home();
    let right = typed.one("Gustav");
    home.add_person("gustav@canary.example", &right, "Gustav");
    let sent = home.truth().count("POST", "/session/token");
    home.fault(Fault::on_call("POST", "/session/token", What::Hold));
    app.page().press("Back").await;
    sign_in_with(app.page(), home, "gustav@canary.example", &right).await;
    home.wait_for("POST", "/session/token", sent + 1).await;
    app.kill().await;
    home.clear_faults();
    looks.hunt.look_at_files(&looks.kept.0);
    let app = session.start_app().await;
    app.page().shows("ended without an answer").await;
    looks.at(app.page()).await;
    app
}

async fn without_a_keyring(
    session: &mut Session,
    app: App,
    servers: &Demo,
    typed: &mut Typed,
    looks: &Looks<'_>,
) {
    // Between two starts: one that goes while it is being written to does not answer, and only then is missing.
    app.quit().await;
    session.keyring.stop();
    let app = session.start_app().await;
    let page = app.page();
    let right = typed.one("Helga");
    servers
        .home()
        .add_person("helga@canary.example", &right, "Helga");
    page.press("Add account").await;
    choose_site(page, servers.home()).await;
    page.fill("E-mail", "helga@canary.example").await;
    give_password(page, &right).await;
    page.shows("no keyring running").await;
    // It has not left the page, so it is still there; it goes with the form.
    assert_eq!(page.value("Password").await, right);
    page.press("Back").await;
    looks.at(page).await;
    app.quit().await;
    looks.hunt.look_at_files(&looks.kept.0);
    let log = std::fs::read_to_string(session.log("app")).unwrap();
    assert!(
        log.contains("TRACE") && log.contains("answered"),
        "the log is as verbose as can be"
    );
}
