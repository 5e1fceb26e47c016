// The language of the window: chosen, switched while it is open, and taken from the system; a sentence that a language lacks is English.
import { screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { Settings, Snapshot } from '../src/generated/bindings';
import { Language } from '../src/sentences/language.svelte';
import { sentencesFor, tongueFor } from '../src/sentences/catalogue';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { sayIn } from '../src/sentences/sentences';
import { FakePort } from '../gallery/fake';
import { now, problem, settings, snapshot, startProblem, usual } from '../gallery/samples';
import { button, open, start } from './opened';

const day = 24 * 60 * 60_000;

function speaking(language: Settings['language'], view: Snapshot = usual()): Snapshot {
  return { ...view, revision: snapshot().revision, settings: settings({ language }) };
}

describe('the language', () => {
  it.each([
    [['en-GB'], 'en'],
    [['de-AT', 'zh-CN'], 'zh-CN'],
    [['zh-TW', 'en-US'], 'zh-CN'],
    [['zh-HK'], 'zh-CN'],
    [['zh-Hant'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['de', 'fr'], 'en'],
    [['not a language', 'zh-CN'], 'zh-CN'],
    [[], 'en'],
  ])('of a system with %j is %s', (system, language) => {
    expect(tongueFor('system', system).tag).toBe(language);
  });

  it('that is chosen stands before what the system speaks', () => {
    expect(tongueFor('en', ['zh-CN']).tag).toBe('en');
    expect(tongueFor('zh-CN', ['en-GB']).tag).toBe('zh-CN');
  });

  it.each([
    ['en', ['zh-CN', 'en-GB'], '22 Nov'],
    ['en', ['zh-CN'], 'Nov 22'],
    ['zh-CN', ['en-GB'], '11月22日'],
    ['zh-CN', ['zh-TW'], '11月22日'],
  ] as const)('%s on a system with %j spells times as that language does', (choice, system, spelled) => {
    expect(tongueFor(choice, system).times.brief(now + day, now)).toBe(spelled);
  });

  it('keeps simplified signs in spans where the system writes traditional ones', () => {
    expect(tongueFor('system', ['zh-TW']).times.span(now - 2 * day, now)).not.toMatch(/[鐘個]/);
    expect(sentencesFor(['zh-TW']).times.relative(now - 5 * 60_000, now)).toBe('5分钟前');
  });

  it('says in English what it has no sentence for, with English plurals', () => {
    const own = new FluentBundle('zh-CN');
    own.addResource(new FluentResource('a = 甲\n    .b = 乙\nc = 丙'));
    const english = new FluentBundle('en', { useIsolating: false });
    english.addResource(
      new FluentResource('c = C\n    .d = D\ne = { $n ->\n    [one] one\n   *[other] { $n } of them\n}'),
    );
    const said = (id: string, names = {}) => sayIn([own, english], id, names);
    expect([said('a'), said('a.b'), said('c'), said('c.d'), said('e', { n: 1 })]).toEqual([
      '甲',
      '乙',
      '丙',
      'D',
      'one',
    ]);
  });

  it('has the names of ours that it does not spell its own way', () => {
    expect(tongueFor('zh-CN', []).bundles[0]?._terms.has('-brand')).toBe(true);
  });

  it('changes for whoever asks, once it is another', () => {
    const language = new Language(['en-GB']);
    language.speak('zh-CN');
    expect(language.tongue.tag).toBe('zh-CN');
    language.speak('system');
    expect(language.tongue.tag).toBe('en');
  });
});

describe('the window', () => {
  it('is in the chosen language from its first moment on', async () => {
    // Given
    const seen: string[] = [];
    const observer = new MutationObserver(() => seen.push(document.body.textContent));
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    // When
    const { port } = open(null);
    expect(document.body.textContent.trim()).toBe('');
    port.publish(speaking('zh-CN'));
    // Then
    expect(await screen.findByRole('button', { name: '设置' })).toBeVisible();
    observer.disconnect();
    expect(seen.join()).not.toMatch(/Settings|Sign out|Signed in/);
    expect(document.documentElement.lang).toBe('zh-CN');
  });

  it('switches everything that is to be read at once', async () => {
    const { port } = open(usual());
    expect(document.documentElement.lang).toBe('en');
    port.publish(speaking('zh-CN'));
    await screen.findByRole('button', { name: '设置' });
    const shown = document.body.cloneNode(true) as HTMLElement;
    // Names, addresses and what servers and keyrings call themselves stay; the live region said what it said.
    shown.querySelectorAll('bdi, .selectable, h1, [aria-live], .edition').forEach((one) => one.remove());
    const words = shown.textContent.replace(/GNOME Keyring|Keyreve|login\.contoso\.example|GB|MB|kB/g, '');
    expect(words).not.toMatch(/[A-Za-z]{2,}/);
  });

  it('keeps what was typed, the open question and the focus', async () => {
    // Given
    const { user, port } = open(usual());
    await user.keyboard('{Control>}n{/Control}');
    const address = await screen.findByLabelText('Site address');
    await user.type(address, 'cloud.exa');
    // When
    port.publish(speaking('zh-CN'));
    // Then
    expect(await screen.findByLabelText('站点地址')).toBe(address);
    expect(address).toHaveValue('cloud.exa');
    expect(address).toHaveFocus();
    // When there is a question
    port.tell({ kind: 'errand', errand: { kind: 'say_hiding' } });
    const dialog = await screen.findByRole('alertdialog', { name: 'Keyreve 会留在托盘中' });
    await waitFor(() => expect(button('继续运行', dialog)).toHaveFocus());
    port.publish(speaking('en'));
    // Then
    await waitFor(() => expect(dialog).toHaveAccessibleName('Keyreve goes on in the tray'));
    expect(button('Keep running', dialog)).toHaveFocus();
  });

  it('says in the new language what just happened too', async () => {
    const { port } = open(everybodyOut());
    port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
    expect(await screen.findByText('No account is signed in.', { selector: '.notice p' })).toBeVisible();
    port.publish(speaking('zh-CN', everybodyOut()));
    expect(await screen.findByText('没有已登录的账号。', { selector: '.notice p' })).toBeVisible();
  });

  it('has the language of the system where it cannot start', async () => {
    start(startProblem());
    expect(await screen.findByRole('heading', { name: 'The list of accounts cannot be opened' })).toBeVisible();
    expect(document.documentElement.lang).toBe('en');
  });
});

function everybodyOut(): Snapshot {
  const view = usual();
  return { ...view, sites: view.sites.slice(1, 2).map((site) => ({ ...site, accounts: site.accounts.slice(0, 1) })) };
}

describe('the choice of a language', () => {
  async function settingsOf(port: FakePort) {
    const window = open(null, port);
    await window.user.keyboard('{Control>},{/Control}');
    return { ...window, group: await screen.findByRole('radiogroup', { name: 'Language' }) };
  }

  it('names each language in itself', async () => {
    const { group } = await settingsOf(new FakePort(usual()));
    expect(
      within(group)
        .getAllByRole('radio')
        .map((one) => (one as HTMLInputElement).labels?.[0]?.textContent),
    ).toEqual(['As the system', 'English', '简体中文']);
    expect(screen.getByText('简体中文')).toHaveAttribute('lang', 'zh-CN');
  });

  it('applies at the click, before the program has answered', async () => {
    const port = new FakePort(usual());
    port.held.add('changeSettings');
    const { user, group } = await settingsOf(port);
    const chinese = within(group).getByRole('radio', { name: '简体中文' });
    await user.click(chinese);
    expect(await screen.findByRole('heading', { level: 1, name: '设置' })).toBeVisible();
    expect(chinese).toHaveFocus();
    expect(port.asked('changeSettings')).toEqual([[settings({ language: 'zh-CN' })]]);
    expect((await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })).violations).toEqual([]);
  });

  it('goes back, and says so beside it, when the program does not take it', async () => {
    const port = new FakePort(usual());
    port.failures.set('changeSettings', problem({ code: 'not_now', host: null }));
    const { user, group } = await settingsOf(port);
    await user.click(within(group).getByRole('radio', { name: '简体中文' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('This is not possible any more.');
    expect(group.parentElement).toContainElement(alert);
    expect(within(group).getByRole('radio', { name: 'As the system' })).toBeChecked();
  });
});

describe('the questions', () => {
  it('are asked again when that is wanted, and this is said', async () => {
    // Given
    const view = { ...usual(), settings: settings({ toldHiding: true }) };
    const { user, port } = open(view);
    await user.keyboard('{Control>},{/Control}');
    const again = await screen.findByRole('button', { name: 'Ask again what was asked once' });
    expect(again).toHaveAccessibleDescription('What closing the window does is asked about only the first time.');
    // When
    await user.click(again);
    // Then
    expect(port.asked('changeSettings')).toEqual([[settings({ toldHiding: false, toldQuitting: false })]]);
    expect(again).toHaveAccessibleDescription('What closing the window does is asked about the next time.');
    expect(again).toHaveAttribute('aria-disabled', 'true');
    await user.click(again);
    expect(port.asked('changeSettings')).toHaveLength(1);
  });

  it('can be asked before an account is signed out', async () => {
    const { user, port } = open(usual());
    await user.keyboard('{Control>},{/Control}');
    await user.click(await screen.findByRole('checkbox', { name: 'Ask before signing out of an account' }));
    expect(port.asked('changeSettings')).toEqual([[settings({ askSignOut: true })]]);
  });
});
