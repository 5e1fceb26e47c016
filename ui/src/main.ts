// Starts the page: the real port, the system's languages, one mount.
import { mount } from 'svelte';
import Start from './start/Start.svelte';
import { surroundingsOf } from './surroundings';
import { tauri } from './tauri';
import './theme/tokens.css';
import './theme/base.css';
import './theme/overlays.css';

const target = document.getElementById('window');
if (target) {
  const around = surroundingsOf(tauri, navigator.languages);
  document.documentElement.lang = around.sentences.language;
  mount(Start, { target, props: { around } });
}
