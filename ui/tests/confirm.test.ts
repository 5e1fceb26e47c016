// The small window of the tray's "Sign out of all".
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import Confirm from '../src/all/Confirm.svelte';
import { Clock } from '../src/clock.svelte';
import type { Snapshot } from '../src/generated/bindings';
import { surroundingsOf } from '../src/surroundings';
import { FakePort } from '../gallery/fake';
import { now, problem, site, snapshot, usual } from '../gallery/samples';
import { button } from './opened';

function ask(view: Snapshot | null, port = new FakePort(view)) {
  const user = userEvent.setup({ pointerEventsCheck: 0, delay: null });
  render(Confirm, { around: surroundingsOf(port, ['en-GB'], new Clock(() => now)) });
  return { port, user };
}

it('asks the same question as the list, with the focus on Cancel', async () => {
  ask(usual());
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Sign out of 3 accounts?');
  expect(screen.getByText(/All sessions on 2 sites end on their servers/)).toBeVisible();
  expect(screen.getByText('Home cloud and Lab')).toBeVisible();
  expect(button('Cancel')).toHaveFocus();
  expect((await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })).violations).toEqual([]);
});

it('hands over the accounts that have a session on a yes', async () => {
  const { user, port } = ask(usual());
  await user.click(button('Sign out of all'));
  expect(port.asked('answerSignOutOfAll')).toEqual([[['ada', 'bob', 'grace']]]);
});

it.each(['{Escape}', '{Enter}', ' '])('takes %j for a no', async (key) => {
  const { user, port } = ask(usual());
  await user.keyboard(key);
  expect(port.asked('answerSignOutOfAll')).toEqual([[null]]);
});

it('counts anew while it is open', async () => {
  const { port } = ask(usual());
  port.publish(snapshot({ sites: [site()] }));
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Sign out of one account?'));
});

it('offers nothing but to close when nobody is signed in', async () => {
  const { user, port } = ask(snapshot());
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('No account is signed in.');
  expect(screen.queryByRole('button', { name: 'Sign out of all' })).toBeNull();
  await user.click(button('Close'));
  expect(port.asked('answerSignOutOfAll')).toEqual([[null]]);
});

it('asks nothing before it knows the accounts, and can be left all the same', async () => {
  const { user, port } = ask(null);
  expect(screen.queryByRole('heading')).toBeNull();
  await user.keyboard('{Escape}');
  expect(port.asked('answerSignOutOfAll')).toEqual([[null]]);
});

it('says why when the answer was not taken', async () => {
  const port = new FakePort(usual());
  port.failures.set('answerSignOutOfAll', problem({ code: 'not_now', host: null }));
  const { user } = ask(null, port);
  await user.click(button('Sign out of all'));
  expect(await screen.findByRole('alert')).toHaveTextContent('This is not possible any more.');
});
