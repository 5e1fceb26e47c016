// Logos of sites: fetched once for each look, in a box that is there before them.
import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { Logos } from '../src/list/logos.svelte';
import { FakePort } from '../gallery/fake';
import { account, card, problem, settings, site, snapshot, usual } from '../gallery/samples';
import { button, field, open } from './opened';

const light = 'data:image/png;base64,TElHSFQ=';
const home = 'https://cloud.example.com';

function logoIn(heading: string): Element | null {
  return (
    screen
      .getByRole('heading', { name: new RegExp(heading) })
      .closest('section, .site')
      ?.querySelector('.logo .logo, .logo') ?? null
  );
}

describe('the logo of a site', () => {
  it('stands in the list, and the initial where there is none', async () => {
    const port = new FakePort(usual());
    port.logos.set(home, light);
    open(null, port);
    await waitFor(() => expect(logoIn('Home cloud')?.querySelector('img')).toHaveAttribute('src', light));
    expect(logoIn('Contoso Drive')).toHaveTextContent('C');
  });

  it('stands on the card of a site that is being added', async () => {
    const port = new FakePort(snapshot());
    port.card = card();
    port.logos.set('https://drive.contoso.example', light);
    const { user } = open(null, port);
    await user.type(field('Site address'), 'drive.contoso.example{Enter}');
    await waitFor(() => expect(logoIn('Contoso Drive')?.querySelector('img')).toHaveAttribute('src', light));
  });

  it('is asked for once, however often the list is shown', async () => {
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.logos.set(home, light);
    const { user } = open(null, port);
    await user.click(button('Settings'));
    await user.click(button('Back'));
    port.publish(snapshot({ sites: [site({ accounts: [account(), account({ id: 'bob', name: 'Bob' })] })] }));
    await screen.findByRole('button', { name: 'Sign out Bob' });
    expect(port.asked('logo')).toEqual([[home, false]]);
  });

  it('is asked for anew for dark surroundings when they are chosen', async () => {
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.logos.set(home, light);
    open(null, port);
    await waitFor(() => expect(logoIn('Home cloud')?.querySelector('img')).toBeVisible());
    port.publish(snapshot({ sites: [site()], settings: settings({ theme: 'dark' }) }));
    await waitFor(() => expect(port.asked('logo').at(-1)).toEqual([home, true]));
    expect(logoIn('Home cloud')?.querySelector('img')).toBeVisible();
  });

  it('that cannot be had leaves the initial, and is not asked for over and over', async () => {
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.failures.set('logo', problem({ code: 'unreachable' }));
    open(null, port);
    port.publish(snapshot({ sites: [site({ accounts: [account({ id: 'bob', name: 'Bob' })] })] }));
    await screen.findByRole('button', { name: 'Sign out Bob' });
    expect(port.asked('logo')).toHaveLength(1);
    expect(logoIn('Home cloud')).toHaveTextContent('H');
  });

  it('that cannot be drawn leaves the initial', async () => {
    const port = new FakePort(snapshot({ sites: [site()] }));
    port.logos.set(home, 'data:image/png;base64,QUFB');
    open(null, port);
    await waitFor(() => expect(logoIn('Home cloud')?.querySelector('img')).toBeVisible());
    logoIn('Home cloud')?.querySelector('img')?.dispatchEvent(new Event('error'));
    await waitFor(() => expect(logoIn('Home cloud')).toHaveTextContent('H'));
  });
});

describe('logos', () => {
  it('are pictures that the native side made, and nothing else', async () => {
    const port = new FakePort();
    const logos = new Logos(port);
    for (const other of ['https://cloud.example.com/logo.png', 'data:text/html,x', 'javascript:0']) {
      port.logos.set(other, other);
      await logos.fetch(other, false);
      expect(logos.logo(other, false)).toBeNull();
    }
  });

  it('of the other look stand in until the right one is here', async () => {
    const port = new FakePort();
    const logos = new Logos(port);
    port.logos.set(home, light);
    await logos.fetch(home, false);
    expect(logos.logo(home, true)).toBe(light);
  });

  it.each([true, false])('that are not to be had are asked for again when the site is shown anew', async (fails) => {
    const port = new FakePort();
    const logos = new Logos(port);
    if (fails) port.failures.set('logo', problem({ code: 'unreachable' }));
    await logos.fetch(home, false);
    expect(logos.logo(home, false)).toBeNull();
    port.failures.clear();
    port.logos.set(home, light);
    await logos.fetch(home, false);
    expect(logos.logo(home, false)).toBe(light);
  });
});
