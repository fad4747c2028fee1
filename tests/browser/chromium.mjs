// Debian's Chromium without a head, driven by playwright-core (from web/node_modules). The same engine as in its windows,
// at half the processor's time; CHROMIUM=/usr/bin/chromium tests that one.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './gulou.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const screenshots = join(root, 'var/screenshots');
mkdirSync(screenshots, { recursive: true });

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// Opens `url` in a fresh context of its own and notes what went wrong on the way:
// {page, status, complaints: [text…], close()}. `options` are Playwright's (viewport, colorScheme, javaScriptEnabled);
// `before` is given the context before the page is opened.
export async function open(browser, url, { before, ...options } = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  await before?.(context);
  return { ...(await openWithin(context, url)), close: () => context.close() };
}

// The same in a context that is there; close() closes the page alone.
export async function openWithin(context, url) {
  context.setDefaultTimeout(30_000); // three files of tests and those of C++ share the machine
  const complaints = [];
  const origin = new URL(url).origin;
  const page = await context.newPage();
  await page.exposeBinding('gulouReportCsp', (_, what) => complaints.push(`CSP violation: ${what}`));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      globalThis.gulouReportCsp(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The browser calls the page's own status an error, which it is not where a 404 is what we asked for.
    if (message.location().url === url && message.text().includes('status of 404')) return;
    complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const wanted = new URL(request.url());
    if (wanted.protocol.startsWith('http') && wanted.origin !== origin) complaints.push(`other origin: ${wanted}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // What a page gives up because the reader went on did not fail.
    if (why !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== url) complaints.push(`${response.status()}: ${response.url()}`);
  });
  const response = await page.goto(url, { waitUntil: 'load' });
  return { page, status: response.status(), complaints, close: () => page.close() };
}

// Widths and lights that pages are seen in: {viewport, colorScheme}, as Playwright takes them.
export const view = (width, light = 'light') => ({ viewport: { width, height: width < 700 ? 740 : 900 }, colorScheme: light });

// An open page in another width and light, as its reader turns the phone or the light: nothing is loaded again.
export async function turn(page, width, light = 'light') {
  const { viewport, colorScheme } = view(width, light);
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  // Until it is drawn so; colours may still be on their way (axe waits for them).
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

// axe-core and the camera see a page narrow in light and wide in dark; --long shows them every variant.
export const lookedAt = (width, light) => Boolean(process.env.GULOU_LONG) || width === (light === 'light' ? 360 : 1280);

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

// Waits until nothing moves but what moves for ever: a click may miss what still does.
export async function atRest(page) {
  await page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) =>
    playState !== 'running' || effect?.getComputedTiming().endTime === Infinity));
}

// Serious and critical findings of axe-core on an open page, one line each.
export async function axe(page) {
  await atRest(page); // a dialog that is still fading in has other colours than the ones a person reads
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), axeTags);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, help, nodes }) =>
      nodes.slice(0, 5).map((node) => `${id} (${impact}): ${help}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}
