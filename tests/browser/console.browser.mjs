// The console in Chromium: each of its pages at two widths in both lights, and people's ways through it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { atRest, axe, launch, open, openWithin, screenshots, turn, view } from './chromium.mjs';
import { onPageHorizontalScroll, onPageOutOfCard, onPageUnnamedGroups } from './checks.mjs';
import { actingAs, furnish, signedInAs } from './console.mjs';
import { startGulou } from './gulou.mjs';

// In the short form a page is seen narrow in light and wide in dark; the ways below go wide in light. --long: all four.
const variants = process.env.GULOU_LONG
  ? [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']]
  : [[360, 'light'], [1280, 'dark']];
const server = await startGulou();
const things = await furnish(server.origin);
const longest = await enterLongestName();
const browser = await launch();
after(async () => {
  await browser.close();
  await server.stop();
});

// `as`: whose desk it is; null is nobody's, else the bureau's.
const pages = [
  { name: 'sign-in', path: '/console/signin', as: null },
  { name: 'desk', path: '/console/desk' },
  { name: 'desk-village', path: '/console/desk', as: 'demo.village' },
  { name: 'plan', path: '/console/plan/2016' },
  { name: 'plan-county', path: '/console/plan/2016?at=522601000000' },
  { name: 'plan-village', path: '/console/plan/2016?at=522601001001' },
  { name: 'plan-cell', path: '/console/plan/2016?cell=2.2~522624000000' },
  { name: 'clause', path: '/console/plan/2016/1.2' },
  { name: 'clause-county', path: '/console/plan/2016/1.1?at=522601000000&sort=-share' },
  { name: 'records', path: '/console/plan/2016/records/elections.completed?at=522601001000&period=2016' },
  { name: 'reports', path: '/console/reports' },
  { name: 'reports-none', path: '/console/reports?state=withdrawn' },
  { name: 'report-accepted', path: `/console/reports/${things.accepted}` },
  { name: 'report-decide', path: `/console/reports/${things.submitted}` },
  { name: 'report-write', path: `/console/reports/${things.asked}`, as: 'demo.kaili' },
  { name: 'reports-ask', path: '/console/reports/ask?clause=1.2' },
  { name: 'presses', path: '/console/presses' },
  { name: 'press', path: `/console/presses/${things.press}` },
  { name: 'press-reply', path: `/console/presses/${things.press}`, as: 'demo.kaili' },
  { name: 'press-new', path: '/console/presses/new?clause=1.2' },
  { name: 'circulars', path: '/console/circulars' },
  { name: 'comments', path: '/console/comments' },
  { name: 'notices', path: '/console/notices', as: 'demo.village' },
  { name: 'notice-new', path: '/console/notices/new', as: 'demo.village' },
  { name: 'notice-draft', path: `/console/notices/${things.notice.draft}`, as: 'demo.village' },
  { name: 'notice-out', path: `/console/notices/${things.notice.out}`, as: 'demo.village' },
  { name: 'drafts', path: '/console/drafts' },
  { name: 'draft', path: `/console/drafts/${things.draft}` },
  { name: 'draft-faulty', path: `/console/drafts/${things.faulty}` },
  { name: 'version', path: '/console/drafts/versions/2016/1' },
  { name: 'resident-requests', path: '/console/resident-requests', as: 'demo.village' },
  { name: 'export-approvals', path: '/console/export-approvals', as: 'demo.township' },
  { name: 'people', path: '/console/people', as: 'demo.village' },
  { name: 'person', path: `/console/people/${longest}`, as: 'demo.village' },
  { name: 'person-new', path: '/console/people/new', as: 'demo.village' },
  { name: 'person-change', path: `/console/people/${longest}/change`, as: 'demo.village' },
  { name: 'people-import', path: '/console/people/import', as: 'demo.village' },
  { name: 'households', path: '/console/people?view=households', as: 'demo.village' },
  { name: 'looks', path: '/console/looks', as: 'demo.auditor' },
  { name: 'slips', path: '/console/slips', as: 'demo.village' },
  { name: 'units', path: '/console/units' },
  { name: 'unit', path: '/console/units/522601001000' },
  { name: 'rules', path: '/console/rules?area=elections' },
  { name: 'rule', path: '/console/rules/elections.term' },
  { name: 'accounts', path: '/console/accounts', as: 'demo.security' },
  { name: 'account-new', path: '/console/accounts/new' },
  { name: 'journal', path: '/console/journal', as: 'demo.auditor' },
  { name: 'journal-entry', path: '/console/journal/3', as: 'demo.auditor' },
  { name: 'no-such-page', path: '/console/no-such-page' },
];

// Somebody whose name has 50 letters and no place to break, as passports have them; their record's id.
async function enterLongestName() {
  const village = await actingAs(server.origin, 'demo.village');
  const { code } = (await village('GET', '/api/session')).posts[0].unit;
  const { person } = await village('POST', '/api/people', { village: code, person: { name: 'A'.repeat(50), sex: 'male',
    ethnic_code: '03', ethnic_text: '', id_number: null, phone: null, born_on: '1980-01-01', political: 'unknown', status: 'both',
    group: null, household: null, kinship: null, arrival: 'recorded', since: null } });
  return person.id;
}

const none = (faults) => assert.equal(faults.length, 0, `\n  ${faults.slice(0, 12).join('\n  ')}`);

// Opens an address of the console as one of the demo's people and waits until it is read.
async function visit(path, options = view(1280, 'light'), as = 'demo.bureau') {
  const before = as === null ? undefined : signedInAs(server.origin, as);
  return awaited(await open(browser, server.origin + path, { ...options, before }), as);
}

// The same where nothing is written: in one context for each of them, so that they sign in and load the console once.
const contexts = new Map();
async function look(path, as = 'demo.bureau') {
  if (!contexts.has(as)) {
    const context = await browser.newContext({ locale: 'zh-CN', ...view(...variants[0]) });
    if (as !== null) await signedInAs(server.origin, as)(context);
    contexts.set(as, context);
  }
  const opened = await openWithin(contexts.get(as), server.origin + path);
  await turn(opened.page, ...variants[0]);
  return awaited(opened, as);
}

async function awaited(opened, as) {
  await opened.page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  await opened.page.waitForLoadState('networkidle');
  // Whoever is not signed in is told so by the server, as they should be.
  const expected = (complaint) => as === null && complaint.includes('401') && complaint.includes('/api/session');
  return { ...opened, complaints: () => opened.complaints.filter((complaint) => !expected(complaint)) };
}

// What every page of the console must keep.
function onPageFrame() {
  const faults = [];
  if (document.querySelectorAll('h1').length !== 1) faults.push(`${document.querySelectorAll('h1').length} h1 elements`);
  if (document.querySelectorAll('main').length !== 1) faults.push('not one <main>');
  if (!document.title.endsWith('鼓楼')) faults.push(`the title is "${document.title}"`);
  return faults;
}

for (const { name, path, as } of pages) {
  describe(`${name} ${path}`, () => {
    let opened;
    before(async () => (opened = await look(path, as)));
    after(() => opened?.close());

    for (const [width, light] of variants) {
      it(`at ${width} px, ${light}`, async () => {
        const { page, complaints } = opened;
        await turn(page, width, light);
        const faults = [
          ...(await page.evaluate(onPageFrame)),
          ...(await page.evaluate(onPageHorizontalScroll)),
          ...(await page.evaluate(onPageOutOfCard)),
          ...(await page.evaluate(onPageUnnamedGroups)),
          ...(await axe(page)),
          ...complaints(),
        ];
        await page.screenshot({ path: join(screenshots, `console-${name}-${width}-${light}.png`), fullPage: true });
        none(faults);
      });
    }
  });
}

// What opens over a page; each is looked at by axe while it is open.
const dialogs = [
  ['publishing a draft', `/console/drafts/${things.draft}`, (page) => page.getByRole('button', { name: '发布…' }).click()],
  ['discarding a draft', `/console/drafts/${things.draft}`, (page) => page.getByRole('button', { name: '放弃' }).click()],
  ['leaving a form', '/console/presses/new?clause=1.2', async (page) => {
    await page.getByRole('textbox', { name: '要求' }).fill('请说明');
    await page.getByRole('link', { name: '我的桌面' }).click();
  }],
  ['returning a report', `/console/reports/${things.submitted}`, (page) => page.getByRole('button', { name: '退回' }).click()],
  ['withdrawing a press', `/console/presses/${things.press}`, (page) => page.getByRole('button', { name: '撤销' }).click()],
  ['a cell', '/console/plan/2016', (page) => page.getByRole('link', { name: /^凯里市，城乡社区协商民主/ }).click()],
  ['quick search', '/console/desk', (page) => page.keyboard.press('Control+k')],
];
for (const [name, path, show] of dialogs) {
  describe(`the dialog of ${name}`, () => {
    it('is seen in both lights; Escape closes it', async () => {
      const { page, complaints, close } = await visit(path);
      try {
        await show(page);
        const dialog = page.getByRole('dialog').last();
        await dialog.waitFor();
        for (const light of ['light', 'dark']) {
          await turn(page, 1280, light);
          none([...(await axe(page)), ...complaints()]);
          await page.screenshot({ path: join(screenshots, `console-dialog-${name.replaceAll(' ', '-')}-${light}.png`) });
        }
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'hidden' });
      } finally {
        await close();
      }
    });
  });
}

