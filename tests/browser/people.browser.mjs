// A village clerk's way through the register of people, and the auditor's: a roll of 3,000 rows with 40 faults is sent,
// mended, agreed to; somebody is found, looked at for a reason, and dies; the auditor finds the look.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { onPageHorizontalScroll } from './checks.mjs';
import { atRest, axe, launch, screenshots, view } from './chromium.mjs';
import { actingAs, deskOf } from './console.mjs';
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

// What every page keeps: nothing serious for axe, no sideways scrolling, and a picture for the eye.
async function inspect(page, name) {
  none(await axe(page));
  none(await page.evaluate(onPageHorizontalScroll));
  // Of two hundred lines the first show how they look.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: join(screenshots, `people-${name}.png`), fullPage: height < 4000 });
}

const rows = 3000;
const faults = 40;
const stems = '甲乙丙丁戊己庚辛壬癸';
const branches = '子丑寅卯辰巳午未申酉戌亥';
const nameOf = (n) => `测试${stems[n % 10]}${branches[Math.floor(n / 10) % 12]}${stems[Math.floor(n / 120) % 10]}${branches[Math.floor(n / 1200)]}`;

// A made-up number: no county has the code 522698.
function idNumber(n) {
  const two = (value) => String(value).padStart(2, '0');
  return withCheck(`522698${1940 + (n % 65)}${two((n % 12) + 1)}${two((n % 28) + 1)}${String((n % 998) + 1).padStart(3, '0')}`);
}
function withCheck(digits) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return digits + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11];
}

// 姓名, 性别, 民族, 身份证号码, 电话, 户号, 与户主关系, 居住情况, 政治面貌
function row(n) {
  const number = idNumber(n);
  const kin = ['户主', '其他亲属', '其他亲属'][n % 3];
  const mobile = n % 2 === 0 ? `1380${String(n).padStart(7, '0')}` : '';
  return [nameOf(n), Number(number[16]) % 2 === 1 ? '男' : '女', n % 4 === 0 ? '侗族' : '苗族', number, mobile,
    String(Math.floor(n / 3) + 1).padStart(4, '0'), kin, n % 9 === 4 ? '外出' : '人户一致', '群众'];
}

// Each of eight kinds five times, as spreadsheets and hurry make them.
const spoilt = [
  (cells) => (cells[3] = '5.22601E+17'),
  (cells) => (cells[3] = cells[3].slice(0, 17) + (cells[3][17] === '1' ? '2' : '1')),
  (cells) => (cells[3] = cells[3].slice(0, 16)),
  (cells) => (cells[2] = '苗族侗'),
  (cells) => (cells[1] = cells[1] === '男' ? '女' : '男'),
  (cells) => (cells[4] = '1380'),
  (cells) => (cells[6] = '户主的亲戚'),
  (cells) => (cells[0] = ''),
];

