// Weak networks: pages seen before are there without a network, and a form that could not be sent is sent later, once.
// A server that is halted and a browser that is cut off are two different things to the worker, so both are tried.
import assert from 'node:assert/strict';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { onPageHorizontalScroll, onPageStructure, onPageTargets } from './checks.mjs';
import { axe, launch, screenshots } from './chromium.mjs';
import { actingAs, deskOf, signedInAs } from './console.mjs';
import { startGulou } from './gulou.mjs';
import { get } from './http.mjs';
import { county } from './pages.mjs';

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});
const { origin } = server;
const comments = `${origin}/plan/2016/comments`;
const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);

// How many comments of that text the database has.
function stored(text) {
  const database = new DatabaseSync(join(server.data, 'gulou.sqlite'), { readOnly: true });
  try {
    return database.prepare('SELECT count(*) AS n FROM plan_comment WHERE text = ?').get(text).n;
  } finally {
    database.close();
  }
}

// A phone on which the worker is at work and the page at `address` was seen. `at`: another origin that leads here.
async function phone(address, { before, ...options } = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 }, ...options });
  context.setDefaultTimeout(20_000);
  await before?.(context);
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'load' });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForFunction(async (url) => (await (await caches.open('gulou-pages-1')).match(url)) !== undefined, address);
  return { context, page };
}
const keptAddresses = (page) => page.evaluate(async () => {
  const all = [];
  for (const name of await caches.keys()) for (const key of await (await caches.open(name)).keys()) all.push(key.url);
  return all;
});
const unsent = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('gulou', 1);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction('forms').objectStore('forms').getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
}));
async function write(page, text) {
  await page.fill('textarea[name=text]', text);
  await page.click('form.write button');
}
async function until(what, holds) {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((r) => setTimeout(r, 100))) if (await holds()) return;
  assert.fail(`never: ${what}`);
}

