// Which languages there are, and which one the person reads. A folder in `locales` is a language; nothing else names one.
// Deliberately not here: `native.ftl`, the sentences of tray and notifications.
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { negotiateLanguages } from '@fluent/langneg';
import type { Packed } from '../../fluent';
import type { LanguageChoice } from '../generated/bindings';
import { sayIn, Sentences, type Tongue } from './sentences';
import { Times } from './times';

const fallback = 'en';
const chinese = 'zh-CN';

// They are read when the page is built (`fluent.ts`).
const files = import.meta.glob<Packed[]>(['../../locales/*/*.ftl', '!../../locales/*/native.ftl'], {
  import: 'default',
  eager: true,
});

/** The Fluent resources of each language. */
const resources = new Map<string, FluentResource[]>();
for (const [path, body] of Object.entries(files)) addLanguage(languageOf(path), [resource(body.map(unpacked))]);

/** Adds resources to a language, which may be new. The gallery has languages that are not shipped. */
export function addLanguage(language: string, more: readonly FluentResource[]): void {
  resources.set(language, [...resourcesOf(language), ...more]);
}

/** Languages in which the window can be read. */
export function languages(): string[] {
  return [...resources.keys()].sort();
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

function tongue(language: string, regional: string): Tongue {
  const key = `${language} ${regional}`;
  const made = tongues.get(key) ?? make(language, regional);
  tongues.set(key, made);
  return made;
}

function make(language: string, regional: string): Tongue {
  const own = new FluentBundle([regional, language], { useIsolating: false });
  for (const said of resourcesOf(language)) own.addResource(said);
  const bundles = language === fallback ? [own] : [own, ...tongue(fallback, fallback).bundles];
  // Names of ours that a language does not spell its own way.
  for (const { body } of resourcesOf(fallback)) {
    own.addResource(resource(body.filter(({ id }) => id.startsWith('-'))));
  }
  return { tag: language, bundles, times: new Times(regional, (id) => sayIn(bundles, id, {})) };
}

function resourcesOf(language: string): FluentResource[] {
  return resources.get(language) ?? [];
}

function unpacked([id, value, attributes = {}]: Packed): FluentResource['body'][number] {
  return { id, value, attributes } as FluentResource['body'][number];
}

function resource(body: FluentResource['body']): FluentResource {
  return Object.assign(new FluentResource(''), { body });
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
