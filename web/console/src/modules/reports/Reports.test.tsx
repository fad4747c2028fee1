import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { counties, prefecture, session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import type { Report, ReportDetail } from './api';

const report: Report = {
  id: 'r1', year: 2016, clause: '1.1', task: '1.1-1', quote: '完成换届选举工作', unit: counties[1]!, by: prefecture,
  due_on: '2016-09-30', note: '请写明困难', state: 'asked', state_zh: '待报告', state_en: 'Asked', late: true, version: 1,
  progress: 'not_started', text: '', asked_at: '2016-09-01T09:00:00+08:00', submitted_at: null, decided_at: null, actions: [],
};
const line = {
  at: '2016-09-01T09:00:00+08:00', post: '示例甲 · 州民政局', done_zh: '布置了报告', done_en: 'asked', state: 'asked', reason: '', entry: 1,
};
const write = { name: 'write', label_zh: '保存草稿', label_en: 'Save draft', asks_reason: false };
const submit = { name: 'submit', label_zh: '提交', label_en: 'Submit', asks_reason: false };
const accept = { name: 'accept', label_zh: '认可', label_en: 'Accept', asks_reason: false };
const giveBack = { name: 'return', label_zh: '退回', label_en: 'Return', asks_reason: true };
const mayAll = { ...session, permissions: [...session.permissions, 'plan.report.read', 'plan.report.ask', 'plan.report.write'] };
const answers = { 'GET /api/session': () => mayAll, 'GET /api/reports': () => ({ reports: [report], more: false }) };
const detail = (change: Partial<Report>): ReportDetail => ({ report: { ...report, ...change }, history: [line], attachments: [] });
const at = (change: Partial<Report>) => ({ ...answers, 'GET /api/reports/*': () => detail(change) });

describe('the list of progress reports', () => {
  it('shows who owes what until when, and that it is late', async () => {
    open('/reports', answers);
    expect(await screen.findByRole('link', { name: /1\.1-1/ })).toHaveTextContent('三穗县1.1-1 完成换届选举工作期限 2016年9月30日!逾期○待报告');
  });

  it('asks the server for what the address says', async () => {
    const { server } = open('/reports?at=522624000000&state=asked&clause=1.1', answers);
    await screen.findByRole('link', { name: /1\.1-1/ });
    expect(server.sent.some(({ path }) => path === '/api/reports?at=522624000000&state=asked&clause=1.1')).toBe(true);
  });

  it('says what will stand here when there is nothing', async () => {
    open('/reports', { ...answers, 'GET /api/reports': () => ({ reports: [], more: false }) });
    expect(await screen.findByText('没有进展报告')).toBeVisible();
  });

  it('offers to ask only to who may', async () => {
    open('/reports', { ...answers, 'GET /api/session': () => ({ ...mayAll, permissions: ['plan.report.read'] }) });
    await screen.findByRole('link', { name: /1\.1-1/ });
    expect(screen.queryByRole('button', { name: '布置报告' })).toBeNull();
  });
});

describe('asking for reports', () => {
  const asking = { ...answers, 'POST /api/plans/2016/reports': () => ({ reports: [report, report, report], more: false }) };

  it('asks all units below at once, under an idempotency key', async () => {
    const { user, server, address } = open('/reports/ask?clause=1.1', asking);
    await user.click(await screen.findByRole('combobox', { name: '任务' }));
    await user.click(await screen.findByTitle('1.1-1 完成换届选举工作'));
    await user.click(await screen.findByRole('checkbox', { name: '全选（3 个单位）' }));
    await user.type(screen.getByRole('textbox', { name: '期限' }), '2099-09-30{Enter}');
    await user.click(screen.getByRole('button', { name: '发出' }));
    await waitFor(() => expect(address()).toBe('/reports'));
    const sent = server.sent.find(({ method }) => method === 'POST')!;
    expect(sent.body).toEqual({ task: '1.1-1', units: counties.map(({ code }) => code), due_on: '2099-09-30', note: '' });
    expect(sent.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('knows the unit and the clause that it comes from', async () => {
    const { user } = open('/plan/2016/1.1?at=522624000000', asking);
    await user.click(await screen.findByRole('button', { name: '要进展报告' }));
    expect(await screen.findByRole('checkbox', { name: '三穗县' })).toBeChecked();
    expect(screen.getByRole('checkbox', { name: '凯里市' })).not.toBeChecked();
  });
});

describe('a progress report', () => {
  it('shows the task’s own words, what is asked and what happened', async () => {
    open('/reports/r1', at({}));
    expect(await screen.findByText('完成换届选举工作')).toBeVisible();
    expect(screen.getByText('请写明困难')).toBeVisible();
    expect(screen.getByText('布置了报告')).toBeVisible();
  });

  it('offers exactly what the server offers', async () => {
    open('/reports/r1', at({ state: 'submitted', actions: [accept, giveBack], text: '已办' }));
    expect(await screen.findByRole('button', { name: '认可' })).toBeVisible();
    expect(screen.getByRole('button', { name: '退回' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '提交' })).toBeNull();
  });

  it('is returned only with a reason', async () => {
    const { user, server } = open('/reports/r1', {
      ...at({ state: 'submitted', version: 3, actions: [accept, giveBack] }),
      'POST /api/reports/*/return': () => detail({ state: 'returned' }),
    });
    await user.click(await screen.findByRole('button', { name: '退回' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '退回' }));
    expect(await within(dialog).findByRole('button', { name: '理由 请写明理由' })).toBeVisible();
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '太简单');
    await user.click(within(dialog).getByRole('button', { name: '退回' }));
    await waitFor(() =>
      expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({ version: 3, reason: '太简单' }),
    );
  });
});

describe('writing a report', () => {
  const writing = at({ actions: [write, submit] });

  it('submits progress and text with the version that was seen', async () => {
    const { user, server } = open('/reports/r1', { ...writing, 'POST /api/reports/*/submit': () => detail({ state: 'submitted' }) });
    await user.click(await screen.findByText('进行中'));
    await user.type(screen.getByRole('textbox', { name: '做了什么，有什么困难' }), '开了会');
    await user.click(screen.getByRole('button', { name: '提交' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/reports/r1/submit')?.body).toEqual({
        version: 1, progress: 'under_way', text: '开了会',
      }),
    );
  });

  it('keeps what was typed when someone else was faster, and sends the new version the next time', async () => {
    let version = 1;
    const { user, server } = open('/reports/r1', {
      ...writing,
      'GET /api/reports/*': () => detail({ actions: [write, submit], version }),
      'POST /api/reports/*/submit': () => refuse(409, 'version_changed', '有人先改了。'),
    });
    await user.type(await screen.findByRole('textbox', { name: '做了什么，有什么困难' }), '开了会');
    version = 2;
    await user.click(screen.getByRole('button', { name: '提交' }));
    expect(await screen.findByText('刚刚有人改过，这里已经换成最新内容')).toBeVisible();
    expect(screen.getByRole('textbox', { name: '做了什么，有什么困难' })).toHaveValue('开了会');
    await waitFor(() => expect(server.sent.filter(({ path }) => path === '/api/reports/r1')).toHaveLength(2));
    server.set('POST /api/reports/*/submit', () => detail({ state: 'submitted', version: 3 }));
    await user.click(screen.getByRole('button', { name: '提交' }));
    await waitFor(() => expect(server.sent.filter(({ method }) => method === 'POST').at(-1)?.body).toMatchObject({ version: 2 }));
  });

  it('finds what was typed again after the page was left', async () => {
    localStorage.setItem('gulou.draft.a1.report-r1', JSON.stringify({ at: '2016-09-02T09:00:00Z', values: { text: '半句' } }));
    open('/reports/r1', writing);
    expect(await screen.findByRole('textbox', { name: '做了什么，有什么困难' })).toHaveValue('半句');
  });
});