describe('the worker', () => {
  it('is small, plain enough for Chrome 79, and asked for anew each time', async () => {
    const home = await get(origin);
    const script = /src="(\/assets\/portal-[0-9a-f]{12}\.js)"/.exec(home.text)[1];
    let bytes = 0;
    for (const path of ['/worker.js', script]) {
      const { status, headers, text } = await get(origin + path);
      assert.equal(status, 200);
      assert.match(headers['content-type'], /^text\/javascript/);
      assert.equal(headers['cache-control'], path === script ? 'public, max-age=31536000, immutable' : 'no-cache');
      const code = text.replace(/\/\/[^\n]*/g, '').replace(/'[^'\n]*'/g, "''");
      assert.doesNotMatch(code, /\?\.[\w([]|\?\?|\|\|=|&&=|replaceAll|replaceChildren|\.at\(|\bimport\b/, path);
      bytes += gzipSync(text).length;
    }
    assert.ok(bytes <= 60 * 1024, `${bytes} bytes`);
    const worker = (await get(`${origin}/worker.js`)).text;
    assert.ok(worker.includes(script), 'the worker loads the script of this build');
  });

  it('keeps the policy of the page it gives back', async () => {
    const { context, page } = await phone(`${origin}/plan`);
    await context.setOffline(true);
    const again = await page.goto(`${origin}/plan`);
    assert.equal(again.headers()['content-security-policy'], (await get(`${origin}/plan`)).headers['content-security-policy']);
    await context.close();
  });
});

for (const way of ['cut off', 'halted']) {
  const away = async (context) => (way === 'halted' ? server.halt() : context.setOffline(true));
  const back = async (context) => (way === 'halted' ? server.resume() : context.setOffline(false));

  describe(way === 'halted' ? 'while the server is halted' : 'while the browser is cut off', () => {
    it('a page seen before is there, and says of when it is', async () => {
      const { context, page } = await phone(`${origin}/u/${county}`);
      await page.goto(`${origin}/plan`);
      await away(context);
      try {
        await page.goto(`${origin}/u/${county}`);
        assert.match(await page.textContent('h1'), /凯里市/);
        const words = await page.textContent('aside.kept');
        assert.match(words, /现在连不上网络/);
        assert.match(words, /上次更新 \d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d/);
        none([...(await page.evaluate(onPageStructure)), ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageTargets)), ...(await axe(page))]);
        await page.screenshot({ path: join(screenshots, `offline-county-${way === 'halted' ? 'halted' : 'cut'}.png`) });
        assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.top')).backgroundColor),
          'rgb(20, 35, 59)', 'with its style sheet');
      } finally {
        await back(context);
      }
      await page.goto(`${origin}/u/${county}`);
      assert.equal(await page.locator('aside.kept').count(), 0, 'with a network the page is the new one');
      await context.close();
    });

    it('a page never seen says so, and what there is instead', async () => {
      const { context, page } = await phone(`${origin}/plan`);
      await away(context);
      try {
        await page.goto(`${origin}/scoreboard`);
        assert.match(await page.textContent('h1'), /现在连不上网络/);
        assert.equal(await page.locator('main a[href="/plan"]').count(), 1);
        none([...(await page.evaluate(onPageStructure)), ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageTargets)), ...(await axe(page))]);
        await page.screenshot({ path: join(screenshots, `offline-unseen-${way === 'halted' ? 'halted' : 'cut'}.png`) });
        await page.click('main a[href="/plan"]');
        await page.waitForURL('**/plan');
        assert.match(await page.textContent('aside.kept'), /上次更新/);
      } finally {
        await back(context);
      }
      await context.close();
    });

    it('a form is kept, says so, and is sent once the network is back', async () => {
      const text = `断网时写的意见（${way}）`;
      const { context, page } = await phone(comments);
      await away(context);
      try {
        await write(page, text);
        await page.waitForFunction(() => /已经保存，还没有发出去/.test(document.querySelector('h1').textContent));
        await page.waitForSelector('#unsent li');
        none([...(await page.evaluate(onPageStructure)), ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageTargets)), ...(await axe(page))]);
        await page.screenshot({ path: join(screenshots, `offline-form-${way === 'halted' ? 'halted' : 'cut'}.png`) });
        assert.equal((await unsent(page)).length, 1);
      } finally {
        await back(context);
      }
      // A browser that was cut off hears of it; one whose server was away tries when somebody looks at a page.
      if (way === 'halted') await page.goto(comments);
      await until('the comment arrives', () => stored(text) === 1);
      await page.waitForFunction(() => /已经发出去了/.test((document.getElementById('unsent') || {}).textContent || ''));
      assert.deepEqual(await unsent(page), []);
      await context.close();
    });
  });
}

