// The Fluent files against the sources: nothing missing, nothing left over, a sentence for every problem.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type Message, type Term } from '@fluent/syntax';
import { describe, expect, it } from 'vitest';
import { languages, sentencesFor } from '../src/sentences/catalogue';
import { registryBars } from '../src/frame/registry';
import { places, wordsFor } from '../src/problem/places';
import type { ProblemCode } from '../src/generated/bindings';

const root = join(__dirname, '..');
const codes = Object.keys(places) as ProblemCode[];
const acts = ['act-sign-out', 'act-sign-in', 'act-try-now', 'act-unlock'];
const causes = ['state-expired', 'state-refused', 'state-entry-missing', 'state-entry-damaged'];
const ends = ['confirmed', 'accepted', 'expired', 'forgotten', 'unknown'];
const bars = [
  ...['keyring-bar-locked', 'keyring-bar-missing', 'keyring-bar-failed'],
  ...Object.values(registryBars).filter((bar) => bar !== null),
];
const notices = ['notice-sign-in-cut-off', 'notice-registry-set-aside'];
const starts = ['start-newer-version', 'start-in-use', 'start-cannot-open'];
const timed = ['state-next-server', 'state-next-keyring', 'server-confirmed', 'server-accepted', 'server-unreachable'];

/** Ids that the sources put together, each from a list that the sources have too. */
const assembled = [
  ...codes.flatMap((code) => [`problem-${code}`, `problem-${code}.do`]),
  ...acts.map((act) => `${act}.named`),
  ...causes.flatMap((cause) => [`${cause}.detail`, `${cause}.exact`]),
  ...ends.flatMap((end) => [`state-signed-out.${end}`, `state-signed-out.${end}-exact`]),
  ...[...bars, ...notices, ...starts].map((id) => `${id}.do`),
  ...[...timed, 'notice-when', 'server-not-recognised', 'server-other-installation', 'server-forgotten'].map(
    (id) => `${id}.exact`,
  ),
];

function messagesOf(language: string): string[] {
  const folder = join(root, 'locales', language);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ftl') && file !== 'native.ftl')
    .flatMap((file) => parse(readFileSync(join(folder, file), 'utf8'), {}).body)
    .flatMap((entry) => {
      if (entry.type === 'Junk') throw new Error(`not Fluent: ${entry.content}`);
      return entry.type === 'Message' ? idsOf(entry) : [];
    });
}

function idsOf(entry: Message | Term): string[] {
  const own = entry.value ? [entry.id.name] : [];
  return [...own, ...entry.attributes.map((attribute) => `${entry.id.name}.${attribute.id.name}`)];
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.includes('generated'))
  .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
  .join('\n');
const literals = new Set([...sources.matchAll(/'([a-z][a-z0-9_.-]+)'/g)].map((match) => match[1] ?? ''));
const said = [...sources.matchAll(/\b(?:say|plain|timed)\(\s*'([a-z][a-z0-9_.-]+)'/g)].map((match) => match[1] ?? '');

describe('the sentences', () => {
  it.each(languages())('of %s leave none out that the window says', (language) => {
    const there = new Set(messagesOf(language));
    expect([...said, ...assembled].filter((id) => !there.has(id))).toEqual([]);
  });

  it.each(languages())('of %s have none that nobody says', (language) => {
    const wanted = new Set(assembled);
    expect(messagesOf(language).filter((id) => !literals.has(id) && !wanted.has(id))).toEqual([]);
  });

  it('do not say the same id twice in one language', () => {
    const ids = messagesOf('en');
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each(codes)('say for the problem %s what happened and what to do', (code) => {
    const words = wordsFor({ code, host: null, other: null, server: null }, sentencesFor(['en']));
    expect(words.what).toMatch(/^[A-Z].*\.$/);
    expect(words.advice).toMatch(/^[A-Z].*\.$/);
  });

  it('stay calm: no exclamation marks', () => {
    const texts = readdirSync(join(root, 'locales/en')).map((file) =>
      readFileSync(join(root, 'locales/en', file), 'utf8'),
    );
    expect(texts.join('\n')).not.toContain('!');
  });

  it('are nowhere but in the Fluent files', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.svelte'),
    );
    for (const file of files) {
      const markup = readFileSync(join(root, 'src', file), 'utf8')
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
        .replace(/\{[^{}]*\}/g, '')
        .replace(/\{[^{}]*\}/g, '')
        .replace(/\{[^{}]*\}/g, '');
      const texts = [...markup.matchAll(/>([^<>]*)</g)].map((match) => (match[1] ?? '').trim());
      expect(
        texts.filter((text) => /[A-Za-z]{2,}/.test(text)),
        file,
      ).toEqual([]);
      expect(markup, file).not.toMatch(/(aria-label|title|placeholder|alt)="[^"]*[A-Za-z]/);
    }
  });

  it('keep a name from right to left, and marks hidden in a name, to the name', () => {
    const { say } = sentencesFor(['en']);
    expect(say('ask-remove', { name: 'محمد' })).toBe('Remove \u2068محمد\u2069?');
    expect(say('ask-remove', { name: 'Ada\u202e' })).toBe('Remove Ada?');
  });

  it('can have one of their names as an element of its own', () => {
    const [before, after] = sentencesFor(['en']).around('notice-registry-set-aside.do', 'file');
    expect(before).toBe('It was kept as ');
    expect(after).toMatch(/^, and accounts come back/);
  });

  it('fall back to English when the wanted language is not there', () => {
    expect(sentencesFor(['tlh']).say('act-sign-in')).toBe('Sign in');
  });
});
