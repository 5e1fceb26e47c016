// One scene of the window, chosen by `?scene=`; a scene may press keys and type before it is looked at. `&lang=` is one of the window's
// languages or of the pseudo-languages in `pseudo.ts`, `&theme=` is light or dark, `&text=200` is larger text. The title says when the scene
// stands.
import { mount } from 'svelte';
import Confirm from '../src/all/Confirm.svelte';
import { Clock } from '../src/clock.svelte';
import { fetchAll } from '../src/later.svelte';
import Start from '../src/start/Start.svelte';
import { surroundingsOf } from '../src/surroundings';
import '../src/theme/tokens.css';
import '../src/theme/base.css';
import '../src/theme/overlays.css';
import type { AutomaticSignOut, DesktopView, Errand, Settings } from '../src/generated/bindings';
import { FakePort } from './fake';
import { listScenes } from './scenes/list';
import { ask, press, settle, type } from './hands';
import { addPseudoLanguages, directionOf } from './pseudo';
import { toolScenes } from './scenes/tools';
import { signInScenes } from './scenes/signin';
import {
  account,
  away,
  card,
  cutOff,
  desktop,
  everyState,
  many,
  now,
  oneInEveryState,
  otherInstallation,
  problem,
  result,
  setAside,
  settings,
  site,
  snapshot,
  startProblem,
  states,
  unfinished,
  usual,
} from './samples';

type Scene = () => { port: FakePort; then?: () => Promise<void>; small?: boolean };

