// Finding accounts in a long list, and how little a change costs there.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { crowd } from '../gallery/scenes/list';
import { account, now, site, snapshot, states, usual } from '../gallery/samples';
import { shared } from '../src/sharing';
import type { Snapshot } from '../src/generated/bindings';
import { folded } from '../src/list/filter.svelte';
import { Times } from '../src/sentences/times';
import { button, field, open } from './opened';

const people: [name: string, email: string, label: string | null][] = [
  ['Łukasz Żółć', 'lukasz@example.org', null],
  ['Grace Hopper', 'grace@lab.example', 'navy'],
  ['José Niño', 'jose@example.org', null],
  ['Straße', 'weg@example.org', null],
  ['王小明', 'wang@example.org', null],
  ['Ada', 'ada@example.org', null],
];

function eight(): Snapshot {
  const accounts = people.map(([name, email, label], index) => account({ id: `p${index}`, name, email, label }));
  return snapshot({
    sites: [
      site({ accounts }),
      site({
        origin: 'https://drive.contoso.example',
        host: 'drive.contoso.example',
        title: 'Büro',
        accounts: [
          account({ id: 'x', name: 'Xi', email: 'xi@contoso.example' }),
          account({ id: 'y', name: 'Yo', email: 'yo@contoso.example' }),
        ],
      }),
    ],
  });
}

function shown(): string[] {
  return screen
    .queryAllByRole('button')
    .filter((one) => one.hasAttribute('data-row-focus'))
    .map((one) => one.textContent ?? '');
}

async function look(text: string, view = eight()) {
  const opened = open(view);
  await opened.user.type(field('Filter accounts'), text);
  return opened;
}

describe('the filter', () => {
  it('is not there while there are few accounts', () => {
    open(usual());
    expect(screen.queryByRole('search')).toBeNull();
  });

  it.each([
    ['lukasz', ['Łukasz Żółć']],
    ['ZOLC', ['Łukasz Żółć']],
    ['nino', ['José Niño']],
    ['strasse', ['Straße']],
    ['小明', ['王小明']],
    ['navy', ['Grace Hopper']],
    ['grace@lab', ['Grace Hopper']],
    ['buro', ['Xi', 'Yo']],
    ['drive.contoso xi', ['Xi']],
    ['ho gra', ['Grace Hopper']],
    ['home ada', ['Ada']],
  ])('finds by %s what people mean by it', async (text, names) => {
    await look(text);
    expect(shown()).toEqual(names);
  });

  it('hides the headings of sites where nothing matches', async () => {
    await look('grace');
    expect(screen.getAllByRole('heading', { level: 2 })).toHaveLength(1);
  });

  it.each([
    ['Ctrl+F', { key: 'f' }],
    ['Ctrl+F with Caps Lock', { key: 'F' }],
    ['Ctrl+F of a Cyrillic layout', { key: 'а', code: 'KeyF' }],
  ])('is reached by %s, which opens nothing else', async (_, pressed) => {
    open(eight());
    button(/^Ada, /).focus();
    const goesOn = await fireEvent.keyDown(document.activeElement!, { ...pressed, ctrlKey: true });
    expect(goesOn).toBe(false);
    expect(field('Filter accounts')).toHaveFocus();
  });

  it('says how many there are when the typing rests', async () => {
    await look('example.org');
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('5 of 8 accounts'));
  });

  it('says when nothing matches, and is cleared there', async () => {
    const { user } = await look('nobody');
    expect(shown()).toEqual([]);
    expect(screen.getByText('Nothing matches.')).toBeVisible();
    await user.click(screen.getAllByRole('button', { name: 'Clear the filter' }).at(-1)!);
    expect(shown()).toHaveLength(8);
    expect(field('Filter accounts')).toHaveFocus();
  });

  it('is emptied by Esc first and left by Esc then', async () => {
    const { user } = await look('grace');
    await user.keyboard('{Escape}');
    expect(field('Filter accounts')).toHaveValue('');
    expect(field('Filter accounts')).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(button(/^Łukasz/)).toHaveFocus();
  });

  it('is emptied by Esc from the list too, and the row keeps the focus', async () => {
    const { user } = await look('grace{ArrowDown}');
    expect(button(/^Grace/)).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(shown()).toHaveLength(8);
    expect(button(/^Grace/)).toHaveFocus();
  });

  it('goes on into the list by the arrows, which stop at what is shown only', async () => {
    const { user } = await look('contoso{ArrowUp}');
    expect(button(/^Yo/)).toHaveFocus();
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}');
    expect(button(/^Xi/)).toHaveFocus();
    await user.keyboard('{End}');
    expect(button(/^Yo/)).toHaveFocus();
  });

  it('holds for what the next snapshot brings', async () => {
    const { port } = await look('ada');
    const view = eight();
    const [home, ...rest] = view.sites;
    const more = [
      ...home!.accounts,
      account({ id: 'n1', name: 'Adam' }),
      account({ id: 'n2', name: 'Nil', email: null }),
    ];
    port.publish({ ...view, sites: [{ ...home!, accounts: more }, ...rest] });
    await waitFor(() => expect(shown()).toEqual(['Ada', 'Adam']));
  });

  it('stays while an account’s page is open', async () => {
    const { user } = await look('grace{ArrowDown}{Enter}');
    await screen.findByRole('article', { name: 'Grace Hopper' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(button(/^Grace/)).toHaveFocus());
    expect(field('Filter accounts')).toHaveValue('grace');
    expect(shown()).toEqual(['Grace Hopper']);
  });

  it('has nothing that axe finds', async () => {
    await look('nobody');
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });

  it('folds letters once and for all', () => {
    expect(folded('ÆØ Ångström ﬁ Ｗide İI')).toBe('aeo angstrom fi wide ii');
  });
});

