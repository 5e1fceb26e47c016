//! People and sites that are called what nobody expects: each name is text and nothing else, and the window keeps its shape.
//!
//! Deliberately not here: how the tray writes each kind of name, which its own tests know.

use demo::{NewPerson, PASSWORD, Site, StandIn};
use serde_json::{Value, json};

use crate::page::Page;
use crate::panel::Panel;
use crate::patience::until;
use crate::person::servers;
use crate::screen::{Geometry, the_window};
use crate::session::on_a_desktop;
use crate::tray::signed_in_before;
use crate::tray_menu::TrayMenu;

/// A tray's label, and the letters around a name in it.
const LONGEST_LABEL: usize = 100;

/// What was shown instead of being read: nothing.
const RUN: &str = "return globalThis.hit === undefined && document.querySelector('#window script, #window img[src=x], #window b') === null";

/// Each row's name, place and size.
const ROWS: &str = r"
    return [...document.querySelectorAll('[data-row]')].map((row) => {
        const { left, right, height } = row.getBoundingClientRect();
        const name = row.querySelector('[data-row-focus]').textContent.trim();
        return { name, left, right, height };
    });
";

/// Whatever is wider than the place that it has, and does not cut what is too much.
const TOO_WIDE: &str = r"
    const wide = [document.documentElement, ...document.querySelectorAll('#window main')];
    const name = (one) => `${one.tagName}.${one.className}: ${one.scrollWidth} > ${one.clientWidth}`;
    const inside = (one) => [...one.querySelectorAll('*')].filter((part) => part.getBoundingClientRect().right > innerWidth).slice(0, 9).map(name);
    return wide.filter((one) => one.scrollWidth > one.clientWidth).flatMap((one) => [name(one), ...inside(one)]);
";

fn odd_names() -> Vec<String> {
    vec![
        "Wilhelmina".repeat(50),
        format!("{} {}", "Ada Byron".repeat(20), "of Lovelace ".repeat(26)),
        "أدا لوفلايس \u{202e}gnp.exe".to_owned(),
        "👩‍👩‍👧‍👦🏳️‍🌈 Zoë Ŵ̶̢͙o̸̼͘e 山田太郎".to_owned(),
        "<script>globalThis.hit = 1; alert(1)</script>".to_owned(),
        "<img src=x onerror=\"globalThis.hit = 1\"><b>R&D</b> {{ 7*7 }} { $name }".to_owned(),
    ]
}

#[tokio::test]
#[ignore = "needs the desktop packages that cargo xtask test installs"]
async fn whatever_people_and_sites_are_called_is_shown_as_text_and_moves_nothing() {
    on_a_desktop("odd_names", async |session| {
        // Given
        session.start_window_manager();
        let servers = servers().await;
        let odd_site = StandIn::start(Site {
            title: format!("<script>alert(2)</script>{}", "קלאוד".repeat(100)),
            people: vec![NewPerson::new("eve@odd.example", "Eve")],
            ..Site::empty()
        })
        .await
        .unwrap();
        let home = servers.home();
        let names = odd_names();
        let mut people = vec![(home, "bob@example.org".to_owned())];
        for (number, name) in names.iter().enumerate() {
            let email = format!("odd{number}@example.org");
            home.add(
                NewPerson::new(&email, name)
                    .with_password(PASSWORD)
                    .using(52_428_800),
            );
            people.push((home, email));
        }
        people.push((&odd_site, "eve@odd.example".to_owned()));
        let people: Vec<(&StandIn, &str)> = people
            .iter()
            .map(|(site, email)| (*site, email.as_str()))
            .collect();
        signed_in_before(session, &people).await;
        let _panel = Panel::start(session).await;

        // When
        let app = session.start_app().await;

        // Then
        let page = app.page();
        page.shows("8 accounts · 2 sites").await;
        let rows = rows(page).await;
        let shown: Vec<String> = rows.iter().map(|row| as_said(&row.name)).collect();
        let mut expected = vec!["Bob".to_owned()];
        expected.extend(names.iter().map(|name| as_said(name)));
        expected.push("Eve".to_owned());
        assert_eq!(shown, expected);
        page.shows("<script>alert(2)</script>").await;
        let window = the_window(session, "Keyreve").await;
        for (width, height) in [(440, 680), (360, 480)] {
            let size = Geometry {
                x: 100,
                y: 60,
                width,
                height,
            };
            window.place(session, size);
            until("the page has its new width", async || {
                page.evaluate("return innerWidth", vec![]).await == json!(width)
            })
            .await;
            assert_in_shape(page).await;
        }

        // When one of them is signed out, the others' rows and the result keep to the window too
        page.press("Sign out Bob").await;
        page.find("region", "Result of signing out Bob").await;
        for name in &names {
            page.find("button", &format!("Sign out {}", as_said(name)))
                .await;
        }
        assert_eq!(page.evaluate(RUN, vec![]).await, true);
        assert_eq!(page.evaluate(TOO_WIDE, vec![]).await, json!([]));

        // And the tray shows each in one short line
        let menu = TrayMenu::of(session).await.text().await;
        let lines: Vec<&str> = menu.lines().collect();
        let longest = lines.iter().map(|line| line.chars().count()).max();
        assert!(longest.unwrap() < LONGEST_LABEL, "{menu}");
        for beginning in ["WilhelminaWilhelmina", "<script>globalThis.hit = 1"] {
            let there = lines.iter().any(|line| line.starts_with(beginning));
            assert!(there, "{beginning} is not in\n{menu}");
        }
        assert!(menu.contains('…'), "{menu}");
    })
    .await;
}

#[derive(Debug)]
struct Row {
    name: String,
    left: f64,
    right: f64,
    height: f64,
}

async fn rows(page: &Page) -> Vec<Row> {
    let rows = page.evaluate(ROWS, vec![]).await;
    let row = |row: &Value| Row {
        name: row["name"].as_str().unwrap().to_owned(),
        left: row["left"].as_f64().unwrap(),
        right: row["right"].as_f64().unwrap(),
        height: row["height"].as_f64().unwrap(),
    };
    rows.as_array().unwrap().iter().map(row).collect()
}

/// Every row is as high as Bob's and within the window, nothing scrolls sideways, and nothing that looks like a script was run.
async fn assert_in_shape(page: &Page) {
    let width = page.evaluate("return innerWidth", vec![]).await;
    let width = width.as_f64().unwrap();
    let rows = rows(page).await;
    let bob = &rows[0];
    for row in &rows {
        let Row {
            name,
            left,
            right,
            height,
        } = row;
        assert!(
            *left >= 0.0 && *right <= width,
            "{name}: {left} to {right} of {width}"
        );
        // Bob's is the first and has no line above it.
        // Eve has stored nothing, so her row is as Bob's too: every stand-in tells how much there is.
        assert!(
            (height - bob.height).abs() < 1.5,
            "{name}: {height}, and Bob's is {}",
            bob.height
        );
    }
    assert_eq!(page.evaluate(TOO_WIDE, vec![]).await, json!([]));
    assert_eq!(page.evaluate(RUN, vec![]).await, true);
    let question = page.client().get_alert_text().await;
    assert!(question.is_err(), "a script asks {question:?}");
}

/// As the page names somebody in a sentence: without what turns the text around it.
fn as_said(name: &str) -> String {
    let said: String = name
        .chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}'))
        .collect();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}
