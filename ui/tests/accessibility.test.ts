// Every main view under axe. Contrast is computed in `contrast.test.ts`; jsdom has no colours to measure.
import { screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import {
  away,
  card,
  cutOff,
  everyState,
  many,
  otherInstallation,
  problem,
  setAside,
  snapshot,
  startProblem,
  usual,
} from '../gallery/samples';
import { button, field, open, start } from './opened';

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
    port.card = card({ passwordCaptcha: true });
    await user.click(button('Use it unencrypted'));
    await screen.findByText(/wants a captcha/);
    expect(await violations()).toEqual([]);
  });
});