function roll(isSpoilt) {
  const heading = ['姓名', '性别', '民族', '身份证号码', '电话', '户号', '与户主关系', '居住情况', '政治面貌'];
  const lines = Array.from({ length: rows }, (_, n) => {
    const cells = row(n);
    // Rows whose fault touches nobody else's: no heads.
    if (isSpoilt && n % 75 === 31) spoilt[((n - 31) / 75) % 8](cells);
    return cells.join(',');
  });
  const text = '\ufeff' + [heading.join(','), ...lines].join('\r\n');
  return { name: isSpoilt ? '名册.csv' : '名册（改好）.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
}

async function sendRoll(page, file) {
  await page.getByLabel('选择文件').first().setInputFiles(file);
  await page.getByRole('heading', { level: 1, name: '核对结果' }).waitFor({ timeout: 60_000 });
}

const countOf = (page, name) => page.locator('dl > div').filter({ hasText: name }).locator('dd').innerText();

describe('a roll', () => {
  let already = 0;
  before(async () => {
    already = (await (await actingAs(server.origin, 'demo.village'))('GET', '/api/people/figures')).people;
  });

  it('of 3,000 rows with 40 faults is sent, its faults are listed with what to do, mended, and agreed to', { timeout: 240_000 }, async () => {
    const { page, complaints, close } = await desk('demo.village', desktop, '/console/people');
    try {
      await page.getByRole('button', { name: '导入名册' }).click();
      const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /下载模板/ }).click()]);
      assert.match(template.suggestedFilename(), /\.xlsx$/);
      await inspect(page, 'import-1280');

      await sendRoll(page, roll(true));
      assert.equal(await countOf(page, '总行数'), '3,000');
      assert.equal(await countOf(page, '有错'), String(faults));
      assert.equal(await countOf(page, '新增'), '2,960');
      assert.ok(await page.getByRole('button', { name: /同意导入/ }).isDisabled(), 'faulty rows are left out only on purpose');
      await inspect(page, 'preview-1280');

      // By kind, and as a file.
      await page.getByRole('combobox', { name: '哪一类' }).click();
      await page.locator('.ant-select-item-option').filter({ hasText: '科学计数' }).click();
      await page.getByText('民族', { exact: true }).waitFor({ state: 'hidden' });
      // Numbers of a county that is none are warned of, in a table of their own.
      const listed = page.locator('section', { has: page.getByRole('combobox', { name: '哪一类' }) }).locator('tbody tr.ant-table-row');
      assert.equal(await listed.count(), 5);
      const [list] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /下载错误清单/ }).click()]);
      assert.equal(list.suggestedFilename(), '名册错误.csv');
      await page.setViewportSize(phone.viewport);
      await inspect(page, 'preview-360');
      await page.setViewportSize(desktop.viewport);

      await page.getByRole('button', { name: '改好后重新上传' }).click();
      const began = Date.now();
      await sendRoll(page, roll(false));
      const checked = Date.now() - began;
      assert.equal(await countOf(page, '有错'), '0');
      await page.getByRole('button', { name: '同意导入：新增 3,000 人，变更 0 人' }).click();
      await page.getByRole('heading', { level: 1, name: '已导入' }).waitFor({ timeout: 60_000 });
      console.log(`    3,000 rows: checked in ${checked} ms, all of it with the import ${Date.now() - began} ms`);
      await inspect(page, 'imported-1280');

      await page.getByRole('link', { name: '去看名册' }).click();
      await page.getByText('已列出 200 人').waitFor();
      await page.getByText(new RegExp(`^${(rows + already).toLocaleString('en')} 人`)).click();
      await inspect(page, 'register-1280');
      await page.getByText('家庭户', { exact: true }).first().click();
      await page.getByRole('button', { name: /^户号.*的成员$/ }).first().click();
      // The head stands first; the row unfolds, and is without words until it has.
      await page.locator('tr.ant-table-expanded-row').getByRole('listitem').first().filter({ hasText: /^户主/ }).waitFor();
      await inspect(page, 'households-1280');
      none(complaints);
    } finally {
      await close();
    }
  });
});

// Finds somebody by name, sees the ID number for a reason, enters a death. `size` is a word for the pictures.
async function tend(options, size, n) {
  const { page, complaints, close } = await desk('demo.village', options, '/console/people');
  const reason = `办理高龄津贴核对号码（${size}）`;
  try {
    await page.getByText('已列出 200 人').waitFor();
    await inspect(page, `list-${size}`);
    await page.getByRole('searchbox', { name: '按姓名找人' }).fill(nameOf(n));
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: nameOf(n) }).first().click();
    await page.getByRole('heading', { level: 1, name: nameOf(n) }).waitFor();
    await page.getByText('随名册导入').waitFor();
    const masked = idNumber(n).replace(/^(.{6}).*(.{4})$/, '$1********$2');
    await page.getByText(masked).waitFor();
    await inspect(page, `person-${size}`);

    await page.getByRole('button', { name: '查看身份证号码' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '理由' }).fill('看看');
    await dialog.getByRole('button', { name: '记入日志并查看' }).click();
    await dialog.getByText('理由至少5个字').first().waitFor();
    await dialog.getByRole('textbox', { name: '理由' }).fill(reason);
    await inspect(page, `look-${size}`);
    await dialog.getByRole('button', { name: '记入日志并查看' }).click();
    await dialog.getByText(idNumber(n)).waitFor();
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href);
    assert.ok(!kept.includes(idNumber(n)), 'a whole number stays in no store and no address');
    await dialog.getByRole('button', { name: '隐藏' }).click();
    await page.getByText(idNumber(n)).waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: '登记减少' }).click();
    await dialog.getByText('死亡', { exact: true }).click();
    await dialog.locator('input[value=death]:checked').waitFor();
    const day = dialog.getByRole('textbox', { name: '日期' });
    await day.fill('2016-07-01');
    await day.press('Enter');
    await inspect(page, `death-${size}`);
    await dialog.getByRole('button', { name: '登记减少' }).click();
    await page.getByText('死亡，2016年7月1日').waitFor();
    await page.getByRole('button', { name: '撤销减少' }).waitFor();
    assert.equal(await page.getByRole('button', { name: '修改', exact: true }).count(), 0, 'a record that ended is not changed');
    none(complaints);
  } finally {
    await close();
  }
  return reason;
}

