// What leaves the house: a village's roll and a circular are exported for a stated purpose, the server wants a proof of
// identity in between, and the auditor finds both by the number that is printed in them.
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

const last = async (number) => (await actingAs(server.origin, 'demo.auditor'))('GET', `/api/journal/${number}`);

describe('a roll of people', () => {
  it('SEC-58 leaves for a purpose, marked, after a proof of identity, and the journal finds it by its number', { timeout: 120_000 }, async () => {
    const { page, complaints, close } = await desk('demo.village', desktop, '/console/people');
    try {
      const asked = await wantProofOnce(page, '/api/people/export');
      await page.getByRole('button', { name: '导出名册' }).click();
      const dialog = page.getByRole('dialog').filter({ hasText: '导出：本村居民名册' });
      await shown(page, dialog);
      await dialog.getByRole('button', { name: '登记并导出' }).click();
      await dialog.getByText('请选择用途。').first().waitFor();
      assert.equal(asked(), 0, 'nothing is asked for without a purpose');
      await inspect(page, 'refused-1280');
      await state(dialog, page, '核对数据', '县局核对人口数');
      await dialog.getByText('含个人信息 导出编号（登记后给出）').waitFor();
      await inspect(page, 'roll-1280');
      await dialog.getByRole('button', { name: '登记并导出' }).click();
      const proof = page.getByRole('dialog').filter({ hasText: '请再次验证身份' });
      await proof.waitFor();
      const saving = page.waitForEvent('download');
      await proof.getByRole('button', { name: '确认' }).click();
      const file = await saving;
      assert.equal(asked(), 2, 'sent once more by itself');
      assert.match(file.suggestedFilename(), /居民名册（导出\d+）\.xlsx$/);
      const number = Number(/导出(\d+)/.exec(file.suggestedFilename())[1]);
      const entry = await last(number);
      assert.equal(entry.action, 'documents.export');
      const detail = JSON.parse(entry.detail);
      assert.deepEqual([detail.class, detail.purpose, detail.form], ['personal', 'check', 'xlsx']);
      const people = (await (await actingAs(server.origin, 'demo.village'))('GET', '/api/people/figures')).people;
      assert.equal(detail.rows, people);
      assert.ok(!entry.detail.includes('县局'), 'words about people stand in no entry');
      none(complaints.filter((each) => !/403/.test(each)));
    } finally {
      await close();
    }
  });

  it('is refused whole where it has more numbers than may be looked at, at the field and in words', { timeout: 120_000 }, async () => {
    const { page, close } = await desk('demo.village', phone, '/console/people');
    try {
      await page.getByRole('button', { name: '导出名册' }).click();
      const dialog = page.getByRole('dialog').filter({ hasText: '导出：本村居民名册' });
      await state(dialog, page, '其他', '派出所来函核对');
      await dialog.getByRole('checkbox', { name: '身份证号码不打码' }).check();
      await dialog.getByText('含敏感个人信息', { exact: true }).waitFor();
      await dialog.getByRole('button', { name: '登记并导出' }).click();
      await dialog.getByText(/超过一小时内还可查看的50个/).first().waitFor();
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
