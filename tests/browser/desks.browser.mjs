// People's ways from desk to desk, done in Chromium as they would do them: a task is handed on, pressed, answered; a
// resident comments; the circular is issued and printed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { axe, launch, open, screenshots, view } from './chromium.mjs';
import { actingAs, choose, deskOf } from './console.mjs';
import { startGulou } from './gulou.mjs';

const server = await startGulou();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});

const desktop = view(1280);
const phone = view(360);
const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);
const picture = (page, name) => page.screenshot({ path: join(screenshots, `desks-${name}.png`), fullPage: true });

const desk = deskOf(browser, server.origin);

// The unit where one of the demo's people has their post.
async function unitOf(account) {
  const { posts } = await (await actingAs(server.origin, account))('GET', '/api/session');
  return posts[0].unit;
}

async function chooseFirstTask(page) {
  await page.getByRole('combobox', { name: '任务' }).click();
  await page.locator('.ant-select-item-option').first().click();
}

async function fillDue(page) {
  const due = page.getByRole('textbox', { name: '期限' });
  await due.fill('2099-12-31');
  await due.press('Enter');
}

describe('a county hands a task on', () => {
  it('its township reports by phone, the county accepts, and a village has no part in it', async () => {
    const township = await unitOf('demo.township');
    const county = await desk('demo.kaili', desktop, '/console/reports/ask?clause=1.1');
    const below = await desk('demo.township', phone);
    const village = await desk('demo.village', phone, '/console/reports');
    try {
      await chooseFirstTask(county.page);
      await county.page.getByRole('checkbox', { name: township.name }).check();
      await fillDue(county.page);
      await county.page.getByRole('button', { name: '发出' }).click();
      await county.page.getByRole('link', { name: new RegExp(`^${township.name}.*待报告`) }).first().waitFor();

      await below.page.reload();
      await below.page.getByRole('link', { name: new RegExp(`${township.name} 1\\.1-1`) }).click();
      await below.page.getByText('进行中', { exact: true }).click();
      await below.page.getByRole('textbox', { name: '做了什么，有什么困难' }).fill('两个社区已签协议');
      none(await axe(below.page));
      await picture(below.page, 'township-writes-360');
      await below.page.getByRole('button', { name: '提交', exact: true }).click();
      await below.page.getByRole('button', { name: '提交', exact: true }).waitFor({ state: 'hidden' });

      await county.page.goto(`${server.origin}/console/desk`);
      await county.page.getByRole('link', { name: new RegExp(`${township.name} 1\\.1-1`) }).click();
      await county.page.getByRole('button', { name: '认可' }).click();
      await county.page.getByText('认可了报告').waitFor();
      await picture(county.page, 'county-accepted-1280');

      // The cell of the township speaks by the report, and says that it does.
      await county.page.goto(`${server.origin}/console/plan/2016/1.1?at=${township.code}`);
      await county.page.getByRole('link', { name: '看进展报告' }).first().waitFor();
      none(await axe(county.page));
      await picture(county.page, 'clause-by-report-1280');

      await village.page.reload();
      await village.page.getByRole('heading', { level: 1 }).waitFor();
      assert.equal(await village.page.getByText('两个社区已签协议').count(), 0);
      none([...county.complaints, ...below.complaints]);
    } finally {
      await county.close();
      await below.close();
      await village.close();
    }
  });
});

describe('督办', () => {
  it('is sent from a clause, stands on the county’s desk, and is closed by the reply', async () => {
    const bureau = await desk('demo.bureau', desktop, '/console/plan/2016/3.2?at=522601000000');
    const county = await desk('demo.kaili', phone);
    try {
      await bureau.page.getByRole('button', { name: '督办' }).click();
      await bureau.page.getByRole('heading', { level: 1, name: '发出督办' }).waitFor();
      // What is missing is said at each field, and nothing is sent.
      await bureau.page.getByRole('button', { name: '发出', exact: true }).click();
      await bureau.page.getByText('请选择任务').first().waitFor();
      await chooseFirstTask(bureau.page);
      await fillDue(bureau.page);
      await bureau.page.getByRole('textbox', { name: '要求' }).fill('请写明一门受理为何还没有推开');
      none(await axe(bureau.page));
      await picture(bureau.page, 'press-1280');
      await bureau.page.getByRole('button', { name: '发出', exact: true }).click();
      await bureau.page.getByRole('heading', { level: 1, name: /凯里市/ }).waitFor();

      await county.page.reload();
      await county.page.getByRole('link', { name: /凯里市 3\.2-1/ }).first().click();
      await county.page.getByText('请写明一门受理为何还没有推开').waitFor();
      await county.page.getByRole('textbox', { name: '回复内容' }).fill('窗口已改造，六月底前全部推开');
      none(await axe(county.page));
      await picture(county.page, 'press-reply-360');
      await county.page.getByRole('button', { name: '回复' }).click();
      await county.page.getByRole('button', { name: '回复' }).waitFor({ state: 'hidden' });

      await bureau.page.reload();
      await bureau.page.getByText('窗口已改造，六月底前全部推开').waitFor();
      await bureau.page.getByRole('heading', { level: 1 }).locator('xpath=..').getByText('已回复').waitFor();
      await picture(bureau.page, 'press-closed-1280');
      none([...bureau.complaints, ...county.complaints]);
    } finally {
      await bureau.close();
      await county.close();
    }
  });
});