describe('ways through the console', () => {
  it('goes from the board to a county, a township and a village, and back by the browser', async () => {
    const { page, complaints, close } = await visit('/console/plan/2016');
    try {
      await page.getByRole('columnheader', { name: '凯里' }).getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: /^凯里市/ }).waitFor();
      await page.getByRole('rowheader', { name: '城西街道' }).getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: /^城西街道/ }).waitFor();
      await page.getByRole('columnheader', { name: '北京西路社区' }).getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: /委员会/ }).waitFor();
      for (let step = 0; step < 3; step += 1) await page.goBack();
      await page.getByRole('heading', { level: 1, name: /^2016/ }).waitFor();
      none(complaints());
    } finally {
      await close();
    }
  });

  it('keeps the view of the board in its address: reload, back and a sent link show the same', async () => {
    const { page, complaints, close } = await visit('/console/plan/2016');
    try {
      await page.getByRole('group', { name: '只看一种状态' }).getByRole('button', { name: /逾期/ }).click();
      const owed = page.getByRole('region').or(page.locator('section')).filter({ has: page.getByRole('heading', { name: '谁欠什么' }) }).last();
      await owed.getByText('全部', { exact: true }).click();
      await owed.getByRole('link', { name: /凯里市/ }).first().waitFor();
      assert.match(page.url(), /state=late/);
      assert.match(page.url(), /owes=open/);
      const rows = await owed.getByRole('link').count();
      await page.reload();
      await owed.getByRole('link', { name: /凯里市/ }).first().waitFor();
      assert.equal(await owed.getByRole('link').count(), rows);
      await page.goBack();
      await page.waitForFunction(() => !location.search.includes('owes'));
      assert.match(page.url(), /state=late/);
      none(complaints());
    } finally {
      await close();
    }
  });

  it('goes from a figure to the values behind it', async () => {
    const { page, complaints, close } = await visit('/console/plan/2016?cell=1.1~522601000000');
    try {
      await page.getByRole('dialog').getByTitle('看填报记录').first().click();
      await page.getByRole('heading', { level: 1, name: /^凯里市.*填报记录$/ }).waitFor();
      await page.getByRole('cell', { name: '示例数据' }).first().waitFor();
      none(complaints());
    } finally {
      await close();
    }
  });

  it('finds a village by Ctrl K', async () => {
    const { page, complaints, close } = await visit('/console/desk');
    try {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: '搜索单位、条款、页面' }).fill('北京西路');
      await page.getByRole('option', { name: /北京西路社区/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: '北京西路社区居民委员会' }).waitFor();
      none(complaints());
    } finally {
      await close();
    }
  });

  it('opens what is behind a cell by the keyboard and closes it with Escape', async () => {
    const { page, close } = await visit('/console/plan/2016');
    try {
      const cell = page.getByRole('link', { name: /^凯里市，换届选举/ });
      await cell.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('凯里市 · 城乡社区协商民主').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      assert.equal(new URL(page.url()).search, '');
    } finally {
      await close();
    }
  });

  it('changes language and light, and keeps both', async () => {
    const { page, close } = await visit('/console/desk');
    try {
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { level: 1, name: 'My desk' }).waitFor();
      await page.getByRole('button', { name: 'Light or dark' }).click();
      await page.getByRole('menuitem', { name: 'Dark' }).click();
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'My desk' }).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      assert.equal(await page.locator('html').getAttribute('data-lighting'), 'dark');
    } finally {
      await close();
    }
  });
});

