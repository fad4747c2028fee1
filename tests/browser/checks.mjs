// What every public page must keep. Each check returns a list of faults, empty when all is well.
// Those named onPage… run inside the page (page.evaluate) and so may use nothing from outside themselves.

export function onPageStructure() {
  const faults = [];
  const lang = document.documentElement.lang;
  if (lang !== 'zh-CN') faults.push(`<html lang> is "${lang}", not zh-CN`);
  if (document.title.trim() === '') faults.push('no <title>');
  const firsts = document.querySelectorAll('h1');
  if (firsts.length !== 1) faults.push(`${firsts.length} h1 elements`);
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push(`${heading.tagName} "${heading.textContent.trim().slice(0, 40)}" after level ${level}`);
    level = next;
  }
  if (!document.querySelector('main')) faults.push('no <main>');
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids.filter((each, at) => ids.indexOf(each) !== at))) faults.push(`id "${id}" is there twice`);
  for (const element of document.querySelectorAll('[style]')) faults.push(`inline style on ${element.tagName}`);
  for (const element of document.querySelectorAll('style, script:not([src])')) faults.push(`inline ${element.tagName}`);
  return faults;
}

export function onPageHorizontalScroll() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
    .slice(0, 3)
    .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
  return [`the page is ${scrollWidth} px wide in a window of ${clientWidth} (${wide.join(', ')})`];
}

// Who listens hears the question with its answers: every group of choices has a name (axe does not ask for it).
export function onPageUnnamedGroups() {
  const named = (element) =>
    element.getAttribute('aria-label')?.trim() ||
    (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).some((id) => id && document.getElementById(id)?.textContent.trim()) ||
    (element.tagName === 'FIELDSET' && element.querySelector(':scope > legend')?.textContent.trim());
  return [...document.querySelectorAll('[role=radiogroup], [role=group], fieldset, .ant-checkbox-group, .ant-segmented')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !named(element))
    .map((element) => `a group of choices has no name: ${element.textContent.trim().slice(0, 40)}`);
}

// Words stand within the card around them: a long one breaks, and pushes nothing beside it out of the card. What scrolls
// sideways within itself is left out.
export function onPageOutOfCard() {
  const faults = [];
  for (const card of document.querySelectorAll('main section')) {
    const { right } = card.getBoundingClientRect();
    for (const cell of card.querySelectorAll('td, th, a, b'))
      if (cell.getBoundingClientRect().right > right + 1 && !cell.closest('.ant-table-content[style*="overflow"]'))
        faults.push(`stands out of its card: ${cell.textContent.trim().slice(0, 40)}`);
  }
  return faults.slice(0, 4);
}

// Everything that can be pressed is at least `least` px in both directions, except a link that runs within a line of
// other text, whose height is the line's. A control inside a label is as large as the larger of the two.
export function onPageTargets(least = 44) {
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex="0"]';
  const faults = [];
  for (const element of document.querySelectorAll(selector)) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.matches('[tabindex="0"]:not(a, button, input, select, textarea, summary)') &&
      /auto|scroll/.test(getComputedStyle(element).overflowX)) continue; // focusable only so that keys can scroll it
    const boxes = [element, element.closest('label') ?? element].map((target) => target.getBoundingClientRect());
    const box = boxes[0].height >= boxes[1].height ? boxes[0] : boxes[1];
    // Off the screen until it has the focus: a link that skips to the content.
    if (box.width <= 1 || box.height <= 1 || box.right + scrollX <= 0 || box.bottom + scrollY <= 0) continue;
    if (element.tagName === 'A' && getComputedStyle(element).display === 'inline' && !element.closest('svg')) {
      let block = element.parentElement;
      while (getComputedStyle(block).display === 'inline') block = block.parentElement;
      // Only text that is not itself a link makes a sentence of it.
      const rest = block.cloneNode(true);
      for (const link of rest.querySelectorAll('a')) link.remove();
      if (/[\p{L}\p{N}]/u.test(rest.textContent)) continue;
    }
    if (box.width < least - 0.5 || box.height < least - 0.5) {
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30) || element.name;
      faults.push(`${element.tagName.toLowerCase()} "${name}" is ${box.width.toFixed(0)} × ${box.height.toFixed(0)} px`);
    }
  }
  return faults;
}

// A page for elders offers few things at once: `most` entries at most. An entry is what one looks at or chooses: a list's
// item, a table's row, a player, a link or a button outside of those. What stands within another entry belongs to it. The
// frame is not counted (header, footer, the way up the tree, the way to the next entries, finding a village, the telephone,
// reading aloud), nor the question of a form with its ways on and back; a tally in words is one entry.
export function onPageEntries(most) {
  const frame = '.trail, .paging, .turn, .find, .call, .aloud, .skip';
  const kinds = 'main li, main tbody tr, main figure, main .words, main .legend, main a[href], main button, main summary, main audio';
  const entries = [...document.querySelectorAll(kinds)].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(frame) &&
    !(element.matches('button') && element.closest('form.write') && !element.closest('li')));
  const outermost = entries.filter((element) => !entries.some((other) => other !== element && other.contains(element)));
  if (outermost.length <= most) return [];
  const names = outermost.map((element) => element.textContent.trim().replace(/\s+/g, ' ').slice(0, 12));
  return [`${outermost.length} entries: ${names.join(' | ')}`];
}

