// The Fluent files of the languages against each other: each says what English says, with the same names, in its own words and signs.
// Deliberately not here: whether the sources use a message (`sentences.test.ts`, where ids that are put together are listed), and the sentences
// of tray and notifications (`native.ftl`, on the Rust side).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { parse, serializeExpression, Visitor, type Pattern, type SelectExpression } from '@fluent/syntax';
import { describe, expect, it } from 'vitest';
import { accented, mirrored, padded, pseudo } from '../gallery/pseudo';

const locales = join(__dirname, '../locales');
const languages = readdirSync(locales);
const others = languages.filter((language) => language !== 'en');

/** Messages that read the same in English, and why. */
const same = new Map([
  ['-brand', 'the name of the program'],
  ['window-title', 'the name of the program'],
  ['site-pro', 'the name of the edition'],
  ['card-version-open', 'the name of the server program'],
  ['card-version-pro', 'the name of the server program'],
  ['card-version-unknown', 'the name of the server program'],
  ['keyring-unknown', 'a name and nothing else'],
  ['notice-when', 'a time and nothing else'],
  ['notice-when.exact', 'a time and nothing else'],
  ['row-label', 'a name in brackets'],
  ['unfinished-who', 'two names and a dot'],
  ['choosing-language-en', 'a language in itself'],
  ['choosing-language-zh', 'a language in itself'],
]);

/** What a reader of the text sees, and what chooses between its variants. */
interface Said {
  file: string;
  /** With every name as `{$name}`, every variant's words one after the other. */
  words: string;
  shown: Set<string>;
  choosing: Set<string>;
}

function filesOf(language: string): string[] {
  return readdirSync(join(locales, language)).filter((file) => file.endsWith('.ftl') && file !== 'native.ftl');
}

function textOf(language: string, file: string): string {
  return readFileSync(join(locales, language, file), 'utf8');
}

function saidIn(language: string): Map<string, Said> {
  const all = new Map<string, Said>();
  for (const file of filesOf(language)) {
    for (const entry of parse(textOf(language, file), {}).body) {
      if (entry.type !== 'Message' && entry.type !== 'Term') continue;
      const id = entry.type === 'Term' ? `-${entry.id.name}` : entry.id.name;
      if (entry.value) all.set(id, said(file, entry.value));
      for (const one of entry.attributes) all.set(`${id}.${one.id.name}`, said(file, one.value));
    }
  }
  return all;
}

function said(file: string, pattern: Pattern): Said {
  const result: Said = { file, words: '', shown: new Set(), choosing: new Set() };
  const read = (part: Pattern) => {
    for (const element of part.elements) {
      if (element.type === 'TextElement') result.words += element.value;
      else if (element.expression.type === 'SelectExpression') choose(element.expression);
      else if (element.expression.type === 'StringLiteral') result.words += element.expression.value;
      else if (element.expression.type !== 'Placeable') show(serializeExpression(element.expression));
    }
  };
  const show = (name: string) => {
    result.shown.add(name);
    result.words += `{${name}}`;
  };
  const choose = (expression: SelectExpression) => {
    result.choosing.add(serializeExpression(expression.selector));
    for (const variant of expression.variants) {
      result.words += '\n';
      read(variant.value);
    }
    result.words += '\n';
  };
  read(pattern);
  return result;
}

const english = saidIn('en');

it.each(languages)('%s is Fluent without a slip', (language) => {
  const junk = filesOf(language).flatMap((file) =>
    parse(textOf(language, file), {}).body.flatMap((entry) =>
      entry.type === 'Junk'
        ? [`${file}: ${entry.annotations.map((one) => one.message).join(' ')} ${entry.content}`]
        : [],
    ),
  );
  expect(junk).toEqual([]);
});

