// Elders' mode (长辈版) by measure, on every public page: what MIIT's specification of 2021 and WCAG 2.2 AA ask, in
// numbers. What is met and what is not: docs/accessibility.md.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  keyboardWalk, onPageClipping, onPageHorizontalScroll, onPageStructure, onPageTargets, onPageTextSizes, onPageWiderSpacing,
} from './checks.mjs';
import { axe, launch, lookedAt, open, screenshots, turn, view } from './chromium.mjs';
import { startGulou } from './gulou.mjs';
import { publicPages } from './pages.mjs';

const leastTarget = 60;
const leastText = 18;
const leastLead = 1.3;
const mostEntries = 6;
const variants = [[360, 'light'], [360, 'dark'], [768, 'light'], [768, 'dark'], [1280, 'light'], [1280, 'dark']];

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});
const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);
const cookie = { name: 'elders', value: '1', url: server.origin }; // 24 px
const larger = { ...cookie, value: '2' }; // 30 px

// The page at `url`, opened by someone who has chosen the mode.
async function openAsElder(url, options, mode = cookie) {
  const opened = await open(browser, url, { ...options, before: (context) => context.addCookies([mode]) });
  assert.equal(await opened.page.evaluate(() => document.documentElement.className), mode === larger ? 'elders larger' : 'elders');
  return opened;
}

for (const { name, path } of await publicPages(server.origin)) {
  const url = server.origin + path;
  describe(`elders: ${name} ${path}`, () => {
    let opened;
    before(async () => (opened = await openAsElder(url, view(360))));
    after(() => opened?.close());

    // Before the camera has touched the page.
    it('is in good order', async () => none(await opened.page.evaluate(onPageStructure)));

    for (const [width, light] of variants) {
      it(`at ${width} px, ${light}`, async () => {
        const { page } = opened;
        await turn(page, width, light);
        const looked = lookedAt(width, light);
        const faults = [
          ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageTargets, leastTarget)),
          ...(await page.evaluate(onPageTextSizes, { least: leastText, lead: leastLead })),
          ...(looked ? await axe(page) : []),
        ];
        if (looked) await page.screenshot({ path: join(screenshots, `elders-${name}-${width}-${light}.png`), fullPage: true });
        none(faults);
      });
    }

    it('does not scroll sideways at 320 px', async () => {
      await turn(opened.page, 320);
      none(await opened.page.evaluate(onPageHorizontalScroll));
    });

    it('is walked through with the Tab key', async () => {
      await turn(opened.page, 360);
      const { reached, faults } = await keyboardWalk(opened.page);
      assert.ok(reached > 5, `only ${reached} stops`);
      none(faults);
    });

    // A window of 1280 px enlarged twice shows 640 CSS px.
    it('is whole at 200 % zoom', async () => {
      const { page, close } = await openAsElder(url, { ...view(640), deviceScaleFactor: 2 });
      try {
        none([...(await page.evaluate(onPageHorizontalScroll)), ...(await page.evaluate(onPageClipping))]);
      } finally {
        await close();
      }
    });

    it('is whole in larger letters', async () => {
      const { page, complaints, close } = await openAsElder(url, view(360), larger);
      try {
        assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '30px');
        const faults = [
          ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageClipping)),
          ...(await page.evaluate(onPageTargets, leastTarget)),
          ...complaints,
        ];
        await page.screenshot({ path: join(screenshots, `larger-${name}-360.png`), fullPage: true });
        none(faults);
      } finally {
        await close();
      }
    });

    // Last, for the spacing stays.
    it('is whole with wider spacing of text', async () => {
      const { page } = opened;
      await turn(page, 360);
      await page.evaluate(onPageWiderSpacing);
      none([...(await page.evaluate(onPageHorizontalScroll)), ...(await page.evaluate(onPageClipping))]);
    });

    it('did nothing wrong on the way', () => none(opened.complaints));
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
        await page.click('text=更大字');
        await page.waitForFunction(() => document.documentElement.className === 'elders larger');
        await page.click('text=小一号');
        await page.waitForFunction(() => document.documentElement.className === 'elders');
        await page.click('text=标准版');
        await page.waitForFunction(() => document.documentElement.className === '');
        assert.equal(new URL(page.url()).pathname, '/plan', 'the switch leads back to the page it was on');
      } finally {
        await close();
      }
    });
  }
});

