//! The control port, for programs that cannot hold a handle.

use demo::{Demo, Ports};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::caller::{Caller, Heard, http};

const ADA: &str = "ada@example.org";

async fn change(demo: &Demo, path: &str, body: Value) -> Response {
    let url = demo.control().join(path).unwrap();
    http().post(url).json(&body).send().await.unwrap()
}

async fn truth(demo: &Demo, accept: &str) -> Heard {
    let url = demo.control().join("/truth").unwrap();
    let request = http().get(url).header("accept", accept);
    Heard::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn the_truth_is_json_for_programs_and_a_page_for_browsers() {
    // Given
    let demo = Demo::start(Ports::Any).await.unwrap();
    Caller::of(demo.home()).session(ADA).await;

    // When
    let json = truth(&demo, "*/*").await.json();
    let page = truth(&demo, "text/html,*/*").await.text;

    // Then
    let family = &json["home"]["families"][0];
    assert_eq!(
        (&family["user_email"], &family["live"]),
        (&json!(ADA), &json!(true))
    );
    assert_eq!(json["login"]["live_sessions"], 0);
    assert!(page.starts_with("<!doctype html>") && page.contains(ADA));
}

#[tokio::test]
async fn faults_and_changes_reach_the_site_that_is_named() {
    // Given
    let demo = Demo::start(Ports::Any).await.unwrap();
    let (home, contoso) = (Caller::of(demo.home()), Caller::of(demo.contoso()));
    let fault = json!({"site": "home", "what": "bad_gateway", "path": "/site/ping", "times": 1});

    // When
    let switched = change(&demo, "/fault", fault).await.status();
    let banned = change(&demo, "/ban", json!({"site": "home", "email": ADA})).await;

    // Then
    assert_eq!((switched.as_u16(), banned.status().as_u16()), (200, 200));
    assert_eq!(contoso.get("/site/ping", None).await.status, 200);
    assert_eq!(home.get("/site/ping", None).await.status, 502);
    assert_eq!(home.sign_in(ADA).await.code(), 40017);
}

#[tokio::test]
async fn a_site_can_be_stopped_and_started_from_outside() {
    // Given
    let demo = Demo::start(Ports::Any).await.unwrap();
    let lab = Caller::of(demo.lab());

    // When
    change(&demo, "/stop", json!({"site": "lab"})).await;
    let stopped = lab.send(Method::GET, "/site/ping", None, None).await;
    change(&demo, "/start", json!({"site": "lab"})).await;

    // Then
    assert!(stopped.unwrap_err().is_connect());
    assert_eq!(lab.get("/site/ping", None).await.code(), 0);
}

#[tokio::test]
async fn who_sees_only_the_window_can_be_told_the_letters_and_the_code() {
    // Given
    let demo = Demo::start(Ports::Any).await.unwrap();
    let lab = Caller::of(demo.lab());
    let grace = "grace@lab.example";

    // When
    lab.get("/site/captcha", None).await;
    let captcha = lab.get("/site/captcha", None).await.json()["data"].clone();
    let letters = change(&demo, "/captcha", json!({"site": "lab"})).await;
    let letters = Heard::of(letters).await.json()["answer"].clone();
    let code = change(&demo, "/code", json!({"site": "lab", "email": grace})).await;
    let code = Heard::of(code).await.json()["code"].clone();

    // Then
    let body = json!({
        "email": grace, "password": demo::PASSWORD,
        "captcha": letters, "ticket": captcha["ticket"],
    });
    let half = lab.post("/session/token", body).await;
    assert_eq!(half.code(), 203);
    let body = json!({"otp": code, "session_id": half.json()["data"]});
    let whole = lab.post("/session/token/2fa", body).await;
    assert_eq!(whole.code(), 0);
    assert_eq!(demo.lab().live_families(grace), 1);
}

#[tokio::test]
async fn what_cannot_be_done_is_said() {
    let demo = Demo::start(Ports::Any).await.unwrap();
    for (path, body, status) in [
        ("/stop", json!({"site": "nowhere"}), 404),
        (
            "/ban",
            json!({"site": "home", "email": "nobody@example.org"}),
            404,
        ),
        // Ada has no second factor.
        ("/code", json!({"site": "home", "email": ADA}), 404),
        ("/dance", json!({"site": "home"}), 404),
        ("/fault", json!({"site": "home", "what": "thunder"}), 400),
        ("/fault", json!({"site": "home", "what": "delay"}), 400),
        ("/clock", json!({"site": "home"}), 400),
    ] {
        let answer = change(&demo, path, body).await;
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let reason: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        assert!(reason["error"].is_string(), "{path}");
    }
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let demo = Demo::start(Ports::Any).await.unwrap();
    let home = demo.home().origin().port().unwrap();
    let again = Demo::start(Ports::Fixed {
        home,
        contoso: 0,
        lab: 0,
        login: 0,
        control: 0,
    });
    let error = again.await.unwrap_err().to_string();
    assert_eq!(error, format!("cannot listen on 127.0.0.1:{home}"));
}
