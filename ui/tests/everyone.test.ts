// Signing out of all accounts from the window: one question with numbers, one command, one summary.
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { StateView } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import { account, problem, result, site, snapshot, states, usual } from '../gallery/samples';
import { button, open, rowOf } from './opened';

async function askForAll(opened = open(usual())) {
  await opened.user.click(button('More'));
  await opened.user.click(await screen.findByRole('menuitem', { name: 'Sign out of all…' }));
  return { ...opened, dialog: await screen.findByRole('alertdialog') };
}

const two = () => snapshot({ sites: [site({ accounts: [account(), account({ id: 'eve', name: 'Eve' })] })] });
const waits = result({
  computer: 'kept_to_finish',
  server: { kind: 'unreachable', nextTry: null },
  singleSignOn: { kind: 'unknown' },
});

describe('the question', () => {
  it('names how many accounts with a session there are, and on how many sites', async () => {
    const { dialog } = await askForAll();
    expect(dialog).toHaveAccessibleName('Sign out of 3 accounts?');
    expect(dialog).toHaveTextContent('All sessions on 2 sites end on their servers and are erased from this computer.');
    await waitFor(() => expect(button('Cancel', dialog)).toHaveFocus());
  });

  it('names the sites, the first five of many, in short', async () => {
    const titles = ['Home cloud', 'Lab', '家庭云', 'محمد', 'W'.repeat(200), 'Sixth', 'Seventh'];
    const sites = titles.map((title, index) =>
      site({ origin: `https://${index}.example`, host: `${index}.example`, title, accounts: [account({ id: title })] }),
    );
    const { dialog } = await askForAll(open(snapshot({ sites })));
    const named = `Home cloud, Lab, 家庭云, \u2068محمد\u2069, ${'W'.repeat(40)}… and 2 more`;
    expect(within(dialog).getByText(named)).toBeVisible();
  });

  it('names only sites with a session, and those of one title by their hosts', async () => {
    const of = (host: string, title: string, state = states.active!) =>
      site({ origin: `https://${host}`, host, title, accounts: [account({ id: host, state })] });
    const sites = [
      of('a.example', 'Cloudreve'),
      of('b.example', 'Lab', states.confirmed),
      of('c.example', 'Cloudreve'),
    ];
    const { dialog } = await askForAll(open(snapshot({ sites })));
    expect(within(dialog).getByText('a.example and c.example')).toBeVisible();
  });

  it('is in the singular for one', async () => {
    const { dialog } = await askForAll(open(snapshot({ sites: [site()] })));
    expect(dialog).toHaveAccessibleName('Sign out of one account?');
  });

  it('comes from outside the page too, and only a yes signs out', async () => {
    const { user, port } = open(usual());
    port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
    await screen.findByRole('alertdialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(port.asked('signOutOf')).toEqual([]);
  });

  it('is not offered when nobody is signed in', async () => {
    const { user } = open(snapshot({ sites: [site({ accounts: [account({ state: states.confirmed })] })] }));
    await user.click(button('More'));
    expect(await screen.findByRole('menuitem', { name: 'Sign out of all…' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('is reached by the keyboard', async () => {
    const { user } = open(usual());
    button('More').focus();
    await user.keyboard('{Enter}');
    await waitFor(async () => expect(await screen.findByRole('menuitem', { name: 'Settings' })).toHaveFocus());
    await user.keyboard('{ArrowDown}{Enter}');
    expect(await screen.findByRole('alertdialog')).toHaveAccessibleName('Sign out of 3 accounts?');
  });
});

describe('after the yes', () => {
  it('every account with a session is signed out by one command, and one summary is said', async () => {
    // Given
    const port = new FakePort(two());
    port.held.add('signOutOf');
    const { user, dialog, around } = await askForAll(open(null, port));
    const say = vi.spyOn(around.announcer, 'say');
    // When
    await user.click(button('Sign out of all', dialog));
    const signedOut = (id: string, name: string) =>
      account({ id, name, state: states.confirmed, result: result({ singleSignOn: { kind: 'none' } }) });
    port.publish(snapshot({ sites: [site({ accounts: [signedOut('ada', 'Ada'), signedOut('eve', 'Eve')] })] }));
    port.answer(['ada', 'eve'].map((id) => ({ account: id, result: result({ singleSignOn: { kind: 'none' } }) })));
    // Then
    expect(port.asked('signOutOf')).toEqual([[['ada', 'eve']]]);
    await waitFor(() => expect(say).toHaveBeenCalledWith('All 2 accounts are signed out.'));
    expect(say).toHaveBeenCalledTimes(1);
    await user.click(button('Close'));
    expect(rowOf(/^Eve,/)).toHaveTextContent('confirmed');
  });

  it('the summary says who is not finished, and what is left in the browser', async () => {
    const port = new FakePort(two());
    const page = result({ singleSignOn: { kind: 'waiting_for_you', host: 'login.example' } });
    port.signedOut = [
      { account: 'ada', result: page },
      { account: 'eve', result: waits },
    ];
    const { user, dialog } = await askForAll(open(null, port));
    await user.click(button('Sign out of all', dialog));
    const status = await screen.findByRole('status');
    await waitFor(() =>
      expect(status).toHaveTextContent(
        '1 of 2 accounts is signed out. Keyreve keeps trying with the rest; the list shows how they stand. ' +
          'One single sign-on is still to be finished in the browser; its row says where.',
      ),
    );
  });

  it('nobody is said to be signed out whose session lives', async () => {
    const port = new FakePort(two());
    port.signedOut = [
      { account: 'ada', result: result({ singleSignOn: { kind: 'none' } }) },
      { account: 'eve', result: null },
    ];
    const { user, dialog } = await askForAll(open(null, port));
    await user.click(button('Sign out of all', dialog));
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('1 of 2 accounts is signed out.'));
  });

  it('what happens later to one that waited is news again', async () => {
    const port = new FakePort(two());
    port.signedOut = ['ada', 'eve'].map((id) => ({ account: id, result: waits }));
    const { user, dialog } = await askForAll(open(null, port));
    await user.click(button('Sign out of all', dialog));
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('0 of 2 accounts are signed out.'));
    const later = (id: string, name: string) => account({ id, name, state: states.waitingForServer, result: waits });
    port.publish(snapshot({ sites: [site({ accounts: [later('ada', 'Ada'), later('eve', 'Eve')] })] }));
    const eve = account({ id: 'eve', name: 'Eve', state: states.confirmed, result: result() });
    port.publish(snapshot({ sites: [site({ accounts: [later('ada', 'Ada'), eve] })] }));
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent('Eve is signed out. The server confirmed it.'),
    );
  });

  describe('of one site, while another is on its way', () => {
    const lab = site({
      origin: 'https://lab.example',
      host: 'lab.example',
      title: 'Lab',
      accounts: [account({ id: 'eve', name: 'Eve' })],
    });

    async function signOutOfSite(user: ReturnType<typeof open>['user'], title: string) {
      await user.click(button(`More for the site ${title}`));
      await user.click(await screen.findByRole('menuitem', { name: 'Sign out of all on this site…' }));
      await user.click(button(/^Sign out/, await screen.findByRole('alertdialog')));
    }

    it('nobody waits until the other site has answered', async () => {
      // Given
      const port = new FakePort(snapshot({ sites: [site(), lab] }));
      port.held.add('signOutOf');
      const { user } = open(null, port);
      await signOutOfSite(user, 'Home cloud');
      const ada = account({ state: states.askingServer });
      port.publish(snapshot({ sites: [site({ accounts: [ada] }), lab] }));
      await user.click(await screen.findByRole('button', { name: 'Stop waiting' }));
      // When
      await signOutOfSite(user, 'Lab');
      // Then
      expect(port.asked('signOutOf')).toEqual([[['ada']], [['eve']]]);
      const followed = await screen.findByRole('list', { name: 'Accounts that are being signed out' });
      expect(followed).toHaveTextContent('Eve · Lab');
    });

    it('what happens to those that have answered is news again', async () => {
      // Given
      const port = new FakePort(snapshot({ sites: [site(), lab] }));
      port.held.add('signOutOf');
      const { user } = open(null, port);
      const tell = (state: StateView) =>
        port.publish(snapshot({ sites: [site({ accounts: [account({ state, result: result() })] }), lab] }));
      await signOutOfSite(user, 'Home cloud');
      tell(states.askingServer!);
      port.answer([{ account: 'ada', result: waits }]);
      await user.click(await screen.findByRole('button', { name: 'Close' }));
      await signOutOfSite(user, 'Lab');
      // When
      tell(states.waitingForServer!);
      tell(states.confirmed!);
      // Then
      const status = await screen.findByRole('status');
      await waitFor(() => expect(status).toHaveTextContent('Ada is signed out. The server confirmed it.'));
    });
  });

  it('a failure is said above the foot', async () => {
    const port = new FakePort(two());
    port.failures.set('signOutOf', problem({ code: 'not_now', host: null }));
    const { user, dialog } = await askForAll(open(null, port));
    await user.click(button('Sign out of all', dialog));
    expect(await screen.findByRole('alert')).toHaveTextContent('This is not possible any more.');
  });
});

describe('the menu of the head', () => {
  it('quits', async () => {
    const { user, port } = open(usual());
    await user.click(button('More'));
    await user.click(await screen.findByRole('menuitem', { name: 'Quit' }));
    expect(port.asked('quit')).toHaveLength(1);
  });
});
