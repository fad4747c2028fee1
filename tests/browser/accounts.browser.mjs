// Officials' accounts in Chromium: signing in with a password, a session that ends over a half-filled form, a proof of
// identity, a paused account, a second factor. Each test of a control is named after it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { axe, launch, open, screenshots } from './chromium.mjs';
import { onPageHorizontalScroll } from './checks.mjs';
import { actingAs } from './console.mjs';
import { divisionsFile, startGulou } from './gulou.mjs';

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});

const kaili = '522601000000';
const password = '测试用的很长密码2016';
const bureau = await actingAs(server.origin, 'demo.bureau');

// An account with a post and a password of its own, made as its superior would: {id, name}.
async function official(name) {
  const made = await bureau('POST', '/api/accounts', { name, display_name: '测试甲', unit: kaili });
  const { id } = made.account;
  await bureau('POST', `/api/accounts/${id}/posts`, { role: 'county_bureau', unit: kaili });
  const ask = (path, body, cookie = '') =>
    fetch(server.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin, cookie },
      body: JSON.stringify(body),
    });
  const first = await ask('/api/session', { name, password: made.one_time_password });
  const cookie = first.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  const chosen = await ask('/api/session/password', { current: made.one_time_password, new: password }, cookie);
  assert.equal(chosen.status, 200, await chosen.text());
  return { id, name };
}

const view = (width, light = 'light') => ({ viewport: { width, height: width < 700 ? 740 : 900 }, colorScheme: light });

async function signIn(page, name) {
  await page.getByLabel('登录名').fill(name);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
}

// Signed in by the form, at an address.
async function atDesk(name, path, options = view(1280)) {
  const opened = await open(browser, `${server.origin}/console/signin?to=${encodeURIComponent(path)}`, options);
  await signIn(opened.page, name);
  await opened.page.getByRole('heading', { level: 1 }).first().waitFor();
  await opened.page.waitForURL((url) => url.pathname.endsWith(path));
  return opened;
}

async function look(page, name) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400); // what fades in has
  const faults = [...(await page.evaluate(onPageHorizontalScroll)), ...(await axe(page))];
  await page.screenshot({ path: join(screenshots, `accounts-${name}.png`) });
  assert.equal(faults.length, 0, faults.join('\n'));
}

// On a telephone and on a desk.
async function lookBoth(page, name) {
  for (const width of [360, 1280]) {
    await page.setViewportSize(view(width).viewport);
    await look(page, `${name}-${width}`);
  }
}

