// Starts the page: one mount, nothing else.
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('window');
if (target) mount(App, { target });
