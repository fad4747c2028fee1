// Every public page at three widths in both lights, without script, and by weight. See pages.mjs for the list.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { axe, launch, open, screenshots } from './chromium.mjs';
import {
  headerFaults, onPageHorizontalScroll, onPageStructure, onPageTargets, onPageText, styleSheets,
} from './checks.mjs';
import { startGulou } from './gulou.mjs';
import { get } from './http.mjs';
import { publicPages } from './pages.mjs';

const widths = [360, 768, 1280];
const lights = ['light', 'dark'];
const mostBytes = 30 * 1024;
// In the short form axe-core sees each page once in each light; --long shows it every variant.
const axeAt = (width, light) => process.env.GULOU_LONG || width === (light === 'light' ? 360 : 1280);

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});

const view = (width, light) => ({ viewport: { width, height: width < 700 ? 740 : 900 }, colorScheme: light });
const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);

for (const { name, path, status } of await publicPages(server.origin)) {
  const url = server.origin + path;

  describe(`${name} ${path}`, () => {
    for (const width of widths) {
      for (const light of lights) {
        it(`at ${width} px, ${light}`, async () => {
          const { page, status: got, complaints, close } = await open(browser, url, view(width, light));
          try {
            assert.equal(got, status);
            const faults = [
              ...(await page.evaluate(onPageStructure)),
              ...(await page.evaluate(onPageHorizontalScroll)),
              ...(await page.evaluate(onPageTargets)),
              ...(axeAt(width, light) ? await axe(page) : []),
              ...complaints,
            ];
            // After the checks, because taking it touches the page.
            await page.screenshot({ path: join(screenshots, `${name}-${width}-${light}.png`), fullPage: true });
            none(faults);
          } finally {
            await close();
          }
        });
      }
    }

    it('does not scroll sideways at 320 px', async () => {
      const { page, close } = await open(browser, url, view(320, 'light'));
      try {
        none(await page.evaluate(onPageHorizontalScroll));
      } finally {
        await close();
      }
    });

    it('says the same without script', async () => {
      const texts = [];
      for (const javaScriptEnabled of [true, false]) {
        const { page, close } = await open(browser, url, { ...view(360, 'light'), javaScriptEnabled });
        try {
          // Error pages show the number of their request, which is another each time.
          texts.push((await page.evaluate(onPageText)).replace(/编号 [0-9a-f]+/, '编号'));
        } finally {
          await close();
        }
      }
      assert.ok(texts[1].length > 0, 'the page is empty without script');
      assert.equal(texts[1], texts[0]);
    });

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
