//! The hunt for secrets: collects what is in every place where a secret could be left, and looks for each secret in each of its spellings.
//!
//! Deliberately not here: which secrets there are, and what the program is made to do with them (`secrets`).

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page::Page;
use crate::process::with_home;

/// Everything that a page could keep something in. Answers with one text for each place.
const PAGE: &str = r"
    const done = arguments[0];
    const attempt = async (read) => { try { return JSON.stringify(await read()) ?? ''; } catch (error) { return 'unreadable: ' + error; } };
    const own = (object) => Object.fromEntries(Object.keys(object).map((key) => [key, String(object[key])]));
    const fields = () => [...document.querySelectorAll('input, textarea, select')].map((field) => [field.value, field.defaultValue, own(field.dataset)]);
    const databases = async () => (await indexedDB.databases()).map(({ name }) => name);
    const stored = async () => await Promise.all((await caches.keys()).map(async (name) => [name, (await (await caches.open(name)).keys()).map(({ url }) => url)]));
    const places = {
        'DOM': () => document.documentElement.outerHTML,
        'text': () => document.documentElement.innerText,
        'fields': fields,
        'localStorage': () => ({ ...localStorage }),
        'sessionStorage': () => ({ ...sessionStorage }),
        'cookie': () => document.cookie,
        'indexedDB': databases,
        'caches': stored,
        'history': () => [location.href, history.state, document.referrer, window.name],
        'performance': () => performance.getEntries(),
        'globals': () => own(globalThis),
    };
    Promise.all(Object.entries(places).map(async ([name, read]) => [name, await attempt(read)])).then((read) => done(Object.fromEntries(read)));
";

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Find {
    /// The place, for people.
    pub(crate) place: String,
    /// Which secret, in the order in which they were given.
    pub(crate) secret: usize,
    /// How it was spelled.
    pub(crate) spelling: &'static str,
}

/// What was seen in all places so far. The same contents are kept once.
#[derive(Debug)]
pub(crate) struct Hunt {
    home: PathBuf,
    seen: Arc<Mutex<HashMap<Vec<u8>, String>>>,
    watch: Option<(mpsc::Sender<()>, JoinHandle<()>)>,
}

impl Hunt {
    /// Begins to watch the arguments and environments of every process of the session.
    pub(crate) fn begin(home: &Path) -> Self {
        let seen = Arc::new(Mutex::new(HashMap::new()));
        let (stop, stopped) = mpsc::channel();
        let watch = {
            let (home, seen) = (home.to_owned(), seen.clone());
            // As fast as it goes without keeping a processor to itself: most processes live for a blink.
            let pause = Duration::from_millis(3);
            std::thread::spawn(move || {
                while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                    look_at_processes(&home, &seen);
                }
            })
        };
        Self {
            home: home.to_owned(),
            seen,
            watch: Some((stop, watch)),
        }
    }

    /// Looks at every file below the session's home but the keyring's own, and those that the test itself writes.
    pub(crate) fn look_at_files(&self, not_at: &[PathBuf]) {
        let mut folders = vec![self.home.clone()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder).into_iter().flatten();
            for entry in entries.filter_map(Result::ok) {
                let (path, kind) = (entry.path(), entry.file_type());
                if not_at.contains(&path) {
                    continue;
                }
                match kind {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(kind) if kind.is_file() => {
                        // One that went meanwhile is not left behind.
                        let contents = fs::read(&path).unwrap_or_default();
                        saw(&self.seen, format!("file {}", path.display()), contents);
                    }
                    Ok(_) | Err(_) => {}
                }
                let name = entry.file_name().into_encoded_bytes();
                saw(&self.seen, "a file's name".to_owned(), name);
            }
        }
    }

    /// Looks at everything that the page could keep something in.
    pub(crate) async fn look_at_page(&self, page: &Page) {
        let places = page.evaluate_later(PAGE).await;
        for (name, contents) in places.as_object().unwrap() {
            let contents = contents.as_str().unwrap();
            assert!(
                !contents.starts_with("unreadable") || is_absent(name, contents),
                "{name}: {contents}"
            );
            saw(
                &self.seen,
                format!("page: {name}"),
                contents.as_bytes().to_vec(),
            );
        }
    }

    /// How many different contents were seen in places whose name begins so.
    pub(crate) fn looks_at(&self, place: &str) -> usize {
        let seen = self.seen.lock().unwrap();
        seen.values()
            .filter(|known| known.starts_with(place))
            .count()
    }

    /// Every secret that was found, and where.
    pub(crate) fn finds(&self, secrets: &[String]) -> Vec<Find> {
        let spelled: Vec<(usize, &str, Vec<u8>)> = secrets
            .iter()
            .enumerate()
            .flat_map(|(secret, text)| {
                let spelled = spellings(text).into_iter();
                spelled.map(move |(spelling, bytes)| (secret, spelling, bytes))
            })
            .collect();
        let patterns = AhoCorasick::new(spelled.iter().map(|(_, _, bytes)| bytes)).unwrap();
        let seen = self.seen.lock().unwrap();
        let mut finds: Vec<Find> = seen
            .iter()
            .flat_map(|(contents, place)| {
                let found = patterns.find_overlapping_iter(contents);
                found.map(|found| {
                    let (secret, spelling, _) = &spelled[found.pattern().as_usize()];
                    Find {
                        place: place.clone(),
                        secret: *secret,
                        spelling,
                    }
                })
            })
            .collect();
        finds.sort();
        finds.dedup();
        finds
    }
}