describe('a clerk', () => {
  const reasons = [];
  it('finds somebody, sees a number for a reason, enters a death at a desk', { timeout: 120_000 }, async () => {
    reasons.push(await tend(desktop, '1280', 600));
  });

  it('does the same on a phone in the dark', { timeout: 120_000 }, async () => {
    reasons.push(await tend({ ...phone, colorScheme: 'dark' }, '360', 1203));
  });

  it('is told at the field what is wrong when somebody is entered, and no number stays in the browser', { timeout: 120_000 }, async () => {
    const { page, close } = await desk('demo.village', phone, '/console/people/new');
    try {
      await page.getByRole('textbox', { name: '姓名' }).fill('测试新来');
      await page.getByRole('textbox', { name: '身份证号码' }).fill(`${idNumber(5).slice(0, 17)}${idNumber(5)[17] === '1' ? '2' : '1'}`);
      await page.getByRole('combobox', { name: '民族' }).fill('侗族');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '登记', exact: true }).click();
      await page.getByRole('alert').getByRole('button', { name: /身份证号码/ }).waitFor();
      await inspect(page, 'form-360');
      await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('测试新来'));
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      assert.ok(!kept.includes(idNumber(5).slice(0, 17)));
      await page.reload();
      await page.getByText(/已恢复.*的草稿/).waitFor();
      assert.equal(await page.getByRole('textbox', { name: '身份证号码' }).inputValue(), '');
    } finally {
      await close();
    }
  });

  it('is told that a number is somebody else’s, and what is odd about one that is saved', { timeout: 120_000 }, async () => {
    for (const [options, size, name] of [[desktop, '1280', '测试奇甲'], [phone, '360', '测试奇乙']]) {
      const { page, close } = await desk('demo.village', options, '/console/people/new');
      try {
        await page.getByRole('textbox', { name: '姓名' }).fill(name);
        await page.getByRole('textbox', { name: '身份证号码' }).fill(idNumber(5));
        await page.getByRole('combobox', { name: '民族' }).fill('侗族');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: '登记', exact: true }).click();
        await page.getByRole('alert').getByRole('button', { name: /身份证号码.*姓名不同/ }).waitFor();
        await inspect(page, `met-${size}`);
        await page.getByRole('textbox', { name: '身份证号码' }).fill(withCheck(`520000198505${size === '360' ? '06' : '05'}000`));
        await page.getByRole('button', { name: '登记', exact: true }).click();
        await page.getByRole('heading', { level: 1, name }).waitFor();
        await page.getByText('号码第15至17位是000').waitFor();
        await page.getByText('号码前6位不是县级区划的代码').waitFor();
        await inspect(page, `saved-odd-${size}`);
      } finally {
        await close();
      }
    }
  });

  it('does not undo with a kept draft what was changed in another tab', { timeout: 90_000 }, async () => {
    const village = await actingAs(server.origin, 'demo.village');
    const { people } = await village('POST', '/api/people/search', { name: nameOf(30) });
    const address = `/console/people/${people[0].id}/change`;
    for (const [options, size, status, name] of [[phone, '360', '外出', '某'], [desktop, '1280', '人户一致', '某某']]) {
      const { page, close } = await desk('demo.village', options, address);
      try {
        await page.getByRole('textbox', { name: '姓名' }).fill(`${nameOf(30)}改`);
        await page.getByText('草稿已保存在这台电脑').waitFor();
        const other = await page.context().newPage();
        await other.goto(server.origin + address);
        // A tab of its own browser would have no draft.
        await other.getByRole('button', { name: '放弃草稿' }).click();
        await other.getByRole('radio', { name: status }).check();
        await other.getByRole('button', { name: '保存' }).click();
        await other.getByText('变更经过').waitFor();
        await other.close();
        await page.getByRole('textbox', { name: '姓名' }).fill(`${nameOf(30)}${name}`);
        await page.getByRole('button', { name: '保存' }).click();
        const told = page.getByRole('alert').filter({ hasText: '您填写期间，别人改过这里' });
        await told.getByText(`现已改成“${status}”，已照此更新`).waitFor();
        await inspect(page, `overtaken-${size}`);
        await page.getByRole('button', { name: '保存' }).click();
        await page.getByRole('heading', { level: 1, name: `${nameOf(30)}${name}` }).waitFor();
        const { person } = await village('GET', `/api/people/${people[0].id}`);
        assert.equal(person.status, status === '外出' ? 'away' : 'both');
      } finally {
        await close();
      }
    }
  });

  it('types days as people write them, and is told beside the field what is none', { timeout: 60_000 }, async () => {
    for (const [options, size] of [[phone, '360'], [desktop, '1280']]) {
      const { page, complaints, close } = await desk('demo.village', options, '/console/people/new');
      try {
        const born = page.getByRole('textbox', { name: '出生日期' });
        for (const typed of ['19900203', '1990/2/3', '1990年2月3日', '１９９０.０２.０３']) {
          await born.fill(typed);
          await born.press('Tab');
          assert.equal(await born.inputValue(), '1990-02-03', typed);
        }
        await page.getByRole('button', { name: '从日历选' }).first().click();
        await atRest(page);
        await page.locator('[title="1990-02-13"]').click();
        assert.equal(await born.inputValue(), '1990-02-13');
        await born.fill('2990-05-01');
        await born.press('Tab');
        await page.getByText(/^2990年5月1日太晚，最晚可以填/).waitFor();
        assert.equal(await born.inputValue(), '2990-05-01');
        await inspect(page, `day-${size}`);
        none(complaints);
      } finally {
        await close();
      }
    }
  });

  it('adds a group where the import leads to', { timeout: 60_000 }, async () => {
    for (const [options, size] of [[phone, '360'], [desktop, '1280']]) {
      const { page, complaints, close } = await desk('demo.village', options, '/console/people/import');
      try {
        await page.getByRole('link', { name: '去增设组（寨）' }).click();
        await page.getByRole('button', { name: '增设组（寨）' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('textbox', { name: '名称' }).fill(`测试组${size}`);
        await atRest(page);
        await inspect(page, `group-${size}`);
        await dialog.getByRole('button', { name: '增设', exact: true }).click();
        await page.getByRole('cell', { name: `测试组${size}` }).waitFor();
        none(complaints);
        // The desk goes on saying what is behind at the village: groups report nothing.
        await page.goto(`${server.origin}/console/desk`);
        await page.getByRole('heading', { name: '最要紧' }).waitFor();
        assert.ok((await page.locator('main li a[href*="cell="]').count()) > 0);
      } finally {
        await close();
      }
    }
  });

  it('leaves a trace that the auditor finds: who, whom, when and why', { timeout: 60_000 }, async () => {
    for (const [options, size] of [[desktop, '1280'], [phone, '360']]) {
      const { page, complaints, close } = await desk('demo.auditor', options, '/console/looks');
      try {
        for (const reason of reasons) await page.getByText(reason).waitFor();
        await page.getByText(nameOf(600)).first().waitFor();
        assert.equal(await page.getByText(idNumber(600)).count(), 0);
        await inspect(page, `looks-${size}`);
        await page.getByRole('button', { name: /^只看.*查的$/ }).first().click();
        await page.getByText('只看一个人查的').waitFor();
        for (const reason of reasons) await page.getByText(reason).waitFor();
        await page.getByRole('button', { name: '清除筛选' }).click();
        await page.getByRole('button', { name: new RegExp(`${nameOf(600)}.*的全部查看$`) }).first().click();
        await page.getByText('只看一个居民的').waitFor();
        await page.getByText(reasons[1]).first().waitFor({ state: 'hidden' }); // of somebody else
        await page.getByText(reasons[0]).waitFor();
        assert.match(page.url(), /\/looks\?record=[0-9a-f-]{36}$/);
        await inspect(page, `looks-one-${size}`);
        none(complaints);
      } finally {
        await close();
      }
    }
    assert.equal(reasons.length, 2);
  });
});

describe('a superior', () => {
  it('sees figures and the way down to a village', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await desk('demo.township', phone, '/console/people');
    try {
      await page.getByRole('heading', { name: '下级单位' }).waitFor();
      await inspect(page, 'township-360');
      await page.getByRole('listitem').filter({ hasText: /3,\d{3} 人/ }).getByRole('link').click();
      await page.getByText('已列出 200 人').waitFor();
      assert.equal(await page.getByRole('button', { name: '登记居民' }).count(), 0);
      none(complaints);
    } finally {
      await close();
    }
  });
});
