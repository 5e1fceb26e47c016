// What has to hold in every picture of the window, read from the page that Chromium has laid out. Runs inside that page, as one expression.
// Deliberately not here: what axe knows already (names, roles, contrast), and which scenes there are.
(() => {
  const interactive =
    'button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=menuitem], ' +
    '[role=menuitemradio], [role=switch], [role=radio], [role=checkbox], [role=tab], [role=option], [tabindex="0"]';
  const overlays = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';
  /** WCAG 2.2, 2.5.8. */
  const target = 24;

  // Nothing changes while a check runs, and most of its time would go into asking the same again.
  let known = { style: new Map(), shape: new Map(), frame: new Map() };

  function once(kind, element, make) {
    if (!known[kind].has(element)) known[kind].set(element, make(element));
    return known[kind].get(element);
  }

  const style = (element) => once('style', element, getComputedStyle);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function isShown(element) {
    const { width, height } = element.getBoundingClientRect();
    return (
      width > 0 &&
      height > 0 &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest('.visually-hidden')
    );
  }

  /** The element as a person would look for it: its tag and class, and what it says. */
  function nameOf(element) {
    const classes = [...element.classList].filter((one) => !one.startsWith('svelte-') && !one.startsWith('s-'));
    const tag = [element.tagName.toLowerCase(), ...classes].join('.');
    const says = (element.getAttribute('aria-label') ?? element.innerText ?? '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 40);
    return says ? `${tag} “${says}”` : `${tag} in ${element.parentElement ? nameOf(element.parentElement) : 'nothing'}`;
  }

  const clips = (value) => value !== 'visible';

  /** What can be seen of an element, or of words in it, through everything that cuts it. */
  function seen(element, words) {
    let { left, top, right, bottom } = words ?? element.getBoundingClientRect();
    let fixed = !words && style(element).position === 'fixed';
    for (let outer = words ? element : element.parentElement; outer && !fixed; outer = outer.parentElement) {
      const { overflowX, overflowY, position, display } = style(outer);
      fixed = position === 'fixed';
      if (
        display === 'contents' ||
        display === 'inline' ||
        outer === document.documentElement ||
        outer === document.body
      )
        continue;
      const around = outer.getBoundingClientRect();
      if (clips(overflowX)) [left, right] = [Math.max(left, around.left), Math.min(right, around.right)];
      if (clips(overflowY)) [top, bottom] = [Math.max(top, around.top), Math.min(bottom, around.bottom)];
    }
    return { left, top, right, bottom, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
  }

  /** The part of the page that the person can use now: an open menu or dialog, or all of it. */
  function foremost() {
    const open = all(overlays).filter(isShown);
    return open.at(-1) ?? document.body;
  }

  const shown = (root = document) =>
    all(interactive, root).filter((element) => isShown(element) && !element.closest('[inert]'));

  /** The box that takes the click: a field is as large as the label around it, or as what its label spreads over. */
  function clickable(element) {
    const label = element.labels?.[0];
    if (!label) return element;
    if (getComputedStyle(label, '::after').position === 'absolute') return label.offsetParent;
    return label.contains(element) ? label : element;
  }

  /** What is being dragged lies on whatever it comes across. */
  const isDragged = (element) => element.closest('[data-dragged]') !== null;

  /** The nearest thing around it that has an edge to be seen, or the window. */
  const frameOf = (element) => once('frame', element, findFrame);

  function findFrame(element) {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const { display, overflowX } = style(outer);
      if (display === 'inline' || display === 'contents') continue;
      if (clips(overflowX) || hasShape(outer)) return outer;
    }
    return document.documentElement;
  }

  function* sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) yield `the page is ${scrollWidth - clientWidth} px wider than the window`;
    const out = new Set();
    for (const element of all('body *')) {
      if (out.has(element.parentElement)) out.add(element);
      const { display, position, textOverflow, overflowX } = style(element);
      if (display === 'inline' || display === 'contents' || position === 'fixed' || !isShown(element)) continue;
      if (element instanceof SVGElement || out.has(element)) continue;
      const scrolled = overflowX === 'auto' || overflowX === 'scroll';
      const over = element.scrollWidth - element.clientWidth;
      if (scrolled && over > 1) yield `${nameOf(element)} scrolls sideways by ${over} px`;
      const frame = frameOf(element);
      const [box, around] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
      const beyond = Math.round(Math.max(around.left - box.left, box.right - around.right));
      if (beyond <= 1 || frame.closest(overlays) !== element.closest(overlays)) continue;
      out.add(element);
      if (textOverflow !== 'ellipsis') yield `${nameOf(element)} sticks out of ${nameOf(frame)} by ${beyond} px`;
    }
  }

  function* cut() {
    for (const element of all('body *')) {
      if (!isShown(element) || element instanceof SVGElement) continue;
      const { overflowX, overflowY, textOverflow, display } = style(element);
      if (display === 'inline') continue;
      if (textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth) {
        const titled = element.closest('[title]') ?? element.querySelector('[title]');
        if (!titled) yield `${nameOf(element)} is cut, and nothing says the whole of it`;
      } else if (overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) {
        yield `${nameOf(element)} is cut at its side`;
      }
      const hides = overflowY === 'hidden' || overflowY === 'clip';
      if (hides && element.scrollHeight > element.clientHeight + 2 && textOverflow !== 'ellipsis') {
        yield `${nameOf(element)} is cut below by ${element.scrollHeight - element.clientHeight} px`;
      }
    }
  }

  function* overlapping() {
    const boxes = shown(foremost())
      .filter((element) => !isDragged(element))
      .map((element) => ({ element, box: seen(element) }))
      .filter(({ box }) => box.width > 0 && box.height > 0);
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const label = one.element.closest('label');
        if (label && label === other.element.closest('label')) continue;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 1 && high > 1) yield `${nameOf(one.element)} and ${nameOf(other.element)} lie on each other`;
      }
    }
  }

  /** A link within a sentence is as high as its line, which WCAG allows. */
  function isInSentence(element) {
    if (style(element).display !== 'inline') return false;
    return [...(element.parentElement?.childNodes ?? [])].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '',
    );
  }

  function* small() {
    for (const element of shown(foremost())) {
      const { width, height } = clickable(element).getBoundingClientRect();
      if (Math.min(width, height) < target - 0.5 && !isInSentence(element)) {
        yield `${nameOf(element)} is ${Math.round(width)} × ${Math.round(height)} px small`;
      }
    }
  }

  function scrolls(element) {
    for (let outer = element.parentElement; outer; outer = outer.parentElement) {
      const { overflowY, position } = style(outer);
      if (overflowY === 'auto' || overflowY === 'scroll') return true;
      if (position === 'fixed') return false;
    }
    return false;
  }

  function* outside() {
    for (const element of shown(foremost())) {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      if (left < -1 || right > innerWidth + 1) yield `${nameOf(element)} reaches out of the window at its side`;
      else if ((top < -1 || bottom > innerHeight + 1) && !scrolls(element)) {
        yield `${nameOf(element)} reaches out of the window, and nothing scrolls`;
      }
    }
  }

  /** The same account in different states. Text so large, or so long, that it wraps has its own height in each. */
  function* uneven() {
    const { lang, style: root } = document.documentElement;
    if (!['en', 'zh-CN'].includes(lang) || root.fontSize !== '100%') return;
    const [first, ...others] = all('[data-row^="same-"]');
    for (const row of others) {
      // Without the line between two rows.
      const [one, other] = [first.clientHeight, row.clientHeight];
      if (one !== other) yield `${nameOf(row)} is ${other} px high, and in another state ${one} px`;
    }
  }

  /** Words of one thing on the button of another. */
  function* covered() {
    const root = foremost();
    const buttons = shown(root)
      .filter((element) => !isDragged(element))
      .map((element) => ({ element, box: seen(element) }));
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const owner = text.parentElement;
      if (!owner || text.textContent.trim() === '' || !isShown(owner) || isDragged(owner)) continue;
      range.selectNodeContents(text);
      for (const rect of range.getClientRects()) {
        const near = buttons.some(
          ({ box }) => rect.right > box.left && rect.left < box.right && rect.bottom > box.top && rect.top < box.bottom,
        );
        if (!near) continue;
        const box = seen(owner, rect);
        // The room above and below the letters is nobody's.
        const [above, below] = [box.top + box.height * 0.25, box.bottom - box.height * 0.25];
        for (const { element, box: button } of buttons) {
          if (element.contains(owner) || owner.closest('label')?.contains(element) || owner.contains(element)) continue;
          const wide = Math.min(box.right, button.right) - Math.max(box.left, button.left);
          const high = Math.min(below, button.bottom) - Math.max(above, button.top);
          if (wide > 1 && high > 1) yield `“${text.textContent.trim().slice(0, 30)}” lies on ${nameOf(element)}`;
        }
      }
    }
  }

  /** Takes the focus through the page, so it comes last. */
  function* unfocused() {
    for (const element of shown(foremost())) {
      element.focus();
      if (document.activeElement !== element) continue;
      const around = [element.closest('label'), element.tagName === 'INPUT' ? element.parentElement : null];
      const marked = [element, ...all('*', element), ...around.filter(Boolean)].some((one) => {
        const { outlineStyle, outlineWidth, outlineColor } = style(one);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && alphaOf(outlineColor) > 0;
      });
      if (!marked && !element.hasAttribute('data-highlighted'))
        yield `${nameOf(element)} does not show that it has the focus`;
      else yield* ringCut(element);
    }
  }

  function* ringCut(element) {
    const { outlineStyle, outlineWidth, outlineOffset } = style(element);
    if (outlineStyle === 'none') return;
    const room = parseFloat(outlineWidth) + parseFloat(outlineOffset);
    const { left, top, right, bottom } = element.getBoundingClientRect();
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const { overflowX, overflowY, display } = style(outer);
      if (display === 'inline' || display === 'contents' || (!clips(overflowX) && !clips(overflowY))) continue;
      const around = outer.getBoundingClientRect();
      const beside = clips(overflowX) && (left - room < around.left - 0.5 || right + room > around.right + 0.5);
      const still = overflowY === 'hidden' || overflowY === 'clip';
      const above = still && (top - room < around.top - 0.5 || bottom + room > around.bottom + 0.5);
      if (beside || above) yield `the focus ring of ${nameOf(element)} is cut by ${nameOf(outer)}`;
      return;
    }
  }

  const alphaOf = (colour) =>
    Number(/rgba\(.*?,\s*([\d.]+)\)|\/\s*([\d.]+)\)/.exec(colour)?.slice(1).find(Boolean) ?? 1);

  function groundBehind(element) {
    for (let outer = element.parentElement; outer; outer = outer.parentElement) {
      const { backgroundColor } = style(outer);
      if (alphaOf(backgroundColor) > 0) return backgroundColor;
    }
    return style(document.documentElement).backgroundColor;
  }

  const hasShape = (element) => once('shape', element, lookForShape);

  function lookForShape(element) {
    const look = style(element);
    const ground = groundBehind(element);
    const edged = ['Top', 'Right', 'Bottom', 'Left'].some((side) => {
      const colour = look[`border${side}Color`];
      return (
        parseFloat(look[`border${side}Width`]) > 0 &&
        look[`border${side}Style`] !== 'none' &&
        alphaOf(colour) > 0 &&
        colour !== ground
      );
    });
    const outlined = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
    const filled = alphaOf(look.backgroundColor) > 0 && look.backgroundColor !== ground;
    return edged || outlined || filled || look.appearance !== 'none';
  }

  /** What has a shape of its own now: controls, cards, and bars that are nothing but a colour. */
  function shapes() {
    const drawn = all('body *').filter((element) => {
      if (element instanceof SVGElement || !isShown(element)) return false;
      const alone = element.childElementCount === 0 && (element.textContent ?? '').trim() === '';
      return element.matches(`${interactive}, ${overlays}, .card, .avatar, [role=progressbar], [role=meter]`) || alone;
    });
    return drawn.filter((element) => element.tagName !== 'HR' && hasShape(element));
  }

  let before = [];

  /** To be asked for before the colours are forced. */
  function rememberShapes() {
    unique();
    before = shapes();
  }

  function* shapeless() {
    for (const element of before)
      if (element.isConnected && !hasShape(element)) yield `${nameOf(element)} has no shape any more`;
    for (const element of all('svg').filter(isShown)) {
      if (style(element).color === groundBehind(element))
        yield `the drawing in ${nameOf(element.parentElement)} cannot be seen`;
    }
  }

  function* moving() {
    for (const animation of document.getAnimations()) {
      const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
      if (animation.playState !== 'running' || !(duration > 0) || !(iterations > 0)) continue;
      yield `${animation.animationName ?? animation.transitionProperty} runs on ${nameOf(animation.effect.target)}`;
    }
  }

  async function accessible() {
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 120)}`),
    );
  }

  function unique(...checks) {
    known = { style: new Map(), shape: new Map(), frame: new Map() };
    return [...new Set(checks.flatMap((check) => [...check()]))];
  }

  window.pictureChecks = {
    layout: () => unique(sideways, cut, overlapping, small, outside, uneven, covered),
    focus: () => unique(unfocused),
    rememberShapes,
    forced: () => unique(shapeless),
    motion: () => unique(moving),
    accessible,
  };
})();
