// The contact sheet: one HTML file beside the pictures, in which one chooses what to look at.
// Deliberately not here: anything that a browser would have to fetch.

const choices = [
  ['language', 'Language'],
  ['width', 'Width'],
  ['look', 'Look'],
];

/** @param pictures each with scene, language, width, look, height, file and findings */
export function sheet(pictures) {
  const scenes = [...new Set(pictures.map(({ scene }) => scene))];
  const sections = scenes.map((scene) =>
    section(
      scene,
      pictures.filter((one) => one.scene === scene),
    ),
  );
  const filters = choices.map(([key, label]) =>
    filter(key, label, [...new Set(pictures.map((one) => String(one[key])))]),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Keyreve: every state</title>
<style>${css}</style>
<header>
  <label>Scene <input id="scene" list="scenes" placeholder="part of a name" autofocus></label>
  <datalist id="scenes">${scenes.map((scene) => `<option>${escaped(scene)}`).join('')}</datalist>
  ${filters.join('\n  ')}
  <label><input type="checkbox" id="found"> only with findings</label>
  <output></output>
</header>
${sections.join('\n')}
<script>${script}</script>
</html>
`;
}

function section(scene, pictures) {
  return `<section data-scene="${escaped(scene)}"><h2>${escaped(scene)}</h2><div>${pictures.map(figure).join('')}</div></section>`;
}

function figure({ language, width, height, look, file, findings }) {
  const notes = findings.map((one) => `<li>${escaped(one)}`).join('');
  return `<figure data-language="${language}" data-width="${width}" data-look="${look}"${findings.length ? ' data-found' : ''}>
<a href="${file}"><img src="${file}" width="${width}" height="${height}" loading="lazy" alt=""></a>
<figcaption>${language} · ${width} · ${look}${notes ? `<ul>${notes}</ul>` : ''}</figcaption></figure>`;
}

function filter(key, label, values) {
  const boxes = values.map(
    (value) => `<label><input type="checkbox" data-key="${key}" value="${value}" checked> ${value}</label>`,
  );
  return `<fieldset><legend>${label}</legend>${boxes.join(' ')}</fieldset>`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

const css = `
body { margin: 0; font: 14px system-ui; background: #8a8d93; color: #111; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; padding: 8px 16px; background: #fff; }
fieldset { border: 0; padding: 0; margin: 0; } legend { float: left; padding-right: 8px; color: #555; }
h2 { margin: 16px 16px 0; font-size: 15px; } section > div { display: flex; flex-wrap: wrap; gap: 16px; padding: 12px 16px; align-items: start; }
figure { margin: 0; } figure[hidden], section[hidden] { display: none; } img { display: block; background: #777; box-shadow: 0 2px 12px #0005; }
figcaption { padding-top: 4px; max-width: 360px; font-size: 12px; } figcaption ul { margin: 2px 0; padding-left: 16px; color: #7a0000; }
`;

// The filters live in the address, so that a choice can be passed on.
const script = `
const boxes = [...document.querySelectorAll('[data-key]')], name = document.getElementById('scene'), found = document.getElementById('found');
const given = new URLSearchParams(location.hash.slice(1));
name.value = given.get('scene') ?? '';
found.checked = given.has('found');
for (const box of boxes) if (given.has(box.dataset.key)) box.checked = given.get(box.dataset.key).split(',').includes(box.value);
function choose() {
  const wanted = {};
  for (const box of boxes) if (box.checked) (wanted[box.dataset.key] ??= []).push(box.value);
  let count = 0;
  for (const section of document.querySelectorAll('section')) {
    let any = false;
    for (const figure of section.querySelectorAll('figure')) {
      const fits = section.dataset.scene.includes(name.value) && (!found.checked || 'found' in figure.dataset)
        && ['language', 'width', 'look'].every((key) => wanted[key]?.includes(figure.dataset[key]));
      figure.hidden = !fits;
      any ||= fits;
      count += fits;
    }
    section.hidden = !any;
  }
  document.querySelector('output').textContent = count + ' pictures';
  const now = new URLSearchParams();
  if (name.value) now.set('scene', name.value);
  if (found.checked) now.set('found', '');
  for (const key of ['language', 'width', 'look']) {
    if (boxes.some((box) => box.dataset.key === key && !box.checked)) now.set(key, (wanted[key] ?? []).join(','));
  }
  history.replaceState(null, '', '#' + now);
}
addEventListener('input', choose);
choose();
`;
