// The person's order: by keys, by menus, by dragging; what is said of it, and what happens when it cannot be kept.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakePort } from '../gallery/fake';
import { account, many, problem, site, snapshot, usual } from '../gallery/samples';
import { button, open } from './opened';

const names = ['Ada', 'Bob', 'Cyd', 'Dan', 'Eve'];

function five(order = names) {
  const accounts = order.map((name) => account({ id: name.toLowerCase(), name, email: `${name}@example.org` }));
  return snapshot({
    sites: [
      site({ accounts }),
      site({
        origin: 'https://b.example',
        host: 'b.example',
        title: 'B',
        accounts: [account({ id: 'x', name: 'Xi' })],
      }),
    ],
  });
}

function shown(): string[] {
  return [...document.querySelectorAll('[data-row-focus] bdi')].map((one) => one.textContent ?? '');
}

function sites(): string[] {
  return [...document.querySelectorAll('h2 .title')].map((one) => one.textContent ?? '');
}

function status(): HTMLElement {
  return screen.getByRole('status');
}

describe('an account is moved', () => {
  it('by Alt and the arrows, keeps the focus, and its new place is said', async () => {
    // Given
    const { user, port } = open(five());
    button(/^Ada, /).focus();
    // When
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    // Then
    expect(port.asked('moveAccount')).toEqual([['ada', 'cyd']]);
    expect(shown()).toEqual(['Bob', 'Ada', 'Cyd', 'Dan', 'Eve', 'Xi']);
    await waitFor(() => expect(button(/^Ada, /)).toHaveFocus());
    expect(status()).toHaveTextContent('Ada is now 2 of 5.');
  });

  it('several places in a row, and to the end', async () => {
    const { user, port } = open(five());
    button(/^Dan, /).focus();
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await user.keyboard('{Alt>}{ArrowUp}{ArrowUp}{/Alt}');
    await waitFor(() => expect(port.asked('moveAccount')).toHaveLength(3));
    expect(port.asked('moveAccount')).toEqual([
      ['dan', null],
      ['dan', 'eve'],
      ['dan', 'cyd'],
    ]);
    expect(shown().slice(0, 5)).toEqual(['Ada', 'Bob', 'Dan', 'Cyd', 'Eve']);
  });

  it('not beyond the ends of its site', async () => {
    const { user, port } = open(five());
    button(/^Eve, /).focus();
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(port.asked('moveAccount')).toEqual([]);
    expect(status()).toHaveTextContent('Eve is now 5 of 5.');
  });

  it('from its menu, where the ends are not offered', async () => {
    const { user, port } = open(five());
    await user.click(button('More for Ada'));
    expect(await screen.findByRole('menuitem', { name: 'Move up' })).toHaveAttribute('aria-disabled', 'true');
    await user.click(screen.getByRole('menuitem', { name: 'Move down' }));
    expect(port.asked('moveAccount')).toEqual([['ada', 'cyd']]);
  });

  it('only until the next snapshot says what became of it', async () => {
    const { user, port } = open(five());
    button(/^Ada, /).focus();
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await waitFor(() => expect(shown()[1]).toBe('Ada'));
    port.publish(five());
    await waitFor(() => expect(shown()[0]).toBe('Ada'));
  });

  it('back when that cannot be kept, and both is said', async () => {
    const port = new FakePort(five());
    port.failures.set('moveAccount', problem({ code: 'not_now', host: null }));
    const { user } = open(null, port);
    button(/^Ada, /).focus();
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await waitFor(() => expect(status()).toHaveTextContent('The order could not be kept. It is as it was before.'));
    expect(shown()[0]).toBe('Ada');
    expect(screen.getByRole('alert')).toBeVisible();
  });

  it('not while a filter hides some, and that is said', async () => {
    const { user, port } = open(many(12));
    await user.keyboard('{Control>}f{/Control}');
    await user.keyboard('person1{ArrowDown}{Alt>}{ArrowDown}{/Alt}');
    expect(port.asked('moveAccount')).toEqual([]);
    expect(status()).toHaveTextContent('Clear the filter first.');
  });
});

