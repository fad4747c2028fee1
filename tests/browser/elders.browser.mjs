// Elders' mode (长辈版) by measure, on every public page: what MIIT's specification of 2021 and WCAG 2.2 AA ask, in
// numbers. What is met and what is not: docs/accessibility.md.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  keyboardWalk, onPageClipping, onPageEntries, onPageHorizontalScroll, onPageQuestions, onPageStructure, onPageTargets,
  onPageTextSizes, onPageWiderSpacing,
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

// What has pages of its own in this mode alone.
const parts = [
  { name: 'counties-2', path: '/u/522600000000?page=2' },
  { name: 'progress', path: '/u/522601000000?part=progress' },
  { name: 'clause-places', path: '/plan/2016/1.2?part=places' },
  { name: 'clause-tasks', path: '/plan/2016/1.2?part=tasks' },
  { name: 'board-figures', path: '/scoreboard?part=figures' },
  { name: 'board-late', path: '/scoreboard?part=late' },
  { name: 'board-2', path: '/scoreboard?page=2' },
  { name: 'write', path: '/plan/2016/comments?write=1' },
  { name: 'join', path: '/join' },
  { name: 'signin', path: '/signin' },
  { name: 'no-page', path: '/scoreboard?page=99' },
];

for (const { name, path } of [...(await publicPages(server.origin)), ...parts]) {
  const url = server.origin + path;
  describe(`elders: ${name} ${path}`, () => {
    let opened;
    before(async () => (opened = await openAsElder(url, view(360))));
    after(() => opened?.close());

    // Before the camera has touched the page.
    it('is in good order', async () => none(await opened.page.evaluate(onPageStructure)));

    it(`has ${mostEntries} entries at most, and asks one question`, async () =>
      none([...(await opened.page.evaluate(onPageEntries, mostEntries)), ...(await opened.page.evaluate(onPageQuestions))]));

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

// Through a list to its end, and back.
for (const [path, pages] of [['/u/522600000000', null], ['/scoreboard', 3], ['/plan', null], ['/u/522601001000', null], ['/?q=%E5%AF%A8', null]])
  it(`${path} is leafed through by six, without script`, async () => {
    const { page, close } = await open(browser, server.origin + path,
      { ...view(360), javaScriptEnabled: false, before: (context) => context.addCookies([cookie]) });
    try {
      const where = () => page.locator('.paging p').innerText();
      const [, of] = /^第 1 页，共 (\d+) 页$/.exec(await where());
      if (pages) assert.equal(Number(of), pages);
      for (let number = 2; number <= Number(of); ++number) {
        const box = await page.locator('.paging .next').boundingBox();
        assert.ok(box.height >= leastTarget && box.width >= leastTarget * 2, JSON.stringify(box));
        await page.locator('.paging .next').click();
        await page.getByText(`第 ${number} 页，共 ${of} 页`).waitFor();
        none(await page.evaluate(onPageEntries, mostEntries));
      }
      assert.equal(await page.locator('.paging .next').count(), 0);
      for (let number = Number(of) - 1; number >= 1; --number) {
        await page.locator('.paging .prev').click();
        await page.getByText(`第 ${number} 页，共 ${of} 页`).waitFor();
      }
      assert.equal(page.url(), server.origin + path, 'the first page has no number in its address');
    } finally {
      await close();
    }
  });

// A form is walked through: forward, back, a change on the last page, and only then it is sent.
for (const javaScriptEnabled of [true, false])
  it(`a comment is written one question a page ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    const { page, complaints, close } = await open(browser, `${server.origin}/plan/2016/comments?clause=1.2`,
      { ...view(360), javaScriptEnabled, before: (context) => context.addCookies([cookie]) });
    const looked = async (name) => {
      none([...(await page.evaluate(onPageHorizontalScroll)), ...(await page.evaluate(onPageTargets, leastTarget)),
        ...(await page.evaluate(onPageTextSizes, { least: leastText, lead: leastLead })),
        ...(await page.evaluate(onPageEntries, mostEntries)), ...(await page.evaluate(onPageQuestions)),
        ...(javaScriptEnabled ? await axe(page) : [])]); // axe is script too
      await page.screenshot({ path: join(screenshots, `elders-walk-${name}-360.png`), fullPage: true });
    };
    const writer = () => page.getByRole('textbox', { name: '称呼' }); // not the button that changes it
    const next = () => page.getByRole('button', { name: '下一步' }).click();
    try {
      await page.getByRole('link', { name: '说一句' }).click();
      await page.getByText('第 1 步，共 4 步').waitFor();
      assert.equal(await page.getByLabel('说的是哪一条').inputValue(), '1.2', 'the clause one came from');
      await looked('1');
      await next();
      await page.getByLabel('你的意见').fill('村口的路灯\n修得好');
      await looked('2');
      await next();
      await writer().fill('测试甲');
      await page.getByRole('button', { name: '上一步' }).click();
      assert.equal(await page.getByLabel('你的意见').inputValue(), '村口的路灯\n修得好');
      await next();
      assert.equal(await writer().inputValue(), '测试甲', 'going back lost nothing');
      await writer().press('Enter');
      await page.getByText('请看一遍，对了再发表').waitFor();
      assert.equal(await page.locator('.typed').nth(1).innerText(), '村口的路灯\n修得好');
      await looked('4');
      await page.getByRole('button', { name: '改：称呼' }).click();
      await writer().fill('');
      await next();
      await page.getByText('（没有写）').waitFor();
      assert.ok(!page.url().includes('%E6'), `nothing typed is in the address: ${page.url()}`);
      await page.getByRole('button', { name: '发表' }).click();
      await page.getByText('收到了。审核以后就会在这里公开。').waitFor();
      none(complaints);
    } finally {
      await close();
    }
  });
