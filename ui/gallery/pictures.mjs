// `npm run pictures`: every scene of the gallery in every language, size and theme, laid out by Chromium, held against what has to hold in each
// of them, and put on one contact sheet (target/pictures/index.html). It ends with 1 when something does not hold.
//
//   npm run pictures -- --only usual,settings*   those scenes
//   npm run pictures -- --checks-only            no pictures, no sheet
//   npm run pictures -- --lang zh-CN             one language
//   npm run pictures -- --tall                   pictures as high as what they show
//   npm run pictures -- --tabs 4                 so many at once
//
// Deliberately not here: judgement of what is beautiful. Somebody has to look at the sheet.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Chromium } from './pictures/chromium.mjs';
import { serveGallery } from './pictures/page.mjs';
import { sheet } from './pictures/sheet.mjs';
import { languages, nameOf } from './pictures/views.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    lang: { type: 'string' },
    tabs: { type: 'string' },
    'checks-only': { type: 'boolean' },
    tall: { type: 'boolean' },
  },
});

const folder = fileURLToPath(new URL('../../target/pictures', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const checks = readFileSync(new URL('pictures/checks.js', import.meta.url), 'utf8');
const drawn = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
const patience = 30_000;

const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
/** Every picture with what was found in it. */
const pictures = [];

if (!options['checks-only']) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
const [gallery, chromium] = await Promise.all([serveGallery(), Chromium.start()]);
try {
  const work = jobs(await scenes());
  console.log(`${work.length} loads of the gallery, which was built after ${seconds()} s`);
  const tabs = Number(options.tabs ?? Math.max(3, availableParallelism() + 2));
  await Promise.all(Array.from({ length: tabs }, () => workOn(work)));
} finally {
  await chromium.close();
  gallery.close();
}
if (!options['checks-only']) writeFileSync(join(folder, 'index.html'), sheet(inOrder(pictures)));
process.exitCode = report() === 0 ? 0 : 1;

async function scenes() {
  const tab = await chromium.tab((complaint) => console.error(complaint));
  await tab.send('Page.navigate', { url: `${gallery.address}?scene=none` });
  await ready(tab);
  return tab.value('galleryScenes');
}

function jobs(names) {
  const patterns = options.only?.split(',').map((one) => new RegExp(`^${one.replaceAll('*', '.*')}$`));
  const wanted = names.filter((name) => !patterns || patterns.some((pattern) => pattern.test(name)));
  if (wanted.length === 0) throw new Error(`no scene is called ${options.only}; there are ${names.join(', ')}`);
  const spoken = languages.filter(({ language }) => !options.lang || options.lang === language);
  return wanted.flatMap((scene) => spoken.map((one) => ({ scene, ...one })));
}

async function workOn(work) {
  let complaints = [];
  const tab = await chromium.tab((complaint) => complaints.push(complaint.split('\n')[0]));
  for (let job = work.shift(); job; job = work.shift()) {
    complaints = [];
    const first = pictures.length;
    try {
      await lookAt(tab, job);
    } catch (error) {
      complaints.push(error.message);
    }
    if (complaints.length === 0) continue;
    // What the page complains of belongs to the whole load.
    if (pictures.length === first) pictures.push({ ...job, width: 0, height: 0, look: 'load', file: '', findings: [] });
    pictures.find((one) => one.scene === job.scene && one.language === job.language)?.findings.push(...complaints);
  }
}

/** One load of a scene in one language, looked at in all its views. */
async function lookAt(tab, { scene, language, views, axe: themes, focus }) {
  await show(tab, views[0]);
  const query = new URLSearchParams({ scene, lang: language });
  await tab.send('Page.navigate', { url: `${gallery.address}?${query}` });
  await ready(tab);
  await tab.value(`${axe}; ${checks}`);
  const asked = new Set(themes);
  for (const view of views) {
    if (view.forced) await tab.value('pictureChecks.rememberShapes()');
    await show(tab, view);
    const findings = await tab.value('pictureChecks.layout()');
    if (view.forced) findings.push(...(await tab.value('pictureChecks.forced()')));
    if (asked.has(view.theme) && view.width === 440) {
      asked.delete(view.theme);
      findings.push(...(await tab.value('pictureChecks.accessible()')), ...(await tab.value('pictureChecks.motion()')));
    }
    const file = `${scene}-${language}-${nameOf(view)}.png`.replaceAll(/[^\w.-]/g, '-');
    const { width } = view;
    const look = nameOf(view).replace(/^\d+ /, '');
    const height = options['checks-only'] ? view.height : await picture(tab, view, file);
    pictures.push({ scene, language, width, height, look, file, findings });
  }
  if (!focus) return;
  const view = views[1];
  await show(tab, view);
  const found = await tab.value('pictureChecks.focus()');
  pictures.find((one) => one.scene === scene && one.language === language)?.findings.push(...found);
}

/** Gives the window the size and colours of the view, and waits until it is drawn so. */
async function show(tab, { width, height, theme, text = 100, forced = false }) {
  await tab.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await tab.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
      { name: 'forced-colors', value: forced ? 'active' : 'none' },
    ],
  });
  await tab.value(`document.documentElement.style.fontSize = '${text}%'`);
  await tab.value(drawn);
}

