// The menus of rows and of headings, as data.
// Deliberately not here: what their entries do.
import External from '@lucide/svelte/icons/external-link';
import Renew from '@lucide/svelte/icons/refresh-cw';
import SignOut from '@lucide/svelte/icons/log-out';
import Rename from '@lucide/svelte/icons/pencil';
import Up from '@lucide/svelte/icons/arrow-up';
import Down from '@lucide/svelte/icons/arrow-down';
import Forget from '@lucide/svelte/icons/circle-slash';
import Remove from '@lucide/svelte/icons/trash-2';
import { menuFor, type MenuEntry } from '../account/state';
import type { AccountView } from '../generated/bindings';
import type { MenuItem } from '../parts/menu';
import type { Sentences } from '../sentences/sentences';

/** What a site's heading offers. */
export type SiteEntry = 'sign_out_site' | 'site_up' | 'site_down';

/** Where something stands among its like. */
export type Standing = { at: number; of: number } | null;

const looks: Record<MenuEntry | SiteEntry, [name: string, icon: MenuItem<string>['icon']]> = {
  open_site: ['menu-open-site', External],
  renew: ['menu-renew', Renew],
  sign_out: ['menu-sign-out', SignOut],
  rename: ['menu-rename', Rename],
  move_up: ['menu-move-up', Up],
  move_down: ['menu-move-down', Down],
  forget: ['menu-forget', Forget],
  remove: ['menu-remove', Remove],
  sign_out_site: ['menu-sign-out-site', SignOut],
  site_up: ['menu-move-up', Up],
  site_down: ['menu-move-down', Down],
};

/** `standing` is null where nothing can be moved. */
export function accountMenu(account: AccountView, standing: Standing, { say }: Sentences): MenuItem<MenuEntry>[] {
  return menuFor(account, standing === null || standing.of < 2).map((entry) => ({
    entry,
    name: say(looks[entry][0]),
    icon: looks[entry][1],
    danger: entry === 'forget' || entry === 'remove',
    apart: entry === 'remove',
    disabled: atEnd(entry, standing),
  }));
}

/** `sessions` is how many accounts of the site can be signed out. */
export function siteMenu(sessions: number, standing: Standing, { say }: Sentences): MenuItem<SiteEntry>[] {
  const moves: SiteEntry[] = standing !== null && standing.of > 1 ? ['site_up', 'site_down'] : [];
  return ['sign_out_site' as const, ...moves].map((entry) => ({
    entry,
    name: say(looks[entry][0]),
    icon: looks[entry][1],
    disabled: entry === 'sign_out_site' ? sessions === 0 : atEnd(entry, standing),
  }));
}

function atEnd(entry: MenuEntry | SiteEntry, standing: Standing): boolean {
  if (standing === null) return false;
  if (entry === 'move_up' || entry === 'site_up') return standing.at === 0;
  return (entry === 'move_down' || entry === 'site_down') && standing.at === standing.of - 1;
}
