// The two-step code: how it is typed, when it goes off, and what happens when it is not taken.
import { screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../src/generated/bindings';
import { codeLength, digitsOf } from '../src/add/code';
import { FakePort } from '../gallery/fake';
import { account, card, problem, site, snapshot } from '../gallery/samples';
import { button, field, open } from './opened';

const password = 'correct horse battery';
const code = 'Two-step code';

async function atCode(port = new FakePort(snapshot())) {
  port.codeWanted = true;
  const opened = open(null, port);
  await opened.user.type(field('Site address'), 'drive.contoso.example{Enter}');
  await opened.user.type(await screen.findByLabelText('E-mail'), 'ada@contoso.example');
  await opened.user.type(field('Password'), `${password}{Enter}`);
  await screen.findByLabelText(code);
  return opened;
}

function signInOf(port: FakePort): unknown {
  return (port.asked('signIn').at(-1)?.[0] as { attempt: number }).attempt;
}

describe('a code', () => {
  it('is asked for after the right password, and goes off by itself at six digits', async () => {
    // Given
    const { user, port } = await atCode();
    expect(field(code)).toHaveFocus();
    expect(screen.getByText(/^The password of ada@contoso\.example is right\./)).toBeVisible();
    // When
    await user.keyboard('12345');
    expect(port.asked('enterCode')).toEqual([]);
    await user.keyboard('6');
    // Then
    expect(port.asked('enterCode')).toEqual([[expect.any(Number), signInOf(port), '123456']]);
    const ada = account({ id: 'new', name: 'Ada Lovelace' });
    port.publish(snapshot({ sites: [site({ accounts: [ada] })] }));
    expect(await screen.findByRole('button', { name: 'Sign out Ada Lovelace' })).toBeVisible();
  });

  it.each(['123 456', '123-456', ' 123456\n', 'Your code is 123456.', '１２３４５６'])(
    'can be pasted as %j',
    async (pasted) => {
      const { user, port } = await atCode();
      await user.paste(pasted);
      expect(port.asked('enterCode').map(([, , sent]) => sent)).toEqual(['123456']);
    },
  );

  it.each([
    ['12a3', '123'],
    ['', ''],
    ['1234567', '123456'],
    ['١٢٣', ''],
  ])('of %j has the digits %j', (typed, digits) => {
    expect(digitsOf(typed)).toBe(digits);
    expect(digits.length).toBeLessThanOrEqual(codeLength);
  });

  it('is digits only, also in sight', async () => {
    const { user } = await atCode();
    await user.keyboard('1a 2-');
    expect(field(code)).toHaveValue('12');
  });

  it('is filled in by whoever keeps codes', async () => {
    await atCode();
    expect(field(code)).toHaveAttribute('autocomplete', 'one-time-code');
    expect(field(code)).toHaveAttribute('inputmode', 'numeric');
    expect(field(code)).not.toHaveAttribute('maxlength');
  });

  it.each(['', '123'])('that is not complete is not sent, and that is said until one types: %j', async (typed) => {
    // Given
    const { user, port } = await atCode();
    if (typed) await user.keyboard(typed);
    // When
    await user.click(button('Sign in'));
    // Then
    expect(port.asked('enterCode')).toEqual([]);
    expect(field(code)).toHaveFocus();
    expect(field(code)).toHaveAttribute('aria-invalid', 'true');
    expect(field(code)).toHaveAccessibleDescription('Type all six digits.');
    await user.keyboard('4');
    expect(field(code)).toHaveAttribute('aria-invalid', 'false');
    expect(field(code)).toHaveAccessibleDescription('Six digits, from the app on your phone.');
  });

  it('is never in the page after the answer', async () => {
    const { user, port } = await atCode();
    await user.keyboard('123456');
    port.publish(snapshot({ sites: [site({ accounts: [account({ id: 'new', name: 'Grace' })] })] }));
    await screen.findByRole('button', { name: 'Sign out Grace' });
    expect(document.documentElement.innerHTML).not.toContain('123456');
  });
});

describe('a code that is wrong', () => {
  it('is cleared and asked for again, without the password', async () => {
    // Given
    const port = new FakePort(snapshot());
    port.failures.set('enterCode', problem({ code: 'wrong_code' }));
    const { user } = await atCode(port);
    const first = signInOf(port);
    // When
    await user.keyboard('111111');
    // Then
    expect(await screen.findByText('That code is not right.')).toBeVisible();
    expect(field(code)).toHaveValue('');
    expect(field(code)).toHaveFocus();
    expect(field(code)).toBeInvalid();
    expect(field(code)).toHaveAccessibleDescription(/Codes change every 30 seconds/);
    // And the next one belongs to the same sign-in
    port.failures.clear();
    await user.keyboard('222222');
    expect(port.asked('enterCode').at(-1)).toEqual([expect.any(Number), first, '222222']);
    expect(port.asked('signIn')).toHaveLength(1);
  });

  it('does not go off by itself a second time, but does by the button', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('enterCode', problem({ code: 'wrong_code' }));
    const { user } = await atCode(port);
    await user.keyboard('111111');
    await screen.findByText('That code is not right.');
    await user.keyboard('111111');
    expect(port.asked('enterCode')).toHaveLength(1);
    await user.keyboard('{Enter}');
    expect(port.asked('enterCode')).toHaveLength(2);
  });
});

