//! What the tray and the notifications say: the Fluent messages in `ui/locales/*/native.ftl`, in the language that the person has chosen, or
//! in the best one for the system. It can be changed while the program runs.
//!
//! Deliberately not here: the window's sentences, which the page reads itself.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};

use accounts::LanguageChoice;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    English,
    SimplifiedChinese,
}

impl Language {
    /// The first one is for who reads none of them.
    const ALL: [Self; 2] = [Self::English, Self::SimplifiedChinese];

    /// Its folder in `ui/locales`.
    const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-CN",
        }
    }

    const fn messages(self) -> &'static str {
        match self {
            Self::English => include_str!("../../ui/locales/en/native.ftl"),
            Self::SimplifiedChinese => include_str!("../../ui/locales/zh-CN/native.ftl"),
        }
    }

    fn of(choice: LanguageChoice) -> Self {
        match choice {
            LanguageChoice::System => Self::best_of(&sys_locale::get_locales().collect::<Vec<_>>()),
            LanguageChoice::English => Self::English,
            LanguageChoice::SimplifiedChinese => Self::SimplifiedChinese,
        }
    }

    /// The best one for a person who wants these, most wanted first. Whoever reads Traditional Chinese gets the Simplified sentences and not the
    /// English ones.
    fn best_of(wanted: &[String]) -> Self {
        let wanted: Vec<LanguageIdentifier> =
            wanted.iter().filter_map(|tag| tag.parse().ok()).collect();
        let spoken: Vec<LanguageIdentifier> = Self::ALL
            .iter()
            .filter_map(|language| language.tag().parse().ok())
            .collect();
        let best = negotiate_languages(
            &wanted,
            &spoken,
            spoken.first(),
            NegotiationStrategy::Lookup,
        );
        let best = best.first().map(|best| best.to_string());
        let mut all = Self::ALL.into_iter();
        all.find(|language| best.as_deref() == Some(language.tag()))
            .unwrap_or(Self::English)
    }
}

/// What the program speaks now.
pub(crate) struct Speech(RwLock<(Language, Arc<Sentences>)>);

impl Speech {
    pub(crate) fn in_language(choice: LanguageChoice) -> Self {
        let language = Language::of(choice);
        Self(RwLock::new((language, Arc::new(Sentences::of(language)))))
    }

    /// The sentences of this moment.
    pub(crate) fn sentences(&self) -> Arc<Sentences> {
        let spoken = self.0.read().unwrap_or_else(PoisonError::into_inner);
        spoken.1.clone()
    }

    /// Speaks as the person has chosen, from the next sentence on.
    pub(crate) fn choose(&self, choice: LanguageChoice) {
        let language = Language::of(choice);
        let mut spoken = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if spoken.0 != language {
            *spoken = (language, Arc::new(Sentences::of(language)));
        }
    }
}

/// The sentences of one language.
pub(crate) struct Sentences(FluentBundle<FluentResource>);

impl Sentences {
    /// In English, whatever this system speaks.
    #[cfg(test)]
    pub(crate) fn english() -> Self {
        Self::of(Language::English)
    }

    /// In Simplified Chinese.
    #[cfg(test)]
    pub(crate) fn simplified_chinese() -> Self {
        Self::of(Language::SimplifiedChinese)
    }

    fn of(language: Language) -> Self {
        Self::read(language.tag(), language.messages())
    }

    fn read(language: &str, text: &str) -> Self {
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

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Speech").field(&self.sentences()).finish()
    }
}

#[cfg(test)]
mod tests;