describe('exactly once', () => {
  it('the same form sent three times, between others and over a restart of the server, is one record', async () => {
    const text = '发了三次的意见';
    const send = (key, words) => fetch(comments, {
      method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ key, clause: '1.2', text: words, name: '' }).toString(),
    });
    const answers = [(await send('key-of-three-times', text)).status];
    assert.equal((await send('key-of-another', '夹在中间的意见')).status, 303);
    await server.halt();
    await server.resume();
    answers.push((await send('key-of-three-times', text)).status);
    assert.equal((await send('key-of-a-third', '第三份意见')).status, 303);
    answers.push((await send('key-of-three-times', text)).status);
    assert.deepEqual(answers, [303, 303, 303]);
    assert.equal(stored(text), 1);
    assert.equal((await send('key-of-three-times', '同一个号，别的内容')).status, 409);
    assert.equal(stored('同一个号，别的内容'), 0);
  });

  it('a form whose answer was lost is sent again and is one record', async () => {
    // A line to the server that takes everything there and brings nothing back while `deaf`.
    let deaf = false;
    const { port } = new URL(origin);
    const line = createServer((near) => {
      const far = connect(Number(port), '127.0.0.1');
      near.on('data', (bytes) => far.write(bytes));
      far.on('data', (bytes) => { if (deaf) near.destroy(); else near.write(bytes); });
      for (const [one, other] of [[near, far], [far, near]]) {
        one.on('close', () => other.destroy());
        one.on('error', () => other.destroy());
      }
    });
    await new Promise((resolve) => line.listen(0, '127.0.0.1', resolve));
    const there = `http://127.0.0.1:${line.address().port}`;
    const text = '回执丢了的意见';
    const { context, page } = await phone(`${there}/plan/2016/comments`);
    try {
      deaf = true;
      await write(page, text);
      await page.waitForFunction(() => /还没有发出去/.test(document.querySelector('h1').textContent));
      assert.equal(stored(text), 1, 'the server has it, and nobody told the phone');
      assert.equal((await unsent(page)).length, 1);
      deaf = false;
      await page.reload();
      await until('nothing waits any more', async () => (await unsent(page)).length === 0);
      assert.equal(stored(text), 1);
    } finally {
      await context.close();
      line.close();
    }
  });

  it('a button pressed three times without a network is one form', async () => {
    const text = '按了三下的意见';
    const { context, page } = await phone(comments);
    await context.setOffline(true);
    for (let press = 0; press < 3; press += 1) {
      await write(page, text);
      await page.waitForFunction(() => /还没有发出去/.test(document.querySelector('h1').textContent));
      await page.goto(comments);
    }
    assert.equal((await unsent(page)).length, 1);
    await write(page, `${text}，另一份`);
    await page.waitForFunction(() => /还没有发出去/.test(document.querySelector('h1').textContent));
    assert.equal((await unsent(page)).length, 2, 'other words are another form');
    await context.setOffline(false);
    await until('both arrive', () => stored(text) === 1 && stored(`${text}，另一份`) === 1);
    await context.close();
  });

  it('what the server refuses is shown and can be changed', async () => {
    const { context, page } = await phone(comments);
    await context.setOffline(true);
    await page.evaluate(() => document.querySelector('textarea').removeAttribute('required'));
    await write(page, '一'); // too short
    await page.waitForFunction(() => /还没有发出去/.test(document.querySelector('h1').textContent));
    await context.setOffline(false);
    await page.waitForFunction(() => /没有被接受/.test((document.getElementById('unsent') || {}).textContent || ''));
    await page.click('#unsent >> text=打开来改');
    await page.waitForFunction(() => { const field = document.querySelector('textarea'); return field && field.value === '一'; });
    await write(page, '一句改好的意见');
    await page.waitForURL(/sent=1/);
    assert.equal(stored('一句改好的意见'), 1);
    assert.deepEqual(await unsent(page), []);
    await context.close();
  });

  it('in elders’ mode too: what is refused comes back as a walk, with what was written', async () => {
    const { context, page } = await phone(comments, { before: (each) => each.addCookies([{ name: 'elders', value: '1', url: origin }]) });
    const next = () => page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('link', { name: '说一句' }).click();
    await next();
    await page.getByLabel('你的意见').fill('二'); // too short
    await next();
    await page.getByLabel('称呼').fill('测试乙');
    await next();
    await page.getByText('请看一遍').waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: '发表' }).click();
    await page.waitForFunction(() => /还没有发出去/.test(document.querySelector('h1').textContent));
    assert.equal((await unsent(page)).length, 1);
    await context.setOffline(false);
    await page.waitForFunction(() => /没有被接受/.test((document.getElementById('unsent') || {}).textContent || ''));
    await page.click('#unsent >> text=打开来改');
    await page.getByText('请看一遍').waitFor();
    assert.deepEqual(await page.locator('.typed').allInnerTexts(), ['整个文件', '二', '测试乙']);
    assert.deepEqual(await unsent(page), []);
    await page.getByRole('button', { name: '改：你的意见' }).click();
    await page.getByRole('textbox', { name: '你的意见' }).fill('二人同心，写得长一些'); // not the button that changes it
    await next();
    await page.getByRole('button', { name: '发表' }).click();
    await page.waitForURL(/sent=1/);
    assert.equal(stored('二人同心，写得长一些'), 1);
    await context.close();
  });

  it('back to the answer of a form is no broken line: a step is asked for again, what was sent is not', async () => {
    const { context, page } = await phone(`${origin}/join`, { before: (each) => each.addCookies([{ name: 'elders', value: '1', url: origin }]) });
    const next = () => page.getByRole('button', { name: '下一步' }).click();
    await page.getByLabel('登记条上的登记码').fill('K7QM-2XWP-94TH');
    await next();
    await page.getByLabel('本人出生日期').fill('1990年1月1日');
    await next();
    await page.getByText('第 3 步').waitFor();
    await page.goBack();
    await page.getByText('第 2 步').waitFor();
    await page.goForward();
    await page.getByText('第 3 步').waitFor();
    await page.goto(`${origin}/elders?on=0&back=/signin`);
    await page.getByLabel('登录名').fill('nobody');
    await page.getByLabel('密码').fill('没有这个密码的');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('登录名或密码不正确').waitFor();
    await page.getByRole('link', { name: '第一次来，凭登记条加入' }).click();
    await page.waitForURL('**/join');
    await page.goBack();
    await page.getByRole('heading', { name: '村（居）民登录' }).waitFor();
    assert.equal(await page.getByText('现在连不上网络').count(), 0);
    assert.equal(await page.getByText('登录名或密码不正确').count(), 0, 'nothing was sent again');
    await context.close();
  });

  it('what has waited for two days is not sent unless a person says so', async () => {
    const text = '放了三天的意见';
    const { context, page } = await phone(comments);
    await context.setOffline(true);
    await write(page, text);
    await page.waitForFunction(() => /还没有发出去/.test(document.querySelector('h1').textContent));
    await page.evaluate(() => new Promise((resolve) => {
      const opening = indexedDB.open('gulou', 1);
      opening.onsuccess = () => {
        const forms = opening.result.transaction('forms', 'readwrite').objectStore('forms');
        forms.getAll().onsuccess = (event) => {
          const [item] = event.target.result;
          item.at -= 3 * 24 * 3600 * 1000;
          forms.put(item).onsuccess = () => { opening.result.close(); resolve(); };
        };
      };
    }));
    await context.setOffline(false);
    await page.waitForFunction(() => /放了很久/.test((document.getElementById('unsent') || {}).textContent || ''));
    assert.equal(stored(text), 0);
    await page.click('#unsent >> text=再发一次');
    await until('it arrives', () => stored(text) === 1);
    await context.close();
  });
});

