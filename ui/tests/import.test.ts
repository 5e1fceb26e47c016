// The sign-ins of Cloudreve's own desktop client: offered once, listed, signed in to here, revoked there only after a question.
import { screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import { account, card, problem, site, snapshot, usual } from '../gallery/samples';
import { foundClient, foundSession } from '../gallery/scenes/tools';
import { button, field, open } from './opened';

const offer = /Cloudreve’s desktop client keeps 3 sign-ins in a plain file on this computer\./;

function finding(view: Snapshot = usual()): FakePort {
  return Object.assign(new FakePort(view), { found: foundClient() });
}

async function looking(port = finding()) {
  const window = open(null, port);
  await window.user.keyboard('{Control>}n{/Control}');
  await window.user.click(await screen.findByRole('button', { name: 'Show what was found' }));
  await screen.findByRole('heading', { level: 1, name: 'Cloudreve’s desktop client' });
  return window;
}

function row(name: string): HTMLElement {
  const found = screen.getByText(name, { selector: 'li .name *' }).closest('li');
  if (!found) throw new Error(`no row for ${name}`);
  return found;
}

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('the offer', () => {
  it('stands below the address, and nothing waits for it', async () => {
    const port = finding();
    port.held.add('officialClient');
    const { user } = open(null, port);
    await user.keyboard('{Control>}n{/Control}');
    await user.type(await screen.findByLabelText('Site address'), 'cloud');
    expect(screen.queryByText(offer)).toBeNull();
    port.answer(foundClient());
    expect(await screen.findByText(offer)).toBeVisible();
    expect(field('Site address')).toHaveFocus();
    expect(await violations()).toEqual([]);
  });

  it('is made on the first start too', async () => {
    open(null, finding(snapshot()));
    expect(await screen.findByText(offer)).toBeVisible();
  });

  it('looks at most once in a window, and not before an account is added', async () => {
    const port = finding();
    const { user } = open(null, port);
    expect(port.asked('officialClient')).toEqual([]);
    for (let time = 0; time < 3; time += 1) {
      await user.keyboard('{Control>}n{/Control}');
      await screen.findByText(offer);
      await user.keyboard('{Escape}');
    }
    expect(port.asked('officialClient')).toHaveLength(1);
  });

  it.each([
    ['there is nothing', (port: FakePort) => (port.found = null)],
    ['there is an empty file', (port: FakePort) => (port.found = foundClient({ sessions: [] }))],
    [
      'the file cannot be read',
      (port: FakePort) => port.failures.set('officialClient', problem({ code: 'file_unreadable', host: null })),
    ],
  ])('is silent where %s', async (_, given) => {
    const port = finding();
    given(port);
    const { user } = open(null, port);
    await user.keyboard('{Control>}n{/Control}');
    await screen.findByLabelText('Site address');
    await waitFor(() => expect(port.asked('officialClient')).toHaveLength(1));
    expect(screen.queryByText(/desktop client/)).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the settings', () => {
  async function unfolded(port: FakePort) {
    const window = open(null, port);
    await window.user.keyboard('{Control>},{/Control}');
    const summary = await screen.findByText('Cloudreve’s desktop client', { selector: 'summary' });
    expect(port.asked('officialClient')).toEqual([]);
    await window.user.click(summary);
    return window;
  }

  it('lead to what was found, and back to where that was', async () => {
    const { user } = await unfolded(finding());
    expect(await screen.findByText('3 sign-ins were found.')).toBeVisible();
    expect(await violations()).toEqual([]);
    await user.click(button('Show what was found'));
    expect(row('Edsger')).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(button('Show what was found')).toHaveFocus());
  });

  it('say that there is nothing', async () => {
    await unfolded(new FakePort(usual()));
    expect(await screen.findByText('Nothing of it was found on this computer.')).toBeVisible();
  });

  it('say that the file cannot be read, and read it again when that is wanted', async () => {
    const port = finding();
    port.failures.set('officialClient', problem({ code: 'file_unreadable', host: null }));
    const { user } = await unfolded(port);
    expect(await screen.findByRole('alert')).toHaveTextContent('The file cannot be read.');
    port.failures.clear();
    await user.click(button('Try again'));
    expect(await screen.findByText('3 sign-ins were found.')).toBeVisible();
  });
});

describe('the page with what was found', () => {
  it('lists whose sign-ins they are, where, in which file, and which are known', async () => {
    await looking();
    expect(screen.getByText(/Whoever reads the file can use them/)).toBeVisible();
    expect(document.querySelector('main')).toHaveTextContent('/home/ada/.cloudreve/drives.json');
    expect(row('Edsger')).toHaveTextContent('edsger@example.net');
    expect(row('Edsger')).toHaveTextContent('files.example.net');
    expect(row('Edsger')).not.toHaveTextContent('Already an account here');
    expect(row('Ada')).toHaveTextContent('Already an account here');
    expect(within(row('Ada')).queryByRole('button', { name: /Sign in here/ })).toBeNull();
    expect(button('Sign in here as Edsger at files.example.net')).toHaveFocus();
    expect(await violations()).toEqual([]);
  });

  it('leads back to the address, with what was typed', async () => {
    const { user } = open(null, finding());
    await user.keyboard('{Control>}n{/Control}');
    await user.type(await screen.findByLabelText('Site address'), 'cloud.exa');
    await user.click(await screen.findByRole('button', { name: 'Show what was found' }));
    await user.click(button('Back'));
    expect(await screen.findByLabelText('Site address')).toHaveValue('cloud.exa');
    await waitFor(() => expect(button('Show what was found')).toHaveFocus());
  });

  it('signs in here: the site is asked first, then the password, with the e-mail filled in', async () => {
    const port = finding();
    port.card = card({ origin: 'https://files.example.net', host: 'files.example.net', title: 'Files' });
    const { user } = await looking(port);
    await user.click(button('Sign in here as Edsger at files.example.net'));
    expect(port.asked('probeSite')).toEqual([[expect.any(Number), 'https://files.example.net', false]]);
    expect(await screen.findByLabelText('E-mail')).toHaveValue('edsger@example.net');
    expect(screen.getByRole('heading', { name: 'Files' })).toBeVisible();
    expect(port.asked('revokeFound')).toEqual([]);
  });

  it('says under the address when that site does not answer', async () => {
    const port = finding();
    port.failures.set('probeSite', problem({ code: 'unreachable', host: 'files.example.net' }));
    const { user } = await looking(port);
    await user.click(button('Sign in here as Edsger at files.example.net'));
    expect(await screen.findByRole('alert')).toHaveTextContent('The network did not get through to files.example.net.');
    expect(field('Site address')).toHaveValue('https://files.example.net');
  });

  it('asks the program once more after a sign-in, and keeps in mind what is being revoked', async () => {
    // Given
    const port = finding();
    const { user } = await looking(port);
    await user.click(button('Revoke there: Edsger at files.example.net'));
    await user.click(button('Revoke', await screen.findByRole('alertdialog')));
    await screen.findByText(/Being revoked/);
    // When
    port.found = foundClient({
      sessions: foundClient().sessions.map((one) => ({ ...one, id: `${one.id}-anew`, known: true })),
    });
    await user.click(button('Sign in here as kQ7x at a-rather-long-host-name.clients.example.com'));
    await user.type(await screen.findByLabelText('E-mail'), 'kq@example.org');
    await user.type(field('Password'), 'secret{Enter}');
    await waitFor(() => expect(port.asked('officialClient')).toHaveLength(2));
    // Then
    await user.keyboard('{Control>}n{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Show what was found' }));
    expect(row('kQ7x')).toHaveTextContent('Already an account here');
    expect(row('Edsger')).toHaveTextContent('Being revoked.');
    expect(screen.queryByRole('button', { name: 'Revoke there: Edsger at files.example.net' })).toBeNull();
  });

  it('knows an account that was added since', async () => {
    const { port } = await looking();
    const added = account({ id: 'edsger', name: 'Edsger', email: 'Edsger@example.net' });
    const files = site({ origin: 'https://files.example.net', host: 'files.example.net', accounts: [added] });
    port.publish(snapshot({ sites: [...usual().sites, files] }));
    await waitFor(() => expect(row('Edsger')).toHaveTextContent('Already an account here'));
  });
});

