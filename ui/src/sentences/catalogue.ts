// Which languages there are, and which one the person reads. A folder in `locales` is a language; nothing else names one.
// Deliberately not here: `native.ftl`, the sentences of tray and notifications.
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { negotiateLanguages } from '@fluent/langneg';
import type { LanguageChoice } from '../generated/bindings';
import { sayIn, Sentences, type Tongue } from './sentences';
import { Times } from './times';

const fallback = 'en';
const chinese = 'zh-CN';

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

/** What was chosen, in the manner of the system where it speaks the same language. */
export function tongueFor(choice: LanguageChoice, system: readonly string[]): Tongue {
  const known = system.filter(isTag);
  const language = choice === 'system' ? bestOf(known) : choice;
  // A British reader of the English sentences keeps British dates; traditional signs would not fit simplified sentences.
  return tongue(language, known.find((tag) => writing(tag) === writing(language)) ?? language);
}

/** The sentences in the best of the wanted languages, whatever is chosen later. */
export function sentencesFor(wanted: readonly string[]): Sentences {
  const spoken = tongueFor('system', wanted);
  return new Sentences(() => spoken);
}

function bestOf(wanted: readonly string[]): string {
  // Whoever reads traditional signs reads simplified ones sooner than English.
  const readable = wanted.map((tag) => (new Intl.Locale(tag).language === 'zh' ? chinese : tag));
  const [best = fallback] = negotiateLanguages(readable, languages(), {
    defaultLocale: fallback,
    strategy: 'lookup',
  });
  return best;
}

const tongues = new Map<string, Tongue>();
const resources = new Map<string, FluentResource[]>();

function tongue(language: string, regional: string): Tongue {
  const key = `${language} ${regional}`;
  const made = tongues.get(key) ?? make(language, regional);
  tongues.set(key, made);
  return made;
}

function make(language: string, regional: string): Tongue {
  const own = new FluentBundle([regional, language], { useIsolating: false });
  for (const resource of textsOf(language)) own.addResource(resource);
  const bundles = language === fallback ? [own] : [own, ...tongue(fallback, fallback).bundles];
  // Names of ours that a language does not spell its own way.
  for (const { body } of textsOf(fallback)) {
    own.addResource(Object.assign(new FluentResource(''), { body: body.filter(({ id }) => id.startsWith('-')) }));
  }
  return { tag: language, bundles, times: new Times(regional, (id) => sayIn(bundles, id, {})) };
}

function textsOf(language: string): FluentResource[] {
  const made = resources.get(language) ?? (texts.get(language) ?? []).map((text) => new FluentResource(text));
  resources.set(language, made);
  return made;
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Language and script: what has to agree before two ways of writing go together. */
function writing(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  return `${language}-${script}`;
}

function languageOf(path: string): string {
  return path.split('/').at(-2) ?? fallback;
}
