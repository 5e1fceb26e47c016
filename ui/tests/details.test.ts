// An account's own page: what it shows, what can be done there, where it leads back to; and the label that a person gives.
import { screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { FakePort } from '../gallery/fake';
import { account, many, now, problem, result, site, snapshot, states, unfinished, usual } from '../gallery/samples';
import type { AccountView, SiteView } from '../src/generated/bindings';
import { button, field, open, start } from './opened';

const minute = 60_000;

async function details(given: Partial<AccountView> = {}, on: Partial<SiteView> = {}, port?: FakePort) {
  const view = snapshot({ sites: [site({ ...on, accounts: [account(given), account({ id: 'eve', name: 'Eve' })] })] });
  const fake = port ?? new FakePort(view);
  if (port) port.publish(view);
  const opened = open(null, fake);
  await opened.user.click(button(new RegExp(`^${given.name ?? 'Ada'}, `)));
  return { ...opened, page: await screen.findByRole('article', { name: given.name ?? 'Ada' }) };
}

function fact(page: HTMLElement, name: string): string | null {
  const term = within(page).getByText(name, { selector: 'dt' });
  return term.nextElementSibling?.textContent ?? null;
}

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('an account’s page', () => {
  it('says all that is known of its session', async () => {
    const { page } = await details({ signedInAt: now - 26 * 60 * minute, renewedAt: now - 3 * minute });
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Account');
    expect(fact(page, 'Signed in')).toMatch(/^with the password, 20 November 2026 .*\(1 day ago\)$/);
    expect(fact(page, 'Last renewed')).toMatch(/\(3 minutes ago\)$/);
    expect(fact(page, 'Valid until')).toMatch(/^6 December 2026 .*, unless Keyreve renews it before$/);
    expect(fact(page, 'Kept in')).toBe('GNOME Keyring; the list of accounts holds no secret');
    expect(fact(page, 'May do')).toContain('everything that the account may do');
  });

  it('says who it is and where, to be selected', async () => {
    const { page } = await details({ label: 'home', storage: { used: 512 * 1024 ** 2, total: 1024 ** 3 } });
    expect(fact(page, 'User ID')).toBe('lUpa');
    expect(fact(page, 'E-mail')).toBe('ada@example.org');
    expect(fact(page, 'Storage used')).toBe('512 MB of 1 GB');
    expect(fact(page, 'Title')).toBe('Home cloud');
    expect(fact(page, 'Address')).toBe('https://cloud.example.com');
    expect(fact(page, 'Version')).toContain('4.14.0');
    expect(page).toHaveTextContent('home');
    expect(within(page).getByText('lUpa')).toHaveClass('selectable');
  });

  it('of a session made in the browser may only do what was granted there, and both remedies are offered', async () => {
    const { page, user, port } = await details({ method: 'browser' });
    expect(fact(page, 'Signed in')).toMatch(/^in the browser, /);
    expect(fact(page, 'May do')).toBe('what was granted in the browser');
    await user.click(button('Open the password page'));
    await user.click(button('Open the granted apps'));
    expect(port.asked('openPage')).toEqual([
      ['https://cloud.example.com', 'security'],
      ['https://cloud.example.com', 'granted_apps'],
    ]);
  });

  it('of a session made with the password has the password page as its one remedy, and says what that does', async () => {
    const { page } = await details();
    expect(page).toHaveTextContent('That ends every session of this account on this site, for good, this one too.');
    expect(within(page).queryByRole('button', { name: 'Open the granted apps' })).toBeNull();
  });

  it('of a session that has ended keeps nothing', async () => {
    const { page } = await details({ state: states.confirmed });
    expect(fact(page, 'Kept in')).toBe('nowhere, the session has ended');
    expect(within(page).queryByText('Valid until')).toBeNull();
    expect(within(page).queryByText('May do')).toBeNull();
  });

  it('shows the last problem with its code and reference, and copies them', async () => {
    const server = { code: 40020, message: 'Invalid refresh token', correlationId: '7c1b-2f0e' };
    const { user, page } = await details({
      state: states.refused,
      lastProblem: problem({ code: 'refused_by_server', server }),
    });
    expect(within(page).getByRole('region', { name: 'Last problem' })).toHaveTextContent('7c1b-2f0e');
    await user.click(button('Copy'));
    const copied = await navigator.clipboard.readText();
    expect(copied).toContain('refused_by_server · 40020');
    expect(copied).toContain('7c1b-2f0e');
  });

  it.each([
    ['active', ['Open site', 'Renew now', 'Remove…']],
    ['offline', ['Open site', 'Sign out', 'Remove…']],
    ['waitingForServer', ['Open site', 'Forget anyway…', 'Remove…']],
    ['confirmed', ['Open site', 'Remove…']],
  ])('of an account that is %s offers %j beside its one button', async (name, acts) => {
    const { page } = await details({ state: states[name] });
    const offered = [...page.querySelectorAll('article > .actions > button')].map((one) => one.textContent?.trim());
    expect(offered).toEqual(acts);
    expect(page.querySelectorAll('.act')).toHaveLength(1);
  });

  it('opens the site, renews, and shows what failed in its place', async () => {
    const port = new FakePort();
    port.failures.set('openSite', problem({ code: 'could_not_open' }));
    const { user, page } = await details({}, {}, port);
    await user.click(button('Renew now'));
    await user.click(button('Open site'));
    expect(port.asked('renew')).toEqual([['ada']]);
    expect(await within(page).findByRole('alert')).toHaveTextContent('The browser could not be started.');
  });

  it('shows a sign-out’s three results as they come', async () => {
    const { user, page, port } = await details();
    await user.click(button('Sign out Ada'));
    expect(port.asked('signOut')).toEqual([['ada']]);
    port.publish(snapshot({ sites: [site({ accounts: [account({ state: states.confirmed, result: result() })] })] }));
    expect(await within(page).findByRole('region', { name: 'Result of signing out Ada' })).toBeVisible();
  });

  it.each([
    ['details', {}],
    [
      'details of a browser session with a problem',
      { method: 'browser', state: states.offline, lastProblem: problem() },
    ],
    ['details with a result', { state: states.confirmed, result: result() }],
  ] as [string, Partial<AccountView>][])('has nothing that axe finds: %s', async (_, given) => {
    const { user } = await details(given);
    expect(await violations()).toEqual([]);
    await user.click(button('Give a label…'));
    expect(await violations()).toEqual([]);
  });
});

describe('the way back from an account’s page', () => {
  it.each(['Escape', 'Back'])('is %s, to its row and to where the list was', async (way) => {
    const { user } = open(many(30));
    const main = screen.getByRole('main');
    main.scrollTop = 400;
    const row = screen.getAllByRole('button', { name: /^Ada, / })[2]!;
    const name = row.getAttribute('aria-label')!;
    await user.click(row);
    await screen.findByRole('article');
    expect(main.scrollTop).toBe(0);
    if (way === 'Back') await user.click(button('Back'));
    else await user.keyboard('{Escape}');
    await waitFor(() => expect(button(name)).toHaveFocus());
    expect(main.scrollTop).toBe(400);
  });

  it('leads over signing in again back to the page', async () => {
    const { user } = await details({ state: states.refused });
    await user.click(button('Sign in Ada'));
    expect(await screen.findByRole('heading', { level: 1, name: 'Sign in again' })).toBeVisible();
    await user.click(button('Back'));
    expect(await screen.findByRole('article', { name: 'Ada' })).toBeVisible();
  });

  it('is gone on by itself when the account is removed, and that is said', async () => {
    const { user, port } = await details();
    await user.click(button('Remove…'));
    const dialog = await screen.findByRole('alertdialog', { name: 'Remove Ada?' });
    await user.click(button('Remove', dialog));
    expect(port.asked('remove')).toEqual([['ada']]);
    port.publish(snapshot({ sites: [site({ accounts: [account({ id: 'eve', name: 'Eve' })] })] }));
    expect(await screen.findByText('Ada has left the list.', { selector: 'p' })).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent('Ada has left the list.');
    expect(button(/^Eve, /)).toBeVisible();
  });

  it('says where the sign-out of a removed account stands while it is not finished', async () => {
    const { port } = await details();
    port.publish(
      snapshot({
        sites: [site({ accounts: [account({ id: 'eve', name: 'Eve' })] })],
        unfinished: [unfinished({ name: 'Ada' })],
      }),
    );
    expect(
      await screen.findByText(/^Ada has left the list\. Its sign-out is not finished yet/, { selector: 'p' }),
    ).toBeVisible();
  });

  it('is kept for a window that is made anew', async () => {
    const port = new FakePort(usual());
    port.kept = JSON.stringify({ screen: 'details', account: 'bob', address: '', email: '', scroll: 0 });
    start(null, port);
    expect(await screen.findByRole('article', { name: 'Bob' })).toBeVisible();
    await waitFor(() => expect(port.asked('keepPlace').at(-1)?.[0]).toContain('"screen":"details"'));
  });

  it('is the list when a window comes back to an account that is gone', async () => {
    const port = new FakePort(usual());
    port.kept = JSON.stringify({ screen: 'details', account: 'nobody', address: '', email: '', scroll: 0 });
    start(null, port);
    expect(await screen.findByRole('button', { name: /^Ada, / })).toBeVisible();
  });
});

describe('a label', () => {
  it('is given from the row by F2 and Enter, and the name has the focus again', async () => {
    const { user, port } = open(usual());
    button(/^Ada, /).focus();
    await user.keyboard('{F2}');
    expect(await screen.findByLabelText('Label for Ada')).toHaveFocus();
    await user.keyboard('work{Enter}');
    expect(port.asked('rename')).toEqual([['ada', 'work']]);
    await waitFor(() => expect(button(/^Ada, /)).toHaveFocus());
    expect(screen.getByRole('status')).toHaveTextContent('The label is work now.');
  });

  it('is given from the menu, and Esc leaves it as it was', async () => {
    const { user, port } = open(usual());
    await user.click(button('More for Bob'));
    await user.click(await screen.findByRole('menuitem', { name: 'Rename…' }));
    const label = await screen.findByLabelText('Label for Bob');
    await waitFor(() => expect(label).toHaveFocus());
    expect(label).toHaveValue('family');
    await user.keyboard('more{Escape}');
    await waitFor(() => expect(screen.queryByLabelText('Label for Bob')).toBeNull());
    expect(port.asked('rename')).toEqual([]);
    expect(button(/^Bob, /)).toHaveFocus();
  });

  it('that is empty is taken away', async () => {
    const { user, port } = await details({ label: 'home' });
    await user.click(button('Change…'));
    await user.clear(field('Label for Ada'));
    await user.keyboard('{Enter}');
    expect(port.asked('rename')).toEqual([['ada', null]]);
    await waitFor(() => expect(button('Change…')).toHaveFocus());
  });

  it('that cannot be kept says so under the field, with what was typed still in it', async () => {
    const port = new FakePort();
    port.failures.set('rename', problem({ code: 'not_found' }));
    const { user } = await details({}, {}, port);
    await user.click(button('Give a label…'));
    await user.keyboard('work{Enter}');
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(field('Label for Ada')).toHaveValue('work');
    expect(field('Label for Ada')).toBeInvalid();
  });

  it('that is as it was is not asked for', async () => {
    const { user, port } = await details({ label: 'home' });
    await user.keyboard('{F2}');
    await screen.findByLabelText('Label for Ada');
    await user.keyboard('{Enter}');
    expect(port.asked('rename')).toEqual([]);
  });

  it('is typed without the list hearing its keys', async () => {
    const { user, port } = open(usual());
    button(/^Ada, /).focus();
    await user.keyboard('{F2}');
    await screen.findByLabelText('Label for Ada');
    await user.keyboard('ab{Home}{Delete}{Enter}');
    expect(port.asked('rename')).toEqual([['ada', 'b']]);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
});
