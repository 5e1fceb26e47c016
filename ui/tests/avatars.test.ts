// Pictures of accounts: fetched once each, and a failure is no reason to ask on and on.
import { screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { FakePort } from '../gallery/fake';
import { account, problem, site, snapshot } from '../gallery/samples';
import { button, open } from './opened';

const picture = 'data:image/png;base64,QURB';
const view = () => snapshot({ sites: [site({ accounts: [account({ hasAvatar: true })] })] });

it('a picture is asked for once and stands in its row', async () => {
  const port = Object.assign(new FakePort(view()), { picture });
  const { user } = open(null, port);
  await waitFor(() => expect(document.querySelector('.avatar img')).toHaveAttribute('src', picture));
  await user.click(button('Settings'));
  await user.click(button('Back'));
  expect(port.asked('avatar')).toEqual([['ada']]);
});

it('a picture that cannot be had is asked for again only when its row is shown anew', async () => {
  // Given
  const port = new FakePort(view());
  port.failures.set('avatar', problem({ code: 'unreachable' }));
  const { user } = open(null, port);
  port.publish(view());
  await screen.findByRole('button', { name: 'Sign out Ada' });
  expect(port.asked('avatar').length).toBe(1);
  // When
  port.failures.clear();
  port.picture = picture;
  await user.click(button('Settings'));
  await user.click(button('Back'));
  // Then
  await waitFor(() => expect(document.querySelector('.avatar img')).toHaveAttribute('src', picture));
  expect(port.asked('avatar')).toHaveLength(2);
});
