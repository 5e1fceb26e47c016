//! What a screen reader gets: the tree that the window puts on the accessibility bus (AT-SPI), read as plain data.
//!
//! Deliberately not here: what ought to be in it (`read_aloud.rs`), and what becomes of it in a voice.

use std::process::Stdio;

use futures::FutureExt as _;
use futures::future::{BoxFuture, join_all};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::Connection;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Type};

use crate::patience::{until, until_some};
use crate::process::Running;
use crate::session::Session;

/// No desktop has it on the path.
const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";

/// Where every program that can be read has put its tree.
const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";

/// Stands for no element.
const NOTHING: &str = "/org/a11y/atspi/null";

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const TEXT: &str = "org.a11y.atspi.Text";

/// As the toolkit names the program.
const PROGRAM: &str = "keyreve";

/// The accessibility bus of a session. It ends with this value.
#[derive(Debug)]
pub(crate) struct ScreenReader {
    bus: Connection,
    _launcher: Running,
}

/// States that are asked about, by their numbers in AT-SPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Focusable = 11,
    Focused = 12,
    Required = 33,
    Invalid = 36,
}

/// One element of the tree with everything in it.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    /// As AT-SPI names it, or its number there.
    pub(crate) role: String,
    /// Its accessible name.
    pub(crate) name: String,
    /// What is read after the name: the hint or the error of a field.
    pub(crate) description: String,
    /// Its own text; what stands in its place for the elements inside is left out.
    text: String,
    states: u64,
    inside: Vec<Heard>,
}

/// A name on the bus, and a path there.
type Place = (String, OwnedObjectPath);

impl ScreenReader {
    /// Starts the bus, before the program: a program that finds none stays silent.
    pub(crate) async fn start(session: &mut Session) -> Self {
        session.unset("NO_AT_BRIDGE");
        let launcher = Running::start(
            session
                .command(LAUNCHER)
                .args(["--launch-immediately", "--a11y=1"])
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let address = until_some("there is an accessibility bus", async || {
            let bus = zbus::connection::Builder::address(session.bus()).ok()?;
            let bus = bus.build().await.ok()?;
            let place = ("org.a11y.Bus".to_owned(), path("/org/a11y/bus"));
            ask::<String>(&bus, &place, "org.a11y.Bus", "GetAddress", &()).await
        })
        .await;
        let bus = zbus::connection::Builder::address(address.as_str())
            .unwrap()
            .build()
            .await
            .unwrap();
        until("programs can be read", async || {
            let registry = (REGISTRY.to_owned(), path(ROOT));
            ask::<Vec<Place>>(&bus, &registry, ACCESSIBLE, "GetChildren", &())
                .await
                .is_some()
        })
        .await;
        Self {
            bus,
            _launcher: launcher,
        }
    }

    /// The page in the program's window as it is now, once this holds of it.
    pub(crate) async fn page_where(&self, what: &str, holds: impl Fn(&Heard) -> bool) -> Heard {
        let mut last = None;
        let found = crate::patience::patiently(async || {
            last = self.page().await;
            last.clone().filter(|page| holds(page))
        })
        .await;
        found.unwrap_or_else(|| {
            let tree = last.map_or_else(|| "nothing".to_owned(), |page| page.outline());
            panic!("it is never read that {what}; what is read:\n{tree}")
        })
    }

    async fn page(&self) -> Option<Heard> {
        let registry = (REGISTRY.to_owned(), path(ROOT));
        for program in self.inside(&registry).await {
            if property(&self.bus, &program, "Name").await.as_deref() == Some(PROGRAM) {
                let window = self.read(program).await?;
                return window.all().find(|one| one.role == "document web").cloned();
            }
        }
        None
    }

    async fn inside(&self, place: &Place) -> Vec<Place> {
        let inside: Option<Vec<Place>> =
            ask(&self.bus, place, ACCESSIBLE, "GetChildren", &()).await;
        let inside = inside.unwrap_or_default();
        if !inside.is_empty() {
            return inside;
        }
        // The page is another process's, plugged into the window: GTK counts it, but hands it out only one by one.
        let plugged: Option<Place> =
            ask(&self.bus, place, ACCESSIBLE, "GetChildAtIndex", &0_i32).await;
        plugged
            .into_iter()
            .filter(|(_, path)| path.as_str() != NOTHING)
            .collect()
    }

    /// `None` when it has gone between two questions about it.
    fn read(&self, place: Place) -> BoxFuture<'_, Option<Heard>> {
        async move {
            let bus = &self.bus;
            let role: u32 = ask(bus, &place, ACCESSIBLE, "GetRole", &()).await?;
            let states: Vec<u32> = ask(bus, &place, ACCESSIBLE, "GetState", &()).await?;
            // Not everything has text of its own.
            let text: Option<String> = ask(bus, &place, TEXT, "GetText", &(0_i32, -1_i32)).await;
            let inside = self.inside(&place).await;
            let inside = join_all(inside.into_iter().map(|one| self.read(one))).await;
            Some(Heard {
                role: named(role),
                name: plain(&property(bus, &place, "Name").await?),
                description: plain(&property(bus, &place, "Description").await?),
                text: plain(&text.unwrap_or_default()),
                states: states
                    .iter()
                    .rev()
                    .fold(0, |all, half| all << 32 | u64::from(*half)),
                inside: inside.into_iter().flatten().collect(),
            })
        }
        .boxed()
    }
}