describe('revoking there', () => {
  async function asked(port = finding()) {
    const window = await looking(port);
    await window.user.click(button('Revoke there: Edsger at files.example.net'));
    const dialog = await screen.findByRole('alertdialog', {
      name: 'Revoke the sign-in of Edsger at files.example.net?',
    });
    return { ...window, dialog };
  }

  it('is asked about first, in clear words', async () => {
    const { user, port, dialog } = await asked();
    expect(dialog).toHaveTextContent('Cloudreve’s desktop client is signed out of this account');
    expect(dialog).toHaveTextContent('The file itself is not changed.');
    expect(await violations()).toEqual([]);
    await user.click(button('Cancel', dialog));
    expect(port.asked('revokeFound')).toEqual([]);
    expect(button('Revoke there: Edsger at files.example.net')).toBeVisible();
  });

  it('hands the session over, says so in its row, and shows the list', async () => {
    const { user, port, dialog } = await asked();
    await user.click(button('Revoke', dialog));
    expect(port.asked('revokeFound')).toEqual([['found-1']]);
    await waitFor(() => expect(row('Edsger')).toHaveTextContent('Being revoked.'));
    expect(row('Edsger')).not.toHaveTextContent(/Revoked|confirmed/);
    expect(within(row('Edsger')).queryByRole('button', { name: /Revoke there/ })).toBeNull();
    await waitFor(() => expect(button('Show the list')).toHaveFocus());
    await user.click(button('Show the list'));
    expect(await screen.findByRole('heading', { level: 1, name: 'Keyreve' })).toBeInTheDocument();
  });

  it('says in the row why it could not be done', async () => {
    const port = finding();
    port.failures.set('revokeFound', problem({ code: 'keyring_locked', host: null }));
    const { user, dialog } = await asked(port);
    await user.click(button('Revoke', dialog));
    const alert = await within(row('Edsger')).findByRole('alert');
    expect(alert).toHaveTextContent('The keyring is locked.');
    expect(row('Edsger')).not.toHaveTextContent('Being revoked.');
    expect(within(row('Ada')).queryByRole('alert')).toBeNull();
  });

  it('is not offered again for what is being revoked', async () => {
    const port = Object.assign(new FakePort(usual()), { found: foundClient({ sessions: [foundSession()] }) });
    const { user } = open(null, port);
    await user.keyboard('{Control>}n{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Show what was found' }));
    await user.click(button('Revoke there: Edsger at files.example.net'));
    await user.click(button('Revoke', await screen.findByRole('alertdialog')));
    await screen.findByText(/Being revoked/);
    await user.keyboard('{Escape}');
    await screen.findByLabelText('Site address');
    expect(screen.queryByRole('button', { name: 'Show what was found' })).toBeNull();
  });
});
