//! The program's menu as it is on the bus (`com.canonical.dbusmenu`), where every tray reads it and clicks in it.
//!
//! Deliberately not here: the panel that shows it (`panel.rs`), and what a person sees there (the pictures in `tray.rs`).

use std::collections::HashMap;

use futures::{FutureExt as _, StreamExt as _};
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedObjectPath, Structure, Value};
use zbus::{Connection, MatchRule, MessageStream, Proxy};

use crate::panel::items;
use crate::patience::{patiently, until_some};
use crate::session::Session;

const MENU: &str = "com.canonical.dbusmenu";

/// The menu of the program's icon.
#[derive(Debug)]
pub(crate) struct TrayMenu {
    bus: Connection,
    icon: Proxy<'static>,
    menu: Proxy<'static>,
}

/// One line as it is on the bus.
#[derive(Debug)]
struct Line {
    id: i32,
    label: String,
    enabled: bool,
    is_separator: bool,
    lines: Vec<Line>,
}

impl TrayMenu {
    /// Waits until the program has put its icon into the tray.
    pub(crate) async fn of(session: &Session) -> Self {
        let item = until_some("an icon is in the tray", async || {
            items(session).await.into_iter().next()
        })
        .await;
        let (name, path) = item.split_at(item.find('/').unwrap());
        let bus = zbus::connection::Builder::address(session.bus()).unwrap();
        let bus = bus.build().await.unwrap();
        let icon = proxy(&bus, name, path, "org.kde.StatusNotifierItem").await;
        let path: OwnedObjectPath = icon.get_property("Menu").await.unwrap();
        let menu = proxy(&bus, name, path.as_str(), MENU).await;
        Self { bus, icon, menu }
    }

    /// The menu as text: submenus indented under their label, what cannot be used in parentheses, a separator as a line.
    pub(crate) async fn text(&self) -> String {
        let mut text = String::new();
        write(&self.layout().await.1, "", &mut text);
        text
    }

    /// Waits until the menu is this one.
    pub(crate) async fn becomes(&self, expected: &str) {
        let came = patiently(async || (self.text().await == expected).then_some(())).await;
        if came.is_none() {
            // With both before their eyes, who reads the message sees the difference.
            assert_eq!(self.text().await, expected);
        }
    }

    /// Waits until the first line of the menu is this one.
    pub(crate) async fn begins_with(&self, expected: &str) {
        let came =
            patiently(async || (self.text().await.lines().next() == Some(expected)).then_some(()))
                .await;
        assert!(
            came.is_some(),
            "{expected} is not first in:\n{}",
            self.text().await
        );
    }

    /// Clicks on the line that these labels lead to, once it can be used.
    pub(crate) async fn click(&self, path: &[&str]) {
        let what = format!("{path:?} is in the menu");
        let id = until_some(&what, async || {
            let (_, lines) = self.layout().await;
            let mut lines = lines.as_slice();
            let mut found = None;
            for label in path {
                let is_meant = |line: &&Line| line.enabled && line.label == *label;
                let line = lines.iter().find(is_meant)?;
                found = Some(line.id);
                lines = &line.lines;
            }
            found
        })
        .await;
        let nothing = Value::from(0);
        let event = (id, "clicked", nothing, 0_u32);
        self.menu.call_method("Event", &event).await.unwrap();
    }

    /// Which drawing the icon has: the file is made anew for each.
    pub(crate) async fn drawing(&self) -> Vec<u8> {
        let file: String = self.icon.get_property("IconName").await.unwrap();
        std::fs::read(file).unwrap_or_default()
    }

    /// Listens from now on to what the menu tells those who show it.
    pub(crate) async fn listen(&self) -> Told {
        let rule = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface(MENU)
            .unwrap()
            .build();
        let stream = MessageStream::for_match_rule(rule, &self.bus, None).await;
        Told(stream.unwrap())
    }

    /// The revision of the layout, and the lines.
    async fn layout(&self) -> (u32, Vec<Line>) {
        let everything = (0, -1, Vec::<String>::new());
        let answer = self
            .menu
            .call_method("GetLayout", &everything)
            .await
            .unwrap();
        let body = answer.body();
        let body: Structure<'_> = body.deserialize().unwrap();
        let [Value::U32(revision), root] = body.fields() else {
            panic!("{body:?} is no layout");
        };
        (*revision, line(root).lines)
    }
}

/// What the menu has told those who show it.
pub(crate) struct Told(MessageStream);

impl Told {
    /// The signals since the last time. Whatever the program sent before it answered the last question is among them.
    pub(crate) async fn since(&mut self, menu: &TrayMenu) -> Vec<String> {
        drop(menu.layout().await);
        let mut told = Vec::new();
        while let Some(Some(Ok(message))) = self.0.next().now_or_never() {
            told.extend(message.header().member().map(ToString::to_string));
        }
        told
    }
}

async fn proxy(bus: &Connection, name: &str, path: &str, interface: &str) -> Proxy<'static> {
    zbus::proxy::Builder::<Proxy<'static>>::new(bus)
        .destination(name.to_owned())
        .unwrap()
        .path(path.to_owned())
        .unwrap()
        .interface(interface.to_owned())
        .unwrap()
        .cache_properties(CacheProperties::No)
        .build()
        .await
        .unwrap()
}

fn line(value: &Value<'_>) -> Line {
    let Value::Structure(structure) = inner(value) else {
        panic!("{value:?} is no line");
    };
    let [Value::I32(id), Value::Dict(properties), Value::Array(lines)] = structure.fields() else {
        panic!("{structure:?} is no line");
    };
    let properties: HashMap<String, &Value<'_>> = properties
        .iter()
        .filter_map(|(name, value)| match name {
            Value::Str(name) => Some((name.to_string(), inner(value))),
            _ => None,
        })
        .collect();
    let text = |name| match properties.get(name) {
        Some(Value::Str(text)) => text.to_string(),
        _ => String::new(),
    };
    Line {
        id: *id,
        label: text("label"),
        enabled: !matches!(properties.get("enabled"), Some(Value::Bool(false))),
        is_separator: text("type") == "separator",
        lines: lines.iter().map(line).collect(),
    }
}

fn inner<'a, 'v>(value: &'a Value<'v>) -> &'a Value<'v> {
    match value {
        Value::Value(inside) => inside,
        other => other,
    }
}

fn write(lines: &[Line], indent: &str, text: &mut String) {
    for line in lines {
        let label = match line {
            Line {
                is_separator: true, ..
            } => "-".to_owned(),
            Line {
                enabled: false,
                label,
                ..
            } => format!("({label})"),
            Line { label, .. } => label.clone(),
        };
        text.push_str(&format!("{indent}{label}\n"));
        write(&line.lines, &format!("{indent}  "), text);
    }
}
