// What people come for, done as they would do it: on a phone, with script and without.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { launch, open } from './chromium.mjs';
import { links } from './checks.mjs';
import { firstBelow, readDivisions, searchTerms } from './divisions.mjs';
import { divisionsFile, startGulou } from './gulou.mjs';
import { get } from './http.mjs';
import { county, prefecture, publicPages } from './pages.mjs';

const divisions = readDivisions(divisionsFile);
const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});
const phone = { viewport: { width: 360, height: 740 } };

for (const javaScriptEnabled of [true, false]) {
  describe(`a villager ${javaScriptEnabled ? 'with' : 'without'} script`, () => {
    it('finds the village by its name', async () => {
      const { one } = searchTerms(divisions);
      const { code } = divisions.find(({ name }) => name === one);
      const { page, close } = await open(browser, server.origin, { ...phone, javaScriptEnabled });
      try {
        await page.fill('input[name=q]', one);
        await page.press('input[name=q]', 'Enter');
        await page.waitForURL(/\?q=|\/u\//);
        // One finding may be answered with the page itself.
        if (!page.url().endsWith(`/u/${code}`)) await page.click(`main a[href="/u/${code}"]`);
        await page.waitForURL(`**/u/${code}`);
        assert.match(await page.textContent('h1'), new RegExp(one));
      } finally {
        await close();
      }
    });

    it('finds the village by going down from its county', async () => {
      const township = firstBelow(divisions, county, 'township');
      const village = firstBelow(divisions, township.code, 'village');
      const { page, close } = await open(browser, server.origin, { ...phone, javaScriptEnabled });
      try {
        for (const { code, name } of [divisions.find((each) => each.code === county), township, village]) {
          await page.click(`main a[href="/u/${code}"]`);
          await page.waitForURL(`**/u/${code}`);
          assert.match(await page.textContent('h1'), new RegExp(name));
        }
      } finally {
        await close();
      }
    });
  });
}

it('a search that finds nothing says so and keeps what was typed', async () => {
  const { none } = searchTerms(divisions);
  const { page, close } = await open(browser, `${server.origin}/?q=${encodeURIComponent(none)}`, phone);
  try {
    assert.equal(await page.inputValue('input[name=q]'), none);
    assert.ok((await page.textContent('main')).includes(none));
  } finally {
    await close();
  }
});

it('what is typed is text, never markup', async () => {
  const attack = '"><img src=x onerror=alert(1)><b id=injected>&amp;';
  const { page, complaints, close } = await open(browser, `${server.origin}/?q=${encodeURIComponent(attack)}`, phone);
  try {
    assert.equal(await page.inputValue('input[name=q]'), attack);
    assert.equal(await page.locator('#injected, img[src=x]').count(), 0);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
});

it('the prefecture is on its page with its 16 counties', async () => {
  const { status, text } = await get(`${server.origin}/u/${prefecture}`);
  assert.equal(status, 200);
  const counties = divisions.filter(({ level }) => level === 'county');
  assert.equal(counties.length, 16);
  for (const { code, name } of counties) {
    assert.ok(links(text).includes(`/u/${code}`), `no link to ${name}`);
    assert.ok(text.includes(name), name);
  }
});

it('every link on the public pages leads somewhere', async () => {
  const answers = new Map(); // url without fragment: {status, text}
  const dead = [];
  const fetchOnce = async (url) => {
    if (!answers.has(url)) answers.set(url, await get(url));
    return answers.get(url);
  };
  for (const { path } of await publicPages(server.origin)) {
    const from = server.origin + path;
    for (const href of links((await fetchOnce(from)).text)) {
      const to = new URL(href, from);
      if (to.origin !== server.origin) continue;
      const fragment = decodeURIComponent(to.hash.slice(1));
      to.hash = '';
      let { status, headers, text } = await fetchOnce(to.href);
      if (status >= 300 && status < 400) ({ status, text } = await fetchOnce(new URL(headers.location, to).href));
      // One's own page asks who is there: its answer leads to the sign-in.
      if (to.pathname === '/own' && status === 401 && text.includes('href="/signin"')) continue;
      if (status !== 200 && to.href !== from) dead.push(`${path}: ${href} answers ${status}`);
      else if (fragment && !text.includes(`id="${fragment}"`)) dead.push(`${path}: ${href} has no such place`);
    }
  }
  assert.ok(answers.size > 30, `only ${answers.size} addresses seen`);
  assert.deepEqual(dead, []);
});
