// Controls of the security checklist that only a browser can tell, on every public page and the console's first.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { launch, open } from './chromium.mjs';
import { startGulou } from './gulou.mjs';
import { get } from './http.mjs';
import { publicPages } from './pages.mjs';

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});
const pages = [...(await publicPages(server.origin)), { name: 'worker', path: '/worker.js', status: 200, script: true },
  { name: 'problem', path: '/api/units/999999999999', status: 404, script: true }];

// The directives of a policy: {name: [source…]}.
const directives = (policy) => Object.fromEntries(policy.split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...rest]) => [name, rest]));

for (const { name, path, status, script } of pages) {
  const url = server.origin + path;
  describe(name, () => {
    it(`SEC-22 ${path} sends its headers, and nothing is unsafe in the policy`, async () => {
      const answer = await get(url);
      assert.equal(answer.status, status);
      const { headers } = answer;
      const policy = directives(headers['content-security-policy']);
      assert.deepEqual(policy['default-src'], ["'none'"]);
      assert.deepEqual(policy['frame-ancestors'], ["'none'"]);
      assert.deepEqual(policy['base-uri'], ["'none'"]);
      assert.deepEqual(policy['script-src'], ["'self'"]);
      assert.deepEqual(policy['style-src'], ["'self'"]);
      assert.deepEqual(policy['form-action'], ["'self'"]);
      assert.doesNotMatch(headers['content-security-policy'], /unsafe-|\*|https?:|blob:/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'same-origin');
      assert.match(headers['permissions-policy'], /camera=\(\).*microphone=\(\).*geolocation=\(\)/);
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['access-control-allow-origin'], undefined);
      assert.equal(headers.server, undefined);
    });
    if (script) return;

    it(`SEC-22 ${path} breaks its policy nowhere, with the worker at work too`, async () => {
      const { page, complaints, close } = await open(browser, url, { viewport: { width: 360, height: 740 } });
      try {
        await page.evaluate(() => navigator.serviceWorker.ready);
        await page.waitForTimeout(200);
        assert.deepEqual(complaints.filter((each) => /CSP|Content Security Policy/.test(each)), []);
      } finally {
        await close();
      }
    });

    it(`SEC-59 ${path} asks no other origin for anything`, async () => {
      const { page, complaints, close } = await open(browser, url, { viewport: { width: 1280, height: 900 } });
      try {
        const addresses = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
        assert.ok(addresses.length >= 2, 'style sheet and script at least');
        assert.deepEqual(addresses.filter((address) => new URL(address).origin !== server.origin), []);
        assert.deepEqual(complaints.filter((each) => each.startsWith('other origin')), []);
      } finally {
        await close();
      }
    });
  });
}