describe('a slow network', () => {
  it('shows the page seen before after four seconds, and keeps the new one when it comes', async () => {
    let wait = 0;
    const { port } = new URL(origin);
    const line = createServer((near) => {
      const far = connect(Number(port), '127.0.0.1');
      near.on('data', (bytes) => far.write(bytes));
      far.on('data', (bytes) => setTimeout(() => near.write(bytes), wait));
      for (const [one, other] of [[near, far], [far, near]]) {
        one.on('close', () => setTimeout(() => other.destroy(), wait));
        one.on('error', () => other.destroy());
      }
    });
    await new Promise((resolve) => line.listen(0, '127.0.0.1', resolve));
    const { context, page } = await phone(`http://127.0.0.1:${line.address().port}/plan`);
    wait = 8000;
    const began = Date.now();
    await page.goto(`http://127.0.0.1:${line.address().port}/plan`, { waitUntil: 'commit' });
    const took = Date.now() - began;
    assert.ok(took > 3500 && took < 7000, `${took} ms`);
    assert.match(await page.textContent('aside.kept'), /网络太慢/);
    await context.close();
    line.close();
  });
});

describe('nobody else sees it', () => {
  it('nothing that a session answers is kept, and whoever signs in or out leaves no pages', async () => {
    const { context, page } = await phone(`${origin}/u/${county}`, { before: signedInAs(origin, 'demo.village') });
    const ask = (method, path, body) => page.evaluate(async ([m, p, b]) => {
      const answer = await fetch(p, { method: m, headers: { 'content-type': 'application/json' }, body: b && JSON.stringify(b) });
      return { status: answer.status, text: await answer.text() };
    }, [method, path, body]);
    const first = await ask('GET', '/api/session');
    assert.equal(first.status, 200);
    await ask('GET', '/api/obligations');
    await page.goto(`${origin}/console`);
    await page.goto(`${origin}/plan`);
    await until('the plan is kept', async () => (await keptAddresses(page)).includes(`${origin}/plan`));
    none((await keptAddresses(page)).filter((url) => /\/(api|console)/.test(url)));

    assert.equal((await ask('DELETE', '/api/session')).status, 204);
    none((await keptAddresses(page)).filter((url) => !url.includes('/assets/')));

    await page.goto(`${origin}/plan`);
    await until('the plan is kept again', async () => (await keptAddresses(page)).includes(`${origin}/plan`));
    assert.ok((await ask('POST', '/api/demo/session', { account: 'demo.auditor' })).status < 300);
    none((await keptAddresses(page)).filter((url) => !url.includes('/assets/')));

    const second = await ask('GET', '/api/session');
    assert.notEqual(second.text, first.text);
    await context.setOffline(true);
    await assert.rejects(ask('GET', '/api/session'), 'no answer of either account comes back');
    await assert.rejects(page.goto(`${origin}/console`), 'nor the console');
    await context.close();
  });

  it('a resident who signs in or out leaves no pages, and their own are not kept', async () => {
    const { context, page } = await phone(`${origin}/plan`);
    for (const path of ['/signin', '/join', '/own', '/signout']) {
      await page.goto(origin + path);
      assert.deepEqual((await keptAddresses(page)).filter((url) => !url.includes('/assets/') && new URL(url).pathname !== '/'), [], path);
    }
    await context.setOffline(true);
    await page.goto(`${origin}/own`);
    assert.match(await page.textContent('h1'), /现在连不上网络/);
    await context.close();
  });

  it('a page that says no-store is not kept', async () => {
    const { context, page } = await phone(`${origin}/plan`);
    const unknown = `${origin}/plan?nobody-declared=1`;
    assert.equal((await get(unknown)).headers['cache-control'], 'no-store');
    await page.goto(unknown);
    await page.goto(`${origin}/scoreboard`);
    await until('the scoreboard is kept', async () => (await keptAddresses(page)).includes(`${origin}/scoreboard`));
    assert.ok(!(await keptAddresses(page)).includes(unknown));
    await context.close();
  });
});

