// Says things in the person's language. Every text in the window comes through `say`, which asks for the language each time: where that is
// reactive, every text follows when another one is chosen.
// Deliberately not here: the sentences (Fluent files in `locales`) and the choice of the language (`catalogue.ts`, `language.svelte.ts`).
import type { FluentBundle } from '@fluent/bundle';
import type { Times } from './times';

/** What a sentence names. Numbers choose plural forms; everything else is text. */
export type Names = Record<string, string | number>;

/** One language that can be spoken. */
export interface Tongue {
  /** As the page's `lang`. */
  tag: string;
  /** The language's own sentences first; after them those that stand in for what it lacks. */
  bundles: readonly FluentBundle[];
  /** As the person's system spells times and numbers in that language. */
  times: Times;
}

/** The sentences of the language that is spoken now. */
export class Sentences {
  constructor(private readonly tongue: () => Tongue) {}

  get language(): string {
    return this.tongue().tag;
  }

  get times(): Times {
    return this.tongue().times;
  }

  /** The sentence `id`, or with `message.attribute` one of its attributes. */
  say = (id: string, names: Names = {}): string => sayIn(this.tongue().bundles, id, names);

  /** Names one after the other, as the language lists them. */
  list = (names: string[]): string => joined(new Intl.ListFormat(this.times.locale).format(names.map(isolated)));

  /** The sentence before and after the one name that it has, for where that name is an element of its own. */
  around = (id: string, name: string): [before: string, after: string] => {
    const [before = '', after = ''] = this.say(id, { [name]: gap }).split(gap);
    return [before, after];
  };
}

/** The sentence in the first bundle that has it. */
export function sayIn(bundles: readonly FluentBundle[], id: string, names: Names): string {
  const [name = id, attribute] = id.split('.');
  const errors: Error[] = [];
  for (const bundle of bundles) {
    const message = bundle.getMessage(name);
    const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
    if (!pattern) continue;
    const text = bundle.formatPattern(pattern, allIsolated(names), errors);
    if (import.meta.env.DEV && errors.length > 0) throw new Error(`${id} cannot be said: ${errors.join(', ')}`);
    return joined(text);
  }
  if (import.meta.env.DEV) throw new Error(`no sentence for ${id} (${Object.keys(names).join(', ')})`);
  return id;
}

// A character that no sentence contains: Unicode gives it no meaning.
const gap = '\ue000';

// Stands at an edge of a name that is a Chinese character, until the sentence around it is known.
const edge = '\ue001';

const control = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

function allIsolated(names: Names): Names {
  const result: Names = {};
  for (const [key, value] of Object.entries(names)) result[key] = typeof value === 'string' ? isolated(value) : value;
  return result;
}

// Fluent would isolate every name; marks around Latin names only get in the way of whoever copies or searches them.
function isolated(name: string): string {
  const plain = name.replace(control, '');
  return edged(rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain);
}

function edged(name: string): string {
  return name.replace(/^\p{Script=Han}/u, `${edge}$&`).replace(/\p{Script=Han}$/u, `$&${edge}`);
}

// Chinese sentences have a space around a name because most names are Latin words; between two Chinese characters there is none.
function joined(text: string): string {
  return text
    .replace(/(\p{Script=Han}) \ue001/gu, '$1')
    .replace(/\ue001 (\p{Script=Han})/gu, '$1')
    .replaceAll(edge, '');
}
