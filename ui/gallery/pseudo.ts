// Languages that nobody speaks, made of the English sentences: one accented and 40 % longer, one that runs from right to left. What is not a
// message stays plain English in them, what has no room is seen to be cut, and what takes left for the beginning stands on the wrong side.
// Deliberately not here: anything that is shipped; only the gallery adds them.
import { parse, serialize, Transformer, type TextElement } from '@fluent/syntax';
import { FluentResource } from '@fluent/bundle';
import { addLanguage } from '../src/sentences/catalogue';

const english = import.meta.glob<string>(['../locales/en/*.ftl', '!../locales/en/native.ftl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The names of the two, as Android has them. */
export const longLanguage = 'en-XA';
export const mirroredLanguage = 'ar-XB';

export function addPseudoLanguages(): void {
  for (const text of Object.values(english)) {
    addLanguage(longLanguage, [new FluentResource(pseudo(text, (words) => padded(accented(words))))]);
    addLanguage(mirroredLanguage, [new FluentResource(pseudo(text, mirrored))]);
  }
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return language === mirroredLanguage ? 'rtl' : 'ltr';
}

/** The Fluent text with the words of its messages changed. Terms are names, which nobody translates. */
export function pseudo(text: string, change: (words: string) => string): string {
  class Words extends Transformer {
    override visitTerm<T>(term: T): T {
      return term;
    }

    override visitTextElement(element: TextElement): TextElement {
      element.value = change(element.value);
      return element;
    }
  }
  const resource = parse(text, {});
  new Words().visit(resource);
  return serialize(resource, {});
}

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accents = [...'áƀçðéƒǧĥíĵķļɱñóþʠřšţúṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ'];

export function accented(words: string): string {
  return words.replace(/[a-z]/gi, (letter) => accents[plain.indexOf(letter)] ?? letter);
}

/** 40 % longer: German and Finnish need so much. Words that can be broken at spaces, as real ones can. */
export function padded(words: string): string {
  // A bracket or a comma between two names is as long everywhere.
  if (!/\p{L}{2}/u.test(words)) return words;
  const length = Math.ceil(words.trim().length * 0.4);
  const more = ' œñé ţŵö ţĥŕéé ƒöûŕ'
    .repeat(Math.ceil(length / 18))
    .slice(0, Math.max(2, length))
    .trimEnd();
  const end = /\s*$/.exec(words)?.[0] ?? '';
  return words.slice(0, words.length - end.length) + more + end;
}

/** Every word in an override from right to left, so that the letters of the Latin text run as Arabic ones do. */
export function mirrored(words: string): string {
  return words.replace(/\p{L}+/gu, (word) => `\u202e${word}\u202c`);
}
