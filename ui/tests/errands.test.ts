// What was asked for outside the page: where it leads, what closing the window asks, and what no tray means.
import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { Errand } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import { account, desktop, problem, settings, site, snapshot, states, unfinished, usual } from '../gallery/samples';
import { button, field, open } from './opened';

function sent(errand: Errand, opened = open(usual())) {
  opened.port.tell({ kind: 'errand', errand });
  return opened;
}

function noMoreQuestion() {
  return waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
}

describe('closing the window for the first time', () => {
  it('says that the program goes on in the tray, with the focus on going on', async () => {
    sent({ kind: 'say_hiding' });
    const dialog = await screen.findByRole('alertdialog', { name: 'Keyreve goes on in the tray' });
    expect(dialog).toHaveTextContent('The icon in the tray brings it back.');
    await waitFor(() => expect(button('Keep running', dialog)).toHaveFocus());
    expect(button('Quit instead', dialog)).toBeVisible();
  });

  it.each([
    ['Keep running', 'hides'],
    ['Quit instead', 'quits'],
  ])('and does what "%s" says', async (name, closing) => {
    // Given
    const { user, port } = sent({ kind: 'say_hiding' });
    // When
    await user.click(await screen.findByRole('button', { name }));
    // Then
    expect(port.asked('closeWindow')).toEqual([[closing]]);
    await noMoreQuestion();
  });

  it('stays open on Escape, and nothing is chosen', async () => {
    const { user, port } = sent({ kind: 'say_hiding' });
    await screen.findByRole('alertdialog');
    await user.keyboard('{Escape}');
    await noMoreQuestion();
    expect(port.asked('closeWindow')).toEqual([]);
  });

  it('asks no more when the window was hidden all the same', async () => {
    sent({ kind: 'say_hiding' });
    await screen.findByRole('alertdialog');
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    await noMoreQuestion();
  });

  it('is asked before another question that is open', async () => {
    // Given
    const opened = open(usual());
    await opened.user.click(button('More for Ada'));
    await opened.user.click(await screen.findByRole('menuitem', { name: 'Remove…' }));
    await screen.findByRole('alertdialog', { name: 'Remove Ada?' });
    // When
    sent({ kind: 'say_hiding' }, opened);
    await screen.findByRole('alertdialog', { name: 'Keyreve goes on in the tray' });
    await waitFor(() => expect(button('Keep running')).toHaveFocus());
    await opened.user.keyboard('{Escape}');
    // Then
    await waitFor(() => expect(screen.queryByText('Keyreve goes on in the tray')).toBeNull());
    expect(screen.getByRole('alertdialog', { name: 'Remove Ada?' })).toBeVisible();
    expect(opened.port.asked('closeWindow')).toEqual([]);
  });

  it('is asked although there is no list yet', async () => {
    const { user, port } = sent({ kind: 'say_hiding' }, open(null));
    await user.click(await screen.findByRole('button', { name: 'Quit instead' }));
    expect(port.asked('closeWindow')).toEqual([['quits']]);
  });

  it('says why when the window could not be closed', async () => {
    const port = new FakePort(usual());
    port.failures.set('closeWindow', problem({ code: 'not_now', host: null }));
    const { user } = sent({ kind: 'say_hiding' }, open(null, port));
    await user.click(await screen.findByRole('button', { name: 'Keep running' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('This is not possible any more.');
    await user.click(button('Dismiss', alert));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('closing the window where there is no tray', () => {
  it('says that it quits, with the focus on staying', async () => {
    sent({ kind: 'say_quitting' });
    const dialog = await screen.findByRole('alertdialog', { name: 'Quit Keyreve?' });
    expect(dialog).toHaveTextContent('There is no tray on this desktop, so closing the window quits Keyreve.');
    expect(dialog).toHaveTextContent('Your accounts stay signed in');
    await waitFor(() => expect(button('Stay', dialog)).toHaveFocus());
  });

  it('says whom quitting signs out', async () => {
    const automatic = { ...settings().automatic, onQuit: { kind: 'everybody' } as const };
    sent({ kind: 'say_quitting' }, open({ ...usual(), settings: settings({ automatic }) }));
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog).toHaveTextContent('As chosen in the settings, 3 accounts are signed out then.');
    expect(dialog).not.toHaveTextContent('stay signed in');
  });

  it('quits on "Quit"', async () => {
    const { user, port } = sent({ kind: 'say_quitting' });
    await user.click(await screen.findByRole('button', { name: 'Quit' }));
    expect(port.asked('closeWindow')).toEqual([['quits']]);
  });

  it.each([['{Enter}'], ['{Escape}']])('stays on %s', async (key) => {
    const { user, port } = sent({ kind: 'say_quitting' });
    await waitFor(() => expect(button('Stay')).toHaveFocus());
    await user.keyboard(key);
    await noMoreQuestion();
    expect(port.asked('closeWindow')).toEqual([]);
  });
});

describe('a desktop without a tray', () => {
  it('is told above the foot, and not where there is one or nobody knows', () => {
    const { port } = open(usual());
    for (const tray of ['shown', 'unknown'] as const) {
      port.tell({ kind: 'desktop', view: desktop({ tray }) });
      expect(screen.queryByRole('region', { name: 'Tray' })).toBeNull();
    }
  });

  it('says what closing does, and nothing when a tray appears later', async () => {
    const { port } = open(usual());
    port.tell({ kind: 'desktop', view: desktop({ tray: 'missing' }) });
    const bar = await screen.findByRole('region', { name: 'Tray' });
    expect(bar).toHaveTextContent('This desktop has no tray. Closing the window quits Keyreve.');
    port.tell({ kind: 'desktop', view: desktop() });
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Tray' })).toBeNull());
  });
});

describe('an errand', () => {
  it('that adds an account opens the form', async () => {
    sent({ kind: 'add_account' });
    expect(await screen.findByLabelText('Site address')).toHaveFocus();
  });

  it('that adds an account keeps what is typed in an open form', async () => {
    const opened = sent({ kind: 'add_account' });
    await screen.findByLabelText('Site address');
    await opened.user.type(field('Site address'), 'cloud.exa');
    sent({ kind: 'add_account' }, opened);
    expect(field('Site address')).toHaveValue('cloud.exa');
  });

  it('that signs in again opens the form of that account', async () => {
    sent({ kind: 'sign_in_again', account: 'bob' });
    expect(await screen.findByLabelText('E-mail')).toHaveValue('bob@example.org');
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Sign in again');
  });

  it('that signs in again an account that is gone changes nothing', async () => {
    sent({ kind: 'sign_in_again', account: 'nobody' });
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Keyreve');
  });

  it.each([
    ['an account', 'grace', /^Grace Hopper, /],
    ['an unfinished sign-out', 'gone', 'Try now for Old work'],
  ])('that shows %s brings it before the person and gives it the focus', async (_, id, name) => {
    // Given
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView');
    const opened = open({ ...usual(), unfinished: [unfinished()] });
    await opened.user.click(button(/Add account/));
    // When
    sent({ kind: 'show', id }, opened);
    // Then
    await waitFor(() => expect(button(name)).toHaveFocus());
    expect((seen.mock.contexts[0] as Element).getAttribute('data-row')).toBe(id);
  });

  it('that comes before the first list waits for it', async () => {
    const opened = sent({ kind: 'add_account' }, open(null));
    opened.port.publish(snapshot({ sites: [site()] }));
    expect(await screen.findByLabelText('Site address')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Add account');
  });

  it('that leaves a form ends what that form waited for', async () => {
    const port = new FakePort(snapshot({ sites: [site({ accounts: [account({ state: states.refused })] })] }));
    port.held.add('signIn');
    const opened = open(null, port);
    await opened.user.click(button('Sign in Ada'));
    await opened.user.type(await screen.findByLabelText('Password'), 'secret{Enter}');
    sent({ kind: 'add_account' }, opened);
    await screen.findByLabelText('Site address');
    expect(port.asked('cancel')).toHaveLength(1);
  });
});
