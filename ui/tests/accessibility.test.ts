// Every main view under axe. Contrast is computed in `contrast.test.ts`; jsdom has no colours to measure.
import { screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { AutomaticSignOut, DesktopView, Snapshot } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import {
  away,
  card,
  cutOff,
  desktop,
  everyState,
  many,
  otherInstallation,
  problem,
  setAside,
  settings,
  snapshot,
  startProblem,
  unfinished,
  usual,
} from '../gallery/samples';
import { button, field, open, start } from './opened';

const rules: AutomaticSignOut = {
  onQuit: { kind: 'everybody' },
  onLock: { kind: 'nobody' },
  whenIdle: { kind: 'only', accounts: ['ada'] },
  idleMinutes: 15,
};

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('axe finds nothing', () => {
  it.each([
    ['the first start', snapshot()],
    ['the list', usual()],
    ['every state', everyState()],
    ['many accounts', many(30)],
    ['a list that is not kept', { ...everyState(), registry: 'read_only' }],
    ['the list below notices', { ...usual(), notices: [cutOff(), setAside()] }],
    ['the first start below a notice', snapshot({ notices: [cutOff()] })],
    ['a site with another installation', otherInstallation()],
    ['servers that are away', away()],
  ] as [string, Snapshot][])('in %s', async (_, view) => {
    open(view);
    expect(await violations()).toEqual([]);
  });

  it('in the screen of a start that fails', async () => {
    start(startProblem());
    await screen.findByRole('heading', { name: 'The list of accounts cannot be opened' });
    expect(await violations()).toEqual([]);
  });

  it('in the open menu of a row', async () => {
    const { user } = open(usual());
    await user.click(button('More for Ada'));
    await screen.findByRole('menu');
    expect(await violations()).toEqual([]);
  });

  it('in the question before a removal', async () => {
    const { user } = open(usual());
    await user.click(button('More for Ada'));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove…' }));
    await screen.findByRole('alertdialog');
    expect(await violations()).toEqual([]);
  });

  it('in the form for a password, also with a problem', async () => {
    const port = new FakePort(usual());
    port.failures.set(
      'signIn',
      problem({ code: 'wrong_password', server: { code: 40020, message: 'No', correlationId: 'x' } }),
    );
    const { user } = open(null, port);
    await user.click(button(/Add account/));
    await user.type(field('Site address'), 'drive.contoso.example{Enter}');
    await screen.findByLabelText('E-mail');
    expect(await violations()).toEqual([]);
    await user.type(field('E-mail'), 'a@b.example');
    await user.type(field('Password'), 'guess{Enter}');
    await screen.findByRole('alert');
    expect(await violations()).toEqual([]);
  });

  it('in the question about plain http and in the notice about a captcha', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('probeSite', problem({ code: 'plain_http' }));
    const { user } = open(null, port);
    await user.type(field('Site address'), 'http://lab.example{Enter}');
    await screen.findByRole('alertdialog');
    expect(await violations()).toEqual([]);
    port.failures.clear();
    port.card = card({ captcha: 'recaptcha' });
    await user.click(button('Use it unencrypted'));
    await screen.findByText(/wants a captcha/);
    expect(await violations()).toEqual([]);
  });

  it.each([
    ['as they are at first', usual(), {}],
    ['with rules', { ...usual(), settings: settings({ automatic: rules }) }, {}],
    [
      'on a desktop that offers little',
      usual(),
      { tray: 'missing', startAtLogin: null, reportsLock: false, reportsIdle: false, showsNotifications: false },
    ],
  ] as [string, Snapshot, Partial<DesktopView>][])('in the settings %s', async (_, view, here) => {
    const port = new FakePort(view);
    port.desktop = desktop(here);
    const { user } = open(null, port);
    await user.click(button('Settings'));
    await screen.findByRole('heading', { name: 'Settings' });
    await user.click(button('Copy diagnostics'));
    await screen.findByRole('textbox', { name: 'Diagnostics' });
    expect(await violations()).toEqual([]);
  });

  it('and in the settings each choice is named by one label, which does not hold it', async () => {
    const { user } = open({ ...usual(), settings: settings({ automatic: rules }) });
    await user.click(button('Settings'));
    await screen.findByRole('heading', { name: 'Settings' });
    const choices = [
      ...screen.getAllByRole<HTMLInputElement>('radio'),
      ...screen.getAllByRole<HTMLInputElement>('checkbox'),
    ];
    expect(choices.filter(({ labels }) => labels?.length !== 1)).toEqual([]);
    expect(choices.filter((one) => one.closest('label') || one.hasAttribute('aria-labelledby'))).toEqual([]);
  });

  it('in the settings with a number that is wrong, and after the preparation to uninstall', async () => {
    const { user } = open({ ...usual(), settings: settings({ automatic: rules }), unfinished: [unfinished()] });
    await user.click(button('Settings'));
    await user.type(await screen.findByLabelText('For how many minutes'), 'x');
    await screen.findByRole('alert');
    await user.click(button('Prepare to uninstall…'));
    const dialog = await screen.findByRole('alertdialog');
    expect(await violations()).toEqual([]);
    await user.click(button('Prepare', dialog));
    await screen.findByRole('button', { name: 'Show the list' });
    expect(await violations()).toEqual([]);
  });

  it.each(['say_hiding', 'say_quitting', 'sign_out_of_all'] as const)('in the question %s', async (kind) => {
    const { port } = open(usual());
    port.tell({ kind: 'errand', errand: { kind } });
    await screen.findByRole('alertdialog');
    expect(await violations()).toEqual([]);
  });

  it('in the menu of the head, above the bar of a desktop without a tray', async () => {
    const { user, port } = open(usual());
    port.tell({ kind: 'desktop', view: desktop({ tray: 'missing' }) });
    await user.click(button('More'));
    await screen.findByRole('menu');
    expect(await violations()).toEqual([]);
  });
});
