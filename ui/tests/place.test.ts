// Where the person was: a window that is made anew comes back there, and nothing secret is kept for it.
import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { placeFrom, PlaceKeeper, withoutSecrets, type Place } from '../src/place';
import { FakePort } from '../gallery/fake';
import { usual } from '../gallery/samples';
import { button, start } from './opened';

const list: Place = { screen: 'list', account: null, address: '', email: '', scroll: 0 };

function comeBackTo(place: Partial<Place> | string) {
  const port = new FakePort(usual());
  port.kept = typeof place === 'string' ? place : JSON.stringify({ ...list, ...place });
  return start(null, port);
}

async function title(): Promise<string | null> {
  return (await screen.findByRole('heading', { level: 1 })).textContent;
}

describe('a window that is made anew', () => {
  it('comes back to the settings', async () => {
    comeBackTo({ screen: 'settings' });
    expect(await title()).toBe('Settings');
  });

  it('comes back to the form with what was typed', async () => {
    const { user } = comeBackTo({ screen: 'add', address: 'drive.contoso.example', email: 'ada@contoso.example' });
    expect(await screen.findByLabelText('Site address')).toHaveValue('drive.contoso.example');
    await user.click(button('Continue'));
    expect(await screen.findByLabelText('E-mail')).toHaveValue('ada@contoso.example');
    expect(screen.getByLabelText('Password')).toHaveValue('');
  });

  it('keeps what was typed for when the form is opened again', async () => {
    const { user } = comeBackTo({ address: 'drive.contoso.example' });
    await user.click(await screen.findByRole('button', { name: /Add account/ }));
    expect(screen.getByLabelText('Site address')).toHaveValue('drive.contoso.example');
  });

  it('comes back to the account that was being signed in again', async () => {
    comeBackTo({ screen: 'add', account: 'bob', email: 'bob@elsewhere.example' });
    expect(await screen.findByLabelText('E-mail')).toHaveValue('bob@elsewhere.example');
    expect(await title()).toBe('Sign in again');
  });

  it('shows the list when that account is gone', async () => {
    comeBackTo({ screen: 'add', account: 'nobody' });
    expect(await title()).toBe('Keyreve');
  });

  it('comes back to where the list was scrolled to', async () => {
    comeBackTo({ scroll: 240 });
    const main = await screen.findByRole('main');
    await waitFor(() => expect(main.scrollTop).toBe(240));
  });

  it.each([
    '',
    'nonsense',
    'null',
    '[]',
    '{"screen":"details"}',
    '{"screen":"settings","account":null,"address":"","email":"","scroll":-1}',
    '{"screen":"settings","account":7,"address":"","email":"","scroll":0}',
    '{"screen":"settings","account":null,"address":[],"email":"","scroll":0}',
  ])('begins at its list after %j', async (kept) => {
    expect(placeFrom(kept)).toBeNull();
    comeBackTo(kept);
    expect(await title()).toBe('Keyreve');
  });
});

describe('what is kept', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is where the person came to rest, once', () => {
    const port = new FakePort();
    const keeper = new PlaceKeeper(port);
    for (const scroll of [10, 20, 30]) keeper.keep({ ...list, scroll });
    vi.runAllTimers();
    keeper.keep({ ...list, scroll: 30 });
    vi.runAllTimers();
    expect(port.asked('keepPlace')).toEqual([[JSON.stringify({ ...list, scroll: 30 })]]);
  });

  it.each([
    ['cloud.example.com', 'cloud.example.com'],
    ['https://ada:secret@cloud.example.com', ''],
    ['https://cloud.example.com/s/x?token=abc#frag', 'https://cloud.example.com/s/x'],
    ['x'.repeat(600), ''],
  ])('of the address %s is %j', (typed, kept) => {
    expect(withoutSecrets(typed)).toBe(kept);
  });
});

it('the window keeps where one is, and never the password', async () => {
  // Given
  const { user, port } = comeBackTo({});
  await user.click(await screen.findByRole('button', { name: /Add account/ }));
  await user.type(screen.getByLabelText('Site address'), 'drive.contoso.example{Enter}');
  // When
  await user.type(await screen.findByLabelText('E-mail'), 'ada@contoso.example');
  await user.type(screen.getByLabelText('Password'), 'canary');
  // Then
  const place = { ...list, screen: 'add', address: 'drive.contoso.example', email: 'ada@contoso.example' };
  await waitFor(() => expect(port.asked('keepPlace').at(-1)).toEqual([JSON.stringify(place)]));
  expect(JSON.stringify(port.asked('keepPlace'))).not.toContain('canary');
});