describe('the desk without a network', () => {
  let unit;
  before(async () => {
    unit = (await (await actingAs(origin, 'demo.village'))('GET', '/api/session')).posts[0].unit.code;
  });
  const kept = async () => JSON.parse((await get(`${origin}/api/units/${unit}/credit-code`)).text).code;

  it('says so at once, keeps what was typed, and writes nothing by itself when the line is back', async () => {
    const { page, close } = await deskOf(browser, origin)('demo.village', { viewport: { width: 360, height: 740 } }, `/console/units/${unit}`);
    const card = page.locator('section', { has: page.getByRole('heading', { name: '统一社会信用代码' }) });
    await card.getByRole('button', { name: '填写' }).click();
    await card.getByRole('textbox').fill('54522601ME0000001W');
    await page.context().setOffline(true);
    await card.getByRole('button', { name: '保存' }).click();
    await card.getByText('断网').first().waitFor();
    await page.screenshot({ path: join(screenshots, 'desk-without-network.png'), fullPage: true });
    assert.equal(await card.getByRole('textbox').inputValue(), '54522601ME0000001W');
    await page.context().setOffline(false);
    await page.waitForTimeout(2000);
    assert.equal(await kept(), '', 'written without its author');
    await card.getByRole('button', { name: '保存' }).click();
    await card.getByRole('textbox').waitFor({ state: 'detached' });
    assert.equal(await kept(), '54522601ME0000001W');
    await close();
  });

  it('says so on a page that was not read before', async () => {
    const { page, close } = await deskOf(browser, origin)('demo.village', { viewport: { width: 360, height: 740 } }, `/console/units/${unit}`);
    await page.getByRole('heading', { name: '公开电话' }).waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => { history.pushState({}, '', '/console/units/522601001001'); dispatchEvent(new PopStateEvent('popstate')); });
    await page.getByText('断网').first().waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: '公开电话' }).waitFor();
    await close();
  });
});