// What an authenticator with that key shows, so many steps from now (RFC 6238).
function totp(key, ahead = 0) {
  const bits = [...key.replaceAll(' ', '')].map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((each) => parseInt(each, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', bytes).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// One of the demo's people at an address.
const asDemo = (account, path, options) =>
  open(browser, `${server.origin}/console${path}`, {
    ...options,
    before: (context) =>
      context.request.post(`${server.origin}/api/demo/session`, { data: { account }, headers: { origin: server.origin } }),
  });

describe('officials’ accounts', () => {
  it('SEC-06 an official sets up a second factor and signs in with it; SEC-07 two people reset it', { skip: server.command === null }, async () => {
    const { id, name } = await official('test.factor');
    const signin = `${server.origin}/console/signin?to=/account`;
    server.command(['policy', 'access.second_factor', 'officials']);
    let key = '';
    let codes = [];
    try {
      const first = await open(browser, signin, view(1280));
      await signIn(first.page, name);
      await first.page.getByRole('heading', { level: 1, name: '设置二次验证' }).waitFor();
      await lookBoth(first.page, 'enrol');
      await first.page.getByRole('button', { name: '开始设置' }).click();
      await first.page.getByRole('img', { name: '一、用验证器扫这个二维码' }).waitFor();
      key = await first.page.locator('p:has-text("手工输入这个密钥") b').textContent();
      await lookBoth(first.page, 'enrol-qr');
      await first.page.getByLabel('动态验证码').fill(totp(key));
      await first.page.getByRole('button', { name: '确认启用' }).click();
      await first.page.getByRole('heading', { level: 1, name: '恢复码' }).waitFor();
      codes = await first.page.locator('ol li').allTextContents();
      assert.equal(new Set(codes).size, 10);
      await lookBoth(first.page, 'enrol-codes');
      await first.page.emulateMedia({ media: 'print' });
      assert.equal(await first.page.locator('button:visible').count(), 0);
      assert.equal(await first.page.locator('ol li:visible').count(), 10);
      await first.page.emulateMedia({ media: 'screen' });
      await first.page.getByRole('button', { name: '已经保存好' }).click();
      await first.page.getByText('恢复码还剩 10 个').waitFor();
      await lookBoth(first.page, 'factor-own');
      await first.close();

      const second = await open(browser, signin, view(1280, 'dark'));
      await signIn(second.page, name);
      await second.page.getByRole('heading', { level: 1, name: '请输入验证码' }).waitFor();
      // The password alone has opened nothing.
      assert.equal((await second.page.request.get(`${server.origin}/api/accounts`)).status(), 403);
      await lookBoth(second.page, 'code');
      await second.page.getByLabel('动态验证码').fill(totp(key, 50));
      await second.page.getByRole('button', { name: '继续' }).click();
      await second.page.getByText('验证码不正确，或已经用过。').first().waitFor();
      await lookBoth(second.page, 'code-wrong');
      await second.page.getByLabel('动态验证码').fill(totp(key, 1));
      await second.page.getByRole('button', { name: '继续' }).click();
      await second.page.getByText('恢复码还剩 10 个').waitFor();
      await second.close();

      const third = await open(browser, signin, view(1280));
      await signIn(third.page, name);
      await third.page.getByRole('button', { name: '用恢复码登录' }).click();
      await third.page.getByLabel('恢复码').fill(codes[4].toUpperCase());
      await third.page.getByRole('button', { name: '继续' }).click();
      await third.page.getByText('恢复码还剩 9 个').waitFor();
      await third.close();
    } finally {
      server.command(['policy', 'access.second_factor', 'optional']);
    }

    const one = await asDemo('demo.bureau', `/accounts/${id}`, view(1280));
    await one.page.getByRole('button', { name: '重置二次验证' }).click();
    const dialog = one.page.getByRole('dialog');
    await dialog.getByLabel('怎样核对了本人').fill('本人持身份证到局里，当面核对');
    await lookBoth(one.page, 'reset-ask');
    await dialog.getByRole('button', { name: '申请' }).click();
    await one.page.getByText('“确认重置”要由另一个人来做').waitFor();
    await lookBoth(one.page, 'reset-asked');
    await one.close();

    const other = await asDemo('demo.security', '/accounts', view(1280));
    await other.page.getByText('待确认的二次验证重置').waitFor();
    await lookBoth(other.page, 'reset-list');
    await other.page.getByRole('button', { name: '确认重置' }).click();
    await other.page.getByText('待确认的二次验证重置').waitFor({ state: 'hidden' });
    await other.close();

    const owner = await atDesk(name, '/account', view(1280));
    await owner.page.getByText(/您的二次验证在 .* 被重置：演示·石榴花 申请（本人持身份证到局里，当面核对），演示·蒲公英 确认/).waitFor();
    await lookBoth(owner.page, 'reset-owner');
    await owner.close();
  });

  for (const width of [360, 1280]) {
    it(`SEC-05 a session that ends leaves the half-filled form, and signing in over it sends it, at ${width} px`, async () => {
      const { id, name } = await official(`test.form.${width}`);
      const { page, close } = await atDesk(name, '/accounts/new', view(width));
      try {
        await page.getByLabel('登录名').fill(`made.${width}`);
        await page.getByLabel('姓名').fill('测试乙');
        await page.getByLabel('所属单位').fill('城西');
        await page.locator('.ant-select-item-option').filter({ hasText: '城西街道' }).first().click();
        await bureau('POST', `/api/accounts/${id}/end-sessions`, {});
        await page.getByRole('button', { name: '建立账号' }).click();
        const over = page.getByRole('dialog', { name: '登录已经到期' });
        await over.waitFor();
        assert.match(page.url(), /accounts\/new$/);
        assert.equal(await page.locator('#display_name').inputValue(), '测试乙');
        await look(page, `signed-out-${width}`);
        await over.getByLabel('密码', { exact: true }).fill(password);
        await over.getByRole('button', { name: '登录' }).click();
        await page.getByText('一次性密码').first().waitFor();
        const { accounts } = await bureau('GET', `/api/accounts?unit=${kaili}`);
        assert.ok(accounts.some((each) => each.name === `made.${width}`));
      } finally {
        await close();
      }
    });

    it(`SEC-11 one sees where one is signed in and ends another session, at ${width} px`, async () => {
      const { name } = await official(`test.own.${width}`);
      const elsewhere = await atDesk(name, '/desk');
      const { page, close } = await atDesk(name, '/account', view(width, 'dark'));
      try {
        await page.getByText('Chrome · Linux').first().waitFor();
        await look(page, `own-${width}`);
        // The one that chose the password, the other browser, and this.
        assert.equal(await page.getByRole('button', { name: '退出', exact: true }).count(), 2);
        for (let left = 2; left > 0; left -= 1) {
          await page.getByRole('button', { name: '退出', exact: true }).first().click();
          await page.waitForFunction((n) => document.querySelectorAll('main li button').length === n, left - 1);
        }
        await elsewhere.page.reload();
        await elsewhere.page.waitForURL(/signin/);
      } finally {
        await close();
        await elsewhere.close();
      }
    });

    it(`SEC-04 a paused account is told so, and its superior sees and releases it, at ${width} px`, async () => {
      const { id, name } = await official(`test.paused.${width}`);
      for (let tried = 0; tried < 5; ) {
        const answer = await fetch(`${server.origin}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: server.origin },
          body: JSON.stringify({ name, password: 'wrong' }),
        });
        if (answer.status === 401) tried += 1;
        else await new Promise((resolve) => setTimeout(resolve, 1000 * Number(answer.headers.get('Retry-After'))));
      }
      const visitor = await open(browser, `${server.origin}/console/signin`, view(width));
      await signIn(visitor.page, name);
      await visitor.page.getByText(/尝试次数太多，请过 \d+ 分钟再试/).waitFor();
      await look(visitor.page, `paused-${width}`);
      await visitor.close();

      const superior = await official(`test.superior.${width}`);
      await bureau('POST', `/api/accounts/${superior.id}/posts`, { role: 'township', unit: '522601001000' });
      const before = (context) =>
        context.request.post(`${server.origin}/api/demo/session`, { data: { account: 'demo.bureau' }, headers: { origin: server.origin } });
      const { page, close } = await open(browser, `${server.origin}/console/accounts/${id}`, { ...view(width), before });
      try {
        await page.getByText('暂停登录').waitFor();
        await look(page, `paused-superior-${width}`);
        await page.getByRole('button', { name: '解除暂停' }).click();
        await page.getByRole('dialog').getByRole('button', { name: '解除暂停' }).click();
        await page.getByText('暂停登录').waitFor({ state: 'hidden' });
      } finally {
        await close();
      }
      const released = await open(browser, `${server.origin}/console/signin`, view(width));
      await signIn(released.page, name);
      await released.page.getByRole('heading', { level: 1, name: '我的桌面' }).waitFor();
      await released.close();
    });
  }

  it('SEC-12 what gives power away asks for the password when a minute has passed, and goes on by itself', { skip: server.command === null }, async () => {
    const { name } = await official('test.proving');
    const made = await bureau('POST', '/api/accounts', { name: 'test.below', display_name: '测试丙', unit: '522601001000' });
    server.command(['policy', 'access.proof_minutes', '1']);
    const { page, close } = await atDesk(name, '/accounts', view(1280));
    try {
      await page.waitForTimeout(61_000);
      await page.goto(`${server.origin}/console/accounts/${made.account.id}`);
      await page.getByRole('button', { name: '重置密码' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '重置密码' }).click();
      const proof = page.getByRole('dialog', { name: '请再次验证身份' });
      await proof.waitFor();
      await look(page, 'proof-1280');
      await page.setViewportSize({ width: 360, height: 740 });
      await look(page, 'proof-360');
      await proof.getByLabel('密码', { exact: true }).fill('not it');
      await proof.getByRole('button', { name: '确认' }).click();
      await proof.getByText('密码不正确。').first().waitFor();
      await proof.getByLabel('密码', { exact: true }).fill(password);
      await proof.getByRole('button', { name: '确认' }).click();
      await page.getByText('只显示这一次', { exact: false }).waitFor();
    } finally {
      await close();
      server.command(['policy', 'access.proof_minutes', '5']);
    }
  });
});

describe('what was handed out', { skip: server.command === null }, () => {
  it('SEC-08 a password that nobody changed in time is refused as a wrong one, and its superior sees why', async () => {
    const made = await bureau('POST', '/api/accounts', { name: 'test.lapsed', display_name: '测试乙', unit: kaili });
    const superior = await asDemo('demo.bureau', `/accounts/${made.account.id}`, view(1280));
    await superior.page.getByText(/前有效，过后要重置/).waitFor();
    await superior.close();
    // A week later.
    const database = new DatabaseSync(join(server.data, 'gulou.sqlite'));
    database.exec('PRAGMA busy_timeout = 5000');
    const changed = database.prepare('UPDATE handed_out_password SET until = ? WHERE account_id = ?').run(Date.now() - 60_000, made.account.id);
    database.close();
    assert.equal(changed.changes, 1);

    const told = async (given) => {
      const { page, close } = await open(browser, `${server.origin}/console/signin`, view(1280));
      await page.getByLabel('登录名').fill('test.lapsed');
      await page.getByLabel('密码', { exact: true }).fill(given);
      await page.getByRole('button', { name: '登录' }).click();
      const words = await page.getByRole('alert').filter({ hasText: '密码不正确' }).first().innerText();
      await close();
      return words.replace(/编号 \S+/, ''); // of the request
    };
    assert.equal(await told(made.one_time_password), await told('not the password'));

    const { page, close } = await asDemo('demo.bureau', '/accounts?unit=522601000000', view(1280));
    try {
      await page.getByText('初始密码已过期').waitFor();
      await lookBoth(page, 'lapsed-list');
      await page.goto(`${server.origin}/console/accounts/${made.account.id}`);
      await page.getByText(/已过期，请重置密码/).waitFor();
      await lookBoth(page, 'lapsed');
    } finally {
      await close();
    }
  });
});

describe('officials of a village that is no more', { skip: server.command === null }, () => {
  it('are seen by their superior, who moves them to the successor with one deed', async () => {
    const [old, successor, township] = ['522601002001', '522601002200', '522601002000'];
    const made = await bureau('POST', '/api/accounts', { name: 'test.moved', display_name: '测试丁', unit: old });
    const town = await actingAs(server.origin, 'demo.township');
    await town('POST', `/api/accounts/${made.account.id}/posts`, { role: 'village_committee', unit: old });
    // A release of the divisions that does not have the village any more.
    const release = join(server.data, 'release.csv');
    writeFileSync(release, readFileSync(divisionsFile, 'utf8').split('\n').filter((line) => !line.startsWith(old)).join('\n'));
    server.command(['import', 'divisions', release]);

    const { page, close } = await asDemo('demo.township', `/accounts?unit=${township}`, view(1280));
    try {
      const card = page.locator('section').filter({ hasText: '已撤销单位的岗位' });
      await card.getByText('还没有登记由哪个单位承接，请先登记。').waitFor();
      assert.equal(await card.getByRole('button').count(), 0);
      await (await actingAs(server.origin, 'demo.kaili'))('POST', `/api/units/${old}/successor`, { successor_code: successor });
      await page.reload();
      const move = card.getByRole('button', { name: '转到金井村' });
      await move.waitFor();
      await lookBoth(page, 'left-posts');
      await page.setViewportSize(view(1280).viewport);
      await move.click();
      const sure = page.getByRole('dialog').filter({ hasText: '把测试丁转到金井村？' });
      await sure.waitFor();
      await look(page, 'left-posts-sure');
      await sure.getByRole('button', { name: '转到金井村' }).click();
      await card.waitFor({ state: 'detached' });
      const moved = await bureau('GET', `/api/accounts/${made.account.id}`);
      assert.equal(moved.unit.code, successor);
      assert.deepEqual(moved.posts.filter((post) => post.in_force).map((post) => post.unit.code), [successor]);
      await page.goto(`${server.origin}/console/accounts/${made.account.id}`);
      await page.getByText('金井村').first().waitFor();
      await look(page, 'moved-1280');
    } finally {
      await close();
    }
  });
});