describe('a site is moved', () => {
  it('by Alt, Shift and the arrows on one of its rows', async () => {
    const { user, port } = open(usual());
    button(/^Grace Hopper, /).focus();
    await user.keyboard('{Alt>}{Shift>}{ArrowUp}{/Shift}{/Alt}');
    expect(port.asked('moveSite')).toEqual([['http://localhost:5212', 'https://drive.contoso.example']]);
    expect(sites()).toEqual(['Home cloud', 'Lab', 'Contoso Drive']);
    expect(status()).toHaveTextContent('Lab is now 2 of 3.');
    await waitFor(() => expect(button(/^Grace Hopper, /)).toHaveFocus());
  });

  it('from the menu of its heading', async () => {
    const { user, port } = open(usual());
    await user.click(button('More for the site Home cloud'));
    await user.click(await screen.findByRole('menuitem', { name: 'Move down' }));
    expect(port.asked('moveSite')).toEqual([['https://cloud.example.com', 'http://localhost:5212']]);
    await waitFor(() => expect(button('More for the site Home cloud')).toHaveFocus());
  });

  it('by Alt and the arrows in its heading', async () => {
    const { user, port } = open(usual());
    button('More for the site Lab').focus();
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(port.asked('moveSite')).toHaveLength(1);
  });

  it('back when that cannot be kept, with the reason in its section', async () => {
    const port = new FakePort(usual());
    port.failures.set('moveSite', problem({ code: 'not_now', host: null }));
    const { user } = open(null, port);
    button(/^Ada, /).focus();
    await user.keyboard('{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}');
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(sites()[0]).toBe('Home cloud');
  });
});

describe('dragging', () => {
  afterEach(() => void vi.restoreAllMocks());

  // jsdom lays nothing out: each row is 100 high and stands where it stands in its list.
  function laidOut() {
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
      const at = [...(this.parentElement?.children ?? [])].indexOf(this);
      return { top: at * 100, bottom: at * 100 + 100, height: 100, width: 400, left: 0, right: 400 } as DOMRect;
    });
  }

  function gripOf(id: string): Element {
    const grip = document.querySelector(`[data-row="${id}"] [data-grip]`);
    if (!grip) throw new Error(`no grip for ${id}`);
    return grip;
  }

  const pointer = { pointerId: 1, button: 0, pointerType: 'mouse' };

  async function drag(id: string, from: number, to: number) {
    await fireEvent.pointerDown(gripOf(id), { ...pointer, clientY: from });
    await fireEvent.pointerMove(gripOf(id), { ...pointer, clientY: to });
  }

  it('puts a row before the one it is dropped on', async () => {
    const { port } = open(five());
    laidOut();
    await drag('ada', 50, 320);
    expect(document.querySelector('[data-drop]')).toHaveAttribute('data-row', 'dan');
    await fireEvent.pointerUp(gripOf('ada'), { ...pointer, clientY: 320 });
    expect(port.asked('moveAccount')).toEqual([['ada', 'dan']]);
    expect(status()).toHaveTextContent('Ada is now 3 of 5.');
    expect(document.querySelector('[data-drop], [data-dragged]')).toBeNull();
  });

  it('puts a row last below all others', async () => {
    const { port } = open(five());
    laidOut();
    await drag('bob', 150, 900);
    await fireEvent.pointerUp(gripOf('bob'), { ...pointer, clientY: 900 });
    expect(port.asked('moveAccount')).toEqual([['bob', null]]);
  });

  it('moves nothing where it stands already, and nothing by a mere click', async () => {
    const { port } = open(five());
    laidOut();
    await drag('bob', 150, 180);
    await fireEvent.pointerUp(gripOf('bob'), { ...pointer, clientY: 180 });
    await drag('bob', 150, 151);
    await fireEvent.pointerUp(gripOf('bob'), { ...pointer, clientY: 151 });
    expect(port.asked('moveAccount')).toEqual([]);
  });

  it('is let go with Esc', async () => {
    const { port, user } = open(five());
    laidOut();
    await drag('ada', 50, 320);
    await user.keyboard('{Escape}');
    await fireEvent.pointerUp(gripOf('ada'), { ...pointer, clientY: 320 });
    expect(port.asked('moveAccount')).toEqual([]);
    expect(document.querySelector('[data-dragged]')).toBeNull();
  });
});

it('axe finds nothing in the menu of a site’s heading', async () => {
  const { user } = open(usual());
  await user.click(button('More for the site Home cloud'));
  await screen.findByRole('menu');
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});
