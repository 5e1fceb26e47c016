//! What the tray and the notifications say: the Fluent messages in `ui/locales/*/native.ftl`, in the language of the person's system.
//!
//! Deliberately not here: the window's sentences, which the page reads itself.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../ui/locales/en/native.ftl");

/// The sentences of one language.
pub(crate) struct Sentences(FluentBundle<FluentResource>);

impl Sentences {
    /// In the best language that there is for this system.
    pub(crate) fn of_this_system() -> Self {
        Self::of("en", ENGLISH)
    }

    /// In English, whatever this system speaks.
    #[cfg(test)]
    pub(crate) fn english() -> Self {
        Self::of("en", ENGLISH)
    }

    fn of(language: &str, text: &str) -> Self {
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Names are isolated where that is needed, by whoever hands them over: marks around Latin names show as boxes in some panels.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                tracing::error!(?errors, "some sentences cannot be read");
                resource
            }
        };
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// The sentence with this name.
    pub(crate) fn say(&self, id: &str) -> String {
        self.say_of(id, &[])
    }

    /// The sentence with this name, about these.
    pub(crate) fn say_of(&self, id: &str, names: &[(&str, Said<'_>)]) -> String {
        let Some(pattern) = self.0.get_message(id).and_then(|message| message.value()) else {
            tracing::error!(id, "a sentence is missing");
            return id.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, said) in names {
            arguments.set(*name, said.value());
        }
        let mut errors = Vec::new();
        let text = self
            .0
            .format_pattern(pattern, Some(&arguments), &mut errors);
        if !errors.is_empty() {
            tracing::error!(id, ?errors, "a sentence is not whole");
        }
        text.into_owned()
    }
}

/// What a sentence names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Said<'a> {
    /// A name, as it is.
    Name(&'a str),
    /// A number, which chooses the plural form.
    Count(usize),
}

impl Said<'_> {
    fn value(&self) -> FluentValue<'_> {
        match self {
            Self::Name(name) => FluentValue::String(Cow::Borrowed(name)),
            Self::Count(count) => FluentValue::from(*count),
        }
    }
}

impl std::fmt::Debug for Sentences {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sentences").field(&self.0.locales).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_what_it_is_about() {
        let sentences = Sentences::of(
            "en",
            "greeting = { $name }, { $count ->\n    [one] one account\n   *[other] { $count } accounts\n }",
        );

        let said = sentences.say_of(
            "greeting",
            &[("name", Said::Name("Ada")), ("count", Said::Count(2))],
        );

        assert_eq!(said, "Ada, 2 accounts");
    }
}