describe('a code that the server did not look at', () => {
  it('stays, and is not sent again by each key press', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('enterCode', problem({ code: 'unreachable' }));
    const { user } = await atCode(port);
    await user.keyboard('123456');
    await screen.findByText(/^The network did not get through/);
    expect(field(code)).toHaveValue('123456');
    expect(field(code)).toBeValid();
    await user.keyboard('7{Backspace}6');
    expect(port.asked('enterCode')).toHaveLength(1);
    port.failures.clear();
    await user.click(button('Sign in'));
    expect(port.asked('enterCode')).toHaveLength(2);
  });

  it('behind a locked keyring offers to unlock it', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('enterCode', problem({ code: 'keyring_locked' }));
    const { user } = await atCode(port);
    await user.keyboard('123456');
    await user.click(await screen.findByRole('button', { name: 'Unlock' }));
    expect(port.asked('unlock')).toHaveLength(1);
  });
});

describe('a sign-in that has ended before its code', () => {
  it('goes back to the password and says why there', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('enterCode', problem({ code: 'code_session_ended' }));
    const { user } = await atCode(port);
    await user.keyboard('123456');
    await waitFor(() => expect(field('Password')).toHaveFocus());
    expect(field('Password')).toHaveAccessibleDescription(/^The time for the code is over\./);
    expect(field('Password')).toHaveValue('');
    expect(field('E-mail')).toHaveValue('ada@contoso.example');
    // And the next sign-in has a code of its own
    port.failures.clear();
    await user.keyboard(`${password}{Enter}`);
    await user.type(await screen.findByLabelText(code), '123456');
    expect(port.asked('enterCode').at(-1)).toEqual([expect.any(Number), signInOf(port), '123456']);
    expect(port.asked('signIn')).toHaveLength(2);
  });

  it.each([
    ['wrong_person', 'Another person signed in'],
    ['not_saved', 'could not be saved in the keyring'],
    ['answer_lost', 'was lost on the way'],
    ['not_now', 'not possible any more'],
  ] as [ProblemCode, string][])('by %s is said where a new one begins', async (reason, said) => {
    const port = new FakePort(snapshot());
    port.failures.set('enterCode', problem({ code: reason }));
    const { user } = await atCode(port);
    await user.keyboard('123456');
    expect(await screen.findByLabelText('Password')).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent(said);
  });

  it('gets a new picture where the site wants one', async () => {
    const port = new FakePort(snapshot());
    port.card = card({ captcha: 'image' });
    port.codeWanted = true;
    port.failures.set('enterCode', problem({ code: 'code_session_ended' }));
    const { user } = open(null, port);
    await user.type(field('Site address'), 'drive.contoso.example{Enter}');
    await user.type(await screen.findByLabelText('E-mail'), 'ada@contoso.example');
    await user.type(field('Password'), password);
    await user.type(field('Letters in the picture'), '7xK2p{Enter}');
    await user.type(await screen.findByLabelText(code), '123456');
    expect(await screen.findByLabelText('Letters in the picture')).toHaveValue('');
    expect(port.asked('captcha')).toHaveLength(2);
  });
});

describe('leaving the code', () => {
  it('by Back drops the sign-in and keeps the e-mail', async () => {
    const { user, port } = await atCode();
    await user.keyboard('12');
    await user.keyboard('{Escape}');
    expect(await screen.findByLabelText('E-mail')).toHaveValue('ada@contoso.example');
    expect(field('Password')).toHaveValue('');
    expect(port.asked('cancel')).toEqual([[signInOf(port)]]);
  });

  it('is not what Cancel does: the wait ends, and another code can be typed', async () => {
    const port = new FakePort(snapshot());
    port.held.add('enterCode');
    const { user } = await atCode(port);
    await user.keyboard('123456');
    await user.click(button('Cancel'));
    expect(port.asked('cancel')).toEqual([[port.asked('enterCode')[0]?.[0]]]);
    await waitFor(() => expect(field(code)).toHaveValue(''));
    expect(field(code)).not.toHaveAttribute('readonly');
  });
});

it('axe finds nothing in any of it', async () => {
  const found = async () => {
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
  };
  const port = new FakePort(snapshot());
  port.failures.set('enterCode', problem({ code: 'wrong_code' }));
  const { user } = await atCode(port);
  expect(await found()).toEqual([]);
  await user.keyboard('123456');
  await screen.findByText('That code is not right.');
  expect(await found()).toEqual([]);
});
