//! The window's sentences in one language, from the very files that the page reads: a test in two languages names a sentence and not its words.
//!
//! Deliberately not here: a fallback. A sentence that a language lacks fails the test.

use std::fs;
use std::path::Path;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use crate::page::Page;

/// The languages that there are.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "zh-CN"];

/// The sentences of one language.
pub(crate) struct Words(FluentBundle<FluentResource>);

impl Words {
    /// The sentences of this language.
    pub(crate) fn of(language: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("ui/locales")
            .join(language);
        let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
        bundle.set_use_isolating(false);
        for file in fs::read_dir(folder).unwrap() {
            let file = file.unwrap();
            // Those of tray and notifications may name the same thing in other words.
            if file.file_name() != "native.ftl" {
                let text = fs::read_to_string(file.path()).unwrap();
                bundle
                    .add_resource(FluentResource::try_new(text).unwrap())
                    .unwrap();
            }
        }
        Self(bundle)
    }

    /// The sentence of this name, or with `message.attribute` one of its attributes.
    pub(crate) fn say(&self, id: &str) -> String {
        self.say_of(id, &[])
    }

    /// The same about these.
    pub(crate) fn say_of(&self, id: &str, names: &[(&str, &str)]) -> String {
        let (name, attribute) = id.split_once('.').map_or((id, None), |(n, a)| (n, Some(a)));
        let message = self.0.get_message(name);
        let pattern = message.and_then(|message| match attribute {
            Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
            None => message.value(),
        });
        let pattern = pattern.unwrap_or_else(|| panic!("{:?} has no {id}", self.0.locales));
        let mut arguments = FluentArgs::new();
        for (name, said) in names {
            arguments.set(*name, *said);
        }
        let mut errors = Vec::new();
        let said = self
            .0
            .format_pattern(pattern, Some(&arguments), &mut errors);
        assert!(errors.is_empty(), "{id}: {errors:?}");
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Chooses a language in the settings, which are open and in `now`, and goes on in that one.
pub(crate) async fn choose_language(page: &Page, language: &str, now: &Words) -> Words {
    let name = match language {
        "en" => "choosing-language-en",
        _ => "choosing-language-zh",
    };
    page.find("radio", &now.say(name)).await.click().await;
    let words = Words::of(language);
    page.find("heading", &words.say("settings-title")).await;
    words
}
