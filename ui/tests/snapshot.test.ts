// The snapshot that is shown, and what is said aloud about its changes.
import { describe, expect, it } from 'vitest';
import { Snapshots } from '../src/snapshot.svelte';
import { newsBetween } from '../src/frame/news';
import type { AccountView } from '../src/generated/bindings';
import { account, cutOff, result, setAside, site, snapshot, states } from '../gallery/samples';

function holding(given: Partial<AccountView>) {
  return snapshot({ sites: [site({ accounts: [account(given)] })] });
}

describe('the snapshot', () => {
  it('is not replaced by an older one that arrives late', () => {
    // Given
    const snapshots = new Snapshots();
    const [older, newer] = [snapshot(), snapshot()];
    // When
    snapshots.receive(newer);
    const taken = snapshots.receive(older);
    // Then
    expect(taken).toBe(false);
    expect(snapshots.current).toBe(newer);
  });

  it('finds an account with its site', () => {
    const snapshots = new Snapshots();
    snapshots.receive(holding({ id: 'x' }));
    expect(snapshots.find('x')?.site.title).toBe('Home cloud');
    expect(snapshots.find('y')).toBeNull();
  });
});

describe('news', () => {
  it('are none at the first snapshot, so that a start stays silent', () => {
    expect(newsBetween(null, holding({}))).toEqual([]);
  });

  it.each([
    ['active', 'askingServer', 'news-signing-out'],
    ['askingServer', 'confirmed', 'news-signed-out-confirmed'],
    ['waitingForServer', 'accepted', 'news-signed-out-accepted'],
    ['waitingForServer', 'sessionExpired', 'news-signed-out-expired'],
    ['waitingForServer', 'forgotten', 'news-signed-out-forgotten'],
    ['active', 'refused', 'news-sign-in-again'],
    ['confirmed', 'active', 'news-signed-in'],
  ])('from %s to %s are %s', (before, after, id) => {
    const news = newsBetween(holding({ state: states[before] }), holding({ state: states[after] }));
    expect(news).toEqual([{ id, names: { name: 'Ada' } }]);
  });

  it('say once that a sign-out has to wait', () => {
    const asking = holding({ state: states.askingServer, result: result({ server: { kind: 'asking' } }) });
    const waiting = () =>
      holding({ state: states.waitingForServer, result: result({ server: { kind: 'unreachable', nextTry: 1 } }) });
    expect(newsBetween(asking, waiting())).toEqual([{ id: 'news-sign-out-waits', names: { name: 'Ada' } }]);
    expect(newsBetween(waiting(), waiting())).toEqual([]);
  });

  it('tell at a start what happened while nobody could be told, and only once', () => {
    const view = () => snapshot({ notices: [cutOff({}, 'a.example')] });
    expect(newsBetween(null, view())).toEqual([
      { id: 'notice-sign-in-cut-off', names: { host: 'a.example' } },
      { id: 'notice-sign-in-cut-off.do', names: { host: 'a.example' } },
    ]);
    expect(newsBetween(view(), view())).toEqual([]);
    expect(newsBetween(view(), snapshot())).toEqual([]);
  });

  it('count what would be too much to listen to', () => {
    const notices = ['a', 'b', 'c', 'd', 'e'].map((id) => setAside({ id }));
    const news = newsBetween(null, snapshot({ notices }));
    expect(news).toHaveLength(2 * 3 + 1);
    expect(news.at(-1)).toEqual({ id: 'notices-more', names: { count: 2 } });
  });

  it('say when the list of accounts is not kept, also at a start, and when it is again', () => {
    const full = () => snapshot({ registry: 'disk_full' });
    const said = ['registry-bar-disk-full', 'registry-bar-disk-full.do'].map((id) => ({ id, names: {} }));
    expect(newsBetween(null, full())).toEqual(said);
    expect(newsBetween(snapshot(), full())).toEqual(said);
    expect(newsBetween(full(), full())).toEqual([]);
    expect(newsBetween(full(), snapshot())).toEqual([{ id: 'news-registry-ready', names: {} }]);
  });

  it('do not fuss about a server that is away for a while', () => {
    expect(newsBetween(holding({ state: states.active }), holding({ state: states.offline }))).toEqual([]);
    expect(newsBetween(holding({ state: states.offline }), holding({ state: states.active }))).toEqual([]);
  });
});
