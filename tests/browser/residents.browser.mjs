// A resident's way: the village prints a slip, the resident joins on a small telephone without script, reads what is
// kept, and takes the copy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { onPageEntries, onPageHorizontalScroll, onPageQuestions, onPageTargets } from './checks.mjs';
import { axe, launch, open, screenshots, view } from './chromium.mjs';
import { actingAs, signedInAs } from './console.mjs';
import { startGulou } from './gulou.mjs';

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});

const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);
const picture = (page, name) => page.screenshot({ path: join(screenshots, `residents-${name}.png`), fullPage: true });
const name = '示例·映山红';

describe('a resident', () => {
  it('joins with a slip by telephone, without script, and sees what is kept and who looked', async () => {
    const village = await actingAs(server.origin, 'demo.village');
    const { code } = (await village('GET', '/api/session')).posts[0].unit;
    const { person } = await village('POST', '/api/people', { village: code, person: { name, sex: 'female', ethnic_code: '97',
      ethnic_text: '革家人', id_number: '522601199001010029', phone: '13800001234', born_on: '1990-01-01',
      political: 'unknown', status: 'both', group: null, household: null, kinship: null, arrival: 'recorded', since: null } });

    const clerk = await open(browser, `${server.origin}/console/slips`,
      { viewport: { width: 1280, height: 900 }, before: signedInAs(server.origin, 'demo.village') });
    const phone = await open(browser, `${server.origin}/u/${code}`,
      { viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    try {
      await clerk.page.getByRole('textbox', { name: '按姓名查找' }).fill(name);
      await clerk.page.getByRole('checkbox', { name, exact: true }).check();
      none(await axe(clerk.page));
      await picture(clerk.page, 'choose-1280');
      await clerk.page.getByRole('button', { name: '生成 1 张登记条' }).click();
      const secret = await clerk.page.locator('li b.num').innerText();
      assert.match(secret, /^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
      assert.ok(await clerk.page.getByRole('listitem').filter({ hasText: secret }).locator('img').evaluate((each) => each.naturalWidth > 0));
      none(await axe(clerk.page));
      await picture(clerk.page, 'slip-1280');
      const path = join(screenshots, 'residents-slip.pdf');
      await clerk.page.pdf({ path, format: 'A4' });
      assert.ok(execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).includes(secret));
      none(clerk.complaints);

      const { page } = phone;
      await page.getByRole('link', { name: '凭登记条加入' }).click();
      await page.locator('#code').fill(secret.toLowerCase());
      await page.locator('#born_on').fill('1990年1月2日');
      await page.locator('#name').fill('映山红');
      await page.locator('#password').fill('稻花香里说丰年，听取蛙声一片');
      await page.getByRole('button', { name: '加入' }).click();
      await page.getByText('登记码或出生日期不对').waitFor();
      await picture(page, 'refused-360');
      // What was typed is there, but for the password.
      assert.equal(await page.locator('#name').inputValue(), '映山红');
      await page.locator('#born_on').fill('1990年1月1日');
      await page.locator('#password').fill('稻花香里说丰年，听取蛙声一片');
      await page.getByRole('button', { name: '加入' }).click();
      await page.getByRole('heading', { level: 1, name: '这是登记的关于您的信息', exact: true }).waitFor();
      await page.locator('main').getByText(name, { exact: true }).first().waitFor();
      await page.getByText('522601********0029').waitFor();
      await page.getByText('革家人').waitFor();
      await picture(page, 'own-360');
      await page.getByRole('link', { name: '打印副本（A4）' }).click();
      await page.getByText('522601199001010029').waitFor();
      await picture(page, 'copy-360');

      // Asks for a correction without script; a refusal loses nothing that was typed.
      await page.goto(`${server.origin}/own`);
      await page.getByRole('link', { name: '有不对的，请求更正' }).click();
      await page.getByLabel('哪一项不对').selectOption('born_on');
      await page.getByLabel('应当是什么').fill('1990年1月3日');
      await page.getByLabel('为什么').fill('按户口本');
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByText('出生日期与身份证号码').waitFor();
      await picture(page, 'correct-refused-360');
      assert.equal(await page.getByLabel('应当是什么').inputValue(), '1990年1月3日');
      assert.equal(await page.getByLabel('为什么').inputValue(), '按户口本');
      await page.getByLabel('哪一项不对').selectOption('ethnic');
      await page.getByLabel('应当是什么').fill('苗族');
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByText('更正民族：苗族').waitFor();
      await page.getByText('待答复').waitFor();
      await picture(page, 'asked-360');
      await page.getByRole('link', { name: '请求删除或限制处理' }).click();
      await page.getByText('选民登记').waitFor();
      await picture(page, 'erase-360');
      await page.getByLabel('要求什么').selectOption('restriction');
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByRole('button', { name: '撤回' }).first().click();
      await page.getByText('本人已撤回').waitFor();

      // The village sees that the resident has joined, and that a date was wrong before.
      const desk = clerk.page;
      await desk.goto(`${server.origin}/console/people/${person.id}`);
      await desk.getByText(/凭登记条加入$/).waitFor();
      await desk.getByText('，已用，输错出生日期 1 次').waitFor();
      none(await axe(desk));
      await picture(desk, 'person-1280');

      // The clerk sees the old and the new on the desk's way, and agrees.
      await desk.goto(`${server.origin}/console/desk`);
      await desk.getByRole('link', { name: '1 件居民的请求待答复' }).click();
      await desk.getByText('按户口本').waitFor();
      none(await axe(desk));
      await picture(desk, 'requests-1280');
      await desk.getByRole('button', { name: '同意更正' }).click();
      const changing = desk.getByRole('dialog').filter({ hasText: '登记册马上改' });
      await changing.waitFor();
      await desk.waitForTimeout(400); // what fades in has
      await picture(desk, 'correct-sure-1280');
      await changing.getByRole('button', { name: '同意更正' }).click();
      await desk.getByText('没有请求').waitFor();
      await page.goto(`${server.origin}/own`);
      await page.getByText('已更正').waitFor();
      await page.getByText('革家人').waitFor({ state: 'detached' });
      await picture(page, 'corrected-360');

      // Asks to have it erased: the clerk reads what the law keeps and agrees; somebody of the township, who sees when the
      // resident joined, says that they are sure.
      await page.goto(`${server.origin}/own/erase`);
      await page.getByLabel('要求什么').selectOption('erasure');
      await page.getByRole('button', { name: '提交' }).click();
      await desk.reload();
      await desk.getByText('选民登记和户籍人口').waitFor();
      await desk.getByRole('button', { name: '同意删除' }).click();
      const agreeing = desk.getByRole('dialog').filter({ hasText: '还要由另一个人确认' });
      await agreeing.waitFor();
      await desk.waitForTimeout(400);
      await agreeing.getByRole('button', { name: '同意删除' }).click();
      await desk.getByText('要由另一个人来做').waitFor();
      assert.equal(await desk.getByRole('button', { name: '确认删除' }).count(), 0);
      none(await axe(desk));
      await picture(desk, 'agreed-1280');
      const township = await open(browser, `${server.origin}/console/desk`,
        { viewport: { width: 1280, height: 900 }, before: signedInAs(server.origin, 'demo.township') });
      const second = township.page;
      await second.getByRole('link', { name: '1 件居民的请求待答复' }).click();
      await second.getByText('何时加入').waitFor();
      none(await axe(second));
      await second.getByRole('button', { name: '确认删除' }).click();
      const sure = second.getByRole('dialog').filter({ hasText: '不能恢复' });
      await sure.waitFor();
      await second.waitForTimeout(400); // what fades in has
      await picture(second, 'erase-1280');
      await sure.getByRole('button', { name: '删除', exact: true }).click();
      await second.getByText('没有请求').waitFor();
      none(township.complaints);
      await township.close();
      await page.goto(`${server.origin}/own`);
      await page.getByText('已办理删除').waitFor();
      await page.getByText('138****1234').waitFor({ state: 'detached' });
      await picture(page, 'erased-360');

      await page.goto(`${server.origin}/signin`);
      await picture(page, 'signin-360');
    } finally {
      await clerk.close();
      await phone.close();
    }
  });
});

// A second person of the register, and the code of their slip.
async function invite(given, id, born) {
  const village = await actingAs(server.origin, 'demo.village');
  const { code } = (await village('GET', '/api/session')).posts[0].unit;
  const made = await village('POST', '/api/people', { village: code, person: { name: given, sex: 'male', ethnic_code: '03',
    ethnic_text: '', id_number: id, phone: null, born_on: born, political: 'unknown', status: 'both', group: null,
    household: null, kinship: null, arrival: 'recorded', since: null } });
  return (await village('POST', '/api/residents/slips', { records: [made.person.id] })).slips[0].code;
}

it('joins over a line of 400 kbit/s that is cut while the form is sent; what was typed is there', { timeout: 120_000, skip: server.command === null }, async () => {
  const secret = await invite('示例·青冈木', '522601198801010014', '1988-01-01');
  const { page, close } = await open(browser, `${server.origin}/join#${secret}`, view(360));
  try {
    const line = await page.context().newCDPSession(page);
    await line.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
    await line.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    await page.reload();
    await page.locator('#born_on').fill('1988年1月1日');
    await page.locator('#name').fill('青冈木');
    await page.locator('#password').fill('两岸青山相对出，孤帆一片');
    await server.halt(); // out of reach for the page and for its worker
    await page.getByRole('button', { name: '加入' }).click();
    await page.getByRole('alert').filter({ hasText: '什么都没有发出' }).waitFor();
    none(await axe(page));
    await picture(page, 'out-of-reach-360');
    assert.equal(await page.locator('#code').inputValue(), secret);
    assert.equal(await page.locator('#born_on').inputValue(), '1988年1月1日');
    assert.equal(await page.locator('#name').inputValue(), '青冈木');
    await server.resume();
    await page.getByRole('button', { name: '加入' }).click();
    await page.getByRole('heading', { level: 1, name: '这是登记的关于您的信息', exact: true }).waitFor();
    await page.locator('main').getByText('示例·青冈木', { exact: true }).first().waitFor();
    await picture(page, 'joined-over-a-bad-line-360');
  } finally {
    await close();
  }
});

it('a slip’s QR code fills in its code, which the server is not told', async () => {
  const { page, close } = await open(browser, `${server.origin}/join#K7QM-2XWP-94TH`, { viewport: { width: 360, height: 740 } });
  try {
    await page.waitForFunction(() => document.getElementById('code').value === 'K7QM-2XWP-94TH');
    assert.ok(!server.log().includes('K7QM'));
  } finally {
    await close();
  }
});

// The session of the page that is open ends, as by rest: its cookie stays, and opens nothing any more.
async function endSession(given, word) {
  const { page, close } = await open(browser, `${server.origin}/signin`, { ...view(360), javaScriptEnabled: false });
  try {
    await page.locator('#name').fill(given);
    await page.locator('#password').fill(word);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('link', { name: '退出登录' }).click(); // here and everywhere
    await page.waitForURL(`${server.origin}/`);
  } finally {
    await close();
  }
}
// In elders' mode the name is a page of its own, and after a wrong password the last page is shown again.
const signIn = async (page, given, word) => {
  if (await page.locator('#name').count()) await page.locator('#name').fill(given);
  if (await page.getByRole('button', { name: '下一步' }).count()) await page.getByRole('button', { name: '下一步' }).click();
  await page.locator('#password').fill(word);
  await page.getByRole('button', { name: '登录', exact: true }).click();
};
// axe is script too.
const sound = async (page, script, target = 44) => none([...(await page.evaluate(onPageHorizontalScroll)),
  ...(await page.evaluate(onPageTargets, target)), ...(script ? await axe(page) : [])]);

const [greenOak, greenWord] = ['青冈木', '两岸青山相对出，孤帆一片'];
describe('a form that is sent after the session ended', { skip: server.command === null }, () => {
  for (const [mode, javaScriptEnabled] of [['standard', false], ['standard', true], ['elders', false], ['elders', true]]) {
    it(`comes back after signing in, ${javaScriptEnabled ? 'with' : 'without'} script, ${mode} mode`, async () => {
      const elders = { name: 'elders', value: '1', url: server.origin };
      const { page, close } = await open(browser, `${server.origin}/signin`,
        { ...view(360), javaScriptEnabled, before: (context) => mode === 'elders' && context.addCookies([elders]) });
      const next = () => page.getByRole('button', { name: '下一步' }).click();
      try {
        await signIn(page, greenOak, greenWord);
        await page.waitForURL(`${server.origin}/own`);
        await page.goto(`${server.origin}/elders?on=${mode === 'elders' ? 1 : 0}&back=/own/correct`); // the account keeps it
        if (mode === 'elders') {
          await page.getByLabel('哪一项不对').selectOption('ethnic');
          await next();
          await page.getByLabel('应当是什么').fill('侗族');
        } else {
          await page.getByLabel('哪一项不对').selectOption('ethnic');
          await page.getByLabel('应当是什么').fill('侗族');
          await page.getByLabel('为什么').fill('身份证上写的');
        }
        await endSession(greenOak, greenWord);
        if (mode === 'elders') await next();
        else await page.getByRole('button', { name: '提交' }).click();
        await page.getByRole('heading', { name: '登录已经结束，请重新登录' }).waitFor();
        await page.locator('dd', { hasText: '侗族' }).waitFor();
        assert.equal(page.url(), `${server.origin}/own/correct`);
        await sound(page, javaScriptEnabled, mode === 'elders' ? 60 : 44);
        await picture(page, `late-${mode}-360`);
        await signIn(page, greenOak, '不是这个密码，记错了');
        await page.getByText('登录名或密码不正确').waitFor();
        await page.locator('dd', { hasText: '侗族' }).waitFor();
        await signIn(page, greenOak, greenWord);
        await page.getByText('您填写的还在，还没有提交').waitFor();
        assert.equal(page.url(), `${server.origin}/signin`, 'nothing of it in the address');
        await sound(page, javaScriptEnabled, mode === 'elders' ? 60 : 44);
        await picture(page, `late-back-${mode}-360`);
        if (mode === 'elders') {
          await page.locator('.typed', { hasText: '侗族' }).waitFor();
        } else {
          assert.equal(await page.getByLabel('应当是什么').inputValue(), '侗族');
          assert.equal(await page.getByLabel('为什么').inputValue(), '身份证上写的');
        }
        await page.getByRole('button', { name: '提交' }).click();
        await page.locator('li', { hasText: '更正民族：侗族' }).filter({ hasText: '待答复' }).waitFor();
        await page.getByRole('button', { name: '撤回' }).click();
        await page.getByRole('button', { name: '撤回' }).waitFor({ state: 'detached' });
        await page.getByText('本人已撤回').first().waitFor();
      } finally {
        await close();
      }
    });
  }

  it('is not shown to another account', async () => {
    const secret = await invite('示例·杨梅', '52260119770202001X', '1977-02-02');
    const other = await open(browser, `${server.origin}/join`, { ...view(360), javaScriptEnabled: false });
    try {
      for (const [field, value] of [['code', secret], ['born_on', '1977-02-02'], ['name', '杨梅'], ['password', greenWord]])
        await other.page.locator(`#${field}`).fill(value);
      await other.page.getByRole('button', { name: '加入' }).click();
      await other.page.waitForURL(`${server.origin}/own`);
      await other.page.getByText('杨梅').first().waitFor();
    } finally {
      await other.close();
    }
    const { page, close } = await open(browser, `${server.origin}/signin`, { ...view(360), javaScriptEnabled: false });
    try {
      await signIn(page, greenOak, greenWord);
      await page.goto(`${server.origin}/elders?on=0&back=/own/correct`);
      await page.getByLabel('哪一项不对').selectOption('phone');
      await page.getByLabel('应当是什么').fill('13900005678');
      await endSession(greenOak, greenWord);
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByText('13900005678').waitFor();
      await signIn(page, '杨梅', greenWord);
      await page.getByText('另一个账号填写的').waitFor();
      assert.ok(!(await page.content()).includes('13900005678'));
      await sound(page, false);
      await picture(page, 'late-other-360');
      await page.getByRole('link', { name: '看我的信息' }).click();
      await page.waitForURL(`${server.origin}/own`);
      assert.ok(!server.log().includes('13900005678'));
    } finally {
      await close();
    }
  });
});

it('elders’ mode goes with the account to another telephone, and back', { skip: server.command === null }, async () => {
  const on = (mode) => new RegExp(`^${mode}$`);
  const modeOf = (page) => page.locator('html').getAttribute('class');
  const first = await open(browser, `${server.origin}/signin`, view(360));
  const second = await open(browser, `${server.origin}/signin`, { ...view(360), javaScriptEnabled: false });
  try {
    await signIn(first.page, greenOak, greenWord);
    await first.page.waitForURL(`${server.origin}/own`);
    await first.page.goto(`${server.origin}/elders?on=1&back=/own`);
    assert.match(await modeOf(first.page), on('elders'));
    none([...(await first.page.evaluate(onPageTargets, 60)), ...(await first.page.evaluate(onPageEntries, 6)),
      ...(await first.page.evaluate(onPageHorizontalScroll)), ...(await axe(first.page))]);
    await picture(first.page, 'own-elders-360');
    for (const part of ['requests', 'events']) {
      await first.page.goto(`${server.origin}/own?part=${part}`);
      none([...(await first.page.evaluate(onPageTargets, 60)), ...(await first.page.evaluate(onPageEntries, 6)), ...(await axe(first.page))]);
      await picture(first.page, `own-${part}-elders-360`);
    }
    await first.page.goto(`${server.origin}/own/erase`);
    for (const step of ['1', '2', '3']) {
      await first.page.getByText(`第 ${step} 步，共 3 步`).waitFor();
      none([...(await first.page.evaluate(onPageTargets, 60)), ...(await first.page.evaluate(onPageEntries, 6)),
        ...(await first.page.evaluate(onPageQuestions)), ...(await axe(first.page))]);
      await picture(first.page, `erase-${step}-elders-360`);
      if (step !== '3') await first.page.getByRole('button', { name: '下一步' }).click();
    }
    assert.equal(await modeOf(second.page), null, 'nobody is signed in there');
    await signIn(second.page, greenOak, greenWord);
    await second.page.waitForURL(`${server.origin}/own`);
    assert.match(await modeOf(second.page), on('elders'));
    await second.page.getByText('页面的字').waitFor();
    await second.page.getByRole('link', { name: '更大字' }).click();
    await second.page.waitForURL(`${server.origin}/own`);
    await first.page.goto(`${server.origin}/signin`);
    await signIn(first.page, greenOak, greenWord);
    await first.page.waitForURL(`${server.origin}/own`);
    assert.match(await modeOf(first.page), on('elders larger'), 'the last choice counts');
    await picture(first.page, 'own-larger-360');
    await first.page.getByRole('link', { name: '标准版' }).click();
    await first.page.waitForFunction(() => document.documentElement.className === '');
  } finally {
    await first.close();
    await second.close();
  }
});

it('who was given a password by the village makes one of their own, in both modes', { skip: server.command === null }, async () => {
  const village = await actingAs(server.origin, 'demo.village');
  const unit = (await village('GET', '/api/session')).posts[0].unit.code;
  const { accounts } = await village('GET', `/api/accounts?unit=${unit}`);
  const owner = accounts.find((each) => each.name === greenOak);
  for (const mode of ['standard', 'elders']) {
    const { one_time_password: given } = await village('POST', `/api/accounts/${owner.id}/reset-password`, {});
    const elders = { name: 'elders', value: '1', url: server.origin };
    const { page, complaints, close } = await open(browser, `${server.origin}/signin`,
      { ...view(360), javaScriptEnabled: false, before: (context) => mode === 'elders' && context.addCookies([elders]) });
    try {
      await page.getByText('忘了密码，到村（居）民委员会重新给一个').waitFor();
      await signIn(page, greenOak, given);
      await page.getByRole('heading', { level: 1, name: '定一个自己的密码' }).waitFor();
      assert.equal(page.url(), `${server.origin}/own/password`);
      await sound(page, false, mode === 'elders' ? 60 : 44);
      await picture(page, `password-${mode}-360`);
      await page.getByLabel('现在的密码').fill(given);
      await page.getByLabel('新密码').fill('太短');
      await page.getByRole('button', { name: '改密码' }).click();
      await page.getByRole('heading', { level: 1, name: '定一个自己的密码' }).waitFor();
      await picture(page, `password-refused-${mode}-360`);
      const word = `采菊东篱下，悠然见南山，${mode}`;
      await page.getByLabel('现在的密码').fill(given);
      await page.getByLabel('新密码').fill(word);
      await page.getByRole('button', { name: '改密码' }).click();
      await page.waitForURL(`${server.origin}/own`);
      await page.getByRole('link', { name: '改密码' }).waitFor();
      await page.goto(`${server.origin}/elders?on=${mode === 'elders' ? 1 : 0}&back=/own`);
      none(complaints.filter((each) => !/400/.test(each)));
    } finally {
      await close();
    }
  }
});

it('the own pages have no serious finding of axe at 360 px, in both lights', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, complaints, close } = await open(browser, `${server.origin}/signin`, { viewport: { width: 360, height: 740 }, colorScheme });
    try {
      await page.locator('#name').fill('映山红');
      await page.locator('#password').fill('稻花香里说丰年，听取蛙声一片');
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('heading', { name: '我的请求' }).waitFor();
      none(await axe(page));
      for (const path of ['/own/correct', '/own/erase']) {
        await page.goto(server.origin + path);
        await page.getByRole('button', { name: '提交' }).waitFor();
        none(await axe(page));
      }
      none(complaints);
    } finally {
      await close();
    }
  }
});

for (const path of ['/join', '/signin'])
  it(`${path} has no serious finding of axe at 360 px, in both lights`, async () => {
    for (const colorScheme of ['light', 'dark']) {
      const { page, complaints, close } = await open(browser, server.origin + path, { viewport: { width: 360, height: 740 }, colorScheme });
      try {
        none(await axe(page));
        none(complaints);
      } finally {
        await close();
      }
    }
  });
