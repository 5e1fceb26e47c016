// A start that fails: what stands instead of the list, and what can be done from there.
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Snapshot, StartProblem } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import { account, problem, site, snapshot, startProblem, usual } from '../gallery/samples';
import { inView } from '../src/list/nearby';
import { button, start } from './opened';

const accounts = Array.from({ length: 100 }, (_, at) => account({ id: `a${at}`, name: `Person ${at}` }));
const hundred = snapshot({ sites: [site({ accounts })] });

function beginningWith(list: Snapshot): FakePort {
  return Object.assign(new FakePort(list), { beginsWithList: true });
}

describe('the page', () => {
  it('shows the list that the program has put into it before the program answers anything', () => {
    // Given
    const port = beginningWith(usual());
    port.watch = () => new Promise(() => undefined);
    // When
    start(null, port);
    // Then
    expect(button('Sign out Ada')).toBeVisible();
  });

  it('draws of a long list what the window has room for, and the rest when that is there', async () => {
    // Given
    const port = beginningWith(hundred);
    const rows = () => document.querySelectorAll('[data-row]').length;
    // When
    start(null, port);
    // Then
    expect(rows()).toBe(inView(accounts).size);
    expect(rows()).toBeGreaterThan(3);
    expect(rows()).toBeLessThan(20);
    const room = () => document.querySelector<HTMLElement>('.list')?.style.getPropertyValue('--below');
    expect(room(), 'rows that the scroll bar counts already').toBe(String(100 - rows()));
    expect(screen.getByText(/100 accounts/)).toBeVisible();
    await waitFor(() => expect(rows()).toBe(100));
    expect(room()).toBe('');
    expect(port.asked('watch')).toHaveLength(1);
  });

  it('draws all of it for who comes back to a place further down', () => {
    // Given
    const port = beginningWith(hundred);
    port.kept = JSON.stringify({ screen: 'list', account: null, address: '', email: '', scroll: 4_000 });
    // When
    start(null, port);
    // Then
    expect(document.querySelectorAll('[data-row]')).toHaveLength(100);
  });

  it('goes on with what it hears after that', async () => {
    // Given
    const port = beginningWith(usual());
    start(null, port);
    // When
    port.publish({ ...usual(), revision: usual().revision + 1, sites: [] });
    // Then
    expect(await screen.findByRole('heading', { name: /^Your Cloudreve accounts/ })).toBeVisible();
  });
});

describe('a start that fails', () => {
  it.each([
    [{ code: 'newer_version' }, 'A newer Keyreve is needed', /was written by a newer version of Keyreve\. Install/],
    [{ code: 'in_use' }, 'Keyreve is already running', /Another copy of Keyreve uses the list of accounts/],
    [{ code: 'in_use', process: 40_213 }, 'Keyreve is already running (process 40213)', /Go on in that one/],
    [{ code: 'cannot_open' }, 'The list of accounts cannot be opened', /the file and its folder belong to you/],
  ] as [Partial<StartProblem>, string, RegExp][])('because of %j says what to do', async (given, title, advice) => {
    const { port } = start(startProblem(given));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByRole('heading', { name: title })).toBeVisible();
    expect(alert).toHaveTextContent(advice);
    expect(alert).toHaveTextContent('Nothing was changed.');
    expect(port.asked('watch')).toEqual([]);
  });

  it('names its file so that it can be copied', async () => {
    start(startProblem({ file: '/home/ada/accounts.db' }));
    await screen.findByRole('alert');
    expect(document.querySelector('dd .selectable')?.textContent).toBe('/home/ada/accounts.db');
  });

  it('copies everything that somebody who helps would ask for', async () => {
    // Given
    const { user } = start(startProblem({ code: 'in_use', process: 7, detail: 'database is locked' }));
    // When
    await user.click(await screen.findByText('Details'));
    await user.click(button('Copy'));
    // Then
    const copied = await navigator.clipboard.readText();
    expect(copied).toContain('Keyreve is already running (process 7)');
    expect(copied).toContain('File: /home/ada/');
    expect(copied).toContain('Code: in_use');
    expect(copied).toContain('Process: 7');
    expect(copied).toContain('The system says: database is locked');
    expect(screen.getByRole('status')).toHaveTextContent('Copied.');
  });

  it('leads to the folder and to the end', async () => {
    const { user, port } = start(startProblem());
    await user.click(await screen.findByRole('button', { name: 'Show folder' }));
    await user.click(button('Quit'));
    expect(port.asked('showRegistryFolder')).toHaveLength(1);
    expect(port.asked('quit')).toHaveLength(1);
  });

  it('says when the folder cannot be shown', async () => {
    const port = new FakePort();
    port.failures.set('showRegistryFolder', problem({ code: 'could_not_open' }));
    const { user } = start(startProblem(), port);
    await user.click(await screen.findByRole('button', { name: 'Show folder' }));
    expect(await screen.findByText('The folder could not be shown.')).toBeVisible();
  });

  it('is left alone by the browser’s own menu', async () => {
    start(startProblem());
    const file = await screen.findByText((_, element) => element?.matches('dd .selectable') ?? false);
    const menu = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    file.dispatchEvent(menu);
    expect(menu.defaultPrevented).toBe(true);
  });
});
