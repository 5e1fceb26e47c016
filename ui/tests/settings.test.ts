// The settings: each choice applies at once, the snapshot is the truth, and what this desktop cannot do is said where it would stand.
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { AutomaticSignOut, DesktopView, Settings, Snapshot } from '../src/generated/bindings';
import { minutesFrom } from '../src/settings/minutes';
import { FakePort } from '../gallery/fake';
import {
  account,
  desktop,
  problem,
  result,
  settings,
  site,
  snapshot,
  states,
  unfinished,
  usual,
} from '../gallery/samples';
import { button, field, open } from './opened';

const off: AutomaticSignOut = settings().automatic;

async function opened(view: Snapshot = usual(), here: Partial<DesktopView> = {}, port = new FakePort(view)) {
  port.desktop = desktop(here);
  const window = open(null, port);
  await window.user.keyboard('{Control>},{/Control}');
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  return window;
}

function chosen(given: Partial<AutomaticSignOut>): Snapshot {
  return { ...usual(), settings: settings({ automatic: { ...off, ...given } }) };
}

function box(name: string, inside?: HTMLElement) {
  return (inside ? within(inside) : screen).getByRole<HTMLInputElement>('checkbox', { name });
}

function choice(name: string, inside?: HTMLElement) {
  return (inside ? within(inside) : screen).getByRole<HTMLInputElement>('radio', { name });
}

function rule(name: string) {
  return screen.getByRole('group', { name });
}

function last(port: FakePort): Settings | undefined {
  return port.asked('changeSettings').at(-1)?.[0] as Settings | undefined;
}

describe('the settings', () => {
  it.each([
    ['the button', async (user: ReturnType<typeof open>['user']) => user.click(button('Settings'))],
    [
      'the menu',
      async (user: ReturnType<typeof open>['user']) => {
        await user.click(button('More'));
        await user.click(await screen.findByRole('menuitem', { name: 'Settings' }));
      },
    ],
    ['Ctrl+comma', async (user: ReturnType<typeof open>['user']) => user.keyboard('{Control>},{/Control}')],
  ])('open by %s, with the focus on the first choice', async (_, how) => {
    const { user } = open(usual());
    await how(user);
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Settings');
    await waitFor(() =>
      expect(
        within(screen.getByRole('radiogroup', { name: 'Language' })).getByRole('radio', { name: 'As the system' }),
      ).toHaveFocus(),
    );
  });

  it.each([
    ['Back', async (user: ReturnType<typeof open>['user']) => user.click(button('Back'))],
    ['Escape', async (user: ReturnType<typeof open>['user']) => user.keyboard('{Escape}')],
  ])('lead back to the list by %s, with the focus where it came from', async (_, how) => {
    const { user } = await opened();
    await how(user);
    await waitFor(() => expect(button('Settings')).toHaveFocus());
    expect(button(/^Ada, /)).toBeVisible();
  });

  it('lead back to a form that was open, with what was typed', async () => {
    const { user } = open(usual());
    await user.keyboard('{Control>}n{/Control}');
    await user.type(await screen.findByLabelText('Site address'), 'cloud.exa');
    await user.keyboard('{Control>},{/Control}{Escape}');
    expect(await screen.findByLabelText('Site address')).toHaveValue('cloud.exa');
  });
});

describe('a choice', () => {
  it('is handed over whole and at once', async () => {
    const { user, port } = await opened();
    await user.click(choice('Keyreve quits'));
    expect(port.asked('changeSettings')).toEqual([[settings({ closing: 'quits' })]]);
    expect(choice('Keyreve quits')).toBeChecked();
  });

  it('does not undo the one before it, whose answer is still awaited', async () => {
    // Given
    const port = new FakePort(usual());
    port.held.add('changeSettings');
    const { user } = await opened(usual(), {}, port);
    await user.click(choice('Keyreve quits'));
    // When
    await user.click(box('Show notifications'));
    await user.click(box('When the screen is locked'));
    expect(port.asked('changeSettings')).toHaveLength(1);
    port.held.clear();
    port.answer(undefined);
    // Then
    const both = settings({
      closing: 'quits',
      notifications: 'none',
      automatic: { ...off, onLock: { kind: 'everybody' } },
    });
    await waitFor(() => expect(port.asked('changeSettings')).toHaveLength(2));
    expect(last(port)).toEqual(both);
  });

  it('shows what the next snapshot says, whatever was clicked', async () => {
    const { user, port } = await opened();
    await user.click(box('Show notifications'));
    expect(box('Show notifications')).not.toBeChecked();
    port.publish(usual());
    await waitFor(() => expect(box('Show notifications')).toBeChecked());
  });

  it('that fails goes back and says so beside it', async () => {
    const port = new FakePort(usual());
    port.failures.set('changeSettings', problem({ code: 'not_now', host: null }));
    const { user } = await opened(usual(), {}, port);
    await user.click(choice('Keyreve quits'));
    const group = screen.getByRole('radiogroup', { name: 'When the window is closed' });
    expect(await within(group).findByRole('alert')).toHaveTextContent('This is not possible any more.');
    expect(choice('Keyreve goes on in the tray')).toBeChecked();
    expect(choice('Keyreve quits')).not.toBeChecked();
  });
});

