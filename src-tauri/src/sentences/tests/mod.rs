//! The languages: which one is spoken, and that each says everything and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Resource};
use fluent_syntax::{parser, serializer};

use super::*;

/// What is the same in two languages: names and signs alone.
const NO_WORDS: [&str; 5] = [
    "-brand",
    "notify-who",
    "tray-look-fine",
    "tray-told-apart",
    "tray-who",
];

#[test]
fn a_sentence_names_what_it_is_about() {
    let sentences = Sentences::read(
        "en",
        "greeting = { $name }, { $count ->\n    [one] one account\n   *[other] { $count } accounts\n }",
    );

    let said = sentences.say_of(
        "greeting",
        &[("name", Said::Name("Ada")), ("count", Said::Count(2))],
    );

    assert_eq!(said, "Ada, 2 accounts");
}

#[test]
fn the_best_language_for_a_person_is_spoken() {
    let best = |wanted: &[&str]| {
        let wanted: Vec<String> = wanted.iter().map(|tag| (*tag).to_owned()).collect();
        Language::best_of(&wanted).tag()
    };

    for chinese in [
        "zh",
        "zh-CN",
        "zh-SG",
        "zh-Hans",
        "zh-Hans-CN",
        // Simplified is nearer to these readers than English.
        "zh-TW",
        "zh-HK",
        "zh-MO",
        "zh-Hant",
        "zh-Hant-TW",
        "zh-Hant-HK",
        "zh-GB",
    ] {
        assert_eq!(best(&[chinese]), "zh-CN", "{chinese}");
    }
    assert_eq!(best(&["en-GB", "zh-CN"]), "en");
    assert_eq!(best(&["de-DE", "zh-TW", "en"]), "zh-CN");
    assert_eq!(best(&["de-DE", "fr"]), "en");
    assert_eq!(best(&["C", "no locale at all"]), "en");
    assert_eq!(best(&[]), "en");
}

#[test]
fn another_language_is_spoken_from_the_next_sentence_on() {
    let speech = Speech::in_language(LanguageChoice::English);
    let before = speech.sentences();

    speech.choose(LanguageChoice::SimplifiedChinese);

    assert_eq!(before.say("tray-quit"), "Quit");
    assert_eq!(speech.sentences().say("tray-quit"), "退出");
}

#[test]
fn a_count_in_chinese_needs_no_plural() {
    let sentences = Sentences::simplified_chinese();

    for count in [0, 1, 2, 1_000] {
        let said = sentences.say_of(
            "notify-several-sign-in-again",
            &[("count", Said::Count(count))],
        );
        assert_eq!(said, format!("{count} 个账号需要重新登录"));
    }
}

#[test]
fn each_language_has_the_messages_of_english_with_the_same_names_in_them() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let translated = messages(language);

        let ids =
            |messages: &BTreeMap<String, String>| messages.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(ids(&translated), ids(&english), "{}", language.tag());
        for (id, text) in &translated {
            assert_eq!(
                names(text),
                names(&english[id]),
                "{} of {}",
                id,
                language.tag()
            );
        }
    }
}

#[test]
fn no_message_is_left_untranslated() {
    let english = messages(Language::English);
    for language in Language::ALL.into_iter().skip(1) {
        for (id, text) in messages(language) {
            let same = text == english[&id];
            assert_eq!(
                same,
                NO_WORDS.contains(&id.as_str()),
                "{id} of {}: {text}",
                language.tag()
            );
        }
    }
    let chinese = messages(Language::SimplifiedChinese);
    let in_latin = chinese
        .iter()
        .filter(|(id, text)| !NO_WORDS.contains(&id.as_str()) && !text.chars().any(is_han));
    assert_eq!(in_latin.collect::<Vec<_>>(), []);
}

#[test]
fn every_message_is_said_by_the_program_and_it_says_no_other() {
    let there: BTreeSet<String> = messages(Language::English).into_keys().collect();

    let said = ids_in_the_program();

    let spoken = there.iter().filter(|id| !id.starts_with('-')).cloned();
    assert_eq!(said, spoken.collect());
}

/// Each message and term with its text as the file has it.
fn messages(language: Language) -> BTreeMap<String, String> {
    let resource = parser::parse(language.messages())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let id = match &entry {
            Entry::Message(message) => message.id.name.to_owned(),
            Entry::Term(term) => format!("-{}", term.id.name),
            _ => continue,
        };
        let text = serializer::serialize(&Resource {
            body: vec![bare(entry)],
        });
        let former = messages.insert(id.clone(), text);
        assert_eq!(former, None, "{id} is there twice");
    }
    messages
}

/// Without its comment, which every language words for itself.
fn bare(entry: Entry<&str>) -> Entry<&str> {
    match entry {
        Entry::Message(message) => Entry::Message(fluent_syntax::ast::Message {
            comment: None,
            ..message
        }),
        Entry::Term(term) => Entry::Term(fluent_syntax::ast::Term {
            comment: None,
            ..term
        }),
        other => other,
    }
}

/// The names that a message is given.
fn names(text: &str) -> BTreeSet<&str> {
    let after = text.split('$').skip(1);
    after
        .filter_map(|rest| {
            rest.split(|character: char| !character.is_alphanumeric())
                .next()
        })
        .collect()
}

const fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

/// The quoted words in the program's own sources that look like the name of a message.
fn ids_in_the_program() -> BTreeSet<String> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/src");
    let mut ids = BTreeSet::new();
    for file in rust_files(&sources) {
        let text = std::fs::read_to_string(&file).expect("a source");
        let program = text.split("#[cfg(test)]\nmod tests").next();
        let between_quotes = program.unwrap_or_default().split('"');
        ids.extend(between_quotes.filter(|word| is_id(word)).map(str::to_owned));
    }
    ids
}

fn is_id(word: &str) -> bool {
    let begins = word.starts_with("tray-") || word.starts_with("notify-");
    begins
        && word
            .chars()
            .all(|character| character.is_ascii_lowercase() || character == '-')
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
