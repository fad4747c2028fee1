// The public pages where the network is weak: what was seen last is kept and shown when nothing comes, and a form that
// could not be sent is kept and sent later, once. Written for Chrome 79 and Safari 13 (no ?. and no ??).
//
// Kept is only what the server lets everyone keep: an answer to a GET of a page, with status 200 and without "no-store"
// or "private". The server says "no-store" of everything else by itself, so what a session answers is never kept; the
// API and the console are not even looked at. The server puts two constants in front: VERSION, a hash of this file and
// of what it loads, and SHELL, the addresses of style sheet, script and icon.
'use strict';

const PAGES = 'gulou-pages-1';
const ASSETS = 'gulou-assets-1';
const MOST_PAGES = 60;
const MOST_ASSETS = 20;
const PAGE_PATIENCE_MS = 4000; // then the kept page is shown, and the new one is kept when it comes
const SEND_PATIENCE_MS = 20000;
const SURE_FOR_MS = 40 * 3600 * 1000; // the server knows a key for two days; after that only a person may send again
const LISTED_PAGES = 12;
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', onFetch);
self.addEventListener('message', (event) => event.waitUntil(onMessage(event)));

async function install() {
  await (await caches.open(ASSETS)).addAll(SHELL);
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('gulou-') && name !== PAGES && name !== ASSETS)
    .map((name) => caches.delete(name)));
  await self.clients.claim();
}

function onFetch(event) {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (/^\/api\/(demo\/)?session$/.test(url.pathname) && (request.method === 'DELETE' || request.method === 'POST')) {
    event.respondWith(changeOfAccount(request));
    return;
  }
  if (/^\/(api|console)(\/|$)/.test(url.pathname)) return;
  // Back, or forward, to the answer of a form.
  if (request.method === 'POST' && request.mode === 'navigate' && request.isHistoryNavigation) {
    event.respondWith(answerAgain(request));
    return;
  }
  // The pages on which residents sign in and out, and what is kept of them.
  if (/^\/(join|signin|signout|own)(\/|$)/.test(url.pathname)) {
    event.respondWith(changeOfAccount(request));
    return;
  }
  if (request.method === 'GET' && request.mode === 'navigate') event.respondWith(page(event));
  else if (request.method === 'GET' && url.pathname.startsWith('/assets/')) event.respondWith(asset(event));
  else if (request.method === 'POST' && request.mode === 'navigate') event.respondWith(form(request));
}

