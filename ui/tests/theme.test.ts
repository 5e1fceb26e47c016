// Light or dark: chosen, switched at once, or as the system has it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { surroundingsOf } from '../src/surroundings';
import { FakePort } from '../gallery/fake';
import { settings, snapshot, usual } from '../gallery/samples';
import { open } from './opened';

const root = document.documentElement;

/** A system that prefers dark, or light. */
function system(dark: boolean) {
  vi.stubGlobal('matchMedia', (media: string) => Object.assign(new EventTarget(), { matches: dark, media }));
}

afterEach(() => vi.stubGlobal('matchMedia', undefined));

describe('the theme', () => {
  it.each(['light', 'dark'] as const)('%s is set on the root, where the style sheet has it', (theme) => {
    open({ ...usual(), settings: settings({ theme }) });
    expect(root.dataset['theme']).toBe(theme);
    const css = readFileSync(join(__dirname, '../src/theme/tokens.css'), 'utf8');
    expect(css).toMatch(new RegExp(`:root\\[data-theme='${theme}'\\] \\{\\s*color-scheme: ${theme};\\s*\\}`));
  });

  it('of the system is the style sheet’s own', () => {
    root.dataset['theme'] = 'dark';
    open(usual());
    expect(root).not.toHaveAttribute('data-theme');
  });

  it('changes at the click, and back with the snapshot', async () => {
    const { user, port } = open(usual());
    await user.keyboard('{Control>},{/Control}');
    const group = await screen.findByRole('radiogroup', { name: 'Theme' });
    await user.click(within(group).getByRole('radio', { name: 'Dark' }));
    await waitFor(() => expect(root.dataset['theme']).toBe('dark'));
    expect(port.asked('changeSettings')).toEqual([[settings({ theme: 'dark' })]]);
    port.publish(usual());
    await waitFor(() => expect(root).not.toHaveAttribute('data-theme'));
  });

  it.each([
    ['system', true, true],
    ['system', false, false],
    ['light', true, false],
    ['dark', false, true],
  ] as const)('%s, where the system prefers dark: %s, is dark: %s', (theme, prefers, dark) => {
    system(prefers);
    const around = surroundingsOf(new FakePort(), []);
    around.snapshots.receive(snapshot({ settings: settings({ theme }) }));
    expect(around.look.isDark).toBe(dark);
  });
});
