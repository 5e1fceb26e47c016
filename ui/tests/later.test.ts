// What a window fetches for its first picture, and what only after it.
import { beforeEach, expect, it, vi } from 'vitest';
import type { Beginning } from '../src/generated/bindings';
import { afterPicture, fetchFirst, later } from '../src/later.svelte';
import { snapshot, startProblem, usual } from '../gallery/samples';
import { tauri } from '../src/tauri';

const place = (screen: string) => JSON.stringify({ screen, account: null, address: '', email: '', scroll: 0 });

beforeEach(() => {
  for (const one of Object.values(later)) vi.spyOn(one, 'fetch').mockResolvedValue();
});

function fetched(): string[] {
  return Object.entries(later).flatMap(([name, one]) => (vi.mocked(one.fetch).mock.calls.length > 0 ? [name] : []));
}

it.each([
  ['the list', { place: null, snapshot: usual() }, []],
  ['a first start', { place: null, snapshot: snapshot() }, ['addAccount']],
  ['a place in the settings', { place: place('settings'), snapshot: usual() }, ['settings']],
  ['an account’s page', { place: place('details'), snapshot: usual() }, ['details']],
  ['a sign-out that is followed', { place: place('signing_out'), snapshot: usual() }, ['progress']],
  ['a program that cannot work', { problem: startProblem(), place: place('settings'), snapshot: null }, []],
  ['a page that was told nothing', { place: null, snapshot: null }, []],
] as [string, Partial<Beginning>, string[]][])('the first picture of %s needs %j of it', async (_, given, names) => {
  // When
  await fetchFirst({ problem: null, place: null, snapshot: null, ...given });
  // Then
  expect(fetched()).toEqual(names);
});

it('everything else is fetched when the picture has been there for a while', () => {
  // Given
  vi.useFakeTimers();
  const act = vi.fn();
  const forget = afterPicture(act);
  // When
  vi.advanceTimersByTime(499);
  const early = fetched();
  vi.advanceTimersByTime(1_001);
  // Then
  expect(act).toHaveBeenCalledOnce();
  expect(early).toEqual([]);
  expect(fetched()).toEqual(Object.keys(later));
  forget();
  vi.useRealTimers();
});

it('what waits for the first picture leaves it the time to reach the screen', () => {
  // Given
  vi.useFakeTimers();
  const act = vi.fn();
  const forget = afterPicture(act);
  vi.advanceTimersToNextFrame();
  vi.advanceTimersToNextFrame();
  // When
  vi.advanceTimersByTime(99);
  const early = act.mock.calls.length;
  vi.advanceTimersByTime(1);
  // Then
  expect(early).toBe(0);
  expect(act).toHaveBeenCalledOnce();
  forget();
  vi.useRealTimers();
});

it('a window that goes before that fetches nothing', () => {
  vi.useFakeTimers();
  const act = vi.fn();
  afterPicture(act)();
  vi.runAllTimers();
  expect(act).not.toHaveBeenCalled();
  expect(fetched()).toEqual([]);
  vi.useRealTimers();
});

it('what is fetched for the first picture is not waited for while the page’s first file is read: it needs that file', async () => {
  // Given
  const frame = document.createElement('div');
  frame.id = 'window';
  document.body.append(frame);
  vi.spyOn(tauri, 'beginning').mockReturnValue({ problem: null, place: place('settings'), snapshot: usual() });
  vi.mocked(later.settings.fetch).mockReturnValue(new Promise(() => undefined));
  // When
  await import('../src/main');
  // Then
  expect(fetched()).toEqual(['settings']);
  frame.remove();
});
