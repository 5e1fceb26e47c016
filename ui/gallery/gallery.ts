// One scene of the window, chosen by `?scene=`; a scene may press keys and type before it is looked at.
import { mount, tick } from 'svelte';
import { Clock } from '../src/clock.svelte';
import Start from '../src/start/Start.svelte';
import { surroundingsOf } from '../src/surroundings';
import '../src/theme/tokens.css';
import '../src/theme/base.css';
import '../src/theme/overlays.css';
import { FakePort } from './fake';
import {
  account,
  away,
  card,
  cutOff,
  everyState,
  many,
  now,
  otherInstallation,
  problem,
  setAside,
  site,
  snapshot,
  startProblem,
  states,
  usual,
} from './samples';

type Scene = () => { port: FakePort; then?: () => Promise<void> };

const scenes: Record<string, Scene> = {
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
  menu: () => ({ port: new FakePort(usual()), then: () => press('[data-row=ada] [data-row-focus]') }),
  remove: () => ({
    port: new FakePort(usual()),
    then: async () => {
      await press('[data-row=ada] [data-row-focus]');
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
  captcha: () => {
    const port = new FakePort(usual());
    port.card = card({ title: 'Lab', host: 'nas.local:5212', edition: 'open', plainHttp: true, passwordCaptcha: true });
    return { port, then: () => ask('nas.local:5212') };
  },
};

function sixNotices() {
  const others = Array.from({ length: 4 }, (_, index) => cutOff({ id: `cut${index}` }, `cloud${index}.example.com`));
  return [setAside(), cutOff(), ...others];
}

async function settle(): Promise<void> {
  await tick();
  await new Promise((done) => setTimeout(done, 50));
}

async function press(selector: string): Promise<void> {
  await settle();
  const element = document.querySelector<HTMLElement>(selector);
  for (const type of ['pointerdown', 'pointerup']) {
    element?.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'mouse', button: 0 }));
  }
  element?.click();
  await settle();
}

async function type(selector: string, text: string): Promise<void> {
  await settle();
  const input = document.querySelector<HTMLInputElement>(selector);
  if (!input) return;
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

async function ask(address: string): Promise<void> {
  await press('#add-account');
  await type('form input', address);
  await press('form [type=submit]');
}

const wanted = new URLSearchParams(location.search);
const name = wanted.get('scene') ?? 'usual';
// Larger text, as a person sets it: `?text=200`.
document.documentElement.style.fontSize = `${wanted.get('text') ?? 100}%`;
const target = document.getElementById('window');
const scene = scenes[name]?.();
if (target && scene) {
  const around = surroundingsOf(scene.port, ['en-GB'], new Clock(() => now));
  mount(Start, { target, props: { around } });
  await scene.then?.();
  await new Promise((done) => setTimeout(done, 600));
  document.title = 'ready';
}
