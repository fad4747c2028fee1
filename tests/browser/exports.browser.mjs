// What leaves the house: a village's roll leaves for a stated purpose when somebody of its township has agreed, a circular
// for a stated purpose; the server wants a proof of identity in between, and the auditor finds both by the number that is
// printed in them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { onPageHorizontalScroll } from './checks.mjs';
import { atRest, axe, launch, screenshots, view } from './chromium.mjs';
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
const desk = deskOf(browser, server.origin);

async function inspect(page, name) {
  none(await axe(page));
  none(await page.evaluate(onPageHorizontalScroll));
  await page.screenshot({ path: join(screenshots, `exports-${name}.png`) });
}

// The first request to this address is answered as if the last proof of identity were too old.
async function wantProofOnce(page, address) {
  let asked = 0;
  await page.route(`**${address}*`, async (route) => {
    if (route.request().method() !== 'POST' || ++asked > 1) return route.continue();
    await route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: '', status: 403, code: 'step_up_required', errors: [], request: '1',
        message: { zh: '这一步需要再次验证身份。', en: 'Please prove once more that it is you.' } }),
    });
  });
  return () => asked;
}

// Until the dialog's fade-in has ended, a click may miss it.
async function shown(page, dialog) {
  await dialog.getByRole('textbox', { name: '具体说明' }).waitFor();
  await atRest(page);
}

async function state(dialog, page, purpose, note) {
  await shown(page, dialog);
  await choose(page, dialog.getByRole('combobox', { name: '用途' }), purpose);
  await dialog.getByRole('textbox', { name: '具体说明' }).fill(note);
  await atRest(page); // the refusals that stood there close, and what is below them moves
}

const last = async (number) => (await (await actingAs(server.origin, 'demo.auditor'))('GET', `/api/journal/${number}`)).entry;

// Says yes to the question that opened.
async function sure(page, yes, picture) {
  const question = page.getByRole('dialog').getByRole('button', { name: yes, exact: true });
  await question.waitFor();
  await atRest(page);
  if (picture) await inspect(page, picture);
  await question.click();
}

const opened = (page) => page.getByRole('dialog').filter({ hasText: '导出：本村居民名册' });

// The clerk asks for the whole roll; the dialog is left open.
async function askForRoll(page, note) {
  await page.getByRole('button', { name: '导出名册' }).click();
  const dialog = opened(page);
  await state(dialog, page, '核对数据', note);
  await dialog.getByRole('button', { name: '登记并提交' }).click();
  await dialog.getByText('申请已提交，等上级批准。').waitFor();
  return dialog;
}

// The card of what was asked for with these words, on the approver's page.
const cardOf = (page, note) => page.locator('section').filter({ hasText: note });

