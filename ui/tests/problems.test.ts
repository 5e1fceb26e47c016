// A request that failed is said where it was made, with what to do, and behind "Details" what an administrator asks for, to be copied.
import { screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePort } from '../gallery/fake';
import { cutOff, otherInstallation, problem, snapshot, unfinished, usual } from '../gallery/samples';
import { button, field, open, rowOf } from './opened';

const refusal = problem({
  code: 'refused_by_server',
  host: 'cloud.example.com',
  server: { code: 40020, message: 'Invalid "token"', correlationId: '7c1b-2f0e' },
});

function failing(name: Parameters<FakePort['asked']>[0], view = usual(), what = refusal): FakePort {
  const port = new FakePort(view);
  port.failures.set(name, what);
  return port;
}

async function failedInARow(what = refusal) {
  const window = open(null, failing('signOut', usual(), what));
  await window.user.click(button('Sign out Ada'));
  return { ...window, note: await screen.findByRole('alert') };
}

describe('a problem', () => {
  it('says what happened, what to do, and what the server said', async () => {
    const { note } = await failedInARow();
    expect(note).toHaveTextContent('The server refused.');
    expect(note).toHaveTextContent('Its own words say why.');
    expect(within(note).getByText('Invalid "token"', { selector: 'q' })).toBeVisible();
  });

  it('has its code, its host and its reference behind Details', async () => {
    const { user, note } = await failedInARow();
    const details = note.querySelector('details');
    expect(details).not.toHaveAttribute('open');
    await user.click(within(note).getByText('Details'));
    expect(details).toHaveAttribute('open');
    for (const fact of ['refused_by_server · 40020', 'cloud.example.com', '7c1b-2f0e']) {
      expect(within(note).getByText(fact)).toBeVisible();
    }
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(found.violations).toEqual([]);
  });

  it('has details also when no server said anything', async () => {
    const { user, note } = await failedInARow(problem({ code: 'keyring_failed', host: null }));
    await user.click(within(note).getByText('Details'));
    expect(within(note).getByText('keyring_failed')).toBeVisible();
    expect(within(note).queryByText('Host')).toBeNull();
    expect(within(note).queryByText('The server says:')).toBeNull();
  });

  it('is copied as one plain text, and this is said', async () => {
    const { user, note } = await failedInARow();
    await user.click(within(note).getByText('Details'));
    await user.click(button('Copy', note));
    expect(await navigator.clipboard.readText()).toBe(
      [
        'The server refused.',
        'The server says: “Invalid "token"”',
        'Code: refused_by_server · 40020',
        'Host: cloud.example.com',
        'Reference for the administrator: 7c1b-2f0e',
      ].join('\n'),
    );
    expect(await within(note).findByText('Copied.')).toBeVisible();
    expect(screen.getByText(/^Copied\./, { selector: '[role=status]' })).toBeInTheDocument();
  });
});

describe('copying without a clipboard', () => {
  let selected: string | undefined;
  let works = true;

  beforeEach(() => {
    selected = undefined;
    document.execCommand = (command) => {
      const area = document.activeElement as HTMLTextAreaElement;
      selected = command === 'copy' ? area.value.slice(area.selectionStart, area.selectionEnd) : undefined;
      return works;
    };
  });

  afterEach(() => {
    // jsdom has none of its own.
    delete (document as Partial<Document>).execCommand;
  });

  async function copyWithout() {
    const { user, note } = await failedInARow();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await user.click(within(note).getByText('Details'));
    await user.click(button('Copy', note));
    return note;
  }

  it('copies what it selects, and gives the focus back', async () => {
    works = true;
    const note = await copyWithout();
    expect(await within(note).findByText('Copied.')).toBeVisible();
    expect(selected).toContain('Code: refused_by_server · 40020');
    expect(button('Copy', note)).toHaveFocus();
    expect(document.querySelector('textarea')).toBeNull();
  });

  it('says when that does not work either', async () => {
    works = false;
    const note = await copyWithout();
    expect(await within(note).findByText('Copying did not work. Select the text instead.')).toBeVisible();
  });
});