const scenes: Record<string, Scene> = {
  ...listScenes,
  ...toolScenes(),
  empty: () => ({ port: new FakePort(snapshot()) }),
  one: () => ({ port: new FakePort(snapshot({ sites: [site()] })) }),
  usual: () => ({ port: new FakePort(usual()) }),
  states: () => ({ port: new FakePort(everyState()) }),
  many: () => ({ port: new FakePort(many(30)) }),
  missing: () => ({
    port: new FakePort(
      snapshot({
        keyring: { name: '', state: 'missing' },
        sites: [site({ accounts: [account({ state: states.locked })] })],
      }),
    ),
  }),
  'read-only': () => ({ port: new FakePort({ ...usual(), registry: 'read_only' }) }),
  'disk-full': () => ({ port: new FakePort({ ...usual(), registry: 'disk_full' }) }),
  'not-written': () => ({ port: new FakePort({ ...usual(), registry: 'failed' }) }),
  'no-folder': () => {
    const port = new FakePort({ ...usual(), registry: 'read_only' });
    port.failures.set('showRegistryFolder', problem({ code: 'could_not_open', host: null }));
    return { port, then: () => press('[aria-label="List of accounts"] button') };
  },
  bars: () => ({
    port: new FakePort({ ...usual(), registry: 'disk_full', keyring: { name: 'GNOME Keyring', state: 'locked' } }),
  }),
  notices: () => ({ port: new FakePort({ ...usual(), notices: [cutOff(), setAside()] }) }),
  'many-notices': () => ({ port: new FakePort({ ...usual(), notices: sixNotices() }) }),
  'all-notices': () => ({
    port: new FakePort({ ...usual(), notices: sixNotices() }),
    then: () => press('[aria-label=Notices] .link'),
  }),
  'first-notice': () => ({ port: new FakePort(snapshot({ notices: [cutOff(), setAside()] })) }),
  other: () => ({ port: new FakePort(otherInstallation()) }),
  accept: () => ({ port: new FakePort(otherInstallation()), then: () => press('.other [data-row-focus]') }),
  'other-card': () => {
    const port = new FakePort(usual());
    port.card = card({ otherInstallation: true });
    return { port, then: () => ask('drive.contoso.example') };
  },
  'same-box': () => ({ port: new FakePort(oneInEveryState()) }),
  away: () => ({ port: new FakePort(away()) }),
  'away-details': () => ({ port: new FakePort(away()), then: () => press('[data-row=redirected] .stand .link') }),
  ...Object.fromEntries(
    [
      startProblem(),
      startProblem({ code: 'newer_version', detail: 'user_version is 7, this program knows 3' }),
      startProblem({ code: 'in_use', process: 40_213, detail: null }),
    ].map((broken) => [
      `start-${broken.code.replaceAll('_', '-')}`,
      () => ({ port: Object.assign(new FakePort(), { broken }) }),
    ]),
  ),
  'start-details': () => ({
    port: Object.assign(new FakePort(), { broken: startProblem() }),
    then: () => press('summary'),
  }),
  menu: () => ({ port: new FakePort(usual()), then: () => press('[data-row=ada] [data-menu]') }),
  remove: () => ({
    port: new FakePort(usual()),
    then: async () => {
      await press('[data-row=ada] [data-menu]');
      await press('.menu-item:last-child');
    },
  }),
  problem: () => ({ port: new FakePort(usual()), then: () => press('[data-row=bob] .stand .link') }),
  add: () => ({ port: new FakePort(usual()), then: () => press('#add-account') }),
  address: () => {
    const port = new FakePort(usual());
    port.failures.set('probeSite', problem());
    return { port, then: () => ask('cloud.exmaple.com') };
  },
  plain: () => {
    const port = new FakePort(snapshot());
    port.failures.set('probeSite', problem({ code: 'plain_http', host: 'nas.local:5212' }));
    return {
      port,
      then: async () => {
        await type('form input', 'http://nas.local:5212');
        await press('form [type=submit]');
      },
    };
  },
  probing: () => {
    const port = new FakePort(usual());
    port.held.add('probeSite');
    return { port, then: () => ask('cloud.example.com') };
  },
  password: () => ({ port: new FakePort(usual()), then: () => ask('drive.contoso.example') }),
  wrong: () => {
    const port = new FakePort(usual());
    const server = { code: 40020, message: 'User not found or wrong password', correlationId: '9b1c-44aa' };
    port.failures.set('signIn', problem({ code: 'wrong_password', server }));
    return {
      port,
      then: async () => {
        await ask('drive.contoso.example');
        await type('[type=email]', 'ada@contoso.example');
        await type('[type=password]', 'guess');
        await press('form [type=submit]');
      },
    };
  },
  'no-tray': () => ({ port: here({ tray: 'missing' }) }),
  'no-tray-first': () => ({ port: here({ tray: 'missing' }, snapshot()) }),
  more: () => ({ port: new FakePort(usual()), then: () => press('#more') }),
  hiding: () => told({ kind: 'say_hiding' }),
  quitting: () => told({ kind: 'say_quitting' }),
  'sign-out-of-all': () => told({ kind: 'sign_out_of_all' }),
  confirm: () => ({ port: new FakePort(usual()), small: true }),
  'confirm-many': () => ({ port: new FakePort(longTitles()), small: true }),
  'sign-out-of-all-many': () => told({ kind: 'sign_out_of_all' }, longTitles()),
  'confirm-one': () => ({ port: new FakePort(snapshot({ sites: [site()] })), small: true }),
  'confirm-nobody': () => ({ port: new FakePort(snapshot()), small: true }),
  settings: () => ({ port: new FakePort(usual()), then: () => press('#open-settings') }),
  'settings-rules': () => ({ port: new FakePort(withRules()), then: () => press('#open-settings') }),
  'settings-poor': () => ({
    port: here({
      tray: 'missing',
      startAtLogin: null,
      reportsLock: false,
      reportsIdle: false,
      showsNotifications: false,
    }),
    then: () => press('#open-settings'),
  }),
  'settings-minutes': () => ({
    port: new FakePort(withRules()),
    then: async () => {
      await press('#open-settings');
      await type('input[inputmode=numeric]', '2000');
    },
  }),
  'settings-failed': () => {
    const port = new FakePort(usual());
    port.failures.set('setStartAtLogin', problem({ code: 'autostart_failed', host: null }));
    return {
      port,
      then: async () => {
        await press('#open-settings');
        await press('section:nth-of-type(3) input');
      },
    };
  },
  diagnostics: () => {
    const port = new FakePort(usual());
    port.diagnosis = diagnosis;
    return {
      port,
      then: async () => {
        await press('#open-settings');
        await press('.help [aria-expanded]');
        await press('.help > .actions:last-child button');
      },
    };
  },
  uninstall: () => ({ port: new FakePort(usual()), then: askToUninstall }),
  'uninstall-waits': () => ({
    port: new FakePort({ ...usual(), unfinished: [unfinished()] }),
    then: async () => {
      await askToUninstall();
      await press('.dialog .primary');
      await scrollTo('.uninstall');
    },
  }),
  'uninstall-safe': () => {
    const ended = account({ state: states.confirmed, result: result({ singleSignOn: { kind: 'none' } }) });
    return {
      port: new FakePort(snapshot({ sites: [site({ accounts: [ended] })] })),
      then: async () => {
        await askToUninstall();
        await press('.dialog .primary');
        await scrollTo('.uninstall');
      },
    };
  },
  captcha: () => {
    const port = new FakePort(usual());
    port.card = card({ title: 'Lab', host: 'nas.local:5212', edition: 'open', plainHttp: true, captcha: 'recaptcha' });
    return { port, then: () => ask('nas.local:5212') };
  },
  ...signInScenes(),
};

