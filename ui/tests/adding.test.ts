// Adding an account and signing in again: what a person types, reads and gets back.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import { account, card, problem, site, snapshot, states, usual } from '../gallery/samples';
import { button, field, open, rowOf } from './opened';

const password = 'correct horse battery';

function signedInSnapshot() {
  const ada = account({ id: 'new', name: 'Ada Lovelace', email: 'ada@contoso.example' });
  return snapshot({ sites: [site({ title: 'Contoso Drive', host: 'drive.contoso.example', accounts: [ada] })] });
}

async function atPassword(port = new FakePort(snapshot())) {
  const opened = open(null, port);
  await opened.user.type(await screen.findByLabelText('Site address'), 'drive.contoso.example{Enter}');
  await screen.findByLabelText('E-mail');
  return opened;
}

async function submitPassword({ user }: ReturnType<typeof open>) {
  await user.type(field('E-mail'), 'ada@contoso.example');
  await user.type(field('Password'), password);
  await user.click(button('Sign in'));
}

describe('the first start', () => {
  it('shows what the program does and the address, nothing else', () => {
    open(snapshot());
    expect(screen.getByRole('heading', { name: 'Your Cloudreve accounts, in one place' })).toBeVisible();
    expect(field('Site address')).toHaveFocus();
    expect(screen.getAllByRole('button', { hidden: false }).map((one) => one.textContent?.trim())).toEqual([
      'Continue',
    ]);
    expect(screen.queryByRole('contentinfo')).toBeNull();
  });

  it('leads through address and password to the list', async () => {
    // Given
    const opened = await atPassword();
    const { port } = opened;
    expect(port.asked('probeSite')).toEqual([[expect.any(Number), 'drive.contoso.example', false]]);
    expect(screen.getByRole('heading', { name: 'Contoso Drive' })).toBeVisible();
    expect(screen.getByText(/Cloudreve Pro 4\.14\.0/)).toBeVisible();
    // When
    await submitPassword(opened);
    port.publish(signedInSnapshot());
    // Then
    expect(port.asked('signIn')).toEqual([
      [
        {
          attempt: expect.any(Number),
          origin: 'https://drive.contoso.example',
          email: 'ada@contoso.example',
          password,
          account: null,
          captcha: null,
        },
      ],
    ]);
    expect(await screen.findByRole('button', { name: 'Sign out Ada Lovelace' })).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent('Ada Lovelace is signed in.');
  });

  it('does not come back between the answer and the snapshot that shows it', async () => {
    const opened = await atPassword();
    await submitPassword(opened);
    await waitFor(() => expect(screen.queryByLabelText('Password')).toBeNull());
    expect(screen.queryByLabelText('Site address')).toBeNull();
  });
});

describe('a sign-in that is refused', () => {
  it('because of a wrong password clears only the password', async () => {
    const port = new FakePort(snapshot());
    const server = { code: 40020, message: 'User not found', correlationId: 'abc-123' };
    port.failures.set('signIn', problem({ code: 'wrong_password', server }));
    const opened = await atPassword(port);
    await submitPassword(opened);
    expect(await screen.findByText('The e-mail or the password is wrong.')).toBeVisible();
    expect(screen.getByText('User not found')).toBeVisible();
    expect(field('Password')).toHaveValue('');
    expect(field('Password')).toHaveFocus();
    expect(field('Password')).toBeInvalid();
    expect(field('E-mail')).toHaveValue('ada@contoso.example');
  });

  it.each([
    ['banned', 'E-mail'],
    ['not_activated', 'E-mail'],
    ['wrong_person', 'E-mail'],
  ] as [ProblemCode, string][])('as %s says so under %s', async (code, label) => {
    const port = new FakePort(snapshot());
    port.failures.set('signIn', problem({ code }));
    const opened = await atPassword(port);
    await submitPassword(opened);
    await waitFor(() => expect(field(label)).toBeInvalid());
    expect(field(label)).toHaveAccessibleDescription(/\w/);
  });

  it('whose answer was lost offers the page where the password is changed', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('signIn', problem({ code: 'answer_lost' }));
    const opened = await atPassword(port);
    await submitPassword(opened);
    await opened.user.click(await screen.findByRole('button', { name: 'Open the security page' }));
    expect(port.asked('openPage')).toEqual([['https://drive.contoso.example', 'security']]);
  });

  it('by a locked keyring offers to unlock it', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('signIn', problem({ code: 'keyring_locked' }));
    const opened = await atPassword(port);
    await submitPassword(opened);
    await opened.user.click(await screen.findByRole('button', { name: 'Unlock' }));
    expect(port.asked('unlock')).toHaveLength(1);
  });
});

