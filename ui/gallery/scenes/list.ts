// Scenes of the list: accounts' own pages, labels, order, filter, many accounts, and signing out of several.
// Deliberately not here: scenes of single states; `gallery.ts` has them.
import type { AccountView, Snapshot } from '../../src/generated/bindings';
import { FakePort } from '../fake';
import { keyOn, press, settle, type } from '../hands';
import { account, now, problem, result, settings, site, snapshot, states, usual } from '../samples';

type Scene = () => { port: FakePort; then?: () => Promise<void> };

const kinds = Object.values(states);
const people = ['Ada', 'Łukasz Żółć', '王小明', 'محمد علي', 'Grace Hopper', 'José Niño', 'Zoë', 'Ngũgĩ wa Thiong’o'];

/** As many accounts as wanted on as many sites, most of them signed in. */
export function crowd(count: number, sites: number): Snapshot {
  const each = Math.ceil(count / sites);
  const accounts = Array.from({ length: count }, (_, index) =>
    account({
      id: `a${index}`,
      name: `${people[index % people.length] ?? ''} ${index}`,
      label: index % 7 === 0 ? 'clients' : null,
      email: `person${index}@example.org`,
      storage: index % 3 ? { used: index * 1024 ** 2, total: 1024 ** 3 } : null,
      state: index % 5 ? states.active : kinds[index % kinds.length],
    }),
  );
  return snapshot({
    sites: Array.from({ length: sites }, (_, index) =>
      site({
        origin: `https://cloud${index}.example.com`,
        host: `cloud${index}.example.com`,
        title: `Cloud number ${index}`,
        accounts: accounts.slice(index * each, index * each + each),
      }),
    ),
  });
}

export const listScenes: Record<string, Scene> = {
  crowd: () => {
    const wanted = new URLSearchParams(location.search);
    const count = Number(wanted.get('count') ?? 1000);
    return { port: new FakePort(crowd(count, Number(wanted.get('sites') ?? Math.ceil(count / 20)))) };
  },
  details: () => ({ port: new FakePort(usual()), then: () => open('ada') }),
  'details-browser': () => ({ port: new FakePort(fromBrowser()), then: () => open('ada') }),
  'details-problem': () => ({ port: new FakePort(usual()), then: () => open('bob') }),
  'details-signed-out': () => ({ port: new FakePort(usual()), then: () => open('lovelace') }),
  'details-long': () => ({ port: new FakePort(longNames()), then: () => open('ada') }),
  'details-label': () => ({
    port: new FakePort(usual()),
    then: async () => {
      await open('bob');
      await press('article .label button');
    },
  }),
  rename: () => ({ port: new FakePort(usual()), then: () => keyOn('[data-row=bob] [data-row-focus]', { key: 'F2' }) }),
  'rename-failed': () => {
    const port = new FakePort(usual());
    port.failures.set('rename', problem({ code: 'not_now', host: null }));
    return {
      port,
      then: async () => {
        await keyOn('[data-row=bob] [data-row-focus]', { key: 'F2' });
        await write('form input', 'family and friends');
        await press('form [type=submit]');
      },
    };
  },
  filter: () => ({ port: new FakePort(crowd(40, 4)), then: () => write('[role=search] input', 'hopper') }),
  'filter-nothing': () => ({ port: new FakePort(crowd(40, 4)), then: () => write('[role=search] input', 'nobody') }),
  'menu-moves': () => ({ port: new FakePort(usual()), then: () => press('[data-row=ada] [data-menu]') }),
  'site-menu': () => ({ port: new FakePort(usual()), then: () => press('[data-heading] [data-menu]') }),
  'site-ask': () => ({ port: new FakePort(crowd(40, 4)), then: askForSite }),
  dragged: () => ({ port: new FakePort(usual()), then: () => drag('ada', 190) }),
  'move-failed': () => {
    const port = new FakePort(usual());
    port.failures.set('moveAccount', problem({ code: 'not_now', host: null }));
    return { port, then: () => keyOn('[data-row=ada] [data-row-focus]', { key: 'ArrowDown', altKey: true }) };
  },
  'ask-sign-out': () => ({
    port: new FakePort({ ...usual(), settings: settings({ askSignOut: true }) }),
    then: () => press('[data-row=ada] .act'),
  }),
  progress: () => {
    const port = new FakePort(leaving(12, 0));
    port.held.add('signOutOf');
    return { port, then: () => follow(port, leaving(12, 5)) };
  },
  'progress-left': () => {
    const port = new FakePort(leaving(12, 0));
    return { port, then: () => follow(port, leaving(12, 10)) };
  },
  'progress-over': () => {
    const port = new FakePort(leaving(12, 0));
    return { port, then: () => follow(port, leaving(12, 12)) };
  },
};

