// Elders' mode (长辈版) by measure, on every public page: what MIIT's specification of 2021 and WCAG 2.2 AA ask, in
// numbers. What is met and what is not: docs/accessibility.md.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  keyboardWalk, onPageClipping, onPageHorizontalScroll, onPageStructure, onPageTargets, onPageTextSizes, onPageWiderSpacing,
} from './checks.mjs';
import { axe, launch, open, screenshots } from './chromium.mjs';
import { startGulou } from './gulou.mjs';
import { publicPages } from './pages.mjs';

const leastTarget = 60;
const leastText = 18;
const leastLead = 1.3;
const mostEntries = 6;
const variants = [[360, 'light'], [360, 'dark'], [768, 'light'], [768, 'dark'], [1280, 'light'], [1280, 'dark']];
const axeAt = (width, light) => process.env.GULOU_LONG || width === (light === 'light' ? 360 : 1280);

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});
const view = (width, light = 'light') => ({ viewport: { width, height: width < 700 ? 740 : 900 }, colorScheme: light });
const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);
const cookie = { name: 'elders', value: '1', url: server.origin };

// `check(page, complaints)` gives the faults of the page at `url`, opened by someone who has chosen the mode.
async function asElder(url, options, check) {
  const before = (context) => context.addCookies([cookie]);
  const { page, complaints, close } = await open(browser, url, { ...options, before });
  try {
    assert.equal(await page.evaluate(() => document.documentElement.className), 'elders');
    none(await check(page, complaints));
  } finally {
    await close();
  }
}

for (const { name, path } of await publicPages(server.origin)) {
  const url = server.origin + path;
  describe(`elders: ${name} ${path}`, () => {
    for (const [width, light] of variants) {
      it(`at ${width} px, ${light}`, () => asElder(url, view(width, light), async (page, complaints) => {
        const faults = [
          ...(await page.evaluate(onPageStructure)),
          ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageTargets, leastTarget)),
          ...(await page.evaluate(onPageTextSizes, { least: leastText, lead: leastLead })),
          ...(axeAt(width, light) ? await axe(page) : []),
          ...complaints,
        ];
        await page.screenshot({ path: join(screenshots, `elders-${name}-${width}-${light}.png`), fullPage: true });
        return faults;
      }));
    }

    it('does not scroll sideways at 320 px', () =>
      asElder(url, view(320), (page) => page.evaluate(onPageHorizontalScroll)));

    // A window of 1280 px enlarged twice shows 640 CSS px.
    it('is whole at 200 % zoom', () => asElder(url, { ...view(640), deviceScaleFactor: 2 }, async (page) => [
      ...(await page.evaluate(onPageHorizontalScroll)), ...(await page.evaluate(onPageClipping))]));

    it('is whole with wider spacing of text', () => asElder(url, view(360), async (page) => {
      await page.evaluate(onPageWiderSpacing);
      return [...(await page.evaluate(onPageHorizontalScroll)), ...(await page.evaluate(onPageClipping))];
    }));

    it('is walked through with the Tab key', () => asElder(url, view(360), async (page) => {
      const { reached, faults } = await keyboardWalk(page);
      assert.ok(reached > 5, `only ${reached} stops`);
      return faults;
    }));
  });
}

describe('the switch', () => {
  for (const javaScriptEnabled of [true, false]) {
    it(`is seen on the home page of a phone at once, and works ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const { page, close } = await open(browser, server.origin, { ...view(360), javaScriptEnabled });
      try {
        const button = page.locator('a.mode');
        assert.equal(await button.textContent(), '长辈版');
        const box = await button.boundingBox();
        assert.ok(box.y + box.height <= 740 && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
        await button.click();
        await page.waitForFunction(() => document.documentElement.className === 'elders');
        await page.click('nav[aria-label="主导航"] a[href="/plan"]');
        await page.waitForURL('**/plan');
        assert.equal(await page.locator('html').getAttribute('class'), 'elders', 'the mode is kept from page to page');
        assert.equal(await page.locator('a.mode').textContent(), '标准版');
        await page.click('a.mode');
        await page.waitForFunction(() => document.documentElement.className === '');
        assert.equal(new URL(page.url()).pathname, '/plan', 'the switch leads back to the page it was on');
      } finally {
        await close();
      }
    });
  }
});

// Lists that are the matter itself (the counties, the villages of a township, the cells of a board, the text of the
// plan) have as many entries as there are; what the page itself offers to choose from has six at most.
it(`the home page offers ${mostEntries} entries at most in a block`, () =>
  asElder(server.origin, view(360), (page) => page.evaluate((most) => {
    const blocks = [...document.querySelectorAll('nav, .card, .heads, .foot ul, .pick')].filter((block) => !block.querySelector('.carto'));
    return blocks.map((block) => [block, block.querySelectorAll('a[href], button').length])
      .filter(([, count]) => count > most)
      .map(([block, count]) => `${block.tagName.toLowerCase()}.${block.className} "${block.textContent.trim().slice(0, 20)}" has ${count} entries`);
  }, mostEntries)));