describe('what this desktop offers', () => {
  it('decides whether closing can be chosen', async () => {
    const { port } = await opened(usual(), { tray: 'missing' });
    expect(choice('Keyreve goes on in the tray')).toBeDisabled();
    expect(screen.getByText(/This desktop has no tray, so closing the window quits\./)).toBeVisible();
    port.tell({ kind: 'desktop', view: desktop() });
    await waitFor(() => expect(choice('Keyreve goes on in the tray')).toBeEnabled());
  });

  it('decides whether starting at login is offered', async () => {
    await opened(usual(), { startAtLogin: null });
    expect(screen.queryByRole('checkbox', { name: 'Start at login' })).toBeNull();
  });

  it('is said where nothing shows notifications', async () => {
    await opened(usual(), { showsNotifications: false });
    expect(box('Show notifications')).toHaveAccessibleDescription(
      'Nothing on this desktop shows notifications at the moment.',
    );
  });

  it.each([
    ['When the screen is locked', { reportsLock: false }, 'This desktop does not say when the screen is locked.'],
    ['When nobody uses the computer', { reportsIdle: false }, /does not say for how long/],
  ])('decides whether it signs out "%s"', async (name, here, why) => {
    await opened(usual(), here);
    expect(box(name)).toBeDisabled();
    expect(box(name)).toHaveAccessibleDescription(why);
  });

  it('lets a rule be switched off that it cannot have any more', async () => {
    const { user, port } = await opened(chosen({ onLock: { kind: 'everybody' } }), { reportsLock: false });
    await user.click(box('When the screen is locked'));
    expect(last(port)?.automatic.onLock).toEqual({ kind: 'nobody' });
  });
});

describe('starting at login', () => {
  it('is the desktop’s own truth', async () => {
    const { user, port } = await opened(usual(), { startAtLogin: false });
    await user.click(box('Start at login'));
    expect(port.asked('setStartAtLogin')).toEqual([[true]]);
    port.tell({ kind: 'desktop', view: desktop({ startAtLogin: true }) });
    await waitFor(() => expect(box('Start at login')).toBeChecked());
  });

  it('that cannot be changed goes back and says so', async () => {
    const port = new FakePort(usual());
    port.failures.set('setStartAtLogin', problem({ code: 'autostart_failed', host: null }));
    const { user } = await opened(usual(), {}, port);
    await user.click(box('Start at login'));
    expect(await screen.findByRole('alert')).toHaveTextContent('What starts at login could not be changed.');
    expect(box('Start at login')).not.toBeChecked();
  });
});

