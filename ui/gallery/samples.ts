// Snapshots as the program could publish them: for tests and the gallery. Every state, every result, and names that make trouble.
// Deliberately not here: anything that the program itself contains.
import type {
  CaptchaPicture,
  AccountView,
  DesktopView,
  NoticeView,
  Problem,
  ResultView,
  Settings,
  SiteCard,
  SiteView,
  Snapshot,
  StartProblem,
  StateView,
  UnfinishedView,
} from '../src/generated/bindings';

/** When the samples are looked at. */
export const now = Date.UTC(2026, 10, 21, 13, 2, 0);
const minute = 60_000;
const day = 24 * 60 * minute;

export function account(given: Partial<AccountView> = {}): AccountView {
  return {
    id: 'ada',
    name: 'Ada',
    label: null,
    userId: 'lUpa',
    email: 'ada@example.org',
    hasAvatar: false,
    storage: null,
    state: { kind: 'active', until: now + 15 * day },
    result: null,
    method: 'password',
    signedInAt: now - day,
    renewedAt: now - 3 * minute,
    lastProblem: null,
    ...given,
  };
}

export function site(given: Partial<SiteView> = {}): SiteView {
  return {
    origin: 'https://cloud.example.com',
    host: 'cloud.example.com',
    title: 'Home cloud',
    version: '4.14.0',
    edition: 'open',
    plainHttp: false,
    otherInstallation: false,
    accounts: [account()],
    ...given,
  };
}

export function settings(given: Partial<Settings> = {}): Settings {
  return {
    closing: 'hides',
    toldHiding: false,
    toldQuitting: false,
    notifications: 'all',
    language: 'system',
    theme: 'system',
    askSignOut: false,
    automatic: {
      onQuit: { kind: 'nobody' },
      onLock: { kind: 'nobody' },
      whenIdle: { kind: 'nobody' },
      idleMinutes: 15,
    },
    ...given,
  };
}

export function desktop(given: Partial<DesktopView> = {}): DesktopView {
  return {
    tray: 'shown',
    startAtLogin: false,
    reportsLock: true,
    reportsIdle: true,
    showsNotifications: true,
    ...given,
  };
}

let revision = 0;

export function snapshot(given: Partial<Snapshot> = {}): Snapshot {
  revision += 1;
  return {
    revision,
    keyring: { name: 'GNOME Keyring', state: 'ready' },
    registry: 'ready',
    settings: settings(),
    notices: [],
    sites: [],
    unfinished: [],
    ...given,
  };
}

export function result(given: Partial<ResultView> = {}): ResultView {
  return {
    computer: 'erased',
    server: { kind: 'confirmed' },
    singleSignOn: { kind: 'opened', host: 'login.contoso.example' },
    at: now - 2 * minute,
    browserMayBeSignedIn: false,
    ...given,
  };
}

export function unfinished(given: Partial<UnfinishedView> = {}): UnfinishedView {
  return {
    id: 'gone',
    name: 'Old work',
    email: 'work@contoso.example',
    site: 'Contoso Drive',
    host: 'drive.contoso.example',
    reason: 'removed',
    result: result({
      computer: 'kept_to_finish',
      server: { kind: 'unreachable', nextTry: now + 8 * minute },
      singleSignOn: { kind: 'unknown' },
    }),
    ...given,
  };
}

export function problem(given: Partial<Problem> = {}): Problem {
  return { code: 'no_such_host', host: 'cloud.exmaple.com', other: null, server: null, ...given };
}

/** A captcha's picture; a square stands for the letters. */
export function captchaPicture(ticket = 'ticket-1'): CaptchaPicture {
  return {
    image:
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='240' height='60'%3E%3Crect width='240' height='60' fill='%23dde3ee'/%3E%3Ctext x='60' y='42' font-size='34' font-family='serif' fill='%23334'%3E7xK2p%3C/text%3E%3C/svg%3E",
    ticket,
  };
}

export function card(given: Partial<SiteCard> = {}): SiteCard {
  return {
    origin: 'https://drive.contoso.example',
    host: 'drive.contoso.example',
    title: 'Contoso Drive',
    version: '4.14.0',
    edition: 'pro',
    plainHttp: false,
    captcha: 'none',
    signUp: true,
    terms: false,
    privacy: false,
    otherInstallation: false,
    knownAs: null,
    ...given,
  };
}

