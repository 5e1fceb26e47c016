// The design system: colours, sizes and times stand in `src/theme/tokens.css` and have names; whoever needs a new one adds it there. The rest of
// the page names them. Free are 0, percentages, fractions, parts of the window (`vh`, `vw`) and `em` and `lh`, which follow the text they stand beside.
// Deliberately not here: whether a value is a good one. The pictures show that (`npm run pictures`).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(__dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(svelte|css)$/.test(file) && file !== join('theme', 'tokens.css'),
);

/** Where the layout changes with the room that it has. Conditions cannot name tokens, so they share these. */
const breakpoints = ['16rem', '20rem', '22rem', '25rem'];

const raw: [what: string, pattern: RegExp][] = [
  ['a colour', /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(/gi],
  ['a size', /(?<![\w.-])-?\d*\.?\d+(?:px|rem|pt|cm|mm|ch|ex)\b/gi],
  ['a time', /(?<![\w.-])(?!0s)\d*\.?\d+m?s\b/gi],
  ['a weight', /font-weight:\s*(?:\d+|bold\w*)/gi],
  ['a line height', /line-height:\s*(?!1;)[\d.]+\s*;/gi],
  ['a layer', /z-index:\s*-?\d+/gi],
];

/** The style sheets of a file, without comments, each line with its number. */
function sheetOf(file: string): { at: number; line: string }[] {
  const text = readFileSync(join(root, file), 'utf8');
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  const styles = file.endsWith('.css')
    ? text
    : text
        .replace(/<script[\s\S]*?<\/script>/g, blank)
        .replace(/<!--[\s\S]*?-->/g, blank)
        // In the markup only what is a style there.
        .replace(/^[\s\S]*?(?=<style|$(?![\s\S]))/, (markup) =>
          markup.replace(/[^\n]+/g, (line) => /style(?::[\w-]+)?=.*/.exec(line)?.[0] ?? ''),
        );
  return styles
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .split('\n')
    .map((line, index) => ({ at: index + 1, line }));
}

describe('outside the tokens there is', () => {
  it.each(raw)('%s nowhere in a style', (_, pattern) => {
    const found = files.flatMap((file) =>
      sheetOf(file)
        .filter(({ line }) => !/^\s*@(?:container|media)/.test(line))
        .flatMap(({ at, line }) => [...line.matchAll(pattern)].map(([value]) => `${file}:${at}: ${value}`)),
    );
    expect(found, 'give it a name in src/theme/tokens.css').toEqual([]);
  });

  it('no condition on the room but the shared ones', () => {
    const found = files.flatMap((file) =>
      sheetOf(file)
        .filter(({ line }) => /^\s*@(?:container|media)/.test(line))
        .flatMap(({ at, line }) => [...line.matchAll(/[\d.]+(?:px|r?em)/g)].map(([value]) => ({ file, at, value })))
        .filter(({ value }) => !breakpoints.includes(value)),
    );
    expect(found).toEqual([]);
  });
});

describe('every token', () => {
  const tokens = readFileSync(join(root, 'theme/tokens.css'), 'utf8');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(svelte|css|ts)$/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  const defined = [...new Set([...tokens.matchAll(/^ {2,}(--[\w-]+):/gm)].map(([, name]) => name ?? ''))];

  it('is used', () => {
    const named = (name: string) => sources.includes(`var(${name})`) || sources.includes(`var(${name},`);
    // The colours of a set belong together, also where one of them waits for its first use.
    const inSet = (name: string) => /^--(?:tint-\d|\w+-wash)$/.test(name);
    expect(defined.filter((name) => !named(name) && !inSet(name))).toEqual([]);
  });

  it('that is used is defined', () => {
    const used = [...new Set([...sources.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name ?? ''))];
    // What a component sets itself, for its own style.
    const own = (name: string) =>
      sources.includes(`style:${name}`) || sources.includes(`${name}:`) || name.startsWith('--bits-');
    expect(used.filter((name) => !defined.includes(name) && !own(name))).toEqual([]);
  });
});
