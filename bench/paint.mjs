// node bench/paint.mjs [RUNS]: how soon the public pages are read on a cheap phone with a weak network (profile D2: 400
// kbit/s, 400 ms there and back, a processor six times slower). Prints a table in Markdown; ends with 1 if the first paint
// of a page takes 2.0 s or more in a median of RUNS (5) cold visits.
//
// Two ways of making the network weak, because each leaves something out:
//   cdp   Chromium's own emulation: every answer comes 400 ms late, at 400 kbit/s. It leaves out what connecting costs,
//         and does not reach requests of the service worker.
//   line  a line through which every connection goes: 200 ms each way, 400 kbit/s down and up for all of them together,
//         and one way there and back before a connection is open. It reaches the worker.
// Both leave out: lost packets (1 % in the profile), TCP's slow start, name look-up, TLS (one or two more times 400 ms for
// the first page), a phone's slower memory and disk, and the radio waking up.
import { connect, createServer } from 'node:net';
import { launch } from '../tests/browser/chromium.mjs';
import { firstBelow, readDivisions } from '../tests/browser/divisions.mjs';
import { divisionsFile, startGulou } from '../tests/browser/gulou.mjs';
import { county } from '../tests/browser/pages.mjs';

const runs = Number(process.argv[2] ?? 5);
const bytesPerSecond = 400_000 / 8;
const oneWayMs = 200;
const slowDown = 6;
const mostFcpMs = 2000;

// Sends what comes from `from` to `to`, late and no faster than the line.
function carry(from, to, direction) {
  from.on('data', (bytes) => {
    const starts = Math.max(Date.now(), direction.freeAt);
    direction.freeAt = starts + (bytes.length / bytesPerSecond) * 1000;
    setTimeout(() => { if (!to.destroyed) to.write(bytes); }, direction.freeAt + oneWayMs - Date.now());
  });
  from.on('close', () => setTimeout(() => to.destroy(), Math.max(0, direction.freeAt - Date.now()) + 2 * oneWayMs));
  from.on('error', () => to.destroy());
}

function weakLine(port) {
  const down = { freeAt: 0 };
  const up = { freeAt: 0 };
  const line = createServer({ noDelay: true }, (near) => {
    near.pause();
    setTimeout(() => {
      const far = connect(port, '127.0.0.1');
      carry(near, far, up);
      carry(far, near, down);
      near.resume();
    }, 2 * oneWayMs);
  });
  return new Promise((resolve) => line.listen(0, '127.0.0.1', () => resolve({ origin: `http://127.0.0.1:${line.address().port}`, close: () => line.close() })));
}

// What the page itself noticed of its painting.
async function visit(page, url, cdp) {
  let bytes = 0;
  let requests = 0;
  const count = ({ encodedDataLength }) => { bytes += encodedDataLength; requests += 1; };
  cdp.on('Network.loadingFinished', count);
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(1500);
  cdp.off('Network.loadingFinished', count);
  const seen = await page.evaluate(() => {
    const of = (type) => new Promise((resolve) => {
      const entries = [];
      new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({ type, buffered: true });
      setTimeout(() => resolve(entries), 50);
    });
    return Promise.all(['paint', 'largest-contentful-paint', 'layout-shift'].map(of)).then(([paints, largest, shifts]) => ({
      fcp: (paints.find((entry) => entry.name === 'first-contentful-paint') || {}).startTime,
      lcp: largest.length > 0 ? largest[largest.length - 1].startTime : undefined,
      cls: shifts.reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0),
    }));
  });
  return { ...seen, bytes, requests };
}

async function once(browser, origin, path, weak) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
    if (weak === 'cdp') {
      await cdp.send('Network.emulateNetworkConditions',
        { offline: false, latency: 2 * oneWayMs, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond });
    }
    const cold = await visit(page, origin + path, cdp);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForTimeout(4000); // the worker keeps the page
    return { cold, again: await visit(page, origin + path, cdp) };
  } finally {
    await context.close();
  }
}

const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const row = (name, weak, which, visits) => {
  const of = (what) => middle(visits.map((each) => each[what]));
  const seconds = (ms) => (ms / 1000).toFixed(2);
  const slowest = Math.max(...visits.map((each) => each.fcp));
  console.log(`| ${name} | ${weak} | ${which} | ${seconds(of('fcp'))} (${seconds(slowest)}) | ${seconds(of('lcp'))} | ${of('cls').toFixed(3)} | ` +
    `${(of('bytes') / 1024).toFixed(1)} | ${of('requests')} |`);
  return of('fcp');
};

const server = await startGulou();
const browser = await launch();
const line = await weakLine(Number(new URL(server.origin).port));
const divisions = readDivisions(divisionsFile);
const village = firstBelow(divisions, firstBelow(divisions, county, 'township').code, 'village').code;
let late = 0;
console.log('| page | network | visit | FCP s (slowest) | LCP s | CLS | KiB | requests |');
console.log('|---|---|---|---|---|---|---|---|');
for (const [name, path] of [['home', '/'], ['a village', `/u/${village}`], ['the plan', '/plan'], ['scoreboard', '/scoreboard']]) {
  for (const [weak, origin] of [['cdp', server.origin], ['line', line.origin]]) {
    const visits = [];
    for (let run = 0; run < runs; run += 1) visits.push(await once(browser, origin, path, weak));
    if (row(name, weak, 'cold', visits.map(({ cold }) => cold)) >= mostFcpMs) late += 1;
    // Of the second visit Chromium's emulation does not reach the worker: only the line tells.
    if (weak === 'line') row(name, weak, 'again', visits.map(({ again }) => again));
  }
}
line.close();
await browser.close();
await server.stop();
process.exit(late === 0 ? 0 : 1);