describe('a site', () => {
  it.each([
    'bad_address',
    'address_with_credentials',
    'no_such_host',
    'connection_refused',
    'unreachable',
    'timed_out',
    'tls',
    'not_cloudreve',
    'cloudreve_v3',
    'too_large',
    'server_trouble',
    'unexpected_answer',
  ] as ProblemCode[])('with %s keeps the address and says it under the field', async (code) => {
    const port = new FakePort(snapshot());
    port.failures.set('probeSite', problem({ code }));
    const { user } = open(null, port);
    await user.type(field('Site address'), 'cloud.exmaple.com{Enter}');
    await waitFor(() => expect(field('Site address')).toBeInvalid());
    expect(field('Site address')).toHaveValue('cloud.exmaple.com');
    expect(screen.getByRole('alert')).toHaveTextContent(/\..*\./);
  });

  it('without encryption is asked about, and probed again only after yes', async () => {
    // Given
    const port = new FakePort(snapshot());
    port.failures.set('probeSite', problem({ code: 'plain_http', host: 'nas.local' }));
    const { user } = open(null, port);
    await user.type(field('Site address'), 'http://nas.local{Enter}');
    expect(await screen.findByRole('alertdialog', { name: 'Use nas.local without encryption?' })).toBeVisible();
    expect(button('Change address')).toHaveFocus();
    // When
    port.failures.clear();
    port.card = card({ plainHttp: true });
    await user.click(button('Use it unencrypted'));
    // Then
    expect(port.asked('probeSite').at(-1)).toEqual([expect.any(Number), 'http://nas.local', true]);
    expect(await screen.findByText('not encrypted')).toBeVisible();
  });

  it('that leads elsewhere offers the other address', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('probeSite', problem({ code: 'redirected', host: 'old.example', other: 'new.example' }));
    const { user } = open(null, port);
    await user.type(field('Site address'), 'old.example{Enter}');
    port.failures.clear();
    await user.click(await screen.findByRole('button', { name: 'Use new.example' }));
    expect(port.asked('probeSite').at(-1)).toEqual([expect.any(Number), 'new.example', false]);
  });

  it('that wants a captcha of a browser is not asked for a password', async () => {
    const port = new FakePort(snapshot());
    port.card = card({ captcha: 'recaptcha', host: 'lab.example' });
    const { user } = open(null, port);
    await user.type(field('Site address'), 'lab.example{Enter}');
    expect(await screen.findByText(/^lab\.example wants a captcha when signing in with a password: /)).toBeVisible();
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  it('at which another installation answers says so before a password is typed', async () => {
    const port = new FakePort(snapshot());
    port.card = card({ otherInstallation: true });
    await atPassword(port);
    expect(screen.getByText(/Another installation answers here than the one that your accounts/)).toBeVisible();
  });

  it('opens its own pages: for who has no account or forgot the password, and what one agrees to', async () => {
    const port = new FakePort(snapshot());
    port.card = card({ terms: true, privacy: true });
    const { user } = await atPassword(port);
    for (const name of ['Forgot the password?', 'No account yet?', 'Terms of use', 'Privacy policy']) {
      await user.click(button(name));
    }
    expect(port.asked('openPage').map(([, page]) => page)).toEqual(['forgot_password', 'sign_up', 'terms', 'privacy']);
  });

  it('has no links to pages that it does not have', async () => {
    const port = new FakePort(snapshot());
    port.card = card({ signUp: false });
    await atPassword(port);
    for (const name of ['No account yet?', 'Terms of use', 'Privacy policy']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });
});

describe('a site that is known under another name', () => {
  async function asked() {
    const port = new FakePort(usual());
    port.card = card({ host: 'nas.local', knownAs: 'cloud.example.com' });
    const opened = open(null, port);
    await opened.user.click(button(/Add account/));
    await opened.user.type(field('Site address'), 'nas.local{Enter}');
    await screen.findByRole('heading', { name: 'You already have this site as cloud.example.com' });
    return opened;
  }

  it('is asked about before a password can be typed, with the accounts that are there', async () => {
    await asked();
    expect(screen.getByText(/Is the account one of those/)).toBeVisible();
    expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toContainEqual(expect.stringMatching(/^Ada/));
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  it('leads to the address where the account is', async () => {
    const { user, port } = await asked();
    port.card = card({ host: 'cloud.example.com' });
    await user.click(button('Yes, sign in at cloud.example.com'));
    expect(port.asked('probeSite').at(-1)).toEqual([expect.any(Number), 'cloud.example.com', false]);
    await user.type(await screen.findByLabelText('E-mail'), 'ada@example.org');
    expect(screen.queryByText(/already have/)).toBeNull();
  });

  it('takes another account at the address that was typed, and says that it is listed separately', async () => {
    const { user } = await asked();
    await user.click(button('No, another account'));
    expect(await screen.findByLabelText('E-mail')).toHaveFocus();
    expect(screen.getByText(/same site that you already have as cloud\.example\.com/)).toBeVisible();
  });

  it('is left by Back with the address as it was typed', async () => {
    const { user } = await asked();
    await user.keyboard('{Escape}');
    expect(field('Site address')).toHaveValue('nas.local');
  });
});

describe('an address on the clipboard', () => {
  function onClipboard(address: string | null, port = new FakePort(snapshot())) {
    port.clipboardAddress = address;
    return open(null, port);
  }

  it('is offered on the first start, and not taken by itself', async () => {
    const { port } = onClipboard('cloud.example.com');
    expect(await screen.findByRole('button', { name: 'Use cloud.example.com from the clipboard' })).toBeVisible();
    expect(field('Site address')).toHaveValue('');
    expect(field('Site address')).toHaveFocus();
    expect(port.asked('addressOnClipboard')).toHaveLength(1);
    expect(port.asked('probeSite')).toEqual([]);
  });

  it('is asked for when the button is pressed', async () => {
    const { user, port } = onClipboard('cloud.example.com');
    await user.click(await screen.findByRole('button', { name: 'Use cloud.example.com from the clipboard' }));
    expect(port.asked('probeSite')).toEqual([[expect.any(Number), 'cloud.example.com', false]]);
    await screen.findByLabelText('E-mail');
    await user.click(button('Back'));
    expect(field('Site address')).toHaveValue('cloud.example.com');
  });

  it('is gone once something is typed, also when that is deleted again', async () => {
    const { user, port } = onClipboard('cloud.example.com');
    await screen.findByRole('button', { name: /^Use .* from the clipboard$/ });
    await user.type(field('Site address'), 'x{Backspace}');
    expect(field('Site address')).toHaveValue('');
    expect(screen.queryByRole('button', { name: /^Use .* from the clipboard$/ })).toBeNull();
    expect(port.asked('addressOnClipboard')).toHaveLength(1);
  });

  it('that was declined is not offered again', async () => {
    const { user } = onClipboard('drive.contoso.example', new FakePort(usual()));
    await user.click(button(/Add account/));
    await user.click(await screen.findByRole('button', { name: 'Do not use the address from the clipboard' }));
    expect(screen.queryByRole('button', { name: /^Use .* from the clipboard$/ })).toBeNull();
    expect(field('Site address')).toHaveFocus();
    await user.keyboard('{Escape}');
    await user.click(button(/Add account/));
    await screen.findByLabelText('Site address');
    expect(screen.queryByRole('button', { name: /^Use .* from the clipboard$/ })).toBeNull();
  });

  it('is not looked at while there is an address in the field', async () => {
    const { user, port } = onClipboard(null);
    await user.type(field('Site address'), 'cloud.example.com{Enter}');
    await screen.findByLabelText('E-mail');
    port.clipboardAddress = 'other.example';
    await user.click(button('Back'));
    expect(port.asked('addressOnClipboard')).toHaveLength(1);
    expect(screen.queryByRole('button', { name: /^Use .* from the clipboard$/ })).toBeNull();
  });

  it('that is copied while the form is open is offered when the person comes back, and not taken', async () => {
    // Given
    const { port } = onClipboard('cloud.example.com');
    const former = await screen.findByRole('button', { name: 'Use cloud.example.com from the clipboard' });
    // When
    port.clipboardAddress = 'other.example';
    await fireEvent.focus(window);
    // Then
    expect(await screen.findByRole('button', { name: 'Use other.example from the clipboard' })).not.toBe(former);
    expect(former).not.toBeInTheDocument();
    expect(field('Site address')).toHaveValue('');
    expect(port.asked('probeSite')).toEqual([]);
    // And it is gone when it does not lie there any more
    port.clipboardAddress = null;
    await fireEvent.focus(window);
    await waitFor(() => expect(screen.queryByRole('button', { name: /from the clipboard$/ })).toBeNull());
  });

  it('is not looked at when the person comes back with something typed, and not offered again once declined', async () => {
    const { user, port } = onClipboard('cloud.example.com');
    await user.click(await screen.findByRole('button', { name: 'Do not use the address from the clipboard' }));
    await fireEvent.focus(window);
    expect(port.asked('addressOnClipboard')).toHaveLength(2);
    await user.type(field('Site address'), 'x');
    await fireEvent.focus(window);
    expect(port.asked('addressOnClipboard')).toHaveLength(2);
    expect(screen.queryByRole('button', { name: /from the clipboard$/ })).toBeNull();
  });

  it('that cannot be read offers nothing', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('addressOnClipboard', problem({ code: 'not_now' }));
    const { user } = onClipboard('cloud.example.com', port);
    await user.type(field('Site address'), 'cloud');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('several accounts in a row', () => {
  it('after one, its site is offered for the next', async () => {
    // Given
    const opened = await atPassword();
    await submitPassword(opened);
    opened.port.publish(signedInSnapshot());
    await waitFor(() => expect(document.activeElement).toBe(button(/^Ada Lovelace,/)));
    // When
    await opened.user.keyboard('{Control>}n{/Control}');
    await opened.user.click(await screen.findByRole('button', { name: 'One more account at drive.contoso.example' }));
    // Then
    expect(opened.port.asked('probeSite').at(-1)).toEqual([expect.any(Number), 'drive.contoso.example', false]);
    expect(await screen.findByLabelText('E-mail')).toHaveValue('');
  });

  it('the same address is not offered twice', async () => {
    const opened = await atPassword();
    await submitPassword(opened);
    opened.port.publish(signedInSnapshot());
    await screen.findByRole('button', { name: 'Sign out Ada Lovelace' });
    opened.port.clipboardAddress = 'drive.contoso.example';
    await opened.user.keyboard('{Control>}n{/Control}');
    await screen.findByRole('button', { name: 'One more account at drive.contoso.example' });
    expect(screen.queryByRole('button', { name: /^Use .* from the clipboard$/ })).toBeNull();
  });
});

describe('the password', () => {
  it.each(['unreachable', 'server_trouble', 'wrong_captcha', 'keyring_locked', 'bad_input'] as ProblemCode[])(
    'stays after %s, because the server has not looked at it',
    async (code) => {
      const port = new FakePort(snapshot());
      port.failures.set('signIn', problem({ code }));
      const opened = await atPassword(port);
      await submitPassword(opened);
      await screen.findByRole('alert');
      expect(field('Password')).toHaveValue(password);
      expect(field('Password')).toHaveAttribute('type', 'password');
    },
  );

  it.each([
    'wrong_password',
    'banned',
    'answer_lost',
    'refused_by_server',
    'unexpected_answer',
    'wrong_person',
    'not_saved',
  ] as ProblemCode[])('is cleared after %s, because it may have been used', async (code) => {
    const port = new FakePort(snapshot());
    port.failures.set('signIn', problem({ code }));
    const opened = await atPassword(port);
    await submitPassword(opened);
    await screen.findByRole('alert');
    expect(field('Password')).toHaveValue('');
    expect(field('E-mail')).toHaveValue('ada@contoso.example');
  });

  it('can be shown, and is hidden again when it is sent', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('signIn', problem({ code: 'unreachable' }));
    const opened = await atPassword(port);
    await opened.user.click(button('Show password'));
    expect(field('Password')).toHaveAttribute('type', 'text');
    await submitPassword(opened);
    await screen.findByRole('alert');
    expect(field('Password')).toHaveAttribute('type', 'password');
  });

  it('can be pasted, and is found by password managers', async () => {
    const opened = await atPassword();
    await opened.user.click(field('Password'));
    await opened.user.paste(password);
    expect(field('Password')).toHaveValue(password);
    expect(field('Password')).toHaveAttribute('autocomplete', 'current-password');
    expect(field('Password')).toHaveAttribute('name', 'password');
    expect(field('E-mail')).toHaveAttribute('autocomplete', 'username');
    expect(field('E-mail').form).toBe(field('Password').form);
    expect(button('Sign in')).toHaveAttribute('type', 'submit');
  });

  it('says that Caps Lock is on, until it is off or the field is left', async () => {
    const { user } = await atPassword();
    await user.click(field('Password'));
    await user.keyboard('{CapsLock}a');
    expect(screen.getByText('Caps Lock is on')).toBeVisible();
    await user.keyboard('{CapsLock}');
    expect(screen.queryByText('Caps Lock is on')).toBeNull();
    await user.keyboard('{CapsLock}A');
    await user.tab();
    expect(screen.queryByText('Caps Lock is on')).toBeNull();
  });
});

describe('what is missing', () => {
  const missing = (name: string) => `Still missing: ${name}`;

  it.each(['{Enter}', ' {Enter}'])('is said under the address until something is typed, after %j', async (typed) => {
    // Given
    const { user, port } = open(snapshot());
    // When
    await user.type(field('Site address'), typed);
    // Then
    expect(field('Site address')).toHaveFocus();
    expect(field('Site address')).toHaveAttribute('aria-invalid', 'true');
    expect(field('Site address')).toHaveAccessibleDescription(missing('Site address'));
    expect(screen.getByRole('alert')).toHaveTextContent(missing('Site address'));
    expect(port.asked('probeSite')).toEqual([]);
    await user.keyboard('c');
    expect(field('Site address')).toHaveAttribute('aria-invalid', 'false');
    expect(field('Site address')).toHaveAccessibleDescription(/^For example cloud\.example\.com/);
    // And what is deleted again is not blamed before it is sent
    await user.keyboard('{Backspace}');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is said under each field, and the first one has the focus', async () => {
    const { user, port } = await atPassword();
    await user.click(button('Sign in'));
    expect(field('E-mail')).toHaveFocus();
    expect(field('E-mail')).toHaveAccessibleDescription(missing('E-mail'));
    expect(field('Password')).toHaveAccessibleDescription(missing('Password'));
    await user.keyboard('ada@contoso.example{Enter}');
    expect(field('E-mail')).toHaveAttribute('aria-invalid', 'false');
    expect(field('Password')).toHaveFocus();
    expect(field('Password')).toHaveAttribute('aria-invalid', 'true');
    expect(port.asked('signIn')).toEqual([]);
    await user.keyboard('x');
    expect(field('Password')).toHaveAttribute('aria-invalid', 'false');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is not said of an address that is taken from the clipboard then', async () => {
    const port = new FakePort(snapshot());
    port.clipboardAddress = 'cloud.example.com';
    port.held.add('probeSite');
    const { user } = open(null, port);
    await user.type(field('Site address'), '{Enter}');
    await user.click(await screen.findByRole('button', { name: /^Use .* from the clipboard$/ }));
    expect(field('Site address')).toHaveValue('cloud.example.com');
    expect(field('Site address')).toHaveAttribute('aria-invalid', 'false');
  });

  it('is not what a password is called that the server’s answer cleared', async () => {
    const port = new FakePort(snapshot());
    port.failures.set('signIn', problem({ code: 'answer_lost' }));
    const opened = await atPassword(port);
    await opened.user.click(button('Sign in'));
    await submitPassword(opened);
    await waitFor(() => expect(field('Password')).toHaveValue(''));
    expect(field('Password')).toHaveAttribute('aria-invalid', 'false');
  });
});

describe('a wait', () => {
  it('for the site can be cancelled, and its late answer changes nothing', async () => {
    // Given
    const port = new FakePort(snapshot());
    port.held.add('probeSite');
    const { user } = open(null, port);
    await user.type(field('Site address'), 'slow.example{Enter}');
    const [attempt] = port.asked('probeSite')[0] ?? [];
    // When
    await user.click(button('Cancel'));
    // Then
    expect(port.asked('cancel')).toEqual([[attempt]]);
    expect(screen.queryByRole('alert')).toBeNull();
    expect(field('Site address')).toHaveValue('slow.example');
    expect(field('Site address')).not.toHaveAttribute('readonly');
  });

  it('for a sign-in ends with Esc, without the password', async () => {
    const port = new FakePort(snapshot());
    port.held.add('signIn');
    const opened = await atPassword(port);
    await submitPassword(opened);
    await opened.user.keyboard('{Escape}');
    expect(port.asked('cancel')).toHaveLength(1);
    await waitFor(() => expect(field('Password')).toHaveValue(''));
    expect(field('E-mail')).toHaveValue('ada@contoso.example');
  });

  it('is not begun twice', async () => {
    const port = new FakePort(snapshot());
    port.held.add('signIn');
    const opened = await atPassword(port);
    await submitPassword(opened);
    await opened.user.click(button('Sign in'));
    expect(port.asked('signIn')).toHaveLength(1);
  });

  it('gives every attempt a number of its own', async () => {
    const { user, port } = await atPassword();
    await user.click(button('Back'));
    await user.click(button('Continue'));
    const numbers = port.asked('probeSite').map(([attempt]) => attempt);
    expect(new Set(numbers).size).toBe(2);
  });
});

describe('going back', () => {
  it('keeps the address and the e-mail, but not the password', async () => {
    const { user } = await atPassword();
    await user.type(field('E-mail'), 'ada@contoso.example');
    await user.type(field('Password'), password);
    await user.click(button('Back'));
    expect(field('Site address')).toHaveValue('drive.contoso.example');
    await user.click(button('Continue'));
    expect(await screen.findByLabelText('E-mail')).toHaveValue('ada@contoso.example');
    expect(field('Password')).toHaveValue('');
  });

  it('to the list and into the form again keeps what was typed', async () => {
    const { user } = open(usual());
    await user.keyboard('{Control>}n{/Control}');
    await user.type(field('Site address'), 'half.exam');
    await user.keyboard('{Escape}');
    expect(button(/Add account/)).toHaveFocus();
    await user.click(button(/Add account/));
    expect(field('Site address')).toHaveValue('half.exam');
  });
});

describe('signing in again', () => {
  it('goes straight to the form with the e-mail filled in, and names the account', async () => {
    const bob = account({ id: 'bob', name: 'Bob', email: 'bob@example.org', state: states.refused });
    const { user, port } = open(snapshot({ sites: [site({ accounts: [bob] })] }));
    await user.click(button('Sign in Bob'));
    expect(field('E-mail')).toHaveValue('bob@example.org');
    expect(field('Password')).toHaveFocus();
    await user.keyboard(`${password}{Enter}`);
    expect(port.asked('signIn')).toEqual([
      [expect.objectContaining({ account: 'bob', origin: 'https://cloud.example.com', email: 'bob@example.org' })],
    ]);
  });

  it('says when another installation answers there now', async () => {
    const bob = account({ id: 'bob', name: 'Bob', state: states.refused });
    const { user } = open(snapshot({ sites: [site({ accounts: [bob], otherInstallation: true })] }));
    await user.click(button('Sign in Bob'));
    expect(screen.getByText(/Signing in says that it is the right one/)).toBeVisible();
  });

  it('goes back to its row', async () => {
    const { user } = open(usual());
    await user.click(button('Sign in Bob'));
    await user.click(button('Back'));
    expect(rowOf(/^Bob,/)).toContainElement(document.activeElement as HTMLElement);
  });

  it('of an account that is already signed in says that it has a new session', async () => {
    const port = new FakePort(usual());
    port.signedIn = { account: 'ada', replaced: true };
    const opened = open(null, port);
    await opened.user.click(button(/Add account/));
    await opened.user.type(field('Site address'), 'cloud.example.com{Enter}');
    await screen.findByLabelText('E-mail');
    await submitPassword(opened);
    expect((await screen.findAllByText(/Ada was already here and has a new session now/)).length).toBeGreaterThan(0);
    await opened.user.click(button('Dismiss', document.querySelector<HTMLElement>('.notice') ?? undefined));
    expect(document.querySelector('.notice')).toBeNull();
  });
});

it('a password is never in the page after the answer', async () => {
  const opened = await atPassword();
  await submitPassword(opened);
  opened.port.publish(signedInSnapshot());
  await screen.findByRole('button', { name: 'Sign out Ada Lovelace' });
  expect(document.documentElement.innerHTML).not.toContain(password);
  expect([...document.querySelectorAll('input')].map((input) => input.value)).not.toContain(password);
});

it('a password that is half typed is kept while the person looks at the settings, with the focus where it was', async () => {
  // Given
  const { user } = await atPassword();
  await user.type(field('E-mail'), 'ada@contoso.example');
  await user.type(field('Password'), 'correct horse');
  // When
  await user.keyboard('{Control>},{/Control}');
  expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  expect(field('Password')).not.toBeVisible();
  await user.keyboard('{Escape}');
  // Then
  expect(field('Password')).toHaveValue('correct horse');
  expect(field('E-mail')).toHaveValue('ada@contoso.example');
  await waitFor(() => expect(field('Password')).toHaveFocus());
});