// One question on a page: in a form that is sent, one field that is filled in; on the last page the password alone.
export function onPageQuestions() {
  return [...document.querySelectorAll('form[method=post]')].flatMap((form) => {
    const fields = form.querySelectorAll('input:not([type=hidden]), select, textarea').length;
    return fields > 1 ? [`a form asks ${fields} questions at once`] : [];
  });
}

// Text is at least `least` px large, its lines at least `lead` times as high as that.
export function onPageTextSizes({ least, lead }) {
  const faults = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!/\S/.test(node.data) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const { fontSize, lineHeight } = getComputedStyle(element);
    const size = parseFloat(fontSize);
    const ratio = parseFloat(lineHeight) / size; // NaN for "normal": nobody knows how high that is
    const words = `"${node.data.trim().slice(0, 20)}" in ${element.tagName.toLowerCase()}.${element.className}`;
    if (size < least) faults.set(`${element.tagName}.${element.className} size`, `${words} is ${size} px`);
    if (!(ratio >= lead - 0.001)) faults.set(`${element.tagName}.${element.className} line`, `${words} has lines of ${lineHeight} at ${fontSize}`);
  }
  return [...faults.values()];
}

// Nothing is cut off: text that does not fit its box, where the box hides what does not fit. Fields of one line are left
// out: what is typed there moves along.
export function onPageClipping() {
  const faults = [];
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('svg, .hide, input')) continue;
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (wide || high) faults.push(`${element.tagName.toLowerCase()}.${element.className} cuts off "${element.textContent.trim().slice(0, 20)}"`);
  }
  return faults;
}

// The spacing that readers may ask for (WCAG 1.4.12), over whatever the page says.
export function onPageWiderSpacing() {
  const sheet = new CSSStyleSheet(); // made by script, so that the policy of the page has nothing against it
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }' +
    'p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [sheet];
}

// Walks through the page with the Tab key, as someone without a pointer does: {reached, faults}. Each stop must show
// where the focus is and must not be hidden by anything; everything that can be pressed must be a stop.
export async function keyboardWalk(page) {
  const wanted = await page.evaluate(() => {
    document.activeElement?.blur();
    const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [tabindex="0"]';
    const all = [...document.querySelectorAll(selector)].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0);
    all.forEach((element, at) => { element.gulouStop = at; });
    return all.length;
  });
  const seen = new Set();
  const faults = [];
  // A player has stops within itself, which are its own and not the page's.
  for (let presses = 0, stuck = 0; presses < wanted + 40 && stuck < 12; ++presses) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const name = `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 20)}"`;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const marked = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      // A link over two lines has a box with corners that belong to others: its first line counts.
      const box = element.getClientRects()[0];
      const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
      const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const top = document.elementFromPoint(x, y);
      const open = inside && top !== null && (element.contains(top) || top.contains(element));
      return { at: element.gulouStop ?? -1, name, marked, open, native: element.tagName === 'AUDIO' };
    });
    if (!stop) break;
    if (seen.has(stop.at)) { stuck += 1; continue; }
    stuck = 0;
    seen.add(stop.at);
    if (!stop.marked && !stop.native) faults.push(`${stop.name} does not show that it has the focus`);
    if (!stop.open) faults.push(`${stop.name} has the focus and is hidden or out of sight`);
  }
  if (seen.size < wanted) faults.push(`the Tab key reaches ${seen.size} of ${wanted} things that can be pressed`);
  return { reached: seen.size, faults };
}

// What a reader gets: the text of the page without what scripts may add around it.
export function onPageText() {
  return (document.querySelector('main') ?? document.body).innerText.replace(/\s+/g, ' ').trim();
}

// The response headers (a plain object, lower case) of a public page.
export function headerFaults(headers) {
  const faults = [];
  const policy = headers['content-security-policy'] ?? '';
  const directives = new Map(policy.split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...rest]) => [name, rest]));
  if (!directives.has('default-src')) faults.push('the CSP has no default-src');
  for (const [name, sources] of directives) {
    for (const source of sources) {
      if (/^'unsafe-|^\*$|^https?:$/.test(source)) faults.push(`the CSP allows ${source} in ${name}`);
    }
  }
  if (headers['x-content-type-options'] !== 'nosniff') faults.push('no X-Content-Type-Options: nosniff');
  if (!/^text\/html; ?charset=utf-8$/i.test(headers['content-type'] ?? '')) faults.push(`content type ${headers['content-type']}`);
  return faults;
}

// The addresses of style sheets that a page's HTML links, as written.
export function styleSheets(html) {
  return [...html.matchAll(/<link\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /\brel="?stylesheet\b/.test(tag))
    .map((tag) => /\bhref="([^"]*)"/.exec(tag)?.[1].replaceAll('&amp;', '&'))
    .filter((href) => href !== undefined);
}

// The addresses that a page's HTML links to with <a>, as written.
export function links(html) {
  return [...html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)].map(([, href]) => href.replaceAll('&amp;', '&'));
}
