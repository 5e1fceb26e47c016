// In which ways each scene is looked at.
// Deliberately not here: the scenes (`gallery.ts`), and what has to hold (`checks.js`).

/** The smallest window that there may be, the one that opens first, and a wide one. */
const sizes = [
  { width: 360, height: 480 },
  { width: 440, height: 680 },
  { width: 900, height: 680 },
];
const [least, first] = sizes;

const themes = ['light', 'dark'];

/** Every size in both themes. */
const everySize = themes.flatMap((theme) => sizes.map((size) => ({ ...size, theme })));

/** As a person has it who needs everything twice as large. */
const large = { ...least, theme: 'light', text: 200 };
const forced = { ...first, theme: 'light', forced: true };

/** One load of a scene for each language; then only sizes and colours change. */
export const languages = [
  { language: 'en-GB', views: [...everySize, large, forced], axe: themes, focus: true },
  { language: 'zh-CN', views: [...everySize, large], axe: ['light'], focus: false },
  { language: 'en-XA', views: [least, first].map((size) => ({ ...size, theme: 'light' })), axe: [], focus: false },
  { language: 'ar-XB', views: [least, first].map((size) => ({ ...size, theme: 'light' })), axe: [], focus: false },
];

/** The view in words, for lists and file names. */
export function nameOf({ width, theme, text, forced: forcedColours }) {
  return [width, forcedColours ? 'forced' : theme, text ? `text-${text}` : ''].filter(Boolean).join(' ');
}