function sixNotices() {
  const others = Array.from({ length: 4 }, (_, index) => cutOff({ id: `cut${index}` }, `cloud${index}.example.com`));
  return [setAside(), cutOff(), ...others];
}

const diagnosis = `Keyreve 0.1.0
System: Debian GNU/Linux 13 (trixie), x86_64
Desktop: XFCE, X11
Keyring: GNOME Keyring, unlocked
Tray: shown by xfce4-panel
Notifications: xfce4-notifyd 0.9.7
Accounts: 5 on 3 sites; signed in 2, offline 1, signing out 1, sign in again 1
Unfinished sign-outs: 0`;

function here(given: Partial<DesktopView>, view = usual()): FakePort {
  return Object.assign(new FakePort(view), { desktop: desktop(given) });
}

/** Seven sites with titles of every length. */
function longTitles() {
  const titles = ['Home cloud', 'T'.repeat(120), 'The cloud of a family with many members', '家庭云盘', 'Archive'];
  const sites = [...titles, 'Lab', 'Clients'].map((title, index) =>
    site({ origin: `https://${index}.example`, host: `${index}.example`, title, accounts: [account({ id: title })] }),
  );
  return snapshot({ sites });
}

function told(errand: Errand, view = usual()) {
  const port = new FakePort(view);
  return {
    port,
    then: async () => {
      await settle();
      port.tell({ kind: 'errand', errand });
    },
  };
}

function withRules() {
  const automatic: AutomaticSignOut = {
    onQuit: { kind: 'everybody' },
    onLock: { kind: 'nobody' },
    whenIdle: { kind: 'only', accounts: ['ada', 'grace'] },
    idleMinutes: 15,
  };
  return { ...usual(), settings: settings({ automatic }) };
}

async function askToUninstall() {
  await press('#open-settings');
  await press('.uninstall .button');
}

async function scrollTo(selector: string) {
  await settle();
  document.querySelector(selector)?.scrollIntoView({ block: 'end' });
}

/** Has something chosen in every snapshot of a scene. */
function choose(port: FakePort, chosen: Partial<Settings>): void {
  const watch = port.watch.bind(port);
  port.watch = (receive) =>
    watch((snapshot) => receive({ ...snapshot, settings: { ...snapshot.settings, ...chosen } }));
}

const wanted = new URLSearchParams(location.search);
const name = wanted.get('scene') ?? 'usual';
const language = wanted.get('lang') ?? 'en-GB';
// Larger text, as a person sets it: `?text=200`.
document.documentElement.style.fontSize = `${wanted.get('text') ?? 100}%`;
addPseudoLanguages();
Object.assign(window, { galleryScenes: Object.keys(scenes) });

const target = document.getElementById('window');
const scene = scenes[name]?.();
if (target && scene) {
  document.documentElement.dir = directionOf(language);
  const around = surroundingsOf(scene.port, [language], new Clock(() => now));
  const theme = wanted.get('theme');
  if (theme === 'light' || theme === 'dark') choose(scene.port, { theme });
  // A scene presses what it wants at once, and does not wait for what is fetched later.
  await fetchAll();
  mount(scene.small ? Confirm : Start, { target, props: { around } });
  await scene.then?.();
  await new Promise((done) => setTimeout(done, 600));
}
document.title = scene ? 'ready' : 'no such scene';