function fromBrowser(): Snapshot {
  const lastProblem = problem({ code: 'server_trouble', host: 'cloud.example.com' });
  return snapshot({
    sites: [site({ accounts: [account({ method: 'browser', label: 'work', state: states.offline, lastProblem })] })],
  });
}

function longNames(): Snapshot {
  const long = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(4).trim();
  const ada: Partial<AccountView> = {
    name: long,
    label: 'a label that goes on and on and on'.repeat(4),
    email: `${'w'.repeat(90)}@${'h'.repeat(60)}.example.org`,
    userId: 'x'.repeat(64),
    state: states.refused,
  };
  return snapshot({ sites: [site({ title: 'T'.repeat(120), accounts: [account(ada)] })] });
}

/** A sign-out of several accounts of which some have ended, and two of the rest wait. */
export function leaving(count: number, ended: number): Snapshot {
  const waits = result({
    computer: 'kept_to_finish',
    server: { kind: 'unreachable', nextTry: now + 480_000 },
    singleSignOn: { kind: 'unknown' },
  });
  const page = result({ singleSignOn: { kind: 'waiting_for_you', host: 'login.contoso.example' } });
  const accounts = Array.from({ length: count }, (_, index) => {
    const who = { id: `a${index}`, name: people[index % people.length] ?? '', email: `person${index}@example.org` };
    if (ended === 0) return account(who);
    if (index < ended) {
      const plain = result({ singleSignOn: { kind: 'none' } });
      return account({ ...who, state: states.confirmed, result: index % 5 === 0 ? page : plain });
    }
    return index % 2
      ? account({ ...who, state: states.waitingForServer, result: waits })
      : account({ ...who, state: states.askingServer, result: result({ ...waits, server: { kind: 'asking' } }) });
  });
  const half = Math.ceil(count / 2);
  return snapshot({
    sites: [
      site({ accounts: accounts.slice(0, half) }),
      site({
        origin: 'https://drive.contoso.example',
        host: 'drive.contoso.example',
        title: 'Contoso Drive',
        accounts: accounts.slice(half),
      }),
    ],
  });
}

async function follow(port: FakePort, later: Snapshot): Promise<void> {
  await settle();
  port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
  await settle();
  await press('.dialog .primary');
  port.publish(later);
  await settle();
}

async function open(account: string): Promise<void> {
  await press(`[data-row=${account}] [data-row-focus]`);
}

async function askForSite(): Promise<void> {
  await press('[data-heading] [data-menu]');
  await press('.menu-item');
}

async function drag(account: string, by: number): Promise<void> {
  await settle();
  const grip = document.querySelector(`[data-row=${account}] [data-grip]`);
  const { top = 0, left = 0 } = grip?.getBoundingClientRect() ?? {};
  const at = { bubbles: true, pointerId: 1, pointerType: 'mouse', button: 0, clientX: left + 8 };
  HTMLElement.prototype.setPointerCapture = () => undefined;
  grip?.dispatchEvent(new PointerEvent('pointerdown', { ...at, clientY: top + 8 }));
  grip?.dispatchEvent(new PointerEvent('pointermove', { ...at, clientY: top + 8 + by }));
  await settle();
}

async function write(selector: string, text: string): Promise<void> {
  await settle();
  document.querySelector<HTMLElement>(selector)?.focus();
  await type(selector, text);
  await settle();
}