/** @returns the picture's height */
async function picture(tab, view, file) {
  let { height } = view;
  if (options.tall) {
    const hidden = await tab.value(`Math.max(0, ...[...document.querySelectorAll('main, main *')].filter((one) =>
      /auto|scroll/.test(getComputedStyle(one).overflowY)).map((one) => one.scrollHeight - one.clientHeight))`);
    height = Math.min(2400, height + hidden);
    if (hidden > 0) await show(tab, { ...view, height });
  }
  const { data } = await tab.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  writeFileSync(join(folder, file), Buffer.from(data, 'base64'));
  return height;
}

async function ready(tab) {
  await tab.value(`new Promise((done, fail) => {
    const since = Date.now();
    const look = () => {
      if (document.title === 'ready' || document.title === 'no such scene') done();
      else if (Date.now() - since > ${patience}) fail(new Error('the scene did not come to stand'));
      else setTimeout(look, 20);
    };
    look();
  })`);
}

function inOrder(all) {
  const order = languages.map(({ language }) => language);
  const names = [...new Set(all.map(({ scene }) => scene))].sort();
  return [...all].sort(
    (one, other) =>
      names.indexOf(one.scene) - names.indexOf(other.scene) ||
      order.indexOf(one.language) - order.indexOf(other.language),
  );
}

/** Says each finding once, with the pictures in which it is. What an element says differs with the language, and its size with the view. */
function report() {
  const found = new Map();
  for (const { scene, language, width, look, findings } of inOrder(pictures)) {
    for (const finding of findings) {
      const inScene = found.get(scene) ?? new Map();
      const kind = finding.replace(/“.*?”/g, '').replace(/\d+/g, '');
      const { where } = inScene.get(kind) ?? { where: new Set() };
      inScene.set(kind, {
        finding: inScene.get(kind)?.finding ?? finding,
        where: where.add(`${language} ${width} ${look}`),
      });
      found.set(scene, inScene);
    }
  }
  let count = 0;
  for (const [scene, findings] of found) {
    console.log(`\n${scene}`);
    for (const { finding, where } of findings.values()) {
      count += 1;
      const others = where.size > 3 ? `, and ${where.size - 3} more` : '';
      console.log(`  ${finding}\n      ${[...where].slice(0, 3).join(', ')}${others}`);
    }
  }
  const scenesSeen = new Set(pictures.map(({ scene }) => scene)).size;
  console.log(`\nPictures  ${pictures.length} of ${scenesSeen} scenes, ${count} findings, ${seconds()} s`);
  if (!options['checks-only']) console.log(`${folder}/index.html`);
  return count;
}
