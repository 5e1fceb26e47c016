// The port over Tauri: names of commands and arguments, nothing else.
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Beginning, News, Snapshot } from './generated/bindings';
import type { Port } from './ipc';

declare global {
  interface Window {
    /** The program puts it there before any script of the page runs. */
    beginning?: Beginning;
  }
}

export const tauri: Port = {
  beginning: () => window.beginning ?? { problem: null, place: null, snapshot: null },
  watch(receive) {
    const channel = new Channel<Snapshot>();
    channel.onmessage = receive;
    return invoke('watch', { channel });
  },
  probeSite: (attempt, address, plainHttp) => invoke('probe_site', { attempt, address, plainHttp }),
  captcha: (attempt, origin) => invoke('captcha', { attempt, origin }),
  signIn: (request) => invoke('sign_in', { ...request }),
  enterCode: (attempt, signIn, code) => invoke('enter_code', { attempt, signIn, code }),
  cancel: (attempt) => invoke('cancel', { attempt }),
  signOut: (account) => invoke('sign_out', { account }),
  renew: (account) => invoke('renew', { account }),
  tryAgain: (id) => invoke('try_again', { id }),
  forget: (id) => invoke('forget', { id }),
  remove: (account) => invoke('remove', { account }),
  rename: (account, label) => invoke('rename', { account, label }),
  moveAccount: (account, before) => invoke('move_account', { account, before }),
  moveSite: (origin, before) => invoke('move_site', { origin, before }),
  dismiss: (account) => invoke('dismiss', { account }),
  dismissNotice: (id) => invoke('dismiss_notice', { id }),
  acceptSite: (origin) => invoke('accept_site', { origin }),
  unlock: () => invoke('unlock'),
  openSite: (account) => invoke('open_site', { account }),
  openEndSession: (account) => invoke('open_end_session', { account }),
  openPage: (origin, page) => invoke('open_page', { origin, page }),
  avatar: (account) => invoke('avatar', { account }),
  logo: (origin, dark) => invoke('logo', { origin, dark }),
  addressOnClipboard: () => invoke('address_on_clipboard'),
  makeDebugToken: (key, user, minutes) => invoke('make_debug_token', { key, user, minutes }),
  copyDebugToken: () => invoke('copy_debug_token'),
  dropDebugToken: () => invoke('drop_debug_token'),
  officialClient: () => invoke('official_client'),
  revokeFound: (id) => invoke('revoke_found', { id }),
  showRegistryFolder: () => invoke('show_registry_folder'),
  quit: () => invoke('quit'),
  closeWindow: (closing) => invoke('close_window', { closing }),
  watchDesktop(receive) {
    const channel = new Channel<News>();
    channel.onmessage = receive;
    return invoke('watch_desktop', { channel });
  },
  changeSettings: (settings) => invoke('change_settings', { settings }),
  setStartAtLogin: (on) => invoke('set_start_at_login', { on }),
  signOutOf: (accounts) => invoke('sign_out_of', { accounts }),
  answerSignOutOfAll: (accounts) => invoke('answer_sign_out_of_all', { accounts }),
  showLogFolder: () => invoke('show_log_folder'),
  diagnostics: () => invoke('diagnostics'),
  keepPlace: (at) => invoke('keep_place', { at }),
};
