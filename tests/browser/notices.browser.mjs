// A notice's way in Chromium: written and read out at the desk, seen and heard by everyone, printed, taken down.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { axe, launch, open, screenshots } from './chromium.mjs';
import { actingAs } from './console.mjs';
import { startGulou } from './gulou.mjs';
import { get } from './http.mjs';
import { county } from './pages.mjs';
import { links } from './checks.mjs';

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});
const { origin } = server;
const firstLink = async (path, pattern) => links((await get(origin + path)).text).find((href) => pattern.test(href));
const notice = await firstLink(`/u/${county}/notices`, /^\/notices\/[0-9a-f-]+$/);
const phone = { viewport: { width: 360, height: 740 } };

describe('a recording', () => {
  it('plays on the page without script of ours, for as long as the page says', async () => {
    const { page, close, complaints } = await open(browser, origin + notice, phone);
    try {
      const heard = await page.evaluate(async () => {
        const audio = document.querySelector('audio');
        audio.muted = true; // a machine may only begin to play what makes no noise
        await audio.play();
        await new Promise((resolve) => setTimeout(resolve, 800));
        return { time: audio.currentTime, duration: audio.duration, error: audio.error && audio.error.message, name: audio.getAttribute('aria-label') };
      });
      assert.equal(heard.error, null);
      assert.ok(heard.time > 0.2, `it stands at ${heard.time} s`);
      assert.ok(Math.abs(heard.duration - 6.05) < 0.2, `${heard.duration} s`);
      assert.match(heard.name, /苗语（黔东北部）录音，7 秒/);
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });

  it('is sound: three notes, loud enough and not cut off', async () => {
    const { page, close } = await open(browser, origin + notice, phone);
    try {
      const { peak, crossings } = await page.evaluate(async () => {
        const bytes = await (await fetch(document.querySelector('audio').src)).arrayBuffer();
        const sound = await new OfflineAudioContext(1, 16000, 16000).decodeAudioData(bytes);
        const samples = sound.getChannelData(0);
        // How often the wave goes up through zero in the half second from `at`: the pitch.
        const pitch = (at) => {
          let count = 0;
          for (let i = at * 16000; i < (at + 0.5) * 16000; i += 1) if (samples[i] < 0 && samples[i + 1] >= 0) count += 1;
          return count * 2;
        };
        return { peak: samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0), crossings: [0.25, 1.25, 2.25].map(pitch) };
      });
      assert.ok(peak > 0.05 && peak < 1, `peak ${peak}`);
      [632, 507, 757].forEach((hertz, at) =>
        assert.ok(Math.abs(crossings[at] - hertz) < 40, `${crossings.join()} Hz`));
    } finally {
      await close();
    }
  });

  it('is sent in parts, so that one can jump', async () => {
    const src = /<audio[^>]* src="([^"]+)"/.exec((await get(origin + notice)).text)[1];
    const whole = await fetch(origin + src);
    const bytes = Buffer.from(await whole.arrayBuffer());
    assert.equal(whole.headers.get('accept-ranges'), 'bytes');
    const part = await fetch(origin + src, { headers: { range: 'bytes=100-199' } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get('content-range'), `bytes 100-199/${bytes.length}`);
    assert.equal(part.headers.get('content-length'), '100');
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(100, 200));
    const beyond = await fetch(origin + src, { headers: { range: `bytes=${bytes.length}-` } });
    assert.equal(beyond.status, 416);
    const again = await fetch(origin + src, { headers: { 'if-none-match': whole.headers.get('etag') } });
    assert.equal(again.status, 304);
  });
});

describe('on paper', () => {
  it('a notice is one A4 sheet with its code', async () => {
    const { page, close } = await open(browser, `${origin}${notice}/paper`, { viewport: { width: 1280, height: 900 } });
    try {
      const pdf = await page.pdf({ path: join(screenshots, 'notice-paper.pdf'), preferCSSPageSize: true });
      assert.equal((pdf.toString('latin1').match(/\/Type \/Page\b/g) || []).length, 1);
      assert.equal(await page.locator('svg.qr').count(), 1);
      await page.screenshot({ path: join(screenshots, 'notice-paper.png'), fullPage: true });
    } finally {
      await close();
    }
  });
});

describe('at the desk', () => {
  it('a notice is written, published, seen, withdrawn, and then gone', async () => {
    const committee = await actingAs(origin, 'demo.village');
    const { post } = { post: (path, body) => committee('POST', path, body) };
    const unit = (await committee('GET', '/api/session')).posts[0].unit.code;
    const today = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
    const begun = await post('/api/notices', { unit, kind: 'meeting', title: '今晚开院坝会', text: '晚上七点，鼓楼前。', from_on: today, until_on: today, contact: null });
    const address = `${origin}/notices/${begun.notice.id}`;
    assert.equal((await get(address)).status, 404);
    const out = await post(`/api/notices/${begun.notice.id}/publish`, { version: begun.notice.version });
    const { page, status, close } = await open(browser, address, phone);
    try {
      assert.equal(status, 200);
      assert.match(await page.textContent('h1'), /今晚开院坝会/);
      assert.deepEqual(await axe(page), []);
      await post(`/api/notices/${begun.notice.id}/withdraw`, { version: out.notice.version, reason: '改到明天' });
      await new Promise((resolve) => setTimeout(resolve, 1100)); // answers are kept for a second at most
      assert.equal((await page.reload()).status(), 410);
      assert.match(await page.textContent('main'), /已经撤回/);
      // The worker forgets it too.
      await page.evaluate(() => navigator.serviceWorker.ready);
      assert.equal(await page.evaluate(async (url) => (await (await caches.open('gulou-pages-1')).match(url)) === undefined, address), true);
    } finally {
      await close();
    }
  });
});