describe('a block of text', () => {
  // The device's voices, which Chromium on a server has none of; what is said is noted.
  const giveVoices = (languages) => {
    const said = (globalThis.said = []);
    const speech = new EventTarget();
    speech.getVoices = () => languages.map((lang) => ({ lang }));
    speech.speak = (spoken) => said.push(spoken);
    speech.cancel = () => said.push('cancel');
    Object.defineProperty(globalThis, 'speechSynthesis', { value: speech });
    globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  };
  const openWithVoices = (path, mode, ...languages) => open(browser, server.origin + path, {
    ...view(360), before: async (context) => { await context.addCookies(mode); await context.addInitScript(giveVoices, languages); } });

  it('is read aloud, sentence by sentence, and stops', async () => {
    const { page, complaints, close } = await openWithVoices('/plan/2016/1.1', [cookie], 'en-US', 'zh-CN');
    try {
      const button = page.locator('.quote').getByRole('button', { name: '读给我听' });
      const box = await button.boundingBox();
      assert.ok(box.height >= leastTarget && box.width >= leastTarget, JSON.stringify(box));
      await page.screenshot({ path: join(screenshots, 'elders-aloud-360.png') });
      await button.click();
      const said = await page.evaluate(() => globalThis.said.filter((each) => each !== 'cancel').map(({ text, lang }) => ({ text, lang })));
      assert.deepEqual(said[0], { text: '1、完成第十届村(居)委会换届选举工作', lang: 'zh-CN' });
      const quote = (await page.locator('.quote .han').allInnerTexts()).join('');
      assert.equal(said.map(({ text }) => text).join('').replace(/\s/g, ''), quote.replace(/[。！？；\s]/g, ''));
      await page.locator('.quote').getByRole('button', { name: '停下' }).click();
      assert.equal(await page.evaluate(() => globalThis.said.at(-1)), 'cancel');
      await button.waitFor();
      none([...(await page.evaluate(onPageHorizontalScroll)), ...(await page.evaluate(onPageTargets, leastTarget)), ...(await axe(page)), ...complaints]);
    } finally {
      await close();
    }
  });

  for (const [why, mode, languages] of [['no Chinese voice', [cookie], ['en-US']], ['the standard mode', [], ['zh-CN']]]) {
    it(`has no such button with ${why}`, async () => {
      const { page, close } = await openWithVoices('/plan/2016/1.1', mode, ...languages);
      try {
        assert.equal(await page.locator('.aloud').count(), 0);
      } finally {
        await close();
      }
    });
  }
});

it('the page of a village calls it by one large button', async () => {
  const { page, close } = await openAsElder(`${server.origin}/u/522601001001`, view(360));
  try {
    const button = page.locator('.call a');
    assert.match(await button.getAttribute('href'), /^tel:[0-9-]{5,13}$/);
    const box = await button.boundingBox();
    assert.ok(box.width >= 300 && box.height >= leastTarget, JSON.stringify(box));
  } finally {
    await close();
  }
});

// Lists that are the matter itself (the counties, the villages of a township, the cells of a board, the text of the
// plan) have as many entries as there are; what the page itself offers to choose from has six at most.
it(`the home page offers ${mostEntries} entries at most in a block`, async () => {
  const { page, close } = await openAsElder(server.origin, view(360));
  try {
    none(await page.evaluate((most) => {
      const blocks = [...document.querySelectorAll('nav, .card, .heads, .foot ul, .pick')].filter((block) => !block.querySelector('.carto'));
      return blocks.map((block) => [block, block.querySelectorAll('a[href], button').length])
        .filter(([, count]) => count > most)
        .map(([block, count]) => `${block.tagName.toLowerCase()}.${block.className} "${block.textContent.trim().slice(0, 20)}" has ${count} entries`);
    }, mostEntries));
  } finally {
    await close();
  }
});
