// Every public page at three widths in both lights, without script, and by weight. See pages.mjs for the list.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { axe, launch, lookedAt, open, screenshots, turn, view } from './chromium.mjs';
import {
  headerFaults, onPageHorizontalScroll, onPageStructure, onPageTargets, onPageText, styleSheets,
} from './checks.mjs';
import { startGulou } from './gulou.mjs';
import { get } from './http.mjs';
import { publicPages } from './pages.mjs';

const widths = [360, 768, 1280];
const lights = ['light', 'dark'];
const mostBytes = 30 * 1024;

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});

const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);

for (const { name, path, status } of await publicPages(server.origin)) {
  const url = server.origin + path;

  describe(`${name} ${path}`, () => {
    let opened;
    before(async () => (opened = await open(browser, url, view(360))));
    after(() => opened?.close());

    // Before the camera has touched the page.
    it('is there, in good order', async () => {
      assert.equal(opened.status, status);
      none(await opened.page.evaluate(onPageStructure));
    });

    for (const width of widths) {
      for (const light of lights) {
        it(`at ${width} px, ${light}`, async () => {
          const { page } = opened;
          await turn(page, width, light);
          const looked = lookedAt(width, light);
          const faults = [
            ...(await page.evaluate(onPageHorizontalScroll)),
            ...(await page.evaluate(onPageTargets)),
            ...(looked ? await axe(page) : []),
          ];
          if (looked) await page.screenshot({ path: join(screenshots, `${name}-${width}-${light}.png`), fullPage: true });
          none(faults);
        });
      }
    }

    it('does not scroll sideways at 320 px', async () => {
      await turn(opened.page, 320);
      none(await opened.page.evaluate(onPageHorizontalScroll));
    });

    it('says the same without script', async () => {
      const without = await open(browser, url, { ...view(360), javaScriptEnabled: false });
      try {
        await turn(opened.page, 360);
        // Error pages show the number of their request, which is another each time.
        const [said, saidWithout] = await Promise.all([opened, without].map(async ({ page }) =>
          (await page.evaluate(onPageText)).replace(/编号 [0-9a-f]+/, '编号')));
        assert.ok(saidWithout.length > 0, 'the page is empty without script');
        assert.equal(saidWithout, said);
      } finally {
        await without.close();
      }
    });

    it('did nothing wrong on the way', () => none(opened.complaints));

    it('is light, and sends the headers of a public page', async () => {
      const html = await get(url);
      assert.equal(html.status, status);
      none(headerFaults(html.headers));
      let bytes = html.wireBytes;
      const sheets = styleSheets(html.text);
      assert.ok(sheets.length > 0, 'no style sheet');
      for (const sheet of sheets) {
        const style = await get(new URL(sheet, url).href);
        assert.equal(style.status, 200, sheet);
        bytes += style.wireBytes;
      }
      assert.ok(bytes <= mostBytes, `HTML and CSS are ${bytes} bytes compressed, more than ${mostBytes}`);
    });
  });
}
