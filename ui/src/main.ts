// Starts the page: the real port, the system's languages, one mount. The tray's small question is the same page with another first part.
import { mount } from 'svelte';
import Confirm from './all/Confirm.svelte';
import { fetchFirst } from './later.svelte';
import Start from './start/Start.svelte';
import { surroundingsOf } from './surroundings';
import { tauri } from './tauri';
import './theme/tokens.css';
import './theme/base.css';
import './theme/overlays.css';

const target = document.getElementById('window');
if (target) {
  const around = surroundingsOf(tauri, navigator.languages);
  const confirms = new URLSearchParams(location.search).get('confirm') === 'sign-out-of-all';
  if (confirms) mount(Confirm, { target, props: { around } });
  // Not awaited here: what is fetched needs this very file, and would wait until it is done.
  else void fetchFirst(tauri.beginning()).then(() => mount(Start, { target, props: { around } }));
}
