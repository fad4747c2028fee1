// Proves in Chromium that each check of a page finds the fault it is for, and is content without it.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, describe, it } from 'node:test';
import { axe, launch, open } from './chromium.mjs';
import {
  keyboardWalk, onPageClipping, onPageEntries, onPageHorizontalScroll, onPageQuestions, onPageStructure, onPageTargets,
  onPageText, onPageTextSizes, onPageWiderSpacing,
} from './checks.mjs';

// A small site: the body of each page is what the test puts there.
let body = '';
let extraHeaders = {};
const site = http.createServer((request, response) => {
  if (request.url !== '/') return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...extraHeaders });
  response.end(`<!doctype html><html lang="zh-CN"><head><title>试</title></head><body>${body}</body></html>`);
});
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${site.address().port}/`;
const browser = await launch();
after(async () => {
  await browser.close();
  site.closeAllConnections();
  site.close();
});

// What `look(page, complaints)` gives on a page with this body.
async function on(html, look, { headers = {}, ...options } = {}) {
  body = html;
  extraHeaders = headers;
  const { page, complaints, close } = await open(browser, origin, { viewport: { width: 360, height: 740 }, ...options });
  try {
    return await look(page, complaints);
  } finally {
    await close();
  }
}
const structure = (html) => on(html, (page) => page.evaluate(onPageStructure));
const targets = (html) => on(html, (page) => page.evaluate(onPageTargets));
const scroll = (html) => on(html, (page) => page.evaluate(onPageHorizontalScroll));
const complaints = (html, options) => on(html, async (page, heard) => {
  await page.waitForTimeout(100);
  return heard;
}, options);
const good = '<main><h1>村</h1><h2>一</h2><h3>二</h3><h2>三</h2></main>';

describe('structure', () => {
  it('is content with a good page', async () => assert.deepEqual(await structure(good), []));
  it('finds two h1', async () => assert.equal((await structure(`${good}<h1>又</h1>`)).length, 1));
  it('finds no h1', async () => assert.ok((await structure('<main><p>无</p></main>')).includes('0 h1 elements')));
  it('finds a skipped level', async () => assert.equal((await structure('<main><h1>村</h1><h3>二</h3></main>')).length, 1));
  it('finds a missing main', async () => assert.deepEqual(await structure('<h1>村</h1>'), ['no <main>']));
  it('finds the same id twice', async () => assert.equal((await structure(`${good}<p id=a></p><p id=a></p>`)).length, 1));
  it('finds inline style and script', async () =>
    assert.equal((await structure(`${good}<p style="color:red">x</p><style>p{}</style><script>1</script>`)).length, 3));
  it('finds a wrong language', async () => assert.equal((await on(good, (page) => page.evaluate((check) => {
    document.documentElement.lang = 'en';
    return new Function(`return (${check})()`)();
  }, onPageStructure.toString()))).length, 1));
});

describe('targets', () => {
  it('finds a low button', async () => assert.equal((await targets('<button style="height:30px;width:90px">按</button>')).length, 1));
  it('finds a narrow link', async () =>
    assert.equal((await targets('<a href="#" style="display:block;width:20px;height:60px">一</a>')).length, 1));
  it('finds a bare link that no text runs around', async () => assert.equal((await targets('<p><a href="#">唯一</a></p>')).length, 1));
  it('finds a row of links without text', async () =>
    assert.equal((await targets('<p><a href="#">甲村</a> · <a href="#">乙村</a></p>')).length, 2));
  it('finds a small shape in a map', async () =>
    assert.equal((await targets('<svg width=100 height=100><a href="#"><rect width=30 height=30 /></a></svg>')).length, 1));
  it('lets a link in a sentence be', async () => assert.deepEqual(await targets('<p>见<a href="#">方案</a>。</p>'), []));
  it('takes the label for the box in it', async () =>
    assert.deepEqual(await targets('<label style="display:block;height:48px"><input type=checkbox>同意</label>'), []));
  it('lets what is hidden be', async () => assert.deepEqual(await targets(
    '<a href="#" style="position:absolute;left:-999px">跳到正文</a><button hidden>无</button>'), []));
  it('lets a large button be', async () => assert.deepEqual(await targets('<button style="height:44px;width:44px">按</button>'), []));
});

describe('for elders', () => {
  const sizes = (html) => on(html, (page) => page.evaluate(onPageTextSizes, { least: 18, lead: 1.3 }));
  it('finds a target of 44 px where 60 are asked', async () => {
    const html = '<button style="height:59px;width:59px">按</button>';
    assert.equal((await on(html, (page) => page.evaluate(onPageTargets, 60))).length, 1);
    assert.deepEqual(await on(html, (page) => page.evaluate(onPageTargets, 44)), []);
  });
  const entries = (html) => on(html, (page) => page.evaluate(onPageEntries, 6));
  const items = (count, inside = '甲') => `<li>${inside}</li>`.repeat(count);
  it('finds a seventh entry, of a list, a table or loose links and buttons', async () => {
    assert.match((await entries(`<main><ul>${items(7)}</ul></main>`)).join(), /^7 entries/);
    assert.match((await entries(`<main><ul>${items(4)}</ul><ul>${items(3)}</ul></main>`)).join(), /^7 entries/);
    assert.match((await entries(`<main><table><tbody>${'<tr><td>甲'.repeat(7)}</table></main>`)).join(), /^7 entries/);
    assert.match((await entries(`<main><ul>${items(5)}</ul><p><a href="#">乙</a></p><button>丙</button></main>`)).join(), /^7 entries/);
  });
  it('is content with six, whatever stands within them and around', async () => {
    assert.deepEqual(await entries(`<main><ul>${items(6, '<a href="#">甲</a><ul><li>乙</li><li>丙</li></ul>')}</ul></main>`), []);
    assert.deepEqual(await entries(`<header><a href="#">一</a></header><main><nav class="trail"><ol>${items(5, '<a href="#">上</a>')}</ol></nav>` +
      `<ul>${items(6)}</ul><nav class="paging"><a href="#">下一页</a></nav></main>`), []);
    assert.deepEqual(await entries(`<main><ul>${items(6)}</ul><ul hidden>${items(3)}</ul></main>`), []);
    assert.deepEqual(await entries('<main><ul class="words"><li>甲</li><li>乙</li><li>丙</li><li>丁</li><li>戊</li><li>己</li><li>庚</li></ul></main>'), []);
  });
  it('finds a form with two questions', async () => {
    const questions = (html) => on(html, (page) => page.evaluate(onPageQuestions));
    assert.equal((await questions('<form method=post><input><select></select></form>')).length, 1);
    assert.deepEqual(await questions('<form method=post><input><input type=hidden name=a></form><form><input><input></form>'), []);
  });
  it('finds small text', async () => assert.match((await sizes('<p style="font:17px/1.5 serif">小字</p>')).join(), /17 px/));
  it('finds narrow lines, and lines of a height that nobody said', async () => {
    assert.match((await sizes('<p style="font:18px/1.2 serif">密</p>')).join(), /has lines/);
    assert.match((await sizes('<p style="font:18px serif">默认</p>')).join(), /normal/);
  });
  it('is content with large text, and does not mind what is hidden', async () =>
    assert.deepEqual(await sizes('<p style="font:18px/1.3 serif">大字</p><p hidden>小</p>'), []));
  it('finds text that its box cuts off, in width and in height', async () => {
    const clipped = (style) => on(`<p style="overflow:hidden;${style}">很长很长很长很长的一句话</p>`, (page) => page.evaluate(onPageClipping));
    assert.equal((await clipped('width:60px;white-space:nowrap')).length, 1);
    assert.equal((await clipped('width:60px;height:20px')).length, 1);
    assert.deepEqual(await clipped('width:300px'), []);
  });
  it('widens text, also under a strict policy', async () => {
    const headers = { 'content-security-policy': "default-src 'none'" };
    const spacing = await on('<main><p>字</p></main>', async (page) => {
      await page.evaluate(onPageWiderSpacing);
      return page.evaluate(() => { const style = getComputedStyle(document.querySelector('p')); return [style.letterSpacing, style.marginBottom]; });
    }, { headers });
    assert.deepEqual(spacing, ['1.92px', '32px']);
  });

  const walk = (html) => on(html, keyboardWalk);
  it('walks through what can be pressed', async () =>
    assert.deepEqual(await walk('<style>:focus{outline:3px solid}</style><main><a href="#">甲</a><button>乙</button><input aria-label="丙"></main>'), { reached: 3, faults: [] }));
  it('finds what the Tab key does not reach', async () => {
    const trap = '<a href="#">甲</a><button id=b>乙</button><a href="#">丙</a>' +
      '<script>b.addEventListener("keydown", (event) => event.preventDefault())</script>';
    assert.match((await walk(trap)).faults.join(), /reaches 2 of 3/);
  });
  it('finds a focus that does not show', async () =>
    assert.match((await walk('<style>a:focus{outline:0}</style><a href="#">甲</a>')).faults.join(), /does not show/));
  it('finds a focus that is covered', async () => assert.match(
    (await walk('<a href="#">甲</a><div style="position:fixed;inset:0;background:#fff"></div>')).faults.join(), /hidden/));
});

describe('sideways', () => {
  it('finds a page that is too wide, and what makes it so', async () => {
    const [fault] = await scroll('<table class="wide" style="width:500px"><tr><td>x</table>');
    assert.match(fault, /table\.wide/);
  });
  it('lets a table scroll in its own box', async () =>
    assert.deepEqual(await scroll('<div style="overflow:auto"><p style="width:900px">x</p></div>'), []));
});

describe('what goes wrong on the way', () => {
  it('hears nothing on a good page', async () => assert.deepEqual(await complaints(good), []));
  it('hears a script that breaks', async () => assert.equal((await complaints('<script>nothing()</script>')).length, 1));
  it('hears console.error', async () => assert.equal((await complaints('<script>console.error("x")</script>')).length, 1));
  it('hears a CSP violation', async () => {
    const headers = { 'content-security-policy': "default-src 'self'" };
    const heard = await complaints('<p style="color:red">x</p>', { headers });
    assert.ok(heard.some((each) => each.startsWith('CSP violation: style-src')), heard.join());
  });
  it('hears a request to another origin', async () => {
    const heard = await complaints('<img alt="" src="http://127.0.0.1:9/x.png">');
    assert.ok(heard.some((each) => each.startsWith('other origin: http://127.0.0.1:9')), heard.join());
  });
  it('hears a missing file', async () => {
    const heard = await complaints('<img alt="" src="/missing.png">');
    assert.ok(heard.some((each) => each.startsWith('404: ')), heard.join());
  });
});

describe('reading and axe-core', () => {
  it('sees what only script shows', async () => {
    const html = '<main><h1>村</h1><p id=p></p></main><script>p.textContent = "脚本"</script>';
    const read = (page) => page.evaluate(onPageText);
    assert.notEqual(await on(html, read), await on(html, read, { javaScriptEnabled: false }));
  });
  it('finds pale text and a field without a name', async () => {
    const faults = await on('<main><h1>村</h1><p style="color:#ccc;background:#fff">淡字</p><input></main>', axe);
    assert.deepEqual(faults.map((each) => each.split(' ')[0]).sort(), ['color-contrast', 'label']);
  });
  it('runs under a strict CSP and is content with a good page', async () => {
    const headers = { 'content-security-policy': "default-src 'none'" };
    const heard = await on(good, async (page, list) => [...(await axe(page)), ...list], { headers });
    assert.deepEqual(heard, []);
  });
});
