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

// Everything that can be pressed is at least 44 × 44 px, except a link that runs within a line of other text, whose
// height is the line's. A control inside a label is as large as the larger of the two.
export function onPageTargets() {
  const least = 44;
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