describe('signing out by itself', () => {
  it('is off until it is asked for, and then covers everybody', async () => {
    const { user, port } = await opened();
    expect(box('When Keyreve quits')).not.toBeChecked();
    await user.click(box('When Keyreve quits'));
    expect(last(port)?.automatic.onQuit).toEqual({ kind: 'everybody' });
  });

  it('covers whom the person names, beginning with everybody', async () => {
    const { user, port } = await opened(chosen({ onQuit: { kind: 'everybody' } }));
    const quitting = rule('When Keyreve quits');
    await user.click(choice('Only these accounts', quitting));
    const all = ['ada', 'bob', 'lovelace', 'test', 'grace'];
    expect(last(port)?.automatic.onQuit).toEqual({ kind: 'only', accounts: all });
    await user.click(box('Bob (family) · Home cloud', quitting));
    expect(last(port)?.automatic.onQuit).toEqual({ kind: 'only', accounts: all.filter((id) => id !== 'bob') });
  });

  it('tells two of the same name on one site apart by their labels', async () => {
    const accounts = [account({ id: 'ada', label: 'work' }), account({ id: 'eve', label: 'home' })];
    const view = { ...chosen({ onQuit: { kind: 'only', accounts: [] } }), sites: [site({ accounts })] };
    const { user, port } = await opened(view);
    await user.click(box('Ada (home) · Home cloud'));
    expect(last(port)?.automatic.onQuit).toEqual({ kind: 'only', accounts: ['eve'] });
  });

  it('lets go of accounts that are not there any more', async () => {
    const { user, port } = await opened(chosen({ onQuit: { kind: 'only', accounts: ['gone', 'ada'] } }));
    await user.click(box('Bob (family) · Home cloud'));
    expect(last(port)?.automatic.onQuit).toEqual({ kind: 'only', accounts: ['ada', 'bob'] });
  });

  it('says so when nobody is chosen', async () => {
    const { user, port } = await opened(chosen({ onQuit: { kind: 'only', accounts: ['ada'] } }));
    await user.click(box('Ada · Home cloud'));
    expect(last(port)?.automatic.onQuit).toEqual({ kind: 'only', accounts: [] });
    expect(await screen.findByText('None is chosen, so nobody is signed out.')).toBeVisible();
  });

  it('takes a number of minutes as it is typed', async () => {
    const { user, port } = await opened(chosen({ whenIdle: { kind: 'everybody' } }));
    const minutes = field('For how many minutes');
    expect(minutes).toHaveValue('15');
    await user.clear(minutes);
    await user.type(minutes, '90');
    await waitFor(() => expect(last(port)?.automatic.idleMinutes).toBe(90));
  });

  it.each(['0', '1441', 'ten', '1.5', '-3', ''])(
    'says of "%s" minutes what would be right, and changes nothing',
    async (typed) => {
      const { user, port } = await opened(chosen({ whenIdle: { kind: 'everybody' } }));
      const minutes = field('For how many minutes');
      await user.clear(minutes);
      const before = port.asked('changeSettings').length;
      if (typed) await user.paste(typed);
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Type a whole number from 1 to 1,440. Until then 15 holds.',
      );
      expect(minutes).toBeInvalid();
      expect(port.asked('changeSettings')).toHaveLength(before);
    },
  );

  it.each([
    ['1', 1],
    [' 1440 ', 1440],
    ['007', 7],
    ['1e2', null],
    ['', null],
  ])('reads %j minutes as %j', (typed, minutes) => {
    expect(minutesFrom(typed)).toBe(minutes);
  });
});

describe('help', () => {
  it('leads to the folder with the logs, and says when it cannot', async () => {
    const port = new FakePort(usual());
    const { user } = await opened(usual(), {}, port);
    await user.click(button('Show log folder'));
    expect(port.asked('showLogFolder')).toHaveLength(1);
    port.failures.set('showLogFolder', problem({ code: 'could_not_open' }));
    await user.click(button('Show log folder'));
    expect(await screen.findByText('The folder could not be shown.')).toBeVisible();
  });

  it('shows the diagnostics before it copies them', async () => {
    // Given
    const { user, port } = await opened();
    port.diagnosis = 'Keyreve 0.1.0\nTray: shown';
    await navigator.clipboard.writeText('something else');
    // When
    await user.click(button('Copy diagnostics'));
    // Then
    const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Diagnostics' });
    await waitFor(() => expect(text).toHaveFocus());
    expect(text).toHaveValue('Keyreve 0.1.0\nTray: shown');
    expect(text).toHaveAttribute('readonly');
    expect(await navigator.clipboard.readText()).toBe('something else');
    // When
    await user.click(button('Copy'));
    // Then
    expect(await navigator.clipboard.readText()).toBe('Keyreve 0.1.0\nTray: shown');
    await waitFor(() => expect(screen.getByText('Copied.', { selector: 'span' })).toBeVisible());
  });

  it('says when there are no diagnostics to be had', async () => {
    const port = new FakePort(usual());
    port.failures.set('diagnostics', problem({ code: 'not_now' }));
    const { user } = await opened(usual(), {}, port);
    await user.click(button('Copy diagnostics'));
    expect(await screen.findByRole('alert')).toHaveTextContent('This is not possible any more.');
  });
});

