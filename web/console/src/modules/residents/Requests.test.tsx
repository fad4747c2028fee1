import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import type { ResidentRequest } from './api';

const refuse = { name: 'refuse', label_zh: '不同意', label_en: 'Refuse', asks_reason: true };
const correction: ResidentRequest = {
  id: 'q1', kind: 'correction', kind_zh: '更正', kind_en: 'correction', name: '测试甲', record: 'r1', village: '522601001001',
  village_name: '甲村', field: 'ethnic', field_zh: '民族', now: '苗族', wanted: '侗族', why: '按户口本', state: 'submitted',
  state_zh: '待答复', state_en: 'Waiting', version: 1, asked_at: '2016-07-01T10:30:00+08:00', due_on: '2016-07-31',
  decided_at: null, holds: [], history: [], is_demo: false,
  actions: [{ name: 'correct', label_zh: '同意更正', label_en: 'Correct', asks_reason: false }, refuse],
};
const erasure: ResidentRequest = {
  ...correction, id: 'q2', kind: 'erasure', kind_zh: '删除', kind_en: 'erasure', field: null, field_zh: '', now: '', wanted: '', why: '',
  holds: [
    { rule: 'residents.hold.register', zh: '选民登记和户籍人口', en: 'voters’ rolls', article: '村委会组织法第十三条', certain: true },
    { rule: 'residents.hold.journal', zh: '操作日志', en: 'the journal', article: '', certain: false },
  ],
  actions: [{ name: 'erase', label_zh: '同意删除', label_en: 'Erase', asks_reason: false }, refuse],
};
const agreed: ResidentRequest = {
  ...erasure, state: 'agreed', state_zh: '已同意，待另一人确认', state_en: 'Agreed; waits for another person', version: 2,
  left_on: '2006-06-20', left_entered_at: '2016-07-01T10:00:00+08:00', joined_at: '2016-06-30T09:00:00+08:00',
  actions: [
    { name: 'confirm', label_zh: '确认删除', label_en: 'Confirm the erasure', asks_reason: false },
    { name: 'decline', label_zh: '不确认', label_en: 'Do not confirm', asks_reason: true },
  ],
};
const answers = (request: ResidentRequest) => ({
  'GET /api/session': () => ({ ...session, permissions: ['residents.requests', 'people.read'] }),
  'GET /api/residents/requests': () => ({ requests: [request], more: false }),
});

describe('requests of residents', () => {
  it('show the old and the new, and are agreed to when whoever clicks is sure', async () => {
    const { user, server } = open('/resident-requests', {
      ...answers(correction), 'POST /api/residents/requests/*/correct': () => correction,
    });
    expect(await screen.findByText('苗族')).toBeVisible();
    expect(screen.getByText('侗族')).toBeVisible();
    expect(screen.getByText('按户口本')).toBeVisible();
    expect(await screen.findByRole('link', { name: /居民的请求.*1 件待办/ })).toBeVisible();
    await user.click(screen.getByRole('button', { name: '同意更正' }));
    const first = await screen.findByRole('dialog');
    expect(first).toHaveTextContent('民族：苗族改为侗族。');
    await user.click(within(first).getByRole('button', { name: '取消' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.sent.some(({ path }) => path.endsWith('/correct'))).toBe(false);
    await user.click(screen.getByRole('button', { name: '同意更正' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '同意更正' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/residents/requests/q1/correct')?.body).toEqual({ version: 1 }),
    );
  });

  it('are refused only with a reason', async () => {
    const { user, server } = open('/resident-requests', {
      ...answers(correction), 'POST /api/residents/requests/*/refuse': () => correction,
    });
    await user.click(await screen.findByRole('button', { name: '不同意' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '与户口本不符');
    await user.click(within(dialog).getByRole('button', { name: '不同意' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/residents/requests/q1/refuse')?.body)
        .toEqual({ version: 1, reason: '与户口本不符' }),
    );
  });

  it('say what the law keeps, and are agreed to before another person confirms', async () => {
    const { user, server } = open('/resident-requests', {
      ...answers(erasure), 'POST /api/residents/requests/*/erase': () => agreed,
    });
    expect(await screen.findByText('选民登记和户籍人口（村委会组织法第十三条）')).toBeVisible();
    expect(screen.getByText('操作日志，依据待确认')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '同意删除' }));
    expect(server.sent.some(({ path }) => path.endsWith('/erase'))).toBe(false);
    const first = await screen.findByRole('dialog');
    expect(first).toHaveTextContent('还要由另一个人确认');
    await user.click(within(first).getByRole('button', { name: '同意删除' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/residents/requests/q2/erase')).toBe(true));
  });

  it('tell who agreed that another person has to confirm', async () => {
    const why = { refused_zh: '要由另一个人来做。', refused_en: 'Another person.' };
    open('/resident-requests', answers({ ...agreed, actions: agreed.actions.map((action) => ({ ...action, ...why })) }));
    expect(await screen.findByText(why.refused_zh)).toBeVisible();
    expect(screen.queryByRole('button', { name: '确认删除' })).toBeNull();
    expect(screen.queryByRole('link', { name: /居民的请求.*件待办/ })).toBeNull();
  });

  it('show when somebody left and when that was entered, and erase nothing before whoever confirms is sure', async () => {
    const { user, server } = open('/resident-requests', {
      ...answers(agreed), 'POST /api/residents/requests/*/confirm': () => agreed,
    });
    expect(await screen.findByText(/2006.*（2016.*登记）/)).toBeVisible();
    expect(await screen.findByRole('link', { name: /居民的请求.*1 件待办/ })).toBeVisible();
    await user.click(screen.getByRole('button', { name: '确认删除' }));
    const first = await screen.findByRole('dialog');
    await user.click(within(first).getByRole('button', { name: '取消' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.sent.some(({ path }) => path.endsWith('/confirm'))).toBe(false);
    await user.click(screen.getByRole('button', { name: '确认删除' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '删除' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/residents/requests/q2/confirm')).toBe(true));
  });
});

describe('the desk', () => {
  it('says that a resident waits for an answer', async () => {
    open('/desk', answers(correction));
    expect(await screen.findByRole('link', { name: '1 件居民的请求待答复' })).toHaveAttribute('href', '/resident-requests');
  });
});
