// Every pair of tokens that stand on each other, computed by WCAG's formula in both themes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(__dirname, '../src/theme/tokens.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name ?? '', { light: light ?? '', dark: dark ?? '' }] as const,
  ),
);

const grounds = ['page', 'surface', 'raised', 'sunken', 'hover'];
const washes = ['accent-wash', 'good-wash', 'warn-wash', 'bad-wash'];
const tints = Array.from({ length: 8 }, (_, index) => `tint-${index}`);

const texts: [string, string][] = [
  ...[...grounds, ...washes].flatMap((ground) =>
    ['text', 'text-soft', 'accent'].map((text) => [text, ground] as [string, string]),
  ),
  ...['page', 'surface', 'raised', 'sunken'].flatMap((ground) =>
    ['good', 'warn', 'bad'].map((text) => [text, ground] as [string, string]),
  ),
  ['good', 'good-wash'],
  ['warn', 'warn-wash'],
  ['bad', 'bad-wash'],
  ['bad', 'hover'],
  ['bad', 'warn-wash'],
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
  ...tints.map((tint) => ['on-tint', tint] as [string, string]),
];

/** Edges that a control cannot be found without: 3:1 suffices. */
const edges: [string, string][] = [
  ['line-strong', 'surface'],
  ['line-strong', 'page'],
  ['accent', 'page'],
  ['accent', 'surface'],
  ['accent', 'line'],
  ['warn', 'line'],
];

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const [a, b] = [tokens.get(one), tokens.get(other)];
  if (!a || !b) throw new Error(`no token ${a ? other : one}`);
  const [low = 0, high = 0] = [luminance(a[theme]), luminance(b[theme])].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(texts)('%s can be read on %s', (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)('%s can be told from %s', (edge, ground) => {
    expect(contrast(edge, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

it('every colour is a token', () => {
  const colours = [...css.matchAll(/#[0-9a-f]{3,8}/g)].length;
  expect(colours).toBe(tokens.size * 2);
});
