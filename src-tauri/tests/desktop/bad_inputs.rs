//! Everything that can be typed wrong, and every server that is not what it should be: each is a sentence about just that and what to do about
//! it, in every language, beside the field, and what was typed is still there.

use std::sync::Arc;

use demo::{Fault, PASSWORD, Site, StandIn, What};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::page::Page;
use crate::person::{address, host, servers, sign_in};
use crate::session::on_a_desktop;
use crate::words::{LANGUAGES, Words, choose_language};

/// What is typed as the address of a site, and what is said about it.
struct BadAddress {
    typed: String,
    problem: &'static str,
    host: String,
    other: &'static str,
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn whatever_is_wrong_with_an_address_is_said_in_both_languages() {
    on_a_desktop("bad_addresses", async |session| {
        // Given
        let servers = servers().await;
        let broken = async |what| {
            let site = StandIn::start(Site::empty()).await.unwrap();
            site.fault(Fault::everywhere(what));
            site
        };
        let portal = broken(What::CaptivePortal).await;
        let gateway = broken(What::BadGateway).await;
        let large = broken(What::TooLarge).await;
        let moved = broken(What::Redirect("https://new.example.org/".to_owned())).await;
        let old = StandIn::start(Site::v3()).await.unwrap();
        let off = StandIn::start(Site::empty()).await.unwrap();
        off.stop().await;
        let bad = |typed: &str, problem, host: &str| BadAddress {
            typed: typed.to_owned(),
            problem,
            host: host.to_owned(),
            other: "",
        };
        let at = |site: &StandIn, problem| bad(&address(site), problem, &host(site));
        let untrusted = untrusted().await;
        let cases = [
            bad("not an address", "bad_address", ""),
            bad("http://", "bad_address", ""),
            bad(
                "https://ada:secret@cloud.example.com",
                "address_with_credentials",
                "",
            ),
            bad("cloud.invalid", "no_such_host", "cloud.invalid"),
            bad(&format!("https://{untrusted}"), "tls", &untrusted),
            at(&off, "connection_refused"),
            at(&portal, "not_cloudreve"),
            at(&old, "cloudreve_v3"),
            at(&gateway, "server_trouble"),
            at(&large, "too_large"),
            BadAddress {
                other: "new.example.org",
                ..at(&moved, "redirected")
            },
        ];
        let app = session.start_app().await;
        let page = app.page();
        sign_in(page, servers.home(), "ada@example.org").await;
        page.find("button", "Sign out Ada").await;
        let mut words = Words::of("en");
        for language in LANGUAGES {
            page.press(&words.say("settings-title")).await;
            words = choose_language(page, language, &words).await;
            page.press(&words.say("action-back")).await;

            // When
            page.press(&words.say("window-add-account")).await;
            for case in &cases {
                let field = words.say("address-label");
                page.fill(&field, &case.typed).await;
                page.press(&words.say("address-continue")).await;

                // Then
                let names = [("host", case.host.as_str()), ("other", case.other)];
                is_said(page, &words, case.problem, &names).await;
                assert_eq!(page.value(&field).await, case.typed);
            }

            // And a connection that others can read is asked about, and not used before
            let field = words.say("address-label");
            page.fill(&field, "http://cloud.example.com").await;
            page.press(&words.say("address-continue")).await;
            let names = [("host", "cloud.example.com")];
            let asked = words.say_of("plain-http-ask", &names);
            let question = page.find("alertdialog", &asked).await;
            question
                .shows(&words.say_of("plain-http-ask.text", &names))
                .await;
            let no = words.say("plain-http-ask.no");
            question.find("button", &no).await.click().await;
            page.press(&words.say("action-back")).await;
        }
        assert_eq!(session.keyring.entries(), 1);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn whatever_a_site_refuses_is_said_in_both_languages() {
    on_a_desktop("refusals", async |session| {
        // Given
        let servers = servers().await;
        let home = servers.home();
        home.add_person("banned@example.org", PASSWORD, "Banned");
        home.ban("banned@example.org");
        home.add_person("new@example.org", PASSWORD, "New");
        home.deactivate("new@example.org");
        let answers = |what| Fault::on_call("POST", "/session/token", what).times(1);
        let words_of_its_own = "The moon is in the wrong phase.";
        let own = What::Answer {
            code: 99_999,
            msg: words_of_its_own.to_owned(),
        };
        let cases = [
            (
                "ada@example.org",
                "not her password",
                "wrong_password",
                None,
            ),
            ("banned@example.org", PASSWORD, "banned", None),
            ("new@example.org", PASSWORD, "not_activated", None),
            ("nobody", PASSWORD, "bad_input", None),
            ("bob@example.org", PASSWORD, "refused_by_server", Some(own)),
            (
                "bob@example.org",
                PASSWORD,
                "answer_lost",
                Some(What::DropAfterHandling),
            ),
        ];
        let app = session.start_app().await;
        let page = app.page();
        sign_in(page, home, "ada@example.org").await;
        page.find("button", "Sign out Ada").await;
        let site = host(home);
        let mut words = Words::of("en");
        for language in LANGUAGES {
            page.press(&words.say("settings-title")).await;
            words = choose_language(page, language, &words).await;
            page.press(&words.say("action-back")).await;
            page.press(&words.say("window-add-account")).await;
            page.fill(&words.say("address-label"), &address(home)).await;
            page.press(&words.say("address-continue")).await;
            page.find("heading", home.title()).await;
            for (email, password, problem, fault) in &cases {
                if let Some(what) = fault {
                    home.fault(answers(what.clone()));
                }

                // When
                let field = words.say("password-email");
                page.fill(&field, email).await;
                page.fill(&words.say("password-password"), password).await;
                page.press(&words.say("password-sign-in")).await;

                // Then
                is_said(page, &words, problem, &[("host", &site)]).await;
                assert_eq!(page.value(&field).await, *email);
                if *problem == "refused_by_server" {
                    page.shows(&words.say("problem-quotation")).await;
                    page.shows(words_of_its_own).await;
                }
            }
            page.press(&words.say("action-back")).await;
            page.find("textbox", &words.say("address-label")).await;
            page.press(&words.say("action-back")).await;
        }
        assert_eq!(session.keyring.entries(), 1);
    })
    .await;
}

/// Waits until what is wrong and what to do about it is said as an alert, and nothing else is.
async fn is_said(page: &Page, words: &Words, problem: &str, names: &[(&str, &str)]) {
    let what = words.say_of(&format!("problem-{problem}"), names);
    let advice = words.say_of(&format!("problem-{problem}.do"), names);
    page.shows(&what).await;
    page.shows(&advice).await;
    let alerts = page.alerts().await;
    let [alert] = alerts.as_slice() else {
        panic!("instead of \"{what}\" it is said: {alerts:?}");
    };
    assert!(alert.contains(&what) && alert.contains(&advice), "{alert}");
}

/// The host and port of a server whose certificate nobody vouches for.
async fn untrusted() -> String {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Whoever does not trust it hangs up.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                drop(stream.read(&mut [0; 1024]).await);
            }
        }
    });
    format!("localhost:{port}")
}
