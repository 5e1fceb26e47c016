// Scenes of signing in: captcha, two-step code, logos, a site that is here already, and addresses that are offered.
import { captchaPicture, card, problem, snapshot, usual } from '../samples';
import { FakePort } from '../fake';
import { ask, press, type } from '../hands';

type Scene = () => { port: FakePort; then?: () => Promise<void> };

const lab = { origin: 'https://lab.example.org', host: 'lab.example.org', title: 'Lab', edition: 'open' } as const;
const letters = '[name=captcha]';
const code = '[name=one-time-code]';

/** A mark for light or for dark surroundings. */
function mark(colour: string): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path fill='${colour}' d='M8 24a6 6 0 0 1 0-12 9 9 0 0 1 17 2 5 5 0 0 1-1 10z'/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function withLogos(port: FakePort): FakePort {
  const logo = port.logo;
  port.logo = async (origin, dark) => {
    await logo(origin, dark);
    return origin.includes('cloud') ? null : mark(dark ? '#9db8ff' : '#24479e');
  };
  return port;
}

export function signInScenes(): Record<string, Scene> {
  async function fillIn() {
    await type('[name=username]', 'ada@example.org');
    await type('[name=password]', 'correct horse');
  }

  function atLab(prepare: (port: FakePort) => void = () => undefined, then = async () => {}): Scene {
    return () => {
      const port = withLogos(new FakePort(usual()));
      port.card = card({ ...lab, captcha: 'image', terms: true, privacy: true });
      prepare(port);
      return {
        port,
        then: async () => {
          await ask(lab.host);
          await then();
        },
      };
    };
  }

  async function tryLetters() {
    await fillIn();
    await type(letters, '7xK2q');
    await press('form [type=submit]');
  }

  function atCode(prepare: (port: FakePort) => void = () => undefined, typed = ''): Scene {
    return () => {
      const port = withLogos(new FakePort(usual()));
      port.codeWanted = true;
      prepare(port);
      return {
        port,
        then: async () => {
          await ask('drive.contoso.example');
          await fillIn();
          await press('form [type=submit]');
          await type(code, typed);
        },
      };
    };
  }

  return {
    logos: () => ({ port: withLogos(new FakePort(usual())) }),
    'captcha-picture': atLab(),
    'captcha-large': atLab(undefined, () => press('.tools [aria-pressed]')),
    'captcha-loading': atLab((port) => port.held.add('captcha')),
    'captcha-failed': atLab((port) => port.failures.set('captcha', problem({ code: 'unreachable', host: lab.host }))),
    'captcha-wrong': atLab((port) => port.failures.set('signIn', problem({ code: 'wrong_captcha' })), tryLetters),
    'captcha-broken': atLab((port) => (port.captchaPicture = { ...captchaPicture(), image: 'data:image/png,x' })),
    'captcha-turnstile': atLab((port) => (port.card = card({ ...lab, captcha: 'turnstile' }))),
    'captcha-other': atLab((port) => (port.card = card({ ...lab, captcha: 'other' }))),
    code: atCode(),
    'code-wrong': atCode((port) => port.failures.set('enterCode', problem({ code: 'wrong_code' })), '123 456'),
    'code-away': atCode(
      (port) => port.failures.set('enterCode', problem({ code: 'unreachable', host: 'drive.contoso.example' })),
      '123456',
    ),
    'code-checking': atCode((port) => port.held.add('enterCode'), '123456'),
    'code-ended': atCode((port) => port.failures.set('enterCode', problem({ code: 'code_session_ended' })), '123456'),
    'same-site': () => {
      const port = withLogos(new FakePort(usual()));
      port.card = card({ ...lab, host: 'nas.local', title: 'Home cloud', knownAs: 'cloud.example.com' });
      return { port, then: () => ask('nas.local') };
    },
    clipboard: () => {
      const port = Object.assign(new FakePort(usual()), { clipboardAddress: 'cloud.example.com' });
      return { port, then: () => press('#add-account') };
    },
    'clipboard-first': () => ({
      port: Object.assign(new FakePort(snapshot()), { clipboardAddress: 'cloud.example.com' }),
    }),
    'clipboard-long': () => {
      const address = 'a-very-long-name-of-a-department.files.a-very-long-name-of-an-organisation.example.org:5212';
      const port = Object.assign(new FakePort(usual()), { clipboardAddress: address });
      return { port, then: () => press('#add-account') };
    },
    'one-more': () => {
      const port = Object.assign(withLogos(new FakePort(usual())), {
        clipboardAddress: 'cloud.example.com',
        signedIn: { account: 'ada', replaced: false },
      });
      return {
        port,
        then: async () => {
          await ask('drive.contoso.example');
          await fillIn();
          await press('form [type=submit]');
          await press('#add-account');
        },
      };
    },
    capitals: () => ({
      port: withLogos(new FakePort(usual())),
      then: async () => {
        await ask('drive.contoso.example');
        await fillIn();
        const held = { key: 'A', bubbles: true, modifierCapsLock: true };
        document.querySelector('[name=password]')?.dispatchEvent(new KeyboardEvent('keydown', held));
      },
    }),
  };
}
