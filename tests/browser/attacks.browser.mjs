// SEC-25: what people type stays text. Two hundred strings that browsers have been known to run, as names of village
// groups and as comments, read back on the public pages and in the console.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { launch, open } from './chromium.mjs';
import { actingAs, signedInAs } from './console.mjs';
import { startGulou } from './gulou.mjs';

const village = '522601001001';
const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});

const run = 'attacked=1';
const bare = [
  `<script>${run}</script>`, `<img src=x onerror=${run}>`, `<svg onload=${run}>`, `<svg/onload=${run}>`,
  `<body onload=${run}>`, `<iframe srcdoc="<script>top.${run}</script>">`, `<a href=javascript:${run}>按</a>`,
  `<details open ontoggle=${run}>`, `<video><source onerror=${run}>`, `<input autofocus onfocus=${run}>`,
  `<math></form><mglyph><style></math><img src onerror=${run}>`, `<style>@import'//x.example'</style>`,
  `<base href=//x.example/>`, `<meta http-equiv=refresh content=0;url=//x.example>`, `<object data=//x.example>`,
  `<form action=//x.example><button>`, `{{constructor.constructor('${run}')()}}`, '${' + run + '}', `javascript:${run}`,
  `<template><script>${run}</script></template>`,
];
// Each as it is, and broken out of the places where text may stand.
const around = [
  (text) => text, (text) => `">${text}`, (text) => `'>${text}`, (text) => `</title>${text}`, (text) => `</textarea>${text}`,
  (text) => `--><!-- --!>${text}`, (text) => `</script>${text}`, (text) => `&lt;b&gt;${text}`, (text) => `" autofocus onfocus="${run}" ${text}`,
  (text) => `\u2028${text}`,
];
const attacks = bare.flatMap((text) => around.map((put) => put(text))).slice(0, 200);

// What is on a page that nobody but us may put there.
function found() {
  const faults = [];
  if (globalThis.attacked !== undefined) faults.push('a script ran');
  for (const each of document.querySelectorAll('*')) {
    for (const { name, value } of each.attributes) {
      if (name.startsWith('on')) faults.push(`<${each.localName} ${name}>`);
      if (['href', 'src', 'action'].includes(name) && !/^(data:image|tel:[0-9-]+$)/.test(value) && !new URL(value, location).href.startsWith(location.origin))
        faults.push(`<${each.localName} ${name}="${value}">`);
    }
    if (['iframe', 'object', 'embed', 'base', 'math', 'video', 'template'].includes(each.localName)) faults.push(`<${each.localName}>`);
    if (each.localName === 'meta' && each.httpEquiv === 'refresh') faults.push('<meta refresh>');
  }
  return faults;
}

const isShown = (text) => document.body.innerText.includes(text);

async function isClean(url, options, texts) {
  const { page, complaints, close } = await open(browser, server.origin + url, options);
  page.on('dialog', (dialog) => complaints.push(`dialog ${dialog.message()}`));
  try {
    await page.waitForLoadState('networkidle');
    // The console draws what it was given at last a little after the network is idle.
    for (const text of texts)
      await page.waitForFunction(isShown, text.replaceAll(/\s+/g, ' ').trim().slice(0, 30))
        .catch((error) => assert.fail(`${url} does not show ${text}: ${error.message}`));
    // An address that is refused is what is tried here.
    const others = complaints.filter((each) => !each.includes('status of 400'));
    assert.deepEqual([...(await page.evaluate(found)), ...others], [], url);
  } finally {
    await close();
  }
}

describe('SEC-25 what people type stays text', () => {
  it(`SEC-25 ${attacks.length} names of village groups, on the village's page and in the console`, async () => {
    assert.equal(attacks.length, 200);
    const bureau = await actingAs(server.origin, 'demo.bureau');
    for (const name of attacks)
      await bureau('POST', '/api/units', { parent_code: village, parent_id: null, level: 'group', name });
    const some = attacks.filter((_, at) => at % 40 === 0);
    await isClean(`/u/${village}`, {}, some);
    await isClean(`/console/units/${village}`, { before: signedInAs(server.origin, 'demo.bureau') }, some);
  });

  it('SEC-25 in an address', async () => {
    for (const text of attacks.filter((_, at) => at % 19 === 0)) {
      await isClean(`/?q=${encodeURIComponent(text)}`, {}, []);
      await isClean(`/plan/2016/comments?clause=${encodeURIComponent(text)}`, {}, []);
    }
  });
});