describe('a progress report', () => {
  // While it waits for the answer the button has another name, so its going says nothing yet.
  const submit = async (page) => {
    await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/submit') && answer.ok()),
      page.getByRole('button', { name: '提交', exact: true }).click(),
    ]);
    await page.getByRole('button', { name: '提交', exact: true }).waitFor({ state: 'hidden' });
  };

  it('is asked, submitted, returned with a reason, submitted again and accepted', async () => {
    const bureau = await visit('/console/reports/ask?clause=1.3');
    const county = await visit('/console/desk', view(360, 'light'), 'demo.kaili');
    const [above, below] = [bureau.page, county.page];
    try {
      await above.getByRole('combobox', { name: '任务' }).click();
      await above.locator('.ant-select-item-option').first().click();
      await above.getByRole('checkbox', { name: '凯里市' }).check();
      const due = above.getByRole('textbox', { name: '期限' });
      await due.fill('2099-12-31');
      await due.press('Enter');
      await above.getByRole('textbox', { name: '还要说明什么' }).fill('请写明困难');
      await above.getByRole('button', { name: '发出' }).click();
      await above.getByRole('link', { name: /^凯里市.*待报告/ }).first().waitFor();

      await below.reload();
      await below.getByRole('link', { name: /凯里市 1\.3-1/ }).click();
      await below.getByText('请写明困难').waitFor();
      await below.getByText('进行中', { exact: true }).click();
      const text = below.getByRole('textbox', { name: '做了什么，有什么困难' });
      await text.fill('开了会');
      const files = below.locator('input[type=file]');
      await files.setInputFiles({ name: '程序.exe', mimeType: 'text/plain', buffer: Buffer.from('MZ\0\0') });
      await below.getByRole('alert').filter({ hasText: '没有上传' }).waitFor();
      await files.setInputFiles({ name: '会议记录.txt', mimeType: 'text/plain', buffer: Buffer.from('九月五日，开会') });
      await below.getByRole('link', { name: '会议记录.txt' }).waitFor();
      assert.equal(await text.inputValue(), '开了会', 'a file changes nothing of what is typed');
      none(await axe(below));
      await below.screenshot({ path: join(screenshots, 'console-report-write-360.png'), fullPage: true });
      await submit(below);

      await above.goto(`${server.origin}/console/desk`);
      await above.getByRole('link', { name: /凯里市 1\.3-1/ }).click();
      none(await axe(above));
      await above.screenshot({ path: join(screenshots, 'console-report-decide-1280.png'), fullPage: true });
      const [download] = await Promise.all([
        above.waitForEvent('download'),
        above.getByRole('link', { name: '会议记录.txt' }).click(),
      ]);
      assert.equal(download.suggestedFilename(), '会议记录.txt');
      await above.getByRole('button', { name: '退回' }).click();
      const dialog = above.getByRole('dialog');
      await dialog.getByRole('textbox', { name: '理由' }).fill('请写明开会的日期');
      await atRest(above); // what still fades in is missed by a click
      await dialog.getByRole('button', { name: '退回' }).click();
      await above.getByText('理由：请写明开会的日期').waitFor();

      await below.reload();
      await below.getByText('理由：请写明开会的日期').waitFor();
      assert.equal(await text.inputValue(), '开了会');
      await text.fill('九月五日开了会');
      await submit(below);

      await above.reload();
      await above.getByRole('button', { name: '认可' }).click();
      await above.getByText('认可了报告').waitFor();
      await above.getByText('九月五日开了会').waitFor();
      // The browser's own words of the refused file.
      none([...bureau.complaints(), ...county.complaints().filter((each) => !each.includes('415'))]);
    } finally {
      await bureau.close();
      await county.close();
    }
  });
});