/** A sign-in that ended without an answer. */
export function cutOff(given: Partial<NoticeView> = {}, host = 'drive.contoso.example'): NoticeView {
  return {
    id: 'cut-off',
    at: now - 40 * minute,
    what: { kind: 'sign_in_cut_off', origin: `https://${host}`, host },
    ...given,
  };
}

/** A list of accounts that was damaged. */
export function setAside(given: Partial<NoticeView> = {}): NoticeView {
  return {
    id: 'set-aside',
    at: now - 3 * minute,
    what: {
      kind: 'registry_set_aside',
      file: '/home/ada/.local/share/org.keyreve.Keyreve/accounts.db.damaged-2026-11-21-1259',
    },
    ...given,
  };
}

export function startProblem(given: Partial<StartProblem> = {}): StartProblem {
  return {
    code: 'cannot_open',
    file: '/home/ada/.local/share/org.keyreve.Keyreve/accounts.db',
    process: null,
    detail: 'unable to open database file: Permission denied (os error 13)',
    ...given,
  };
}

/** Every state that an account can be in, by a name. */
export const states: Record<string, StateView> = {
  active: { kind: 'active', until: now + 15 * day },
  offline: { kind: 'offline', since: now - 12 * minute, until: now + 15 * day },
  expired: { kind: 'needs_sign_in', cause: 'expired', since: now - day },
  refused: { kind: 'needs_sign_in', cause: 'refused', since: now - 40 * minute },
  entryMissing: { kind: 'needs_sign_in', cause: 'entry_missing', since: now - 5 * minute },
  entryDamaged: { kind: 'needs_sign_in', cause: 'entry_damaged', since: now - 5 * minute },
  locked: { kind: 'locked' },
  askingServer: { kind: 'signing_out', waitingFor: 'server', nextTry: null },
  waitingForServer: { kind: 'signing_out', waitingFor: 'server', nextTry: now + 8 * minute },
  waitingForKeyring: { kind: 'signing_out', waitingFor: 'keyring', nextTry: now + 1.5 * minute },
  confirmed: { kind: 'signed_out', at: now - 2 * minute, server: { kind: 'confirmed' } },
  accepted: { kind: 'signed_out', at: now - 2 * minute, server: { kind: 'accepted' } },
  sessionExpired: { kind: 'signed_out', at: now - 2 * day, server: { kind: 'expired' } },
  forgotten: { kind: 'signed_out', at: now - 2 * day, server: { kind: 'forgotten', validUntil: now + 9 * day } },
};

const gigabyte = 1024 ** 3;

/** Five accounts on three sites, as on a usual day. */
export function usual(): Snapshot {
  return snapshot({
    sites: [
      site({
        accounts: [
          account({ storage: { used: 0.34 * gigabyte, total: gigabyte } }),
          account({
            id: 'bob',
            name: 'Bob',
            label: 'family',
            email: 'bob@example.org',
            state: states.refused,
            lastProblem: problem({
              code: 'refused_by_server',
              host: 'cloud.example.com',
              server: { code: 40020, message: 'Invalid refresh token', correlationId: '7c1b2f0e-5a44-4f0e' },
            }),
          }),
        ],
      }),
      site({
        origin: 'https://drive.contoso.example',
        host: 'drive.contoso.example',
        title: 'Contoso Drive',
        edition: 'pro',
        accounts: [
          account({
            id: 'lovelace',
            name: 'Ada Lovelace',
            email: 'ada@contoso.example',
            state: states.confirmed,
            result: result(),
          }),
          account({
            id: 'test',
            name: 'Test user',
            email: 'test@contoso.example',
            storage: { used: 97 * gigabyte, total: 100 * gigabyte },
            state: states.waitingForServer,
          }),
        ],
      }),
      site({
        origin: 'http://localhost:5212',
        host: 'localhost:5212',
        title: 'Lab',
        plainHttp: true,
        accounts: [account({ id: 'grace', name: 'Grace Hopper', email: 'grace@lab.example', state: states.offline })],
      }),
    ],
  });
}

/** A site at whose address another installation answers, among others. */
export function otherInstallation(): Snapshot {
  const view = usual();
  return {
    ...view,
    sites: view.sites.map((one, index) => (index === 1 ? { ...one, otherInstallation: true } : one)),
  };
}

