// Signing in where a captcha is wanted: the picture, what is read in it, and what the window cannot show.
import { screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { CaptchaKind } from '../src/generated/bindings';
import { FakePort } from '../gallery/fake';
import { account, captchaPicture, card, problem, site, snapshot, states } from '../gallery/samples';
import { button, field, open } from './opened';

const password = 'correct horse battery';
const letters = 'Letters in the picture';

function lab(captcha: CaptchaKind = 'image') {
  const port = new FakePort(snapshot());
  port.card = card({ origin: 'https://lab.example', host: 'lab.example', title: 'Lab', captcha });
  return port;
}

async function atLab(port = lab()) {
  const opened = open(null, port);
  await opened.user.type(field('Site address'), 'lab.example{Enter}');
  await screen.findByRole('heading', { name: 'Lab' });
  return opened;
}

function picture(): HTMLImageElement {
  return screen.getByRole('img', { name: /^A picture with letters/ });
}

/** Types everything and sends it; the next picture is another one. */
async function tryWith({ user, port }: ReturnType<typeof open>, text = '7xK2p') {
  await user.type(field('E-mail'), 'ada@lab.example');
  await user.type(field('Password'), password);
  await user.type(field(letters), text);
  port.captchaPicture = captchaPicture('ticket-2');
  await user.click(button('Sign in'));
}

describe('a picture with letters', () => {
  it('is there before anything is typed, and its letters go with its ticket', async () => {
    // Given
    const opened = await atLab();
    expect(await screen.findByRole('img')).toHaveAttribute('src', captchaPicture().image);
    expect(opened.port.asked('captcha')).toEqual([[expect.any(Number), 'https://lab.example']]);
    // When
    await tryWith(opened, ' 7xK2p ');
    // Then
    expect(opened.port.asked('signIn')).toEqual([
      [expect.objectContaining({ password, captcha: { text: '7xK2p', ticket: 'ticket-1' } })],
    ]);
    expect(opened.port.asked('captcha')).toHaveLength(1);
  });

  it('says to who cannot see it how to get in without', async () => {
    const { user, port } = await atLab();
    const name = (await screen.findByRole('img')).getAttribute('alt');
    expect(name).toContain('sign in at lab.example in the browser');
    expect(name).toContain('administrator');
    await user.click(button('Open site'));
    expect(port.asked('openPage')).toEqual([['https://lab.example', 'home']]);
  });

  it('is a new one after wrong letters, and only the letters are typed again', async () => {
    // Given
    const port = lab();
    port.failures.set('signIn', problem({ code: 'wrong_captcha' }));
    const opened = await atLab(port);
    // When
    await tryWith(opened);
    // Then
    expect(await screen.findByText('What was typed does not match the picture.')).toBeVisible();
    expect(field(letters)).toHaveValue('');
    expect(field(letters)).toBeInvalid();
    expect(field(letters)).toHaveAccessibleDescription(/There is a new picture/);
    expect(field(letters)).toHaveFocus();
    expect(field('Password')).toHaveValue(password);
    // And the next try goes with the new ticket
    await screen.findByRole('img');
    await opened.user.keyboard('again{Enter}');
    expect(port.asked('signIn').at(-1)).toEqual([
      expect.objectContaining({ captcha: { text: 'again', ticket: 'ticket-2' } }),
    ]);
  });

  it('is a new one after a wrong password, which alone is cleared beside the letters', async () => {
    const port = lab();
    port.failures.set('signIn', problem({ code: 'wrong_password' }));
    const opened = await atLab(port);
    await tryWith(opened);
    await waitFor(() => expect(port.asked('captcha')).toHaveLength(2));
    expect(field('Password')).toHaveValue('');
    expect(field('Password')).toHaveFocus();
    expect(field('E-mail')).toHaveValue('ada@lab.example');
    expect(field(letters)).toHaveValue('');
  });

  it('can be exchanged for another one', async () => {
    const { user, port } = await atLab();
    await screen.findByRole('img');
    await user.type(field('Password'), password);
    await user.type(field(letters), 'ill');
    port.captchaPicture = { image: 'data:image/png;base64,AA==', ticket: 'ticket-2' };
    await user.click(button('New picture'));
    await waitFor(() => expect(picture()).toHaveAttribute('src', 'data:image/png;base64,AA=='));
    expect(field(letters)).toHaveValue('');
    expect(field('Password')).toHaveValue(password);
  });

  it('can be enlarged with the keyboard, and its letters typed meanwhile', async () => {
    const { user } = await atLab();
    await screen.findByRole('img');
    const enlarge = button('Enlarge');
    expect(enlarge).toHaveAttribute('aria-pressed', 'false');
    enlarge.focus();
    await user.keyboard(' ');
    expect(enlarge).toHaveAttribute('aria-pressed', 'true');
    expect(picture().parentElement).toHaveClass('large');
    await user.type(field(letters), '7xK2p');
    await user.click(enlarge);
    expect(picture().parentElement).not.toHaveClass('large');
    expect(field(letters)).toHaveValue('7xK2p');
  });

  it('is waited for without being waited on: the rest can be typed', async () => {
    const port = lab();
    port.held.add('captcha');
    const { user } = await atLab(port);
    await user.type(field('E-mail'), 'ada@lab.example');
    await user.type(field('Password'), password);
    port.answer(captchaPicture());
    await screen.findByRole('img');
    expect(field('E-mail')).toHaveValue('ada@lab.example');
    expect(field('Password')).toHaveValue(password);
  });

  it('can be given up, and asked for again', async () => {
    const port = lab();
    port.held.add('captcha');
    const { user } = await atLab(port);
    await user.click(button('Cancel'));
    expect(port.asked('cancel')).toEqual([[port.asked('captcha')[0]?.[0]]]);
    expect(screen.getByText('No picture')).toBeVisible();
    expect(button('New picture')).toHaveFocus();
    port.held.clear();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('img')).toBeVisible();
  });

  it('that does not come says why and offers to try again', async () => {
    const port = lab();
    port.failures.set('captcha', problem({ code: 'unreachable', host: 'lab.example' }));
    const { user } = await atLab(port);
    expect(await screen.findByText('The network did not get through to lab.example.')).toBeVisible();
    await user.type(field('Password'), password);
    port.failures.clear();
    await user.click(button('Try again'));
    expect(await screen.findByRole('img')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(field('Password')).toHaveValue(password);
  });

  it.each(['https://lab.example/captcha.png', 'data:text/html,x'])(
    'is nothing but a picture: not %s',
    async (image) => {
      const port = lab();
      port.captchaPicture = { image, ticket: 't' };
      await atLab(port);
      expect(await screen.findByRole('alert')).toHaveTextContent('gave an answer that makes no sense');
      expect(screen.queryByRole('img')).toBeNull();
    },
  );

  it('that is broken is not left standing', async () => {
    await atLab();
    picture().dispatchEvent(new Event('error'));
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('is not sent without letters', async () => {
    const { user, port } = await atLab();
    await screen.findByRole('img');
    await user.type(field('E-mail'), 'ada@lab.example');
    await user.type(field('Password'), `${password}{Enter}`);
    expect(field(letters)).toHaveFocus();
    expect(field(letters)).toHaveAttribute('aria-invalid', 'true');
    expect(field(letters)).toHaveAccessibleDescription('Still missing: Letters in the picture');
    expect(port.asked('signIn')).toEqual([]);
    await user.keyboard('7');
    expect(field(letters)).toHaveAttribute('aria-invalid', 'false');
  });

  it('is not exchanged while its letters are looked at', async () => {
    const port = lab();
    port.held.add('signIn');
    const opened = await atLab(port);
    await tryWith(opened);
    await opened.user.click(button('New picture'));
    expect(port.asked('captcha')).toHaveLength(1);
  });

  it('is left alone by Back while it is on its way', async () => {
    const port = lab();
    port.held.add('captcha');
    const { user } = await atLab(port);
    await user.click(button('Back'));
    expect(port.asked('cancel')).toHaveLength(1);
    expect(field('Site address')).toHaveValue('lab.example');
  });
});

describe('a captcha that only the answer to a sign-in tells of', () => {
  function again() {
    const bob = account({ id: 'bob', name: 'Bob', email: 'bob@example.org', state: states.refused });
    const port = new FakePort(snapshot({ sites: [site({ accounts: [bob] })] }));
    port.failures.set('signIn', problem({ code: 'captcha_wanted' }));
    return port;
  }

  it('is asked for then, and the password is not typed again', async () => {
    // Given
    const port = again();
    const { user } = open(null, port);
    await user.click(button('Sign in Bob'));
    expect(screen.queryByLabelText(letters)).toBeNull();
    await user.keyboard(`${password}{Enter}`);
    // When
    expect(await screen.findByText('The site wants a captcha.')).toBeVisible();
    await screen.findByRole('img');
    await waitFor(() => expect(field(letters)).toHaveFocus());
    expect(field('Password')).toHaveValue(password);
    port.failures.clear();
    await user.keyboard('7xK2p{Enter}');
    // Then
    expect(port.asked('signIn').at(-1)).toEqual([
      expect.objectContaining({ account: 'bob', password, captcha: { text: '7xK2p', ticket: 'ticket-1' } }),
    ]);
  });

  it.each(['signIn', 'captcha'] as const)(
    'and that the window cannot show, by the answer to %s, says so',
    async (asked) => {
      const port = again();
      port.failures.set(asked, problem({ code: 'captcha_unsupported' }));
      const { user } = open(null, port);
      await user.click(button('Sign in Bob'));
      await user.keyboard(`${password}{Enter}`);
      expect(await screen.findByText(/one that Keyreve does not know\. Only a browser can show it\./)).toBeVisible();
      expect(screen.queryByLabelText('Password')).toBeNull();
      expect(document.documentElement.innerHTML).not.toContain(password);
    },
  );
});

describe('a captcha that the window cannot show', () => {
  it.each([
    ['recaptcha', 'reCAPTCHA'],
    ['turnstile', 'Cloudflare Turnstile'],
    ['cap', 'Cap'],
    ['tcaptcha', 'one of Tencent’s'],
    ['other', 'one that Keyreve does not know'],
  ] as [CaptchaKind, string][])('is named before anything is typed, with the way out: %s', async (kind, name) => {
    const { user, port } = await atLab(lab(kind));
    expect(screen.getByText(/^lab\.example wants a captcha/)).toHaveTextContent(`: ${name}. Only a browser`);
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(port.asked('captcha')).toEqual([]);
    expect(button('Open site')).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(port.asked('openPage')).toEqual([['https://lab.example', 'home']]);
  });
});

it('axe finds nothing in any of it', async () => {
  const found = async () => {
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
  };
  const port = lab();
  port.held.add('captcha');
  port.failures.set('signIn', problem({ code: 'wrong_captcha' }));
  const opened = await atLab(port);
  expect(await found()).toEqual([]);
  port.answer(captchaPicture());
  await screen.findByRole('img');
  port.held.clear();
  await tryWith(opened);
  await screen.findByText('What was typed does not match the picture.');
  expect(await found()).toEqual([]);
  port.failures.set('captcha', problem({ code: 'unreachable' }));
  await opened.user.click(button('New picture'));
  await screen.findByRole('button', { name: 'Try again' });
  expect(await found()).toEqual([]);
});
