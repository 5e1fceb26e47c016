// The names of commands and arguments, as the native side expects them.
import { mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, it, vi } from 'vitest';
import { clearMocks } from '@tauri-apps/api/mocks';
import { problemFrom } from '../src/ipc';
import { tauri } from '../src/tauri';
import { desktop, settings, snapshot } from '../gallery/samples';

afterEach(() => {
  clearMocks();
  vi.unstubAllGlobals();
});

it('every command is called by its name with its arguments', async () => {
  // Given
  const calls: [string, unknown][] = [];
  mockIPC((command, payload) => void calls.push([command, payload]));
  // When
  await tauri.probeSite(1, 'a.example', true);
  await tauri.signIn({
    attempt: 2,
    origin: 'https://a.example',
    email: 'e',
    password: 'p',
    account: null,
    captcha: null,
  });
  await tauri.cancel(2);
  await tauri.signOut('a');
  await tauri.renew('a');
  await tauri.tryAgain('a');
  await tauri.forget('a');
  await tauri.remove('a');
  await tauri.dismiss('a');
  await tauri.dismissNotice('n');
  await tauri.acceptSite('https://a.example');
  await tauri.unlock();
  await tauri.openSite('a');
  await tauri.openEndSession('a');
  await tauri.openPage('https://a.example', 'terms');
  await tauri.avatar('a');
  await tauri.showRegistryFolder();
  await tauri.quit();
  await tauri.closeWindow('hides');
  await tauri.changeSettings(settings());
  await tauri.setStartAtLogin(true);
  await tauri.signOutOf(['a']);
  await tauri.answerSignOutOfAll(null);
  await tauri.showLogFolder();
  await tauri.diagnostics();
  await tauri.keepPlace('{}');
  // Then
  expect(calls).toEqual([
    ['probe_site', { attempt: 1, address: 'a.example', plainHttp: true }],
    ['sign_in', { attempt: 2, origin: 'https://a.example', email: 'e', password: 'p', account: null, captcha: null }],
    ['cancel', { attempt: 2 }],
    ['sign_out', { account: 'a' }],
    ['renew', { account: 'a' }],
    ['try_again', { id: 'a' }],
    ['forget', { id: 'a' }],
    ['remove', { account: 'a' }],
    ['dismiss', { account: 'a' }],
    ['dismiss_notice', { id: 'n' }],
    ['accept_site', { origin: 'https://a.example' }],
    ['unlock', {}],
    ['open_site', { account: 'a' }],
    ['open_end_session', { account: 'a' }],
    ['open_page', { origin: 'https://a.example', page: 'terms' }],
    ['avatar', { account: 'a' }],
    ['show_registry_folder', {}],
    ['quit', {}],
    ['close_window', { closing: 'hides' }],
    ['change_settings', { settings: settings() }],
    ['set_start_at_login', { on: true }],
    ['sign_out_of', { accounts: ['a'] }],
    ['answer_sign_out_of_all', { accounts: null }],
    ['show_log_folder', {}],
    ['diagnostics', {}],
    ['keep_place', { at: '{}' }],
  ]);
});

it('what the program has put into the window is there without a question', () => {
  // Given
  const beginning = { problem: null, place: '{}', snapshot: snapshot() };
  vi.stubGlobal('beginning', beginning);
  // Then
  expect(tauri.beginning()).toBe(beginning);
});

it('a window into which nothing was put begins without anything', () => {
  expect(tauri.beginning()).toEqual({ problem: null, place: null, snapshot: null });
});

it('snapshots come through the channel that watch hands over', async () => {
  const view = snapshot();
  let received: unknown = null;
  mockIPC((_, payload) => {
    const { channel } = payload as { channel: { onmessage: (message: unknown) => void } };
    channel.onmessage(view);
  });
  await tauri.watch((next) => (received = next));
  expect(received).toBe(view);
});

it('news of the desktop comes through a channel of its own', async () => {
  const news = { kind: 'desktop', view: desktop() };
  let received: unknown = null;
  mockIPC((_, payload) => {
    const { channel } = payload as { channel: { onmessage: (message: unknown) => void } };
    channel.onmessage(news);
  });
  await tauri.watchDesktop((heard) => (received = heard));
  expect(received).toBe(news);
});

it('a rejection that is no problem is still told as one', () => {
  expect(problemFrom('state not managed').code).toBe('not_now');
  expect(problemFrom({ code: 'tls', host: 'a.example' })).toEqual({
    code: 'tls',
    host: 'a.example',
    other: null,
    server: null,
  });
});