// A browser asks for it from its own store alone, where nothing of ours lies, and would show that as a broken line. A step
// of a walk through a form does nothing, so it is taken once more; anything else was sent, and is not sent again: its
// empty page is opened.
async function answerAgain(request) {
  const body = await request.text();
  const step = /^(next|back|edit-.*)$/.test(new URLSearchParams(body).get('go') || '');
  const sent = { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  try {
    return await fetch(request.url, Object.assign({ redirect: 'manual', cache: 'no-store' }, step ? sent : {}));
  } catch (error) {
    return nothingKept();
  }
}

// Who signs in or out leaves no pages to the next one.
async function changeOfAccount(request) {
  try {
    const answer = await fetch(request);
    await caches.delete(PAGES);
    return answer;
  } catch (error) {
    if (request.mode === 'navigate') return nothingKept();
    throw error;
  }
}

// Pages ---------------------------------------------------------------------------------------------------------------

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isDown = (status) => status === 502 || status === 503 || status === 504;

async function page(event) {
  const kept = await keptPage(event.request.url);
  const asked = askForPage(event);
  if (!kept) return asked.catch(() => nothingKept());
  event.waitUntil(asked.catch(() => {}));
  const answer = await Promise.race([asked.catch(() => null), later(PAGE_PATIENCE_MS)]);
  if (answer && !isDown(answer.status)) return answer;
  return asItWas(kept, answer === undefined);
}

async function askForPage(event) {
  const address = event.request.url;
  const answer = await fetch(event.request);
  if (mayBeKept(answer)) event.waitUntil(keepPage(address, answer.clone()));
  else if (answer.status === 404 || answer.status === 410) event.waitUntil(forgetPage(address));
  return answer;
}

function mayBeKept(answer) {
  const control = answer.headers.get('cache-control') || 'no-store';
  return answer.status === 200 && answer.type === 'basic' && !/no-store|private/.test(control) &&
    (answer.headers.get('content-type') || '').startsWith('text/html');
}

const withoutFragment = (address) => address.split('#')[0];

async function keptPage(address) {
  return (await caches.open(PAGES)).match(withoutFragment(address), { ignoreVary: true });
}

async function forgetPage(address) {
  await (await caches.open(PAGES)).delete(withoutFragment(address), { ignoreVary: true });
}

async function keepPage(address, answer) {
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  headers.delete('vary');
  headers.set('x-kept-at', String(Date.parse(headers.get('date')) || Date.now()));
  headers.set('x-kept-title', encodeURIComponent((/<title>([^<]*)<\/title>/.exec(html) || ['', ''])[1]));
  await forgetPage(address); // so that it stands last: the first ones go when there are too many
  const cache = await caches.open(PAGES);
  await cache.put(withoutFragment(address), new Response(html, { headers }));
  await trim(cache, MOST_PAGES);
}

async function trim(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

// In the time of the place, whatever the device thinks.
function timeWords(ms) {
  const at = new Date(Number(ms) + 8 * 3600 * 1000);
  const two = (number) => String(number).padStart(2, '0');
  return at.getUTCFullYear() + '年' + (at.getUTCMonth() + 1) + '月' + at.getUTCDate() + '日 ' + two(at.getUTCHours()) +
    ':' + two(at.getUTCMinutes());
}

const MAIN = '<main id="main">';

async function asItWas(kept, slow) {
  const since = '上次更新 <b class="num">' + timeWords(kept.headers.get('x-kept-at')) + '</b>';
  const words = slow ? '网络太慢，先看保存在这台设备里的页面：' + since + '，内容可能已有变化。'
    : '现在连不上网络。这是保存在这台设备里的页面：' + since + '，内容可能已有变化。';
  const note = '<aside class="demo kept" role="status"><p class="in">' + words + '<a class="more" href="">再试一次</a></p></aside>';
  const html = (await kept.text()).replace(MAIN, MAIN + note);
  return new Response(html, { headers: kept.headers });
}

// A page with other content, in the frame of one that was seen (so that it is in the same mode).
async function inFrame(title, content, status) {
  const cache = await caches.open(PAGES);
  const keys = await cache.keys();
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'cache-control': 'no-store' };
  const body = MAIN + '<div class="page">' + content + '</div></main>';
  let html = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" ' +
    'content="width=device-width,initial-scale=1"><title></title><link rel="stylesheet" href="' + SHELL[0] + '"></head><body>' +
    body + '</body></html>';
  if (keys.length > 0) {
    const seen = await (await cache.match(keys[keys.length - 1], { ignoreVary: true })).text();
    html = seen.replace(/<main id="main">[^]*<\/main>/, () => body);
  }
  return new Response(html.replace(/<title>[^<]*<\/title>/, () => '<title>' + title + ' · 鼓楼</title>'), { status, headers });
}

async function nothingKept() {
  const cache = await caches.open(PAGES);
  const keys = (await cache.keys()).reverse().slice(0, LISTED_PAGES);
  const lines = await Promise.all(keys.map(async (key) => {
    const kept = await cache.match(key, { ignoreVary: true });
    const title = decodeURIComponent(kept.headers.get('x-kept-title') || '').replace(' · 鼓楼', '');
    const url = new URL(key.url);
    const href = (url.pathname + url.search).replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
    return '<li><a href="' + href + '"><span>' + title + '</span><small>上次更新 ' +
      timeWords(kept.headers.get('x-kept-at')) + '</small></a></li>';
  }));
  const list = lines.length === 0 ? '' :
    '<section class="card"><h2>没有网络也能看的页面</h2><ul class="hits">' + lines.join('') + '</ul></section>';
  return inFrame('现在连不上网络', '<h1>现在连不上网络</h1><p class="lead">这一页还没有在这台设备上看过，所以没有保存。' +
    '请到信号好的地方再试。</p><p><a class="go" href="">再试一次</a></p>' + list, 503);
}

// Style sheets and scripts have a hash in their names: what is kept is right for ever. Others are asked for first.
async function asset(event) {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(event.request, { ignoreVary: true });
  if (kept && /-[0-9a-f]{12}\.(css|js)$/.test(new URL(event.request.url).pathname)) return kept;
  try {
    const answer = await fetch(event.request);
    if (answer.status === 200) {
      const copy = answer.clone();
      event.waitUntil(cache.put(event.request, copy).then(() => trim(cache, MOST_ASSETS)));
    }
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

// Forms ---------------------------------------------------------------------------------------------------------------
// A public form with a field "key" may be sent again: the server does what one key asks once. What is kept is what was
// typed into such a form, and nothing of any account; it is sent without cookies.

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('gulou', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('forms', { keyPath: 'key' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

// Runs `work(store)`, and gives what its request found once all of it is on disk.
async function withForms(mode, work) {
  const db = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction('forms', mode);
      const request = work(transaction.objectStore('forms'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

const allForms = async () => (await withForms('readonly', (forms) => forms.getAll())).sort((a, b) => a.at - b.at);
const keepForm = (item) => withForms('readwrite', (forms) => forms.put(item));
const dropForm = (key) => withForms('readwrite', (forms) => forms.delete(key));
const findForm = (key) => withForms('readonly', (forms) => forms.get(key));

function send(item) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SEND_PATIENCE_MS);
  return fetch(item.path, {
    method: 'POST', body: item.body, redirect: 'manual', credentials: 'omit', cache: 'no-store', signal: stop.signal,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }).finally(() => clearTimeout(timer));
}

// May the same be accepted another time?
const isForLater = (answer) => answer.type !== 'opaqueredirect' && (answer.status === 429 || answer.status >= 500);
const isTaken = (answer) => answer.type === 'opaqueredirect' || answer.ok;

async function form(request) {
  const body = await request.clone().text();
  const key = new URLSearchParams(body).get('key');
  const kind = request.headers.get('content-type') || '';
  if (!key || !kind.startsWith('application/x-www-form-urlencoded')) return fetch(request);
  const url = new URL(request.url);
  const item = { key, path: url.pathname + url.search, body, at: Date.now(), state: 'waiting' };
  await keepForm(item); // before anything else, so that nothing is lost whatever happens now
  try {
    const answer = await send(item);
    if (!isForLater(answer)) {
      await dropForm(key);
      return answer;
    }
  } catch (error) {
    // Not sent, or sent and nobody said so: the key makes it safe to send again.
  }
  return inFrame('已经保存，还没有发出去', '<h1>已经保存，还没有发出去</h1><p class="lead">你写的内容存在这台设备里。连上网络以后，' +
    '打开鼓楼的任何一页，就会自动发送；只会发一次，不会重复。</p><p><a class="go" href="' + item.path.split('?')[0] +
    '">回到刚才的页面</a></p>', 202);
}

let flushing = Promise.resolve();
function flush() {
  flushing = flushing.then(flushOnce, flushOnce);
  return flushing;
}

async function flushOnce() {
  let sent = 0;
  try {
    for (const item of await allForms()) {
      if (item.state !== 'waiting') continue;
      if (Date.now() - item.at > SURE_FOR_MS) {
        await keepForm(Object.assign(item, { state: 'old' }));
        continue;
      }
      const answer = await send(item);
      if (isForLater(answer)) continue;
      if (isTaken(answer)) {
        await dropForm(item.key);
        sent += 1;
      } else {
        await keepForm(Object.assign(item, { state: 'refused' }));
      }
    }
  } catch (error) {
    // Still no network: another time.
  }
  await tell(sent);
}

// Every open page is told what waits here.
async function tell(sent) {
  const forms = (await allForms()).map((item) => ({ key: item.key, path: item.path, at: timeWords(item.at), state: item.state }));
  for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage({ forms, sent });
}

async function onMessage(event) {
  const { wish, key, address } = event.data;
  if (wish === 'keep') { // the page through which this worker was installed
    const request = new Request(address, { credentials: 'same-origin' });
    if (!(await keptPage(address))) await askForPage({ request, waitUntil: (work) => event.waitUntil(work) }).catch(() => {});
  }
  if (wish === 'flush') await flush();
  if (wish === 'again') {
    const item = await findForm(key);
    if (item) await keepForm(Object.assign(item, { state: 'waiting', at: Date.now() }));
    await flush();
  }
  if (wish === 'drop') {
    await dropForm(key);
    await tell(0);
  }
  if (wish === 'take') { // back into its form, to be changed there
    const item = await findForm(key);
    if (item) event.source.postMessage({ taken: item.body });
    await dropForm(key);
  }
}
