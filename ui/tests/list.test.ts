// The list: what the rows do by mouse and by keyboard, what is asked first, and what appears where.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { FakePort } from '../gallery/fake';
import {
  account,
  many,
  otherInstallation,
  problem,
  result,
  settings,
  site,
  snapshot,
  states,
  unfinished,
  usual,
} from '../gallery/samples';
import { button, open, rowOf } from './opened';

async function chooseFrom(user: ReturnType<typeof open>['user'], name: string, entry: string) {
  await user.click(button(`More for ${name}`));
  await user.click(await screen.findByRole('menuitem', { name: entry }));
}

/** Ada's row after "Renew now", which has not been answered. */
async function renewing() {
  const port = new FakePort(snapshot({ sites: [site()] }));
  port.held.add('renew');
  const { user } = open(null, port);
  await chooseFrom(user, 'Ada', 'Renew now');
  return { port, user };
}

describe('a row', () => {
  it('signs out with one click and shows what the snapshots say', async () => {
    // Given
    const { user, port } = open(snapshot({ sites: [site()] }));
    // When
    await user.click(button('Sign out Ada'));
    // Then
    expect(port.asked('signOut')).toEqual([['ada']]);
    port.publish(snapshot({ sites: [site({ accounts: [account({ state: states.confirmed, result: result() })] })] }));
    expect(await screen.findByRole('region', { name: 'Result of signing out Ada' })).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent('Ada is signed out. The server confirmed it.');
    expect(button('Sign in Ada')).toHaveFocus();
  });

  it.each([
    ['offline', 'Try now for Ada', 'renew'],
    ['waitingForServer', 'Try now for Ada', 'tryAgain'],
    ['locked', 'Unlock the keyring for Ada', 'unlock'],
  ] as const)('that is %s does by its button what it asks for', async (name, act, command) => {
    const { user, port } = open(snapshot({ sites: [site({ accounts: [account({ state: states[name] })] })] }));
    await user.click(button(act));
    expect(port.asked(command)).toHaveLength(1);
  });

  it('is renewed when asked, and shows that this is under way and its button is not', async () => {
    // When
    const { port } = await renewing();
    // Then
    expect(rowOf(/^Ada,/)).toHaveTextContent('Signed in renewing now');
    expect(button('Sign out Ada')).toHaveAttribute('aria-disabled', 'false');
    port.answer(undefined);
    await waitFor(() => expect(rowOf(/^Ada,/)).not.toHaveTextContent('renewing'));
  });

  it.each([
    ['is renewed', 'renew', 'Renew now'],
    ['opens its site', 'openSite', 'Open site'],
  ] as const)('that %s, however long that takes, is signed out by one click', async (_, slow, entry) => {
    // Given
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.held.add(slow);
    const { user } = open(null, port);
    await chooseFrom(user, 'Ada', entry);
    expect(port.asked(slow)).toHaveLength(1);
    // When
    await user.click(button('Sign out Ada'));
    // Then
    expect(port.asked('signOut')).toEqual([['ada']]);
  });

  it('whose server is being tried again is signed out by its menu all the same', async () => {
    // Given
    const port = new FakePort(snapshot({ sites: [site({ accounts: [account({ state: states.offline })] })] }));
    port.held.add('renew');
    const { user } = open(null, port);
    await user.click(button('Try now for Ada'));
    expect(button('Try now for Ada')).toHaveAttribute('aria-disabled', 'true');
    // When
    await chooseFrom(user, 'Ada', 'Sign out');
    // Then
    expect(port.asked('signOut')).toEqual([['ada']]);
  });

  it('that is signed out says nothing of a renewal that fails after that', async () => {
    // Given
    const { port, user } = await renewing();
    await user.click(button('Sign out Ada'));
    port.publish(snapshot({ sites: [site({ accounts: [account({ state: states.askingServer })] })] }));
    // When
    port.fail(problem({ code: 'timed_out' }));
    // Then
    await user.click(button('More for Ada'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('whose sign-out waits is tried again although a renewal has not ended', async () => {
    // Given
    const { port, user } = await renewing();
    const waiting = account({ state: states.waitingForServer });
    port.publish(snapshot({ sites: [site({ accounts: [waiting] })] }));
    // When
    await user.click(await screen.findByRole('button', { name: 'Try now for Ada' }));
    // Then
    expect(port.asked('tryAgain')).toEqual([['ada']]);
  });

  it('does not do the same thing twice at once', async () => {
    // Given
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.held.add('openSite');
    const { user } = open(null, port);
    // When
    await chooseFrom(user, 'Ada', 'Open site');
    await chooseFrom(user, 'Ada', 'Open site');
    // Then
    expect(port.asked('openSite')).toHaveLength(1);
  });

  it.each([
    ['active', ['Open site', 'Renew now', 'Rename…', 'Remove…']],
    ['offline', ['Open site', 'Sign out', 'Rename…', 'Remove…']],
    ['refused', ['Open site', 'Sign out', 'Rename…', 'Remove…']],
    ['locked', ['Open site', 'Sign out', 'Rename…', 'Remove…']],
    ['waitingForServer', ['Open site', 'Rename…', 'Forget anyway…', 'Remove…']],
    ['confirmed', ['Open site', 'Rename…', 'Remove…']],
  ])('that is %s has the menu %j', async (name, entries) => {
    const { user } = open(snapshot({ sites: [site({ accounts: [account({ state: states[name] })] })] }));
    await user.click(button('More for Ada'));
    const menu = await screen.findByRole('menu');
    expect(
      within(menu)
        .getAllByRole('menuitem')
        .map((item) => item.textContent?.trim()),
    ).toEqual(entries);
  });

  it('opens its site and renews from the menu', async () => {
    const { user, port } = open(snapshot({ sites: [site()] }));
    await chooseFrom(user, 'Ada', 'Open site');
    await chooseFrom(user, 'Ada', 'Renew now');
    expect(port.asked('openSite')).toEqual([['ada']]);
    expect(port.asked('renew')).toEqual([['ada']]);
  });

  it('is removed only after a question that says it signs out first', async () => {
    const { user, port } = open(snapshot({ sites: [site()] }));
    await chooseFrom(user, 'Ada', 'Remove…');
    const dialog = await screen.findByRole('alertdialog', { name: 'Remove Ada?' });
    expect(dialog).toHaveTextContent('Keyreve signs out of Home cloud first');
    expect(port.asked('remove')).toEqual([]);
    await user.click(button('Remove', dialog));
    expect(port.asked('remove')).toEqual([['ada']]);
  });

  it('is kept when the question is cancelled', async () => {
    const { user, port } = open(snapshot({ sites: [site()] }));
    await chooseFrom(user, 'Ada', 'Remove…');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(port.asked('remove')).toEqual([]);
  });

  it('is forgotten only after a question that says what it means', async () => {
    const { user, port } = open(
      snapshot({ sites: [site({ accounts: [account({ state: states.waitingForServer })] })] }),
    );
    await chooseFrom(user, 'Ada', 'Forget anyway…');
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog).toHaveTextContent('the session may stay valid until its own end');
    await user.click(button('Forget anyway', dialog));
    expect(port.asked('forget')).toEqual([['ada']]);
  });

  it('shows why its request failed, until that is dismissed', async () => {
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.failures.set('openSite', problem({ code: 'could_not_open' }));
    const { user } = open(null, port);
    await chooseFrom(user, 'Ada', 'Open site');
    expect(await screen.findByText('The browser could not be started.')).toBeVisible();
    await user.click(button('Dismiss', rowOf(/^Ada,/)));
    expect(screen.queryByText('The browser could not be started.')).toBeNull();
  });

  it('shows its last problem with the server’s own words, and copies it', async () => {
    // Given
    const server = { code: 40020, message: 'Invalid refresh token', correlationId: '7c1b-2f0e' };
    const bob = account({ state: states.refused, lastProblem: problem({ code: 'refused_by_server', server }) });
    const { user } = open(snapshot({ sites: [site({ accounts: [bob] })] }));
    // When
    await user.click(button('Details of the last problem of Ada'));
    // Then
    expect(screen.getByText('Invalid refresh token').tagName).toBe('Q');
    expect(screen.getByText('refused_by_server · 40020')).toBeVisible();
    expect(screen.getByText('7c1b-2f0e')).toBeVisible();
    await user.click(button('Copy'));
    expect(await navigator.clipboard.readText()).toContain('7c1b-2f0e');
    expect(screen.getByRole('status')).toHaveTextContent('Copied.');
  });

  it('fetches its picture through the program, and only a picture of the native side', async () => {
    const port = new FakePort(snapshot({ sites: [site({ accounts: [account({ hasAvatar: true })] })] }));
    port.picture = 'data:image/png;base64,AAAA';
    const { container } = open(null, port);
    await waitFor(() => expect(container.querySelector('.avatar img')).toHaveAttribute('src', port.picture));
  });

  it('keeps the initial when the picture is an address', async () => {
    const port = new FakePort(snapshot({ sites: [site({ accounts: [account({ hasAvatar: true })] })] }));
    port.picture = 'https://evil.example/pixel.png';
    const { container } = open(null, port);
    await waitFor(() => expect(port.asked('avatar')).toHaveLength(1));
    expect(container.querySelector('.avatar')).toHaveTextContent('A');
    expect(container.querySelector('.avatar img')).toBeNull();
  });
});

describe('with the setting that asks before a sign-out', () => {
  const asking = () => ({ ...usual(), settings: settings({ askSignOut: true }) });

  it('the row’s button asks first', async () => {
    const { user, port } = open(asking());
    await user.click(button('Sign out Ada'));
    const dialog = await screen.findByRole('alertdialog', { name: 'Sign out Ada?' });
    expect(port.asked('signOut')).toEqual([]);
    await user.click(button('Sign out', dialog));
    expect(port.asked('signOut')).toEqual([['ada']]);
  });

  it('the menu asks too', async () => {
    const { user, port } = open(asking());
    await chooseFrom(user, 'Bob', 'Sign out');
    await screen.findByRole('alertdialog', { name: 'Sign out Bob?' });
    expect(port.asked('signOut')).toEqual([]);
  });
});

describe('the keyboard', () => {
  it('moves between rows with the arrows and keeps Tab for every control', async () => {
    const { user } = open(usual());
    button(/^Ada, /).focus();
    await user.keyboard('{ArrowDown}');
    expect(button(/^Bob, /)).toHaveFocus();
    await user.keyboard('{End}');
    expect(button(/^Grace Hopper, /)).toHaveFocus();
    await user.keyboard('{ArrowDown}{Home}{ArrowUp}');
    expect(button(/^Ada, /)).toHaveFocus();
    await user.tab();
    expect(button('Sign out Ada')).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(button(/^Bob, /)).toHaveFocus();
  });

  it('opens an account’s page with Enter', async () => {
    const { user } = open(usual());
    button(/^Ada, /).focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { level: 2, name: 'Ada' })).toHaveFocus();
  });

  it.each(['{Shift>}{F10}{/Shift}', '{ContextMenu}'])(
    'opens a row’s menu with %s, at its first entry',
    async (keys) => {
      const { user } = open(usual());
      button(/^Ada, /).focus();
      await user.keyboard(keys);
      await waitFor(() => expect(screen.getByRole('menuitem', { name: 'Open site' })).toHaveFocus());
      expect(button('More for Ada')).toHaveAttribute('aria-expanded', 'true');
      await user.keyboard('{Escape}');
      await waitFor(() => expect(button('More for Ada')).toHaveFocus());
      expect(button('More for Ada')).toHaveAttribute('aria-expanded', 'false');
    },
  );

  it('the button of an open menu closes it', async () => {
    const { user } = open(usual());
    await user.click(button('More for Ada'));
    await screen.findByRole('menu');
    await user.click(button('More for Ada'));
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  });

  it('offers with Delete to sign out, and asks first', async () => {
    const { user, port } = open(usual());
    button(/^Ada, /).focus();
    await user.keyboard('{Delete}');
    const dialog = await screen.findByRole('alertdialog', { name: 'Sign out Ada?' });
    expect(port.asked('signOut')).toEqual([]);
    await user.click(button('Sign out', dialog));
    expect(port.asked('signOut')).toEqual([['ada']]);
  });

  it('has nothing to sign out where there is no session', async () => {
    const { user } = open(usual());
    button(/^Ada Lovelace, /).focus();
    await user.keyboard('{Delete}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('gives the focus of a row that goes to the next one', async () => {
    const view = usual();
    const { port } = open(view);
    button('Sign out Ada').focus();
    const [home, ...rest] = view.sites;
    port.publish(snapshot({ sites: [{ ...home!, accounts: home!.accounts.slice(1) }, ...rest] }));
    await waitFor(() => expect(button(/^Bob, /)).toHaveFocus());
  });
});

describe('a site at whose address another installation answers', () => {
  function shown() {
    const opened = open(otherInstallation());
    return { ...opened, section: screen.getByRole('region', { name: /^Contoso Drive/ }) };
  }

  it('says that nothing is renewed there, in its own section', () => {
    const { section } = shown();
    expect(section).toHaveTextContent('Another installation of Cloudreve answers at this address.');
    expect(section).toHaveTextContent('Nothing is renewed here until you say that it is the right one.');
    expect(button('It is the right one', section)).toHaveAccessibleDescription(/Contoso Drive/);
    expect(screen.getAllByRole('button', { name: 'It is the right one' })).toHaveLength(1);
  });

  it('is accepted only after a question that says what that means', async () => {
    const { user, port, section } = shown();
    await user.click(button('It is the right one', section));
    const dialog = await screen.findByRole('alertdialog', {
      name: 'Is the Cloudreve at drive.contoso.example the right one?',
    });
    expect(dialog).toHaveTextContent('Accounts added before belong to the former installation');
    expect(dialog).toHaveTextContent('if it was reinstalled, they have to sign in again');
    expect(port.asked('acceptSite')).toEqual([]);
    await user.click(button('It is the right one', dialog));
    expect(port.asked('acceptSite')).toEqual([['https://drive.contoso.example']]);
  });

  it('is reached by the arrows, and its focus goes on to the site’s first account', async () => {
    const { user, port, section } = shown();
    button(/^Bob, /).focus();
    await user.keyboard('{ArrowDown}');
    expect(button('It is the right one', section)).toHaveFocus();
    port.publish(usual());
    await waitFor(() => expect(button(/^Ada Lovelace, /)).toHaveFocus());
  });

  it('says why it could not be accepted', async () => {
    const port = new FakePort(otherInstallation());
    port.failures.set('acceptSite', problem({ code: 'not_found' }));
    const { user } = open(null, port);
    await user.click(button('It is the right one'));
    await user.click(button('It is the right one', await screen.findByRole('alertdialog')));
    expect(await screen.findByRole('alert')).toHaveTextContent('It was removed meanwhile.');
  });
});

describe('below the list', () => {
  it('unfinished sign-outs stand with their result, Try now and Forget anyway', async () => {
    const { user, port } = open(snapshot({ unfinished: [unfinished()] }));
    const section = screen.getByRole('region', { name: 'Unfinished sign-outs' });
    expect(within(section).getByText('Account removed')).toBeVisible();
    await user.click(button('Try now for Old work', section));
    expect(port.asked('tryAgain')).toEqual([['gone']]);
    await user.click(button('Forget anyway…', section));
    await user.click(button('Forget anyway', await screen.findByRole('alertdialog')));
    expect(port.asked('forget')).toEqual([['gone']]);
  });

  it.each([
    ['locked', 'GNOME Keyring is locked.', 'Unlock'],
    ['missing', 'This computer has no keyring running.', 'Try again'],
    ['failed', 'GNOME Keyring does not answer.', 'Try again'],
  ] as const)('a bar stands while the keyring is %s', async (state, words, act) => {
    const { user, port } = open(snapshot({ sites: [site()], keyring: { name: 'GNOME Keyring', state } }));
    const bar = screen.getByRole('region', { name: 'Keyring' });
    expect(bar).toHaveTextContent(words);
    await user.click(button(act, bar));
    expect(port.asked('unlock')).toHaveLength(1);
  });

  it.each([
    ['read_only', 'The list of accounts cannot be written: its file is read-only.', /Make the file and its folder/],
    ['disk_full', 'The disk is full, so the list of accounts cannot be written.', /Free some space; Keyreve tries/],
    ['failed', 'The list of accounts could not be written.', /Keyreve tries again by itself/],
  ] as const)('a bar stands while the list is not kept: %s', (registry, what, advice) => {
    open({ ...usual(), registry });
    const bar = screen.getByRole('region', { name: 'List of accounts' });
    expect(bar).toHaveTextContent(what);
    expect(bar).toHaveTextContent(advice);
    expect(bar).toHaveTextContent('Your sessions are kept in the keyring.');
    expect(screen.getByRole('status')).toHaveTextContent(what);
  });

  it('the bar of a file that cannot be written leads to its folder, and says when that does not work', async () => {
    const port = new FakePort({ ...usual(), registry: 'read_only' });
    port.failures.set('showRegistryFolder', problem({ code: 'could_not_open' }));
    const { user } = open(null, port);
    await user.click(button('Show folder'));
    expect(port.asked('showRegistryFolder')).toHaveLength(1);
    expect(await screen.findByRole('alert')).toHaveTextContent('The folder could not be shown.');
  });

  it('a full disk and a locked keyring have a bar each', () => {
    open({ ...usual(), registry: 'disk_full', keyring: { name: 'KWallet', state: 'locked' } });
    expect(screen.getByRole('region', { name: 'List of accounts' })).toBeVisible();
    expect(screen.getByRole('region', { name: 'Keyring' })).toBeVisible();
  });

  it('the bar goes when the list is written again, and that is said', async () => {
    const { port } = open({ ...usual(), registry: 'disk_full' });
    port.publish(usual());
    await waitFor(() => expect(screen.queryByRole('region', { name: 'List of accounts' })).toBeNull());
    expect(screen.getByRole('status')).toHaveTextContent('The list of accounts is written again.');
  });

  it('no bar stands while the keyring answers', () => {
    open(usual());
    expect(screen.queryByRole('region', { name: 'Keyring' })).toBeNull();
  });

  it('the foot names the keyring and counts accounts and sites', () => {
    open(usual());
    const foot = screen.getByRole('contentinfo');
    expect(foot).toHaveTextContent('GNOME Keyring, unlocked');
    expect(foot).toHaveTextContent('5 accounts · 3 sites');
  });

  it('one account on one site is counted in the singular', () => {
    open(snapshot({ sites: [site()] }));
    expect(screen.getByRole('contentinfo')).toHaveTextContent('1 account · 1 site');
  });
});

describe('the window', () => {
  it('shows markup in names as text', () => {
    const { container } = open(many(30));
    expect(screen.getAllByText('<script>alert(1)</script>').length).toBeGreaterThan(0);
    expect(container.querySelector('script')).toBeNull();
  });

  it('marks a site without encryption', () => {
    open(usual());
    const lab = screen.getByRole('region', { name: /Lab/ });
    expect(within(lab).getByText('not encrypted')).toBeVisible();
  });

  it('has the browser’s menu on text fields only', async () => {
    const { user } = open(usual());
    expect(await fireEvent.contextMenu(button('Sign out Ada'))).toBe(false);
    await user.click(button(/Add account/));
    expect(await fireEvent.contextMenu(screen.getByLabelText('Site address'))).toBe(true);
  });

  it('says when the program behind it does not answer', async () => {
    const port = new FakePort(null);
    vi.spyOn(port, 'watch').mockRejectedValue(problem({ code: 'keyring_failed' }));
    open(null, port);
    expect(await screen.findByText('The keyring reported an error.')).toBeVisible();
  });
});