impl Heard {
    /// It and everything in it, in the order in which it is read.
    pub(crate) fn all(&self) -> Box<dyn Iterator<Item = &Heard> + '_> {
        Box::new(std::iter::once(self).chain(self.inside.iter().flat_map(Heard::all)))
    }

    /// The one element with this role and name in it.
    pub(crate) fn find(&self, role: &str, name: &str) -> Option<&Heard> {
        let mut found = self
            .all()
            .filter(|one| one.role == role && one.name == name);
        found.next().filter(|_| found.next().is_none())
    }

    /// The one element with this role and name in it, which has to be there.
    pub(crate) fn the(&self, role: &str, name: &str) -> &Heard {
        self.find(role, name)
            .unwrap_or_else(|| panic!("no one {role} \"{name}\" in:\n{}", self.outline()))
    }

    /// Every element with this role in it.
    pub(crate) fn each(&self, role: &str) -> Vec<&Heard> {
        self.all().filter(|one| one.role == role).collect()
    }

    /// Whether it is in this state.
    pub(crate) fn is(&self, state: State) -> bool {
        self.states >> (state as u32) & 1 == 1
    }

    /// All its words, as they are read from beginning to end.
    pub(crate) fn words(&self) -> String {
        let words: Vec<&str> = self
            .all()
            .flat_map(|one| [one.name.as_str(), one.text.as_str()])
            .filter(|words| !words.is_empty())
            .collect();
        words.join(" ")
    }

    /// The tree as text, for the message of a failed test.
    pub(crate) fn outline(&self) -> String {
        let mut outline = String::new();
        self.write(0, &mut outline);
        outline
    }

    fn write(&self, depth: usize, outline: &mut String) {
        let indent = "  ".repeat(depth);
        let Self {
            role,
            name,
            description,
            text,
            ..
        } = self;
        outline.push_str(&format!("{indent}{role} \"{name}\""));
        for (what, words) in [("described", description), ("text", text)] {
            if !words.is_empty() {
                outline.push_str(&format!(" {what} \"{words}\""));
            }
        }
        outline.push('\n');
        self.inside
            .iter()
            .for_each(|one| one.write(depth + 1, outline));
    }
}

/// The roles that a page can have and that are worth a name; WebKit sends numbers only.
const ROLES: &[(u32, &str)] = &[
    (2, "alert"),
    (7, "check box"),
    (11, "combo box"),
    (16, "dialog"),
    (20, "filler"),
    (27, "image"),
    (29, "label"),
    (31, "list"),
    (32, "list item"),
    (33, "menu"),
    (35, "menu item"),
    (39, "panel"),
    (40, "password text"),
    (43, "button"),
    (44, "radio button"),
    (50, "separator"),
    (52, "spin button"),
    (54, "status bar"),
    (62, "toggle button"),
    (67, "unknown"),
    (73, "paragraph"),
    (79, "entry"),
    (83, "heading"),
    (85, "section"),
    (87, "form"),
    (88, "link"),
    (95, "document web"),
    (98, "list box"),
    (99, "grouping"),
    (110, "landmark"),
    (116, "static"),
];

fn named(role: u32) -> String {
    let known = ROLES.iter().find(|(number, _)| *number == role);
    known.map_or_else(|| format!("role {role}"), |(_, name)| (*name).to_owned())
}

fn path(path: &str) -> OwnedObjectPath {
    OwnedObjectPath::try_from(path).unwrap()
}

async fn property(bus: &Connection, place: &Place, name: &str) -> Option<String> {
    let value: OwnedValue = ask(
        bus,
        place,
        "org.freedesktop.DBus.Properties",
        "Get",
        &(ACCESSIBLE, name),
    )
    .await?;
    value.try_into().ok()
}

async fn ask<T: DeserializeOwned + Type>(
    bus: &Connection,
    (name, path): &Place,
    interface: &str,
    method: &str,
    arguments: &(impl Serialize + zbus::zvariant::DynamicType),
) -> Option<T> {
    let answer = bus.call_method(
        Some(name.as_str()),
        path,
        Some(interface),
        method,
        arguments,
    );
    answer.await.ok()?.body().deserialize().ok()
}

/// Without the marks that nobody hears: directions, the one that makes a repeated sentence heard, and the place of what is inside.
fn plain(text: &str) -> String {
    let heard: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{fffc}'))
        .collect();
    heard.split_whitespace().collect::<Vec<_>>().join(" ")
}
