// The keys that work everywhere in the window: with Caps Lock, on every layout, from every page, and without losing what is being typed.
// Deliberately not here: Ctrl+F, which belongs to the filter (`filter.test.ts`).
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { FakePort } from '../gallery/fake';
import { leaving } from '../gallery/scenes/list';
import { account, site, snapshot, states, usual } from '../gallery/samples';
import { shortcut } from '../src/shortcut';
import { button, field, open } from './opened';

type Window = ReturnType<typeof open>;

const address = () => screen.findByLabelText('Site address');

async function atSettings(window: Window) {
  await window.user.keyboard('{Control>},{/Control}');
  await screen.findByRole('radiogroup', { name: 'Language' });
}

async function atCode(port = new FakePort(usual())) {
  port.codeWanted = true;
  const window = open(null, port);
  await window.user.click(button(/Add account/));
  await window.user.type(await address(), 'drive.contoso.example{Enter}');
  await window.user.type(await screen.findByLabelText('E-mail'), 'ada@contoso.example');
  await window.user.type(field('Password'), 'correct horse{Enter}');
  await screen.findByLabelText('Two-step code');
  return window;
}

describe('a shortcut', () => {
  it.each([
    ['n', 'KeyN', 'n'],
    ['N', 'KeyN', 'n'],
    // Dvorak has its n where others have l, and something else where they have n.
    ['n', 'KeyL', 'n'],
    ['b', 'KeyN', 'b'],
    // Russian, Greek, Hebrew, Arabic
    ['т', 'KeyN', 'n'],
    ['Т', 'KeyN', 'n'],
    ['ν', 'KeyN', 'n'],
    ['מ', 'KeyN', 'n'],
    ['б', 'Comma', ','],
    ['و', 'Comma', ','],
    // French has its comma elsewhere, and Turkish a letter there.
    [',', 'KeyM', ','],
    [';', 'Comma', ';'],
    ['ö', 'Comma', 'ö'],
    ['т', 'KeyB', undefined],
  ])('of %s at %s is %s', (key, code, expected) => {
    expect(shortcut(new KeyboardEvent('keydown', { key, code, ctrlKey: true }))).toBe(expected);
    expect(shortcut(new KeyboardEvent('keydown', { key, code, metaKey: true }))).toBe(expected);
  });

  it.each([{}, { altKey: true, ctrlKey: true }, { shiftKey: true, ctrlKey: true }])('is none with %j', (held) => {
    expect(shortcut(new KeyboardEvent('keydown', { key: 'n', code: 'KeyN', ...held }))).toBeUndefined();
  });
});

describe('Ctrl+N', () => {
  it.each([
    ['Caps Lock', { key: 'N' }],
    ['a Cyrillic layout', { key: 'т', code: 'KeyN' }],
  ])('adds an account with %s', async (_, pressed) => {
    open(usual());
    const goesOn = await fireEvent.keyDown(document.body, { ...pressed, ctrlKey: true });
    expect(goesOn).toBe(false);
    expect(await address()).toHaveFocus();
  });

  it('adds an account from an account’s page, and Back leads there again', async () => {
    const { user } = open(usual());
    await user.click(button(/^Ada, /));
    await screen.findByRole('article', { name: 'Ada' });
    await user.keyboard('{Control>}n{/Control}');
    expect(await address()).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(await screen.findByRole('article', { name: 'Ada' })).toBeVisible();
  });

  it('from an account’s page leads to the new account in the list', async () => {
    // Given
    const { user, port } = open(usual());
    await user.click(button(/^Ada, /));
    await user.keyboard('{Control>}n{/Control}');
    // When
    await user.type(await address(), 'drive.contoso.example{Enter}');
    await user.type(await screen.findByLabelText('E-mail'), 'grace@contoso.example');
    await user.type(field('Password'), 'correct horse{Enter}');
    port.publish(snapshot({ sites: [site({ accounts: [account(), account({ id: 'new', name: 'Grace' })] })] }));
    // Then
    await waitFor(() => expect(button(/^Grace, /)).toHaveFocus());
  });

  it('adds an account from the settings', async () => {
    const window = open(usual());
    await atSettings(window);
    await window.user.keyboard('{Control>}n{/Control}');
    expect(await address()).toHaveFocus();
    expect(screen.queryByRole('radiogroup', { name: 'Language' })).toBeNull();
  });

  it('adds an account while a sign-out of several is followed, which goes on', async () => {
    const port = new FakePort(leaving(12, 0));
    port.held.add('signOutOf');
    const { user } = open(null, port);
    port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
    await user.click(button('Sign out of all', await screen.findByRole('alertdialog')));
    await screen.findByRole('progressbar');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await user.keyboard('{Control>}n{/Control}');
    expect(await address()).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(await screen.findByRole('progressbar')).toBeVisible();
  });

  it('loses nothing of a form that is being filled in', async () => {
    // Given
    const bob = account({ id: 'bob', name: 'Bob', email: 'bob@example.org', state: states.refused });
    const window = open(snapshot({ sites: [site({ accounts: [bob] })] }));
    await window.user.click(button('Sign in Bob'));
    await window.user.type(await screen.findByLabelText('Password'), 'correct');
    // When
    await window.user.keyboard('{Control>}n{/Control}');
    // Then
    expect(field('Password')).toHaveValue('correct');
    expect(field('Password')).toHaveFocus();
    // And neither where it waits behind the settings
    await window.user.clear(field('E-mail'));
    await window.user.type(field('E-mail'), 'bob@elsewhere.example');
    await atSettings(window);
    await window.user.keyboard('{Control>}n{/Control}{Escape}');
    expect(await screen.findByLabelText('E-mail')).toHaveValue('bob@elsewhere.example');
  });

  it('loses nothing of a master key that is being typed', async () => {
    const window = open(usual());
    await atSettings(window);
    await window.user.click(await screen.findByText('Debugging token', { selector: 'summary' }));
    await window.user.type(field('Master key'), 'half');
    await window.user.keyboard('{Control>}n{/Control}');
    expect(field('Master key')).toHaveValue('half');
  });

  it('answers no question', async () => {
    const { user, port } = open(usual());
    port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
    const dialog = await screen.findByRole('alertdialog');
    await user.keyboard('{Control>}n,{/Control}');
    expect(dialog).toBeVisible();
    expect(screen.queryByLabelText('Site address')).toBeNull();
    expect(screen.queryByRole('radiogroup', { name: 'Language' })).toBeNull();
  });
});

describe('Ctrl+comma', () => {
  it('opens the settings on a layout without Latin letters', async () => {
    open(usual());
    await fireEvent.keyDown(document.body, { key: 'б', code: 'Comma', ctrlKey: true });
    expect(await screen.findByRole('radiogroup', { name: 'Language' })).toBeVisible();
  });

  it('does not take a half-typed code away', async () => {
    const { user } = await atCode();
    await user.keyboard('123{Control>},{/Control}');
    expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await user.keyboard('{Escape}');
    expect(field('Two-step code')).toHaveValue('123');
    expect(field('Two-step code')).toHaveFocus();
  });
});