/** Why a server can be away. */
const reasons: Partial<Problem>[] = [
  { code: 'redirected', other: 'files.example.com' },
  { code: 'tls' },
  { code: 'timed_out' },
  { code: 'server_trouble', server: { code: 50001, message: 'database is locked', correlationId: '9b1c-44aa' } },
  { code: 'not_cloudreve' },
  { code: 'cloudreve_v3' },
  { code: 'unexpected_answer' },
  { code: 'unreachable' },
];

/** Accounts whose server is away, each for another reason. */
export function away(): Snapshot {
  const accounts = reasons.map((reason) =>
    account({
      id: reason.code,
      name: `Person ${reason.code}`,
      state: states.offline,
      storage: { used: 0.34 * gigabyte, total: gigabyte },
      lastProblem: problem({ host: 'cloud.example.com', ...reason }),
    }),
  );
  return snapshot({ sites: [site({ accounts })] });
}

/** One account in every state, and away for every reason, where the keyring says most. */
export function oneInEveryState(): Snapshot {
  const lastProblems = [...reasons, { code: 'refused_by_server' as const }].map(problem);
  const looks = Object.values(states).flatMap((state): Partial<AccountView>[] => {
    if (state.kind === 'active') return [{ state }];
    const wanted = state.kind === 'offline' ? lastProblems : lastProblems.slice(-1);
    return wanted.map((lastProblem) => ({ state, lastProblem }));
  });
  const accounts = looks.map((look, index) => account({ id: `same-${index}`, label: 'work', ...look }));
  return snapshot({ keyring: { name: 'GNOME Keyring', state: 'failed' }, sites: [site({ accounts })] });
}

/** One account in each state, and one with each result. */
export function everyState(): Snapshot {
  const inStates = Object.entries(states).map(([name, state]) =>
    account({ id: name, name: `Person ${name}`, email: `${name}@example.org`, state }),
  );
  const results = [
    result({ computer: 'kept_to_finish', server: { kind: 'asking' }, singleSignOn: { kind: 'unknown' } }),
    result({ server: { kind: 'accepted' }, singleSignOn: { kind: 'none' }, browserMayBeSignedIn: true }),
    result({
      computer: 'waiting_for_keyring',
      server: { kind: 'not_recognised', nextTry: now + 60 * minute, otherInstallation: false },
      singleSignOn: { kind: 'could_not_be_opened', host: 'login.contoso.example' },
    }),
    result({
      computer: 'kept_to_finish',
      server: { kind: 'not_recognised', nextTry: now + 60 * minute, otherInstallation: true },
      singleSignOn: { kind: 'unknown' },
    }),
    result({
      server: { kind: 'expired' },
      singleSignOn: { kind: 'waiting_for_you', host: 'login.contoso.example' },
    }),
    result({
      server: { kind: 'forgotten', validUntil: now + 9 * day },
      singleSignOn: { kind: 'rejected', host: 'files.evil.example' },
    }),
  ];
  const withResults = results.map((one, index) =>
    account({ id: `result${index}`, name: `Result ${index}`, state: states.confirmed, result: one }),
  );
  return snapshot({
    keyring: { name: 'GNOME Keyring', state: 'locked' },
    sites: [
      site({ accounts: inStates }),
      site({ origin: 'https://results.example', host: 'results.example', title: 'Results', accounts: withResults }),
    ],
    unfinished: [
      unfinished(),
      unfinished({ id: 'replaced', name: 'Bob', reason: 'replaced', result: result({ server: { kind: 'asking' } }) }),
    ],
  });
}

/** Many accounts on several sites, some with names that make trouble. */
export function many(count: number): Snapshot {
  const names = ['Ada', 'Łukasz Żółć', '王小明', 'محمد علي', '👩‍🚀 Crew', '<script>alert(1)</script>', 'W'.repeat(200)];
  const kinds = Object.values(states);
  const accounts = Array.from({ length: count }, (_, index) =>
    account({
      id: `a${index}`,
      name: names[index % names.length],
      label: index % 5 === 0 ? 'clients' : null,
      email: `person${index}@a-rather-long-host-name.example.com`,
      storage: index % 3 ? { used: index * gigabyte, total: 40 * gigabyte } : null,
      state: kinds[index % kinds.length],
    }),
  );
  const sites = Array.from({ length: Math.ceil(count / 6) }, (_, index) =>
    site({
      origin: `https://cloud${index}.example.com`,
      host: `cloud${index}.example.com`,
      title: index % 2 ? `Cloud number ${index}` : `cloud${index}.example.com`,
      accounts: accounts.slice(index * 6, index * 6 + 6),
    }),
  );
  return snapshot({ sites });
}
