// What happened while nobody could be told: what the notices say, what they lead to, and how they go.
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { NoticeView } from '../src/generated/bindings';
import { keepsPlace } from '../src/notices/place';
import { FakePort } from '../gallery/fake';
import { cutOff, problem, setAside, snapshot, usual } from '../gallery/samples';
import { button, field, open } from './opened';

function noticed(...notices: NoticeView[]) {
  return { ...usual(), notices };
}

function cards(): HTMLElement[] {
  return within(screen.getByRole('region', { name: 'Notices' })).getAllByRole('listitem');
}

describe('a sign-in that was cut off', () => {
  it('is told above the list with its host and its remedy', () => {
    open(noticed(cutOff({}, 'a.example')));
    const [card] = cards();
    expect(card).toHaveTextContent('A sign-in at a.example ended without an answer.');
    expect(card).toHaveTextContent('A session may exist there that Keyreve does not hold.');
    const list = screen.getByRole('region', { name: /Home cloud/ });
    expect(card!.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it('leads to the security page of its site', async () => {
    const { user, port } = open(noticed(cutOff({}, 'a.example')));
    await user.click(button('Open the security page'));
    expect(port.asked('openPage')).toEqual([['https://a.example', 'security']]);
  });

  it('says so when that page could not be opened', async () => {
    const port = new FakePort(noticed(cutOff()));
    port.failures.set('openPage', problem({ code: 'could_not_open' }));
    const { user } = open(null, port);
    await user.click(button('Open the security page'));
    expect(await within(cards()[0]!).findByRole('alert')).toHaveTextContent('The browser could not be started.');
  });

  it('is told on the first start too, and not while the person signs in', async () => {
    const { user } = open(snapshot({ notices: [cutOff()] }));
    expect(cards()).toHaveLength(1);
    await user.type(field('Site address'), 'drive.contoso.example{Enter}');
    await screen.findByLabelText('E-mail');
    expect(screen.queryByRole('region', { name: 'Notices' })).toBeNull();
  });
});

it('a list that was set aside names its file so that it can be copied', () => {
  const file = '/home/ada/accounts.db.damaged';
  open(noticed(setAside({ what: { kind: 'registry_set_aside', file } })));
  const [card] = cards();
  expect(card).toHaveTextContent(`It was kept as ${file}, and accounts come back from the keyring.`);
  const path = card!.querySelector('.selectable');
  expect(path?.textContent).toBe(file);
});

describe('a notice', () => {
  it('says when, exactly to who listens', () => {
    open(noticed(setAside()));
    expect(within(cards()[0]!).getByText('3 minutes ago')).toBeVisible();
    expect(within(cards()[0]!).getByText(/21 November 2026/)).toHaveClass('visually-hidden');
  });

  it('is said aloud once', () => {
    const { port, around } = open(noticed(cutOff({}, 'a.example')));
    const said = 'A sign-in at a.example ended without an answer. A session may exist';
    expect(screen.getByRole('status')).toHaveTextContent(said);
    const say = vi.spyOn(around.announcer, 'say');
    port.publish(noticed(cutOff({}, 'a.example')));
    expect(around.snapshots.current?.notices).toHaveLength(1);
    expect(say).not.toHaveBeenCalled();
  });

  it('stays until the program says that it is closed', async () => {
    const { user, port } = open(noticed(cutOff()));
    await user.click(button('Close'));
    expect(port.asked('dismissNotice')).toEqual([['cut-off']]);
    expect(cards()).toHaveLength(1);
    port.publish(usual());
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Notices' })).toBeNull());
  });

  it('is closed although the browser takes its time to open the page', async () => {
    // Given
    const port = new FakePort(noticed(cutOff()));
    port.held.add('openPage');
    const { user } = open(null, port);
    await user.click(button('Open the security page'));
    // When
    await user.click(button('Close'));
    // Then
    expect(port.asked('dismissNotice')).toEqual([['cut-off']]);
  });

  it('that goes hands its focus to the next one, and the last one to the list', async () => {
    const { user, port } = open(noticed(cutOff(), setAside()));
    const [first, second] = cards();
    await user.click(button('Close', first));
    port.publish(noticed(setAside()));
    await waitFor(() => expect(button('Close', second)).toHaveFocus());
    await user.keyboard('{Enter}');
    port.publish(usual());
    await waitFor(() => expect(button(/^Ada, /)).toHaveFocus());
  });

  it('has a Close that says what it closes', () => {
    open(noticed(cutOff({}, 'a.example'), setAside()));
    const [, second] = screen.getAllByRole('button', { name: 'Close' });
    expect(second).toHaveAccessibleDescription('The list of accounts was damaged.');
  });
});

describe('many notices', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((id) => cutOff({ id }, `${id}.example`));

  it('are three and a count, until all are asked for', async () => {
    const { user } = open(noticed(...five));
    expect(cards()).toHaveLength(3);
    expect(screen.getByRole('region', { name: 'Notices' })).toHaveTextContent('And 2 more.');
    await user.click(button('Show all'));
    expect(cards()).toHaveLength(5);
    expect(screen.queryByRole('button', { name: 'Show all' })).toBeNull();
    expect(button('Close', cards()[3])).toHaveFocus();
  });

  it('that are three are all shown', () => {
    open(noticed(...five.slice(0, 3)));
    expect(cards()).toHaveLength(3);
    expect(screen.queryByRole('button', { name: 'Show all' })).toBeNull();
  });
});

describe('the list below, in a browser that does not keep its place by itself', () => {
  function scrolledTo(top: number) {
    let changed = () => {};
    vi.spyOn(globalThis, 'ResizeObserver').mockImplementation(function (callback) {
      changed = () => callback([], this);
      this.observe = this.disconnect = () => {};
    });
    const scroller = document.createElement('main');
    const notices = scroller.appendChild(document.createElement('div'));
    let height = 0;
    Object.defineProperty(notices, 'offsetHeight', { get: () => height });
    scroller.scrollTop = top;
    keepsPlace(notices);
    return {
      scroller,
      grow(to: number) {
        height = to;
        changed();
      },
    };
  }

  it('stays where it is when a notice comes above it, out of sight', () => {
    const { scroller, grow } = scrolledTo(300);
    grow(120);
    expect(scroller.scrollTop).toBe(420);
    grow(0);
    expect(scroller.scrollTop).toBe(300);
  });

  it('makes room at its top for a notice that can be seen', () => {
    const { scroller, grow } = scrolledTo(0);
    grow(120);
    expect(scroller.scrollTop).toBe(0);
  });
});