describe('preparing to uninstall', () => {
  async function prepare(view: Snapshot, here: Partial<DesktopView> = {}, port = new FakePort(view)) {
    const window = await opened(view, here, port);
    await window.user.click(button('Prepare to uninstall…'));
    const dialog = await screen.findByRole('alertdialog', { name: 'Prepare to uninstall Keyreve?' });
    return { ...window, dialog };
  }

  const ended = account({ state: states.confirmed, result: result({ singleSignOn: { kind: 'none' } }) });

  it('asks first, with its numbers and its sites', async () => {
    const { dialog, port } = await prepare(usual(), { startAtLogin: true });
    expect(dialog).toHaveTextContent('All 3 accounts on 2 sites are signed out');
    expect(within(dialog).getByText('Home cloud and Lab')).toBeVisible();
    expect(dialog).toHaveTextContent('Keyreve does not start at login any more.');
    expect(port.asked('signOutOf')).toEqual([]);
    expect(port.asked('setStartAtLogin')).toEqual([]);
  });

  it('signs out of all, ends the start at login, and says when it is safe', async () => {
    // Given
    const { user, port, dialog } = await prepare(snapshot({ sites: [site()] }), { startAtLogin: true });
    port.held.add('signOutOf');
    // When
    await user.click(button('Prepare', dialog));
    await waitFor(() => expect(port.asked('signOutOf')).toEqual([[['ada']]]));
    expect(port.asked('setStartAtLogin')).toEqual([[false]]);
    expect(screen.queryByText(/safe to uninstall/)).toBeNull();
    port.publish(snapshot({ sites: [site({ accounts: [ended] })] }));
    port.answer([{ account: 'ada', result: ended.result }]);
    // Then
    expect(await screen.findByText(/It is safe to uninstall Keyreve now/, { selector: 'strong' })).toBeVisible();
    const own = screen.getByRole('region', { name: 'Uninstalling' });
    expect(within(own).getByRole('listitem')).toHaveTextContent('Ada · Home cloud');
    expect(within(own).getByRole('listitem')).toHaveTextContent('Signed out');
    expect(screen.getByText(/It is safe to uninstall/, { selector: '[role=status]' })).toBeInTheDocument();
  });

  it('tells two of the same name on one site apart by their labels', async () => {
    const accounts = [
      { ...ended, label: 'work' },
      { ...ended, id: 'eve', label: 'home' },
    ];
    const { user, dialog } = await prepare(snapshot({ sites: [site({ accounts })] }));
    await user.click(button('Prepare', dialog));
    const own = screen.getByRole('region', { name: 'Uninstalling' });
    const items = await within(own).findAllByRole('listitem');
    expect(items.map((item) => item.querySelector('bdi')?.textContent)).toEqual([
      'Ada (work) · Home cloud',
      'Ada (home) · Home cloud',
    ]);
  });

  it.each([
    [
      'an account whose server does not answer',
      { sites: [site({ accounts: [account({ state: states.waitingForServer })] })] },
    ],
    ['a removed account whose server has not answered', { unfinished: [unfinished()] }],
    [
      'a page that is left to be opened',
      {
        sites: [
          site({
            accounts: [
              account({
                state: states.confirmed,
                result: result({ singleSignOn: { kind: 'waiting_for_you', host: 'login.example' } }),
              }),
            ],
          }),
        ],
      },
    ],
  ] as [string, Partial<Snapshot>][])('never says that it is safe with %s', async (_, given) => {
    const { user, dialog } = await prepare(snapshot({ sites: [site({ accounts: [ended] })], ...given }));
    await user.click(button('Prepare', dialog));
    expect(
      await screen.findByText(/One sign-out is not finished\. Leave Keyreve installed/, { selector: 'strong' }),
    ).toBeVisible();
    expect(screen.queryByText(/safe to uninstall/)).toBeNull();
  });

  it('follows what happens later, also while the person looks at the list', async () => {
    const waiting = account({ state: states.waitingForServer });
    const { user, dialog, port } = await prepare(snapshot({ sites: [site({ accounts: [waiting] })] }));
    await user.click(button('Prepare', dialog));
    await user.click(await screen.findByRole('button', { name: 'Show the list' }));
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Keyreve');
    port.publish(snapshot({ sites: [site({ accounts: [ended] })] }));
    await user.keyboard('{Control>},{/Control}');
    expect(await screen.findByText(/It is safe to uninstall/, { selector: 'strong' })).toBeVisible();
  });

  it('goes on and says so when the start at login cannot be ended', async () => {
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.failures.set('setStartAtLogin', problem({ code: 'autostart_failed', host: null }));
    const { user, dialog } = await prepare(snapshot({ sites: [site()] }), { startAtLogin: true }, port);
    await user.click(button('Prepare', dialog));
    expect(await screen.findByText('What starts at login could not be changed.')).toBeVisible();
    expect(port.asked('signOutOf')).toHaveLength(1);
  });
});
