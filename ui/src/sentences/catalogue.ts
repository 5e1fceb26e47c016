// Which languages there are, and which one the person reads. A folder in `locales` is a language; nothing else names one.
// Deliberately not here: `native.ftl`, the sentences of tray and notifications.
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { negotiateLanguages } from '@fluent/langneg';
import { Sentences } from './sentences';

const fallback = 'en';

const files = import.meta.glob<string>(['../../locales/*/*.ftl', '!../../locales/*/native.ftl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The Fluent texts of each language. */
const texts = new Map<string, string[]>();
for (const [path, text] of Object.entries(files)) addLanguage(languageOf(path), [text]);

/** Adds texts to a language, which may be new. The gallery has languages that are not shipped. */
export function addLanguage(language: string, more: readonly string[]): void {
  texts.set(language, [...(texts.get(language) ?? []), ...more]);
}

/** Languages in which the window can be read. */
export function languages(): string[] {
  return [...texts.keys()].sort();
}

/** The sentences in the best of the wanted languages. */
export function sentencesFor(wanted: readonly string[]): Sentences {
  const [language = fallback] = negotiateLanguages(wanted, languages(), {
    defaultLocale: fallback,
    strategy: 'lookup',
  });
  // A British reader of the English sentences keeps British dates.
  const regional = wanted.find((tag) => tag.split('-')[0] === language.split('-')[0]) ?? language;
  const bundle = new FluentBundle([language, fallback], { useIsolating: false });
  for (const text of texts.get(language) ?? []) bundle.addResource(new FluentResource(text));
  return new Sentences(bundle, language, regional);
}

function languageOf(path: string): string {
  return path.split('/').at(-2) ?? fallback;
}
