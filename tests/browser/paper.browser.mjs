// Printed documents in Chromium: the sheet, the grid of GB/T 9704, what is on every page, and how they read on a screen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { onPageHorizontalScroll, onPageStructure, onPageTargets } from './checks.mjs';
import { axe, launch, open, screenshots } from './chromium.mjs';
import { root } from './gulou.mjs';

// Serves the samples that build/release/gulou_paper_sample writes, under the policy that the product sends.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'";
const server = createServer((request, response) => {
  const css = request.url.startsWith('/assets/paper-');
  response.setHeader('Content-Type', css ? 'text/css; charset=utf-8' : 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', policy);
  if (request.url === '/favicon.ico') response.statusCode = 204;
  response.end(css ? readFileSync(join(root, 'web/paper/paper.css'))
    : execFileSync(join(root, 'build/release/gulou_paper_sample'), [request.url.slice(1)]));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await launch();
after(async () => {
  await browser.close();
  server.close();
});

const mm = 72 / 25.4;
const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);

// Prints a sample: {size: [mm, mm], pages: [[{text, left, right, middle}…]…]}, all in mm from the sheet's corner.
async function print(name) {
  const path = join(screenshots, `paper-${name}.pdf`);
  const { page, close } = await open(browser, `${origin}/${name}`);
  await page.pdf({ path, preferCSSPageSize: true });
  await close();
  execFileSync('pdftoppm', ['-r', '70', '-png', path, path.replace('.pdf', '')]);
  const xml = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' });
  const pages = xml.split('<page ').slice(1).map((part) =>
    [...part.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g)].map(
      ([, left, top, right, bottom, text]) => ({
        text, left: left / mm, right: right / mm, middle: (Number(top) + Number(bottom)) / 2 / mm,
      })));
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(xml);
  return { size: [Math.round(width / mm), Math.round(height / mm)], pages };
}

const isPageNumber = ({ middle }) => middle > 262;
const watermark = new Set('示例数据');
const isWatermark = ({ text, left, right }) => watermark.has(text) && right - left > 15;

function outside(pages) {
  return pages.flatMap((words, at) => words
    .filter((word) => !isPageNumber(word) && !isWatermark(word))
    .filter(({ left, right, middle }) => left < 27.5 || right > 184.5 || middle < 37 || middle > 262)
    .map(({ text, left, right, middle }) => `page ${at + 1}: "${text}" at ${left.toFixed(1)}–${right.toFixed(1)}, ${middle.toFixed(1)} mm`));
}

describe('printed', () => {
  it('the grid: 22 lines of 28 characters on a page', async () => {
    const { size, pages } = await print('grid');
    assert.deepEqual(size, [210, 297]);
    const lines = pages[1].filter((word) => !isPageNumber(word));
    assert.equal(lines.length, 22);
    for (const { text, left, right } of lines) {
      assert.equal(text.length, 28);
      assert.ok(Math.abs(left - 28) < 0.5 && Math.abs(right - 184) < 0.5, `${left}–${right} mm`);
    }
    assert.ok(lines[0].middle > 37 && lines[21].middle < 262);
  });

  it('the circular: all its text on A4, numbered, marked as demo', async () => {
    const { size, pages } = await print('circular');
    assert.deepEqual(size, [210, 297]);
    assert.equal(pages.length, 4);
    none(outside(pages));
    pages.forEach((words, at) => {
      const number = words.filter(isPageNumber);
      assert.equal(number.map(({ text }) => text).join(''), `—${at + 1}—`);
      // On the outside: right on odd pages, left on even ones.
      assert.ok(at % 2 === 0 ? number[0].left > 150 : number[0].right < 60, `page ${at + 1}`);
      assert.equal(new Set(words.filter(isWatermark).map(({ text }) => text)).size, 4, `watermark of page ${at + 1}`);
    });
    const text = pages.flat().map((word) => word.text).join('');
    for (const words of ['黔东南州民政局文件', '黔东南民通〔2016〕12号', '各县\uFF08市\uFF09民政局\uFF1A', '丹寨县', '2016年10月13日', '印发'])
      assert.ok(text.includes(words), words);
    // The table reaches over two pages, its heading stands on both.
    assert.ok(pages.filter((words) => words.some((word) => word.text === '应完成')).length === 2);
    const mark = pages[0].find((word) => word.text === '黔东南州民政局文件');
    assert.ok(mark.left >= 28 && mark.right <= 184, 'the mark fits into the text');
  });

  it('the notice: one page, a code of 26 mm at least, no watermark', async () => {
    const { pages } = await print('notice');
    assert.equal(pages.length, 1);
    none(outside(pages));
    assert.equal(pages[0].filter(isWatermark).length, 0);
    const { page, close } = await open(browser, `${origin}/notice`);
    await page.emulateMedia({ media: 'print' });
    const box = await page.locator('svg.qr').boundingBox();
    const [, , modules] = (await page.locator('svg.qr').getAttribute('viewBox')).split(' ').map(Number);
    assert.ok(((box.width / 96) * 25.4 * (modules - 8)) / modules >= 26, `${box.width} px`);
    assert.equal(await page.locator('.screen').first().isVisible(), false);
    await close();
  });
});

for (const name of ['circular', 'notice']) {
  for (const width of [320, 360, 768, 1280]) {
    it(`${name} on a screen of ${width} px`, async () => {
      const { page, complaints, close } = await open(browser, `${origin}/${name}`, { viewport: { width, height: 800 } });
      try {
        await page.screenshot({ path: join(screenshots, `paper-${name}-${width}.png`), fullPage: true });
        none([
          ...(await page.evaluate(onPageStructure)),
          ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageTargets)),
          ...(await axe(page)),
          ...complaints,
        ]);
      } finally {
        await close();
      }
    });
  }
}