describe('a resident', () => {
  it('comments by phone without script; the bureau publishes one and refuses one with a reason', async () => {
    const resident = await open(browser, `${server.origin}/plan/2016/comments`, { ...phone, javaScriptEnabled: false });
    const bureau = await desk('demo.bureau', desktop, '/console/comments?state=waiting');
    try {
      const counted = async () => Number(/已有 (\d+) 人/.exec(await resident.page.locator('main').innerText())[1]);
      const before = await counted();
      const say = async (text, name) => {
        await resident.page.locator('#text').fill(text);
        await resident.page.locator('#name').fill(name);
        await resident.page.getByRole('button', { name: '发表' }).click();
        await resident.page.getByText('收到了。审核以后就会在这里公开。').waitFor();
      };
      await say('公示栏挂得太高，老人看不见', '示例·稻花香');
      await say('卖房子请打电话', '');
      assert.equal(await counted(), before, 'nothing is public before it was read');
      await picture(resident.page, 'comment-sent-360');

      await bureau.page.reload();
      const card = (text) => bureau.page.locator('.ant-card, section, article').filter({ hasText: text }).last();
      await card('公示栏挂得太高').getByRole('button', { name: '公开' }).click();
      await bureau.page.getByText('公示栏挂得太高').waitFor({ state: 'hidden' });
      await card('卖房子请打电话').getByRole('button', { name: '不通过' }).click();
      const dialog = bureau.page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: '理由' }).fill('广告，与工作要点无关');
      none(await axe(bureau.page));
      await picture(bureau.page, 'comment-refuse-1280');
      await dialog.getByRole('button', { name: '不通过' }).click();
      await bureau.page.getByText('卖房子请打电话').waitFor({ state: 'hidden' });

      await resident.page.goto(`${server.origin}/plan/2016/comments`);
      await resident.page.getByText('公示栏挂得太高').waitFor();
      assert.equal(await counted(), before + 1);
      assert.equal(await resident.page.getByText('卖房子').count(), 0);

      await bureau.page.goto(`${server.origin}/console/comments?state=refused`);
      const refused = card('卖房子请打电话');
      await refused.getByText('审核经过').click();
      await refused.getByText('广告，与工作要点无关').waitFor();
      none(bureau.complaints);
    } finally {
      await resident.close();
      await bureau.close();
    }
  });
});

describe('通报', () => {
  it('is previewed, issued under a number, printed on A4, and read by a county', async () => {
    const bureau = await desk('demo.bureau', desktop, '/console/circulars');
    const county = await desk('demo.kaili', phone, '/console/circulars');
    try {
      await bureau.page.getByRole('combobox', { name: '季度' }).click();
      await bureau.page.locator('.ant-select-item-option').filter({ hasText: '第 3 季度' }).click();
      await bureau.page.getByRole('button', { name: '预览', exact: true }).waitFor();
      await bureau.page.getByRole('textbox', { name: '文号' }).fill('州民通〔2016〕99号');
      await bureau.page.getByRole('button', { name: '印发' }).click();
      await bureau.page.getByText('州民通〔2016〕99号').waitFor();
      await picture(bureau.page, 'circular-issued-1280');

      await county.page.reload();
      await county.page.getByRole('button', { name: '打开、打印' }).first().click();
      await choose(county.page, county.page.getByRole('combobox', { name: '用途' }), '归档');
      await county.page.getByRole('textbox', { name: '具体说明' }).fill('存入县局档案');
      await county.page.getByRole('button', { name: '登记用途' }).click();
      const [paper] = await Promise.all([
        county.page.context().waitForEvent('page'),
        county.page.getByRole('link', { name: /打开、打印/ }).click(),
      ]);
      await paper.waitForLoadState();
      const path = join(screenshots, 'desks-circular.pdf');
      await paper.pdf({ path, preferCSSPageSize: true });
      const printed = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '');
      for (const words of ['州民通〔2016〕99号', '凯里市', '丹寨县']) assert.ok(printed.includes(words), words);
      // The mark that runs across the page tears this sentence apart for pdftotext.
      assert.ok((await paper.locator('body').innerText()).includes('为演示而编造'));
      none([...bureau.complaints, ...county.complaints]);
    } finally {
      await bureau.close();
      await county.close();
    }
  });
});