impl Drop for Hunt {
    fn drop(&mut self) {
        if let Some((stop, watch)) = self.watch.take() {
            drop(stop);
            // A watch that panicked has failed nothing but itself, and said so.
            drop(watch.join());
        }
    }
}

/// WebKit has no such thing for pages of an application's own scheme.
fn is_absent(place: &str, answer: &str) -> bool {
    matches!(place, "caches" | "indexedDB")
        && (answer.contains("SecurityError")
            || answer.contains("Can't find variable")
            || answer.contains("undefined is not"))
}

fn look_at_processes(home: &Path, seen: &Mutex<HashMap<Vec<u8>, String>>) {
    for process in with_home(home) {
        let read = |what: &str| fs::read(format!("/proc/{process}/{what}")).unwrap_or_default();
        let name = String::from_utf8_lossy(&read("comm")).trim().to_owned();
        saw(seen, format!("arguments of {name}"), read("cmdline"));
        saw(seen, format!("environment of {name}"), read("environ"));
    }
}

fn saw(seen: &Mutex<HashMap<Vec<u8>, String>>, place: String, contents: Vec<u8>) {
    if !contents.is_empty() {
        seen.lock().unwrap().entry(contents).or_insert(place);
    }
}

/// The ways in which a text may have been written down.
fn spellings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = text.as_bytes();
    let every_byte = |prefix: &str, upper: bool| -> Vec<u8> {
        let spell = |byte: &u8| match upper {
            true => format!("{prefix}{byte:02X}"),
            false => format!("{prefix}{byte:02x}"),
        };
        bytes.iter().map(spell).collect::<String>().into_bytes()
    };
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let in_a_page = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let percent = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let in_a_form = percent.replace("%20", "+");
    let mut all = vec![
        ("as it is", bytes.to_vec()),
        ("escaped for JSON", escaped.into_bytes()),
        ("escaped for HTML", in_a_page.into_bytes()),
        ("percent-encoded", percent.to_lowercase().into_bytes()),
        ("percent-encoded", percent.into_bytes()),
        ("percent-encoded for a form", in_a_form.into_bytes()),
        ("percent-encoded throughout", every_byte("%", true)),
        ("percent-encoded throughout", every_byte("%", false)),
        ("hex", every_byte("", true)),
        ("hex", every_byte("", false)),
        ("UTF-16", wide(u16::to_le_bytes)),
        ("UTF-16", wide(u16::to_be_bytes)),
    ];
    // Base64 of a longer text in which this one begins at the first, second or third byte of a group: what stands at its edges depends on its
    // neighbours, the rest does not.
    for offset in 0..3 {
        let padded = [&b"\0\0"[..offset], bytes].concat();
        let (first, last) = ((offset * 8).div_ceil(6), padded.len() * 8 / 6);
        for base64 in [BASE64_STANDARD, BASE64_URL_SAFE] {
            let encoded = base64.encode(&padded).into_bytes();
            all.push(("base64", encoded[first..last].to_vec()));
        }
    }
    all
}
