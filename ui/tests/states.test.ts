// Every state renders its words and its one button, and the result of a sign-out its three lines.
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { AccountView, KeyringState, ProblemCode, ResultView } from '../src/generated/bindings';
import { account, everyState, now, problem, result, site, snapshot, states } from '../gallery/samples';
import { button, open, rowOf } from './opened';

const day = 24 * 60 * 60_000;

function show(given: Partial<AccountView>, keyring: KeyringState = 'ready') {
  const view = snapshot({
    keyring: { name: 'GNOME Keyring', state: keyring },
    sites: [site({ accounts: [account(given)] })],
  });
  const opened = open(view);
  return { ...opened, row: rowOf(/^Ada,/) };
}

function details(row: HTMLElement): HTMLElement {
  return button('Details of the last problem of Ada', row);
}

describe('the row of an account that is', () => {
  it.each([
    ['active', 'Signed in', 'until 6 Dec', 'Sign out'],
    ['offline', 'Signed in', 'server unreachable for 12 minutes', 'Try now'],
    ['expired', 'Sign in again', 'the session has expired', 'Sign in'],
    ['refused', 'Sign in again', 'refused by the server', 'Sign in'],
    ['entryMissing', 'Sign in again', 'not in the keyring any more', 'Sign in'],
    ['entryDamaged', 'Sign in again', 'changed by another program', 'Sign in'],
    ['locked', 'Keyring is locked', 'the session is in it', 'Unlock'],
    ['askingServer', 'Signing out…', 'asking the server', 'Try now'],
    ['waitingForServer', 'Signing out…', /asks the server again \d\d:\d\d/, 'Try now'],
    ['waitingForKeyring', 'Signing out…', 'waiting for the keyring', 'Try now'],
    ['confirmed', 'Signed out', /confirmed \d\d:\d\d/, 'Sign in'],
    ['accepted', 'Signed out', /accepted \d\d:\d\d, not checked/, 'Sign in'],
    ['sessionExpired', 'Signed out', 'session expired', 'Sign in'],
    ['forgotten', 'Signed out', 'not confirmed, valid until 30 Nov', 'Sign in'],
  ])('%s says "%s", "%s" and offers "%s" and nothing else', (name, word, detail, act) => {
    const { row } = show({ state: states[name] });
    expect(within(row).getByText(word)).toBeVisible();
    expect(within(row).getByText(detail)).toBeVisible();
    expect(row.querySelector('.state svg')).not.toBeNull();
    const acts = within(row)
      .getAllByRole('button')
      .filter((one) => one.classList.contains('act'));
    expect(acts.map((one) => one.textContent?.trim())).toEqual([act]);
  });

  it('locked in a keyring that is missing cannot be unlocked, only tried again', async () => {
    const { row, port, user } = show({ state: states.locked }, 'missing');
    expect(within(row).getByText('No keyring')).toBeVisible();
    await user.click(button('Try now for Ada', row));
    expect(port.asked('unlock')).toHaveLength(1);
  });

  it.each(['accepted', 'sessionExpired', 'forgotten'])('signed out as %s is not called confirmed', (name) => {
    const { row } = show({ state: states[name] });
    expect(row.querySelector('.state')?.textContent).not.toMatch(/(?<!not )confirmed/);
  });

  it('signing out cannot have its result dismissed before its end', () => {
    const { row } = show({ state: states.waitingForServer, result: result() });
    expect(within(row).getByText('This computer')).toBeVisible();
    expect(within(row).queryByRole('button', { name: 'Dismiss' })).toBeNull();
  });

  it('waiting for a locked keyring asks to unlock it', () => {
    const { row } = show({ state: states.waitingForKeyring }, 'locked');
    expect(button('Unlock the keyring for Ada', row)).toBeVisible();
  });

  it('being signed out right now does not start a second round', async () => {
    const { row, port, user } = show({ state: states.askingServer });
    const act = button('Try now for Ada', row);
    expect(act).toHaveAttribute('aria-disabled', 'true');
    await user.click(act);
    expect(port.asked('tryAgain')).toEqual([]);
  });

  it('offline says since when exactly to who listens', () => {
    const { row } = show({ state: states.offline });
    expect(within(row).getByText(/The server has not been reachable since .*2026/)).toHaveClass('visually-hidden');
  });

  it.each([
    ['redirected', 'The site sends to files.example.com. If it has moved, add it under its new address.'],
    ['tls', 'The certificate of cloud.example.com cannot be trusted'],
    ['timed_out', 'There was no answer within 30 seconds.'],
    ['server_trouble', 'There is trouble on the server, or on a proxy in front of it.'],
    ['not_cloudreve', 'What answers at cloud.example.com is no Cloudreve. A network that wants a sign-in of its own'],
    ['cloudreve_v3', 'The site runs version 3 of Cloudreve now.'],
    ['too_large', 'The answer of cloud.example.com makes no sense.'],
    ['unexpected_answer', 'The answer of cloud.example.com makes no sense.'],
  ] as [ProblemCode, string][])('offline because of %s says why behind its details', async (code, words) => {
    const lastProblem = problem({ code, host: 'cloud.example.com', other: 'files.example.com' });
    const { row, user } = show({ state: states.offline, lastProblem });
    expect(row).not.toHaveTextContent(words);
    await user.click(details(row));
    expect(within(row).getAllByText(words, { exact: false })[0]).toBeVisible();
  });

  it.each(['offline', 'refused', 'locked', 'waitingForServer', 'confirmed'])(
    '%s because of a problem has the box that it has while all is well, and a button that takes no room in it',
    async (name) => {
      const boxes = (row: HTMLElement) =>
        [...(row.querySelector('.main')?.children ?? [])].map((part) => part.className.replace(/ ?s\S*-\S+/g, ''));
      const well = show({ state: states.active });
      const before = boxes(well.row);
      const lastProblem = problem({ code: 'tls' });
      well.port.publish(snapshot({ sites: [site({ accounts: [account({ state: states[name], lastProblem })] })] }));
      await waitFor(() => expect(details(well.row)).toBeVisible());
      expect(boxes(well.row)).toEqual(before);
    },
  );

  it('offline because of a redirect that names no host still says that the site sends elsewhere', async () => {
    const { row, user } = show({ state: states.offline, lastProblem: problem({ code: 'redirected' }) });
    await user.click(details(row));
    expect(within(row).getByText(/The site sends to another address\./)).toBeVisible();
  });

  it('offline without a network says no more than that', () => {
    const { row } = show({ state: states.offline, lastProblem: problem({ code: 'unreachable' }) });
    expect(row).not.toHaveTextContent('did not get through');
  });

  it('signed in again does not show what kept the server away before', () => {
    const { row } = show({ state: states.active, lastProblem: problem({ code: 'tls' }) });
    expect(row).not.toHaveTextContent('certificate');
  });

  it('known with its storage shows a meter with numbers', () => {
    const { row } = show({ storage: { used: 512 * 1024 ** 2, total: 1024 ** 3 } });
    const meter = within(row).getByRole('meter', { name: 'Storage used' });
    expect(meter).toHaveAttribute('aria-valuenow', '50');
    expect(meter).toHaveAttribute('aria-valuetext', '512 MB of 1 GB');
  });
});

