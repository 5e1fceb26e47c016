// Signing out of several accounts: the question for one site, and the page that follows a sign-out of many.
import { screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { FakePort } from '../gallery/fake';
import { crowd, leaving } from '../gallery/scenes/list';
import { account, now, problem, result, site, snapshot, states, usual } from '../gallery/samples';
import type { ResultView } from '../src/generated/bindings';
import { button, open, start } from './opened';

async function begin(accounts = 12) {
  const port = new FakePort(leaving(accounts, 0));
  port.held.add('signOutOf');
  const opened = open(null, port);
  port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
  await opened.user.click(button('Sign out of all', await screen.findByRole('alertdialog')));
  await screen.findByRole('progressbar');
  return opened;
}

function progress(): HTMLElement {
  return screen.getByRole('progressbar');
}

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('signing out of all on one site', () => {
  it('asks with the number and the site, and signs out only there', async () => {
    const { user, port } = open(usual());
    await user.click(button('More for the site Home cloud'));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out of all on this site…' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Sign out of 2 accounts on Home cloud?' });
    expect(port.asked('signOutOf')).toEqual([]);
    await user.click(button('Sign out of 2', dialog));
    expect(port.asked('signOutOf')).toEqual([[['ada', 'bob']]]);
    expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuetext', '0 of 2 finished');
  });

  it('is in the singular for one, and not offered where nobody is signed in', async () => {
    const { user } = open(usual());
    await user.click(button('More for the site Lab'));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out of all on this site…' }));
    await screen.findByRole('alertdialog', { name: 'Sign out of one account on Lab?' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await user.click(button('More for the site Contoso Drive'));
    expect(await screen.findByRole('menuitem', { name: 'Sign out of all on this site…' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });
});

describe('the page that follows a sign-out of several accounts', () => {
  it('counts what is finished and shows each result as it comes', async () => {
    // Given
    const { port } = await begin();
    await waitFor(() => expect(screen.getByRole('heading', { level: 2, name: '0 of 12 finished' })).toHaveFocus());
    // When
    port.publish(leaving(12, 5));
    // Then
    await waitFor(() => expect(progress()).toHaveAttribute('value', '5'));
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('5 of 12 finished');
    const rows = within(screen.getByRole('list', { name: 'Accounts that are being signed out' })).getAllByRole(
      'listitem',
    );
    expect(rows).toHaveLength(12);
    expect(rows[1]).toHaveTextContent('Signed out');
    expect(rows[5]).toHaveTextContent('not reachable, next try in 8 minutes');
  });

  it('says that everything goes on by itself, and Stop waiting takes nothing back', async () => {
    const { user, port } = await begin();
    expect(
      screen.getByText(/already noted on this computer.*when you stop waiting, and when the window is closed/),
    ).toBeVisible();
    await user.click(button('Stop waiting'));
    expect(button(/^Ada, person0@/)).toBeVisible();
    expect(port.calls.map(([name]) => name).filter((name) => name === 'cancel' || name === 'forget')).toEqual([]);
    port.publish(leaving(12, 12));
    await waitFor(() => expect(screen.getAllByText('Signed out').length).toBeGreaterThan(0));
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('ends with what is left to do in the browser', async () => {
    const { user, port } = await begin();
    port.publish(leaving(12, 12));
    port.answer([]);
    expect(await screen.findByRole('heading', { level: 2, name: 'All 12 accounts are signed out.' })).toBeVisible();
    expect(screen.getByText('3 single sign-ons are left for you to finish in the browser.')).toBeVisible();
    await user.click(screen.getAllByRole('button', { name: 'Finish at login.contoso.example' })[0]!);
    expect(port.asked('openEndSession')).toEqual([['a0']]);
    await user.click(button('Close'));
    expect(button(/^Ada, person0@/)).toBeVisible();
  });

  async function endsWith(given: Partial<ResultView>) {
    const { port } = await begin();
    const ended = (id: string, one: ResultView) => account({ id, state: states.confirmed, result: one });
    const calm = result({ singleSignOn: { kind: 'none' } });
    port.publish(snapshot({ sites: [site({ accounts: [ended('a0', calm), ended('a1', { ...calm, ...given })] })] }));
    port.answer([]);
    await screen.findByRole('heading', { level: 2, name: 'All 2 accounts are signed out.' });
    const list = screen.getByRole('list', { name: 'Accounts that are being signed out' });
    return within(list).getAllByRole('listitem')[1]!;
  }

  it('names each with its label', async () => {
    const { port } = await begin();
    port.publish(snapshot({ sites: [site({ accounts: [account({ id: 'a0', label: 'work' })] })] }));
    expect(await screen.findByText('Ada (work) · Home cloud')).toBeVisible();
  });

  it('says that nothing is left when there is no single sign-on', async () => {
    await endsWith({});
    expect(screen.getByText('There is nothing left to do.')).toBeVisible();
  });

  it('says that a page that was opened is still to be finished', async () => {
    const row = await endsWith({ singleSignOn: { kind: 'opened', host: 'login.contoso.example' } });
    expect(row).toHaveTextContent('Single sign-on: opened at login.contoso.example, finish it there');
    expect(screen.getByText('One single sign-on is left for you to finish in the browser.')).toBeVisible();
    expect(screen.queryByText('There is nothing left to do.')).toBeNull();
  });

  it.each([
    [{ browserMayBeSignedIn: true }, 'The browser may still be signed in to this site on its own.'],
    [{ singleSignOn: { kind: 'not_kept', host: 'a.example' } }, 'sign out at a.example in the browser'],
    [{ singleSignOn: { kind: 'rejected', host: 'a.example' } }, 'that is not safe to open; it was not opened'],
    [{ server: { kind: 'forgotten', validUntil: now + 1 } }, 'not confirmed, the session may live until'],
  ] as [Partial<ResultView>, string][])('does not say that nothing is left after %j', async (given, words) => {
    expect(await endsWith(given)).toHaveTextContent(words);
    expect(screen.queryByText('There is nothing left to do.')).toBeNull();
  });

  it('says that the rest goes on when some have not ended', async () => {
    const { port } = await begin();
    port.publish(leaving(12, 10));
    port.answer([]);
    expect(await screen.findByText(/^Keyreve goes on with the rest by itself/)).toBeVisible();
    expect(button('Close')).toBeVisible();
    expect(screen.getByRole('heading', { level: 2, name: '10 of 12 finished' })).toBeVisible();
  });

  it('goes when the command fails, and says so', async () => {
    const port = new FakePort(leaving(12, 0));
    port.failures.set('signOutOf', problem({ code: 'not_now', host: null }));
    const { user } = open(null, port);
    port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
    await user.click(button('Sign out of all', await screen.findByRole('alertdialog')));
    expect(await screen.findByRole('alert')).toHaveTextContent('This is not possible any more.');
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('can be left by Esc and by Back', async () => {
    const { user } = await begin();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
    expect(button(/^Ada, person0@/)).toBeVisible();
  });

  it('holds two hundred accounts', async () => {
    const { port } = await begin(200);
    port.publish(leaving(200, 150));
    await waitFor(() => expect(progress()).toHaveAttribute('aria-valuetext', '150 of 200 finished'));
  });

  it('comes back in a window that is made anew, with who has gone since', async () => {
    // Given
    const view = leaving(12, 5);
    view.sites[0]!.accounts[1]!.state = { ...states.confirmed!, at: now - 3_600_000 } as never;
    const port = new FakePort(view);
    const place = { screen: 'signing_out', account: null, address: '', email: '', scroll: 0, since: now - 300_000 };
    port.kept = JSON.stringify(place);
    // When
    start(null, port);
    // Then
    expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuetext', '4 of 11 finished');
    expect(screen.getByText(/^Keyreve goes on with the rest by itself/)).toBeVisible();
    await waitFor(() => expect(port.asked('keepPlace').at(-1)?.[0]).toContain(`"since":${now - 300_000}`));
  });

  it('is not there when nothing of it is left to be seen', async () => {
    const port = new FakePort(crowd(8, 1));
    port.kept = JSON.stringify({
      screen: 'signing_out',
      account: null,
      address: '',
      email: '',
      scroll: 0,
      since: now + 1,
    });
    port.publish({
      ...crowd(8, 1),
      sites: [{ ...crowd(8, 1).sites[0]!, accounts: usual().sites[0]!.accounts.slice(0, 1) }],
    });
    start(null, port);
    expect(await screen.findByRole('button', { name: /^Ada, ada@/ })).toBeVisible();
  });

  it('has nothing that axe finds', async () => {
    const { port } = await begin();
    expect(await violations()).toEqual([]);
    port.publish(leaving(12, 12));
    port.answer([]);
    await screen.findByRole('heading', { level: 2, name: 'All 12 accounts are signed out.' });
    expect(await violations()).toEqual([]);
  });
});