describe('a failed request is said', () => {
  type User = ReturnType<typeof open>['user'];

  it.each([
    [
      'in the row of the account',
      'signOut',
      usual(),
      (user: User) => user.click(button('Sign out Ada')),
      () => rowOf(/^Ada, /),
    ],
    [
      'in the row of the unfinished sign-out',
      'tryAgain',
      snapshot({ unfinished: [unfinished()] }),
      (user: User) => user.click(button('Try now for Old work')),
      () => screen.getByText('Old work · Contoso Drive').closest('li'),
    ],
    [
      'in its notice',
      'dismissNotice',
      { ...usual(), notices: [cutOff()] },
      (user: User) => user.click(button('Close')),
      () => document.querySelector('[data-notice]'),
    ],
    [
      'in the section of its site',
      'acceptSite',
      otherInstallation(),
      async (user: User) => {
        await user.click(button('It is the right one'));
        await user.click(button('It is the right one', await screen.findByRole('alertdialog')));
      },
      () => document.querySelector('.other')?.closest('[data-site]'),
    ],
    [
      'in the bar of the keyring',
      'unlock',
      snapshot({ ...usual(), keyring: { name: 'GNOME Keyring', state: 'locked' } }),
      (user: User) => user.click(button('Unlock')),
      () => screen.getByRole('region', { name: 'Keyring' }),
    ],
    [
      'in the bar of the list that is not kept',
      'showRegistryFolder',
      { ...usual(), registry: 'read_only' },
      (user: User) => user.click(button('Show folder')),
      () => screen.getByRole('region', { name: 'List of accounts' }),
    ],
    [
      'above the foot, where it is about all accounts',
      'signOutOf',
      usual(),
      async (user: User) => {
        await user.click(button('More'));
        await user.click(await screen.findByRole('menuitem', { name: 'Sign out of all…' }));
        await user.click(button('Sign out of all', await screen.findByRole('alertdialog')));
      },
      () => document.querySelector('.bars'),
    ],
    [
      'above the foot, where it is about the program',
      'quit',
      usual(),
      async (user: User) => {
        await user.click(button('More'));
        await user.click(await screen.findByRole('menuitem', { name: 'Quit' }));
      },
      () => document.querySelector('.bars'),
    ],
  ] as const)('%s, with its details', async (_, name, view, fail, place) => {
    const { user } = open(null, failing(name, view as ReturnType<typeof usual>));
    await fail(user);
    const alert = await screen.findByRole('alert');
    expect(place()).toContainElement(alert);
    expect(within(alert).getByText('Details')).toBeVisible();
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });

  it('under the field that it is about', async () => {
    const { user } = open(null, failing('probeSite', usual(), problem()));
    await user.keyboard('{Control>}n{/Control}');
    await user.type(await screen.findByLabelText('Site address'), 'cloud.exmaple.com{Enter}');
    await waitFor(() => expect(field('Site address')).toHaveAccessibleDescription(/There is no server named/));
    expect(within(screen.getByRole('alert')).getByText('Details')).toBeVisible();
  });

  it.each([
    ['a site', usual()],
    ['a site where another installation answers', otherInstallation()],
  ])('in the section of %s, until it is dismissed', async (_, view) => {
    // Given
    const { user, around, port } = open(null, failing('openPage', view));
    const site = view.sites[0]!;
    await around.requests.run(site.origin, 'home', () => port.openPage(site.origin, 'home'));
    const note = await screen.findByRole('alert');
    // When
    await user.click(button('Dismiss', note));
    // Then
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(button(`More for the site ${site.title}`)).toHaveFocus();
  });

  it('above the foot when the keyring has no bar, until it is dismissed', async () => {
    const { user, around, port } = open(null, failing('unlock', usual(), problem({ code: 'keyring_failed' })));
    await around.requests.run('keyring', 'unlock', () => port.unlock());
    const alert = await screen.findByRole('alert');
    expect(document.querySelector('.bars')).toContainElement(alert);
    await user.click(button('Dismiss', document.querySelector<HTMLElement>('.bars') ?? undefined));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('also when there is no list, so that a window that does not close says why', async () => {
    // Given
    const port = new FakePort();
    port.watch = () => Promise.reject(problem({ code: 'not_now', host: null }));
    port.failures.set('closeWindow', problem({ code: 'keyring_timed_out', host: null }));
    const { user } = open(null, port);
    await screen.findByText('This is not possible any more.');
    // When
    port.tell({ kind: 'errand', errand: { kind: 'say_quitting' } });
    await user.click(button('Quit', await screen.findByRole('alertdialog')));
    // Then
    expect(await screen.findByText('The keyring did not answer in time.')).toBeVisible();
  });
});
