// The debugging token: made from a key that nobody keeps, shown masked, copied by the program, and ended before everybody's eyes.
import { screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { FakePort } from '../gallery/fake';
import { now, problem, usual } from '../gallery/samples';
import { button, field, open } from './opened';

const key = 'master-key-of-the-site';

async function unfolded(port = new FakePort(usual())) {
  const window = open(null, port);
  await window.user.keyboard('{Control>},{/Control}');
  const summary = await screen.findByText('Debugging token', { selector: 'summary' });
  expect(summary.closest('details')).not.toHaveAttribute('open');
  await window.user.click(summary);
  return { ...window, port };
}

async function filled(port?: FakePort) {
  const window = await unfolded(port);
  await window.user.type(field('Master key'), key);
  await window.user.type(field('User ID'), 'lUpa');
  return window;
}

async function made(port?: FakePort) {
  const window = await filled(port);
  await window.user.click(button('Make token'));
  await screen.findByText('eyJh…4k2Q');
  return window;
}

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('the form of the debugging token', () => {
  it('warns, hides the key, and lets nobody fill it in', async () => {
    await unfolded();
    expect(screen.getByText(/The master key opens every account of its site\./)).toBeVisible();
    expect(field('Master key')).toHaveAttribute('type', 'password');
    expect(field('Master key')).toHaveAttribute('autocomplete', 'off');
    expect(field('Master key').form).toHaveAttribute('autocomplete', 'off');
    expect(await violations()).toEqual([]);
  });

  it('knows the users that are accounts here', async () => {
    await unfolded();
    const list = document.getElementById(field('User ID').getAttribute('list') ?? '');
    const first = list?.querySelector('option');
    expect(first?.value).toBe('lUpa');
    expect(first).toHaveTextContent('Ada · Home cloud');
  });

  it.each([
    ['15 minutes', 15],
    ['1 hour', 60],
    ['8 hours', 480],
    ['24 hours', 1440],
  ])('hands over %s as minutes, in one command', async (name, minutes) => {
    const { user, port } = await filled();
    await user.click(screen.getByRole('radio', { name }));
    await user.click(button('Make token'));
    expect(port.asked('makeDebugToken')).toEqual([[key, 'lUpa', minutes]]);
  });

  it('takes a lifetime that is typed, and says which there are', async () => {
    const { user, port } = await filled();
    await user.click(screen.getByRole('radio', { name: 'Other' }));
    await user.type(field('Minutes'), '0{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('Type a whole number from 1 to 1,440.');
    expect(field('Minutes')).toHaveFocus();
    expect(field('Minutes')).toBeInvalid();
    expect(port.asked('makeDebugToken')).toEqual([]);
    await user.clear(field('Minutes'));
    await user.type(field('Minutes'), '90{Enter}');
    expect(port.asked('makeDebugToken')).toEqual([[key, 'lUpa', 90]]);
  });

  it('says what is missing, and goes there', async () => {
    const { user, port } = await unfolded();
    await user.click(button('Make token'));
    expect(field('Master key')).toHaveFocus();
    for (const name of ['Master key', 'User ID']) {
      expect(field(name)).toHaveAttribute('aria-invalid', 'true');
      expect(field(name)).toHaveAccessibleDescription(`Still missing: ${name}`);
    }
    expect(await violations()).toEqual([]);
    await user.keyboard('x{Enter}');
    expect(field('Master key')).toHaveAttribute('aria-invalid', 'false');
    expect(field('Master key')).toHaveAccessibleDescription(/^The value of secret_key/);
    expect(field('User ID')).toHaveFocus();
    expect(field('User ID')).toHaveAttribute('aria-invalid', 'true');
    expect(port.asked('makeDebugToken')).toEqual([]);
  });

  it('says under the key that it is none, and has forgotten it then', async () => {
    const port = new FakePort(usual());
    port.failures.set('makeDebugToken', problem({ code: 'bad_key', host: null }));
    const { user } = await filled(port);
    await user.click(button('Make token'));
    await waitFor(() => expect(field('Master key')).toHaveAccessibleDescription(/That is no master key\./));
    expect(field('Master key')).toHaveValue('');
    expect(field('Master key')).toHaveFocus();
    expect(field('User ID')).toHaveValue('lUpa');
    expect(await violations()).toEqual([]);
    await user.keyboard('o');
    expect(screen.queryByText('That is no master key.')).toBeNull();
  });

  it('says under the user that it cannot be one', async () => {
    const port = new FakePort(usual());
    port.failures.set('makeDebugToken', problem({ code: 'bad_input', host: null }));
    const { user } = await filled(port);
    await user.click(button('Make token'));
    await waitFor(() => expect(field('User ID')).toHaveAccessibleDescription(/That is no user ID\./));
    expect(field('User ID')).toHaveFocus();
    expect(field('Master key')).toHaveValue('');
    expect(screen.queryByText(/did not accept what was typed/)).toBeNull();
  });

  it('says of any other failure below the form what it is, and has forgotten the key too', async () => {
    const port = new FakePort(usual());
    port.failures.set('makeDebugToken', problem({ code: 'not_now', host: null }));
    const { user } = await filled(port);
    await user.click(button('Make token'));
    expect(await screen.findByRole('alert')).toHaveTextContent('This is not possible any more.');
    expect(field('Master key')).toHaveValue('');
  });

  it('keeps nothing of the key anywhere once the answer is there', async () => {
    const { port, around } = await made();
    expect(document.body.innerHTML).not.toContain(key);
    expect(JSON.stringify(around.debugTokens.current)).not.toContain(key);
    expect(port.asked('keepPlace').join()).not.toContain(key);
  });
});

describe('a debugging token', () => {
  it('is shown masked, with its end, and said aloud', async () => {
    await made();
    expect(screen.getByText('Cannot be signed out; ends at 14:02.')).toBeInTheDocument();
    expect(button('Copy')).toHaveFocus();
    expect(screen.getByText(/The token is made\./, { selector: '[role=status]' })).toBeInTheDocument();
    expect(screen.queryByLabelText('Master key')).toBeNull();
    expect(await violations()).toEqual([]);
  });

  it('is copied by the program', async () => {
    const { user, port } = await made();
    await user.click(button('Copy'));
    expect(port.asked('copyDebugToken')).toEqual([[]]);
    const said = 'Copied. Taken from the clipboard again in 60 seconds if it is still there.';
    expect(await screen.findByText(said, { selector: 'p' })).toBeVisible();
    expect(screen.getByText(new RegExp(said), { selector: '[role=status]' })).toBeInTheDocument();
  });

  it('says in its place when it could not be copied', async () => {
    const port = new FakePort(usual());
    port.failures.set('copyDebugToken', problem({ code: 'copy_failed', host: null }));
    const { user } = await made(port);
    await user.click(button('Copy'));
    expect(await screen.findByRole('alert')).toHaveTextContent('Nothing could be copied.');
    expect(screen.getByRole('group', { name: 'Debugging token' })).toContainElement(screen.getByRole('alert'));
    expect(screen.queryByText(/Taken from the clipboard/)).toBeNull();
  });

  it('that is gone meanwhile says so', async () => {
    const port = new FakePort(usual());
    port.failures.set('copyDebugToken', problem({ code: 'not_now', host: null }));
    const { user } = await made(port);
    await user.click(button('Copy'));
    expect(await screen.findByRole('alert')).toHaveTextContent('The token is not there any more.');
  });

  it('is dropped', async () => {
    const { user, port } = await made();
    await user.click(button('Drop'));
    expect(port.asked('dropDebugToken')).toEqual([[]]);
    await waitFor(() => expect(field('Master key')).toHaveFocus());
    expect(screen.queryByText('eyJh…4k2Q')).toBeNull();
  });

  it('is still there after a look at the list', async () => {
    const { user } = await made();
    await user.keyboard('{Escape}');
    await screen.findByRole('button', { name: /Add account/ });
    await user.keyboard('{Control>},{/Control}');
    const token = await screen.findByText('eyJh…4k2Q');
    await waitFor(() => expect(token).toBeVisible());
  });

  it('ends by itself, and nothing can be done with it then but to close it', async () => {
    // Given
    const { user, around } = await made();
    await user.click(button('Copy'));
    // When
    around.clock.now = now + 3_600_000;
    // Then
    expect(await screen.findByText('Ended at 14:02.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Copy' })).toBeNull();
    expect(screen.queryByText(/Taken from the clipboard/, { selector: 'p' })).toBeNull();
    expect(screen.getByText(/The debugging token has ended\./, { selector: '[role=status]' })).toBeInTheDocument();
    expect(await violations()).toEqual([]);
    await user.click(button('Close'));
    expect(await screen.findByLabelText('Master key')).toBeVisible();
  });
});