describe('a roll of people', () => {
  it('SEC-58 SEC-17 leaves for a purpose when the township has agreed, marked, and the journal finds it', { timeout: 180_000 }, async () => {
    const clerk = await desk('demo.village', desktop, '/console/people');
    const town = await desk('demo.township', desktop, '/console/desk');
    try {
      const { page } = clerk;
      await page.getByRole('button', { name: '导出名册' }).click();
      await shown(page, opened(page));
      await opened(page).getByRole('button', { name: '登记并提交' }).click();
      await opened(page).getByText('请选择用途。').first().waitFor();
      await inspect(page, 'refused-1280');
      await state(opened(page), page, '核对数据', '县局核对人口数');
      await opened(page).getByText('含个人信息 导出编号（登记后给出）').waitFor();
      await inspect(page, 'roll-1280');
      await opened(page).getByRole('button', { name: '登记并提交' }).click();
      await opened(page).getByText('申请已提交，等上级批准。').waitFor();
      await atRest(page);
      await inspect(page, 'filed-1280');
      await opened(page).getByRole('button', { name: '知道了' }).click();
      const own = page.locator('li').filter({ hasText: '居民名册（全村，号码打码）' });
      await own.getByText('待批准').waitFor();
      await own.getByRole('button', { name: '撤回申请' }).waitFor();
      assert.equal(await own.getByRole('button', { name: '下载' }).count(), 0);
      await atRest(page);
      await inspect(page, 'waiting-1280');

      await town.page.reload();
      await town.page.getByRole('link', { name: '1 件导出申请待批准' }).click();
      await town.page.getByRole('heading', { level: 1, name: '导出审批' }).waitFor();
      const card = cardOf(town.page, '县局核对人口数');
      await card.getByText('核对数据：县局核对人口数').waitFor();
      await card.getByText('演示·白果树').waitFor();
      await atRest(town.page);
      await inspect(town.page, 'approvals-1280');
      const agreeing = await wantProofOnce(town.page, '/agree');
      await card.getByRole('button', { name: '批准', exact: true }).click();
      await sure(town.page, '批准', 'approve-sure-1280');
      const townProof = town.page.getByRole('dialog').filter({ hasText: '请再次验证身份' });
      await townProof.waitFor();
      await townProof.getByRole('button', { name: '确认' }).click();
      await card.waitFor({ state: 'detached' });
      assert.equal(agreeing(), 2, 'sent once more by itself');

      await page.reload();
      await own.getByText('已批准，待下载').waitFor();
      await own.getByText(/演示·金银花.*已批准，请在.*前下载/).waitFor();
      await atRest(page);
      await inspect(page, 'agreed-1280');
      const asked = await wantProofOnce(page, '/api/people/export');
      await own.getByRole('button', { name: '下载' }).click();
      const proof = page.getByRole('dialog').filter({ hasText: '请再次验证身份' });
      await proof.waitFor();
      const saving = page.waitForEvent('download');
      await proof.getByRole('button', { name: '确认' }).click();
      const file = await saving;
      assert.equal(asked(), 2, 'sent once more by itself');
      assert.match(file.suggestedFilename(), /居民名册（导出\d+）\.xlsx$/);
      const number = Number(/导出(\d+)/.exec(file.suggestedFilename())[1]);
      const sheet = execFileSync('unzip', ['-p', await file.path(), 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' });
      assert.match(sheet, /批准：演示·金银花/);
      const entry = await last(number);
      assert.equal(entry.action, 'documents.export');
      const detail = JSON.parse(entry.detail);
      assert.deepEqual([detail.class, detail.purpose, detail.form], ['personal', 'check', 'xlsx']);
      assert.match(detail.approval, /^[0-9a-f-]{36}$/);
      const people = (await (await actingAs(server.origin, 'demo.village'))('GET', '/api/people/figures')).people;
      assert.equal(detail.rows, people);
      assert.ok(!entry.detail.includes('县局'), 'words about people stand in no entry');
      await own.getByText(new RegExp(`导出编号 ${number}。没有下载完的，.*前还可以再下载 2 次`)).waitFor();
      await inspect(page, 'taken-1280');
      // The line breaks before the whole file is there: the same button takes it again.
      await page.route('**/api/people/export', (route) => route.abort('connectionreset'), { times: 1 });
      await own.getByRole('button', { name: '下载' }).click();
      await page.getByText('连不上服务器').first().waitFor();
      const again = page.waitForEvent('download');
      await own.getByRole('button', { name: '下载' }).click();
      assert.notEqual((await again).suggestedFilename(), file.suggestedFilename(), 'each taking has its number');
      await own.getByText('前还可以再下载 1 次').waitFor();
      none(clerk.complaints.filter((each) => !/403|CONNECTION_RESET/.test(each)));
      none(town.complaints.filter((each) => !/403/.test(each)));
    } finally {
      await clerk.close();
      await town.close();
    }
  });

  it('SEC-17 is refused with a reason, which whoever asked sees, on telephones', { timeout: 180_000 }, async () => {
    const clerk = await desk('demo.village', phone, '/console/people');
    const town = await desk('demo.township', phone, '/console/export-approvals');
    try {
      const dialog = await askForRoll(clerk.page, '抄一份放家里');
      await atRest(clerk.page);
      await inspect(clerk.page, 'filed-360');
      await dialog.getByRole('button', { name: '知道了' }).click();
      await town.page.reload();
      const card = cardOf(town.page, '抄一份放家里');
      await card.getByRole('button', { name: '不批准' }).waitFor();
      await atRest(town.page);
      await inspect(town.page, 'approvals-360');
      await card.getByRole('button', { name: '不批准' }).click();
      const why = town.page.getByRole('dialog').filter({ hasText: '不批准' });
      await why.getByRole('textbox', { name: '理由' }).waitFor();
      await atRest(town.page);
      await why.getByRole('button', { name: '不批准' }).click();
      await why.getByText('请写明理由').first().waitFor();
      await why.getByRole('textbox', { name: '理由' }).fill('不是工作需要');
      await atRest(town.page);
      await why.getByRole('button', { name: '不批准' }).click();
      await card.waitFor({ state: 'detached' });
      await clerk.page.reload();
      const own = clerk.page.locator('li').filter({ hasText: '居民名册（全村，号码打码）' });
      await own.getByText('不是工作需要').waitFor();
      assert.equal(await own.filter({ hasText: '不是工作需要' }).getByRole('button').count(), 0);
      await atRest(clerk.page);
      await inspect(clerk.page, 'refused-360');
    } finally {
      await clerk.close();
      await town.close();
    }
  });

  it('is refused whole where it has more numbers than may be looked at, at the field and in words', { timeout: 120_000 }, async () => {
    const { page, close } = await desk('demo.village', phone, '/console/people');
    try {
      await page.getByRole('button', { name: '导出名册' }).click();
      const dialog = page.getByRole('dialog').filter({ hasText: '导出：本村居民名册' });
      await shown(page, dialog);
      // Before a word was typed.
      await dialog.getByText(/超过一小时内还可查看的50个/).first().waitFor();
      assert.ok(await dialog.getByRole('checkbox', { name: '身份证号码不打码' }).isDisabled());
      await inspect(page, 'whole-360');
    } finally {
      await close();
    }
  });

  it('SEC-12 that is sent in is sent once more by itself after the proof', { timeout: 120_000 }, async () => {
    const { page, close } = await desk('demo.village', desktop, '/console/people/import');
    try {
      const asked = await wantProofOnce(page, '/api/people/imports');
      const text = '\ufeff姓名,性别,民族,出生日期\r\n测试甲,男,苗族,1980-01-02\r\n';
      await page.getByLabel('选择文件').first().setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      const proof = page.getByRole('dialog').filter({ hasText: '请再次验证身份' });
      await proof.waitFor();
      await proof.getByRole('button', { name: '确认' }).click();
      await page.getByRole('heading', { level: 1, name: '核对结果' }).waitFor();
      assert.equal(asked(), 2);
    } finally {
      await close();
    }
  });
});

describe('a circular on paper', () => {
  it('SEC-58 is opened after its purpose was stated, and says on every page who took it', { timeout: 120_000 }, async () => {
    const { page, complaints, close } = await desk('demo.bureau', desktop, '/console/circulars');
    try {
      await page.getByRole('combobox', { name: '季度' }).click();
      await page.locator('.ant-select-item-option').filter({ hasText: '第 3 季度' }).click();
      await page.getByRole('button', { name: '预览', exact: true }).click();
      const dialog = page.getByRole('dialog').filter({ hasText: '导出：预览' });
      await state(dialog, page, '会议讨论', '三季度调度会');
      await inspect(page, 'paper-1280');
      await dialog.getByRole('button', { name: '登记用途' }).click();
      const opening = dialog.getByRole('link', { name: /打开、打印/ });
      await opening.waitFor();
      await inspect(page, 'noted-1280');
      const [paper] = await Promise.all([page.context().waitForEvent('page'), opening.click()]);
      await paper.waitForLoadState();
      await paper.screenshot({ path: join(screenshots, 'exports-circular-screen.png'), fullPage: true });
      const path = join(screenshots, 'exports-circular.pdf');
      await paper.pdf({ path, preferCSSPageSize: true });
      execFileSync('pdftoppm', ['-png', '-r', '50', '-f', '1', '-l', '2', path, join(screenshots, 'exports-circular')]);
      const pages = execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
      assert.ok(pages.length > 2);
      for (const [index, text] of pages.entries())
        assert.match(text.replaceAll(/\s/g, ''), /内部资料导出编号\d+/, `page ${index + 1}`);
      const all = pages.join('').replaceAll(/\s/g, '');
      assert.match(all, /用途：会议讨论（三季度调度会）/);
      const number = Number(/导出编号(\d+)/.exec(all)[1]);
      assert.equal((await last(number)).action, 'documents.export');

      // The page cannot be opened without.
      const address = new URL(paper.url());
      address.searchParams.delete('export');
      assert.equal((await page.context().request.get(address.href)).status(), 403);
      none(complaints);
    } finally {
      await close();
    }
  });
});