function lines(given: Partial<ResultView>): string[] {
  const { row } = show({ state: states.confirmed, result: result(given) });
  const panel = within(row).getByRole('region', { name: 'Result of signing out Ada' });
  return within(panel)
    .getAllByRole('listitem')
    .map((item) => [...item.querySelectorAll('strong, [aria-hidden=true]:not(svg), .text > span > span:not([title])')])
    .map((parts) => parts.map((part) => part.textContent).join(': '));
}

describe('the result of a sign-out', () => {
  it('is three lines', () => {
    expect(lines({})).toEqual([
      'This computer: erased from the keyring',
      expect.stringMatching(/^Server: confirmed \d\d:\d\d$/),
      'Single sign-on: opened at login.contoso.example, finish it there',
    ]);
  });

  it.each([
    [{ computer: 'kept_to_finish' }, 0, 'kept in the keyring only to finish the sign-out'],
    [{ computer: 'waiting_for_keyring' }, 0, 'waiting for the keyring'],
    [{ server: { kind: 'asking' } }, 1, 'being asked'],
    [{ server: { kind: 'accepted' } }, 1, 'but it could not be checked'],
    [{ server: { kind: 'unreachable', nextTry: now + 8 * 60_000 } }, 1, 'not reachable, next try in 8 minutes'],
    [{ server: { kind: 'unreachable', nextTry: null } }, 1, 'not reachable, trying again'],
    [
      { server: { kind: 'not_recognised', nextTry: now + 60 * 60_000, otherInstallation: false } },
      1,
      'does not know the session, next try in 1 hour',
    ],
    [
      { server: { kind: 'not_recognised', nextTry: null, otherInstallation: false } },
      1,
      'does not know the session, trying again',
    ],
    [
      { server: { kind: 'not_recognised', nextTry: now + 60 * 60_000, otherInstallation: true } },
      1,
      'another server answers at this address than the one that made the session; next try in 1 hour',
    ],
    [
      { server: { kind: 'not_recognised', nextTry: null, otherInstallation: true } },
      1,
      'another server answers at this address than the one that made the session; trying again',
    ],
    [{ server: { kind: 'expired' } }, 1, 'the session had already expired'],
    [
      { server: { kind: 'forgotten', validUntil: now + 9 * day } },
      1,
      'not confirmed, the session may live until 30 Nov',
    ],
    [{ singleSignOn: { kind: 'unknown' } }, 2, 'known once the server has answered'],
    [{ singleSignOn: { kind: 'none' } }, 2, 'Single sign-on: none'],
    [
      { singleSignOn: { kind: 'could_not_be_opened', host: 'a.example' } },
      2,
      'the page at a.example is still to be opened',
    ],
    [{ singleSignOn: { kind: 'waiting_for_you', host: 'a.example' } }, 2, 'still to be finished at a.example'],
    [{ singleSignOn: { kind: 'rejected', host: 'evil.example' } }, 2, 'evil.example that is not safe to open'],
    [{ singleSignOn: { kind: 'rejected', host: null } }, 2, 'something that is no address'],
  ] as [Partial<ResultView>, number, string][])('%j says so', (given, line, words) => {
    expect(lines(given)[line]).toContain(words);
  });

  it.each(['could_not_be_opened', 'waiting_for_you'] as const)(
    'that is %s can be finished in the browser',
    async (kind) => {
      const given = result({ singleSignOn: { kind, host: 'login.contoso.example' } });
      const { port, user } = show({ state: states.confirmed, result: given });
      await user.click(button('Finish at login.contoso.example'));
      expect(port.asked('openEndSession')).toEqual([['ada']]);
    },
  );

  it('with an address that was rejected offers nothing to open', () => {
    const given = result({ singleSignOn: { kind: 'rejected', host: 'evil.example' } });
    const { row } = show({ state: states.confirmed, result: given });
    expect(within(row).queryByRole('button', { name: /Finish/ })).toBeNull();
  });

  it('stays until it is dismissed', async () => {
    const { port, user } = show({ state: states.confirmed, result: result() });
    await user.click(button('Dismiss'));
    expect(port.asked('dismiss')).toEqual([['ada']]);
    expect(screen.getByRole('region', { name: /Result/ })).toBeVisible();
    port.publish(snapshot({ sites: [site({ accounts: [account({ state: states.confirmed })] })] }));
    expect(await screen.findByText('Signed out')).toBeVisible();
    expect(screen.queryByRole('region', { name: /Result/ })).toBeNull();
  });

  it('says when the browser may be signed in on its own', async () => {
    const given = result({ browserMayBeSignedIn: true });
    const { port, user } = show({ state: states.confirmed, result: given });
    await user.click(button('Open site'));
    expect(port.asked('openSite')).toEqual([['ada']]);
  });
});

it('all states at once keep one act each', () => {
  const { container } = open(everyState());
  for (const row of container.querySelectorAll('.row')) expect(row.querySelectorAll('.act')).toHaveLength(1);
});