describe('a draft of a plan', () => {
  it('takes a clause with task and target, is refused by the field, saved, seen as a difference and published', async () => {
    const { page, complaints, close } = await visit('/console/drafts');
    try {
      await page.getByRole('spinbutton', { name: '用于哪一年' }).fill('2019');
      await page.getByRole('button', { name: '复制一份' }).click();
      await page.getByRole('heading', { level: 1, name: /2019年/ }).waitFor();
      await page.getByRole('button', { name: '在第 4 部分加一条' }).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'field-sections-3-clauses-2-text');
      const at = (name) => page.locator(`[id="field-sections-3-clauses-2-${name}"]`);
      await at('text').fill('3、培育社区社会组织。每个社区培育三个以上社会组织。');
      await at('short_zh').fill('社会组织');
      await at('gloss_en').fill('Each community brings up three organisations.');
      const clause = page.locator('details[open]');
      await clause.getByRole('button', { name: '加一项任务' }).click();
      await at('tasks-0-quote').fill('每个社区培育三个以上社会组织');
      await at('tasks-0-en').fill('Three organisations in each community');
      await clause.getByRole('button', { name: '加一个目标' }).click();
      await at('targets-0-measure').click();
      await page.keyboard.type('社会组织');
      await page.locator('.ant-select-item-option').filter({ hasText: /^社会组织承接/ }).click();
      await at('targets-0-note_zh').fill('建议值');
      await at('targets-0-note_en').fill('A proposal');

      // The English short title is missing: the field says so, and nothing typed is lost.
      await page.getByRole('button', { name: '保存', exact: true }).click();
      await page.locator('[id="field-sections-3-clauses-2-short_en-fault"]').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'field-sections-3-clauses-2-short_en');
      none(await axe(page));
      await page.screenshot({ path: join(screenshots, 'console-draft-refused-1280.png'), fullPage: true });
      await at('short_en').fill('Organisations');
      await page.reload();
      await page.getByText(/已恢复 .* 未保存的修改/).waitFor();
      await page.getByRole('button', { name: '保存', exact: true }).click();
      await page.getByText('没有问题，可以发布。').waitFor();

      await page.getByRole('button', { name: '发布…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/^与 2016 年要点第 \d+ 版相比，3 处不同/).waitFor();
      assert.equal(await dialog.getByRole('listitem').count(), 3);
      await dialog.getByRole('button', { name: '发布', exact: true }).click();
      await page.getByText('已发布', { exact: true }).first().waitFor();
      await page.goto(`${server.origin}/console/plan/2019/4.3`);
      await page.getByRole('heading', { level: 1, name: '4.3 社会组织' }).waitFor();
      // What was refused on the way is what was tried here.
      none(complaints().filter((each) => !each.includes('400')));
    } finally {
      await close();
    }
  });

  it('that someone else saves meanwhile loses nothing', async () => {
    const mine = await visit(`/console/drafts/${things.draft}`);
    const theirs = await visit(`/console/drafts/${things.draft}`);
    try {
      const title = (page) => page.getByRole('textbox', { name: '标题', exact: true });
      await title(mine.page).fill('我改的标题');
      await title(theirs.page).fill('对方改的标题');
      await theirs.page.getByRole('button', { name: '保存', exact: true }).click();
      await theirs.page.getByText('已保存', { exact: true }).first().waitFor();
      await mine.page.getByRole('button', { name: '保存', exact: true }).click();
      await mine.page.getByText('刚刚有人保存了这份草案').waitFor();
      assert.equal(await title(mine.page).inputValue(), '我改的标题');
      none(await axe(mine.page));
      await mine.page.getByRole('button', { name: '改用已保存的' }).click();
      assert.equal(await title(mine.page).inputValue(), '对方改的标题');
    } finally {
      await mine.close();
      await theirs.close();
    }
  });
});