describe('a snapshot of a thousand accounts on fifty sites', () => {
  it('costs the rows that did not change nothing', async () => {
    // Given
    const view = crowd(120, 6);
    const { port, container } = open(view);
    const drawn = new Set<Node>();
    const watch = new MutationObserver((changes) =>
      changes.forEach(({ target }) => {
        const row = (target instanceof Element ? target : target.parentElement)?.closest('[data-row]');
        if (row) drawn.add(row);
      }),
    );
    watch.observe(container, { subtree: true, childList: true, characterData: true, attributes: true });
    // When
    const next = structuredClone(view);
    next.revision += 1_000_000;
    next.sites[3]!.accounts[5]!.state = states.refused!;
    const put = vi.spyOn(Times.prototype, 'brief');
    port.publish(next);
    // Then
    await waitFor(() => expect(drawn.size).toBeGreaterThan(0));
    expect([...drawn].map((row) => (row as HTMLElement).dataset.row)).toEqual([next.sites[3]!.accounts[5]!.id]);
    // Nor were the words of other rows put together anew only to be found the same.
    expect(put).toHaveBeenCalledTimes(1);
    watch.disconnect();
  });

  it('shares every object that says the same, also of what has moved', () => {
    const before = crowd(1000, 50);
    const after = structuredClone(before);
    after.revision += 1;
    const site = after.sites[7]!;
    site.accounts.reverse();
    site.accounts[0]!.renewedAt = now;
    const result = shared(before, after);
    expect(result).toEqual(after);
    expect(result.sites.filter((one, index) => one === before.sites[index])).toHaveLength(49);
    const kept = new Set(before.sites[7]!.accounts);
    expect(result.sites[7]!.accounts.filter((one) => kept.has(one))).toHaveLength(19);
    expect(result.settings).toBe(before.settings);
    expect(shared(before, structuredClone(before))).toBe(before);
  });
});

describe('a long list', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('draws rows when they come near the view, and asks for their pictures only then', async () => {
    // Given
    const rows = new Map<Element, () => void>();
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(private readonly look: (entries: unknown[]) => void) {}
        observe(row: Element) {
          rows.set(row, () => this.look([{ target: row, isIntersecting: true }]));
        }
        unobserve(row: Element) {
          rows.delete(row);
        }
        disconnect() {}
      },
    );
    const view = crowd(60, 3);
    for (const one of view.sites.flatMap((on) => on.accounts)) one.hasAvatar = true;
    const { port } = open(view);
    const last = document.querySelector<HTMLElement>('[data-row=a59]')!;
    // Then
    expect(within(last).getByRole('button', { name: /person59@example.org/ })).toBeVisible();
    expect(within(last).getAllByRole('button')).toHaveLength(1);
    expect(port.asked('avatar')).not.toContainEqual(['a59']);
    // When
    rows.get(last)?.();
    // Then
    await waitFor(() => expect(within(last).getAllByRole('button').length).toBeGreaterThan(1));
    expect(port.asked('avatar')).toContainEqual(['a59']);
  });
});
