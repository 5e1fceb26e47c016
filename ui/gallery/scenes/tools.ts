// Scenes of language and theme, the debugging token, the sessions of Cloudreve's own client, and problems with their details.
import type { FoundClient, FoundSession, Settings } from '../../src/generated/bindings';
import { FakePort } from '../fake';
import { press, type } from '../hands';
import { now, problem, settings, snapshot, usual } from '../samples';

export function foundSession(given: Partial<FoundSession> = {}): FoundSession {
  return {
    id: 'found-1',
    origin: 'https://files.example.net',
    host: 'files.example.net',
    name: 'Edsger',
    email: 'edsger@example.net',
    known: false,
    ...given,
  };
}

export function foundClient(given: Partial<FoundClient> = {}): FoundClient {
  return {
    file: '/home/ada/.cloudreve/drives.json',
    sessions: [
      foundSession(),
      foundSession({
        id: 'found-2',
        origin: 'https://cloud.example.com',
        host: 'cloud.example.com',
        name: 'Ada',
        email: 'ada@example.org',
        known: true,
      }),
      foundSession({ id: 'found-3', name: 'kQ7x', email: null, host: 'a-rather-long-host-name.clients.example.com' }),
    ],
    ...given,
  };
}

/** The window with these settings. */
function choosing(given: Partial<Settings>): FakePort {
  return new FakePort({ ...usual(), settings: settings(given) });
}

export function toolScenes() {
  const token = async () => {
    await press('#open-settings');
    await press('main details:nth-of-type(1) > summary');
  };
  const made = async () => {
    await token();
    await type('main details [type=password]', 'a-master-key');
    await type('main details [list]', 'lUpa');
    await press('main details [type=submit]');
  };
  const lookedAt = async () => {
    await press('#add-account');
    await press('[data-open-import]');
  };
  const end = () => document.querySelector('main')?.scrollTo(0, 10_000);
  const found = (port = new FakePort(usual())) => Object.assign(port, { found: foundClient() });

  return {
    chinese: () => ({ port: choosing({ language: 'zh-CN' }) }),
    dark: () => ({ port: choosing({ theme: 'dark' }) }),
    'settings-look': () => ({
      port: choosing({ language: 'zh-CN', theme: 'dark', toldHiding: true }),
      then: () => press('#open-settings'),
    }),
    'settings-told': () => ({
      port: choosing({ toldHiding: true, askSignOut: true }),
      then: async () => {
        await press('#open-settings');
        end();
      },
    }),
    token: () => ({
      port: new FakePort(usual()),
      then: async () => {
        await token();
        end();
      },
    }),
    'token-wrong': () => {
      const port = new FakePort(usual());
      port.failures.set('makeDebugToken', problem({ code: 'bad_key', host: null }));
      return {
        port,
        then: async () => {
          await made();
          end();
        },
      };
    },
    'token-made': () => ({
      port: new FakePort(usual()),
      then: async () => {
        await made();
        await press('.made .button');
        end();
      },
    }),
    'token-ended': () => ({
      port: Object.assign(new FakePort(usual()), { token: { masked: 'eyJh…4k2Q', endsAt: now - 60_000 } }),
      then: async () => {
        await made();
        end();
      },
    }),
    'import-offer': () => ({ port: found(), then: () => press('#add-account') }),
    'import-first': () => ({ port: found(new FakePort(snapshot())) }),
    import: () => ({ port: found(), then: lookedAt }),
    'import-ask': () => ({
      port: found(),
      then: async () => {
        await lookedAt();
        await press('.import .danger');
      },
    }),
    'import-handed': () => {
      const port = found();
      return {
        port,
        then: async () => {
          await lookedAt();
          await press('.import .danger');
          await press('.dialog .danger');
          port.failures.set('revokeFound', problem({ code: 'unreachable', host: 'cloud.example.com' }));
          await press('.import li:nth-child(2) .danger');
          await press('.dialog .danger');
        },
      };
    },
    'import-unreadable': () => {
      const port = new FakePort(usual());
      port.failures.set('officialClient', problem({ code: 'file_unreadable', host: null }));
      return {
        port,
        then: async () => {
          await press('#open-settings');
          await press('main details:nth-of-type(2) > summary');
          end();
        },
      };
    },
    'quit-failed': () => {
      const port = new FakePort(usual());
      port.failures.set('signOutOf', problem({ code: 'keyring_failed', host: null }));
      return {
        port,
        then: async () => {
          await press('.nothing-yet');
          port.tell({ kind: 'errand', errand: { kind: 'sign_out_of_all' } });
          await press('.dialog .primary');
          await press('.bars summary');
        },
      };
    },
    'problem-copied': () => ({
      port: new FakePort(usual()),
      then: async () => {
        await press('[data-row=bob] .stand .link');
        await press('[data-row=bob] details .button');
      },
    }),
  };
}