describe('accounts', () => {
  it('are made, granted a post, and used; the first password is replaced', async () => {
    const { page, complaints, close } = await visit('/console/accounts/new');
    const other = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
    try {
      await page.getByRole('textbox', { name: '姓名' }).fill('示例·山茶花');
      await page.getByRole('textbox', { name: '登录名' }).fill('camellia');
      await page.getByRole('button', { name: '建立账号' }).click();
      const once = page.getByRole('dialog');
      const password = (await once.locator('.ant-typography').innerText()).trim();
      none(await axe(page));
      await once.getByRole('button', { name: '已经告诉本人' }).click();
      await page.getByRole('heading', { level: 1, name: '示例·山茶花' }).waitFor();
      await page.getByRole('button', { name: '授权' }).click();
      const grant = page.getByRole('dialog');
      await grant.getByRole('combobox', { name: '角色' }).click();
      await page.locator('.ant-select-item-option[title="县（市）民政局"]').click();
      await grant.getByRole('combobox', { name: '单位' }).fill('丹寨');
      await page.locator('.ant-select-item-option').filter({ hasText: '丹寨县' }).first().click();
      await page.locator('.ant-select-dropdown').last().waitFor({ state: 'hidden' });
      none(await axe(page));
      await grant.getByRole('button', { name: '授权' }).click();
      await page.getByRole('cell', { name: '有效' }).waitFor();

      // The county signs in where nobody has before, and chooses a password of its own.
      const county = await other.newPage();
      await county.goto(`${server.origin}/console/units/522636000000`);
      await county.getByRole('textbox', { name: '登录名' }).fill('Camellia');
      await county.getByLabel('密码').fill(password);
      await county.getByRole('button', { name: '登录', exact: true }).click();
      await county.getByRole('heading', { name: '请先设自己的密码' }).waitFor();
      none(await axe(county));
      await county.getByLabel('当前密码').fill(password);
      await county.getByLabel('新密码', { exact: true }).fill('山茶花开在四月里 2016');
      await county.getByLabel('再输一遍新密码').fill('山茶花开在四月里 2016');
      await county.getByRole('button', { name: '修改', exact: true }).click();
      await county.getByRole('heading', { level: 1, name: '丹寨县' }).waitFor();

      await page.getByRole('button', { name: '锁定' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '锁定' }).click();
      await page.getByText('已锁定', { exact: true }).first().waitFor();
      // Locked, the county's session has ended.
      await county.goto(`${server.origin}/console/desk`);
      await county.getByRole('heading', { name: '登录工作台' }).waitFor();
      none(complaints());
    } finally {
      await close();
      await other.close();
    }
  });

  it('stand in the journal, which an auditor searches', async () => {
    const { page, complaints, close } = await visit('/console/journal?action=account', view(1280, 'light'), 'demo.auditor');
    try {
      await page.getByRole('cell', { name: '建立账号' }).first().waitFor();
      await page.getByRole('row').nth(1).getByRole('link').first().click();
      await page.getByRole('heading', { level: 1, name: /^第 \d+ 条/ }).waitFor();
      none(complaints());
    } finally {
      await close();
    }
  });
});

// Opened by a click, a dialog of questions stands on the first of them, and Enter does not close it.
describe('a dialog', () => {
  const dialogs = [
    ['/console/people', '按号码查人'],
    ['/console/people', '导出'],
    [`/console/people/${longest}`, '登记减少'],
    [`/console/people/${longest}`, '登记亲属'],
  ];
  for (const [path, button] of dialogs)
    it(`${button} opens on its first field`, async () => {
      const { page, close } = await visit(path, view(360), 'demo.village');
      await page.getByRole('button', { name: button }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await atRest(page);
      await dialog.locator('input:focus, textarea:focus').waitFor({ timeout: 5_000 });
      none(await page.evaluate(onPageUnnamedGroups));
      await page.screenshot({ path: join(screenshots, `console-dialog-${button}-360.png`) });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      assert.match(await page.evaluate(() => document.activeElement.textContent), new RegExp(button));
      await close();
    });
});