describe.each(others)('%s', (language) => {
  const translated = saidIn(language);
  const pairs = [...translated].flatMap(([id, own]) => {
    const original = english.get(id);
    return original ? [{ id, own, original }] : [];
  });

  it('says everything that English says, in the same files', () => {
    const missing = [...english].filter(([id, { file }]) => translated.get(id)?.file !== file);
    expect(missing.map(([id, { file }]) => `${language}/${file}: ${id}`)).toEqual([]);
  });

  it('says nothing that English does not say', () => {
    const alone = [...translated].filter(([id]) => !english.has(id));
    expect(alone.map(([id, { file }]) => `${language}/${file}: ${id}`)).toEqual([]);
  });

  it('leaves nothing in English', () => {
    const untranslated = pairs.filter(({ id, own, original }) => own.words === original.words && !same.has(id));
    expect(untranslated.map(({ id }) => id)).toEqual([]);
  });

  it('names what English names, and nothing else', () => {
    const differing = pairs.filter(({ own, original }) => {
      const known = new Set([...original.shown, ...original.choosing]);
      const invented = [...own.shown, ...own.choosing].some((name) => !known.has(name));
      return invented || [...original.shown].some((name) => !own.shown.has(name) && name !== '-brand');
    });
    expect(differing.map(({ id }) => id)).toEqual([]);
  });

  it('says the word on a button in its longer name too, for who speaks to the computer', () => {
    const named = pairs.filter(({ id }) => id.endsWith('.named'));
    expect(named.length).toBeGreaterThan(0);
    const apart = named.filter(
      ({ id, own }) => !own.words.includes(translated.get(id.replace('.named', ''))?.words.replace('…', '') ?? '?'),
    );
    expect(apart.map(({ id }) => id)).toEqual([]);
  });

  it('has no plural form that it does not know', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories as string[];
    const unknown = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((form) => !forms.includes(form));
    const foreign: string[] = [];
    class Variants extends Visitor {
      override visitSelectExpression(expression: SelectExpression): void {
        for (const { key } of expression.variants) {
          if (key.type === 'Identifier' && unknown.includes(key.name)) foreign.push(key.name);
        }
        this.genericVisit(expression);
      }
    }
    for (const file of filesOf(language)) new Variants().visit(parse(textOf(language, file), {}));
    expect(foreign).toEqual([]);
  });

  it('stays calm: no exclamation marks', () => {
    const loud = [...translated].filter(([, { words }]) => /[!！]/.test(words));
    expect(loud.map(([id]) => id)).toEqual([]);
  });
});

describe('Chinese', () => {
  const chinese = [...saidIn('zh-CN')].map(([id, { words }]) => ({
    id,
    words: words.replaceAll('{-brand}', 'Keyreve'),
  }));

  it('has Chinese signs between Chinese words', () => {
    const wrong = chinese.filter(({ words }) =>
      /\p{Script=Han}\s*[,;:?()"'.]|[,;:?()"']\s*\p{Script=Han}/u.test(words),
    );
    expect(wrong).toEqual([]);
  });

  it('has a space between Chinese and Latin words, numbers and names', () => {
    const tight = chinese.filter(({ words }) => /\p{Script=Han}[\w{@]|[\w}@]\p{Script=Han}/u.test(words));
    expect(tight).toEqual([]);
  });

  it('has no space beside a Chinese sign', () => {
    const loose = chinese.filter(({ words }) => / [，。；：？（）、“”]|[，。；：？（、“] /u.test(words));
    expect(loose).toEqual([]);
  });

  it('calls the person 你', () => {
    expect(chinese.filter(({ words }) => words.includes('您'))).toEqual([]);
  });
});

describe('a pseudo-language', () => {
  it.each(filesOf('en'))('changes the words of %s and nothing else', (file) => {
    const text = textOf('en', file);
    for (const change of [(words: string) => padded(accented(words)), mirrored]) {
      const changed = pseudo(text, change);
      const errors = new FluentBundle('en').addResource(new FluentResource(changed));
      expect(errors).toEqual([]);
      const names = (source: string) => [...source.matchAll(/\{ [$-][a-z]+ ?/g)].map(([name]) => name);
      expect(names(changed)).toEqual(names(text));
    }
  });

  it('is longer by 40 % and keeps the spaces around names', () => {
    expect(padded('Sign out of { $name } ').length).toBeGreaterThanOrEqual(28);
    expect(padded('for ')).toMatch(/^for .* $/);
  });

  it('runs from right to left word by word', () => {
    expect(mirrored('Sign out')).toBe('\u202eSign\u202c \u202eout\u202c');
  });
});
