import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import type { ExportRequest } from './api';

const action = (name: string, label_zh: string, asks_reason = false) => ({ name, label_zh, label_en: name, asks_reason });
const asked: ExportRequest = {
  id: 'e1', unit: { code: '522601001001', name: '甲村', level: 'village' }, what_zh: '甲村居民名册（全村，号码打码）', what_en: 'Roll of 甲村',
  data_class: 'personal', class_zh: '含个人信息', class_en: 'Personal data', purpose: 'check', purpose_zh: '核对数据', purpose_en: 'To check the data',
  note: '县局核对人口数', rows: 120, requester: '演示甲 村（居）民委员会（甲村 522601001001）', asked_at: '2016-07-01T10:30:00+08:00',
  state: 'asked', state_zh: '待批准', state_en: 'Waits', version: 1, expires_at: '2016-07-08T10:30:00+08:00', decided_at: null, decider: '',
  reason: '', export_number: null, takings_left: null, address: null, parameters: null,
  actions: [action('agree', '批准'), action('refuse', '不批准', true)],
};
const approver = (request: ExportRequest) => ({
  'GET /api/session': () => ({ ...session, permissions: ['exports.approve'] }),
  'GET /api/export-requests': () => ({ requests: [request] }),
});

describe('approving exports', () => {
  it('shows what, who and why, and agrees when whoever clicks is sure', async () => {
    const { user, server } = open('/export-approvals', {
      ...approver(asked), 'POST /api/export-requests/*/agree': () => ({ ...asked, state: 'agreed' }),
    });
    expect(await screen.findByText('核对数据：县局核对人口数')).toBeVisible();
    expect(screen.getByText(/演示甲/)).toBeVisible();
    expect(screen.getByText('申请时 120 人')).toBeVisible();
    expect(await screen.findByRole('link', { name: /导出审批.*1 件待办/ })).toBeVisible();
    await user.click(screen.getByRole('button', { name: '批准' }));
    const first = await screen.findByRole('dialog');
    expect(first).toHaveTextContent('申请时 120 人');
    await user.click(within(first).getByRole('button', { name: '取消' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.sent.some(({ path }) => path.endsWith('/agree'))).toBe(false);
    await user.click(screen.getByRole('button', { name: '批准' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '批准' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/export-requests/e1/agree')?.body).toEqual({ version: 1, reason: '' }),
    );
  });

  it('refuses only with a reason', async () => {
    const { user, server } = open('/export-approvals', { ...approver(asked), 'POST /api/export-requests/*/refuse': () => asked });
    await user.click(await screen.findByRole('button', { name: '不批准' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '用途没有写清楚');
    await user.click(within(dialog).getByRole('button', { name: '不批准' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/export-requests/e1/refuse')?.body)
        .toEqual({ version: 1, reason: '用途没有写清楚' }),
    );
  });

  it('offers nobody their own, and says why', async () => {
    const why = { refused_zh: '是您提出了导出申请，“批准”要由另一个人来做。', refused_en: 'It was you.' };
    open('/export-approvals', approver({ ...asked, actions: asked.actions.map((each) => ({ ...each, ...why })) }));
    expect(await screen.findByText(why.refused_zh)).toBeVisible();
    expect(screen.queryByRole('button', { name: '批准' })).toBeNull();
    expect(screen.queryByRole('link', { name: /导出审批.*件待办/ })).toBeNull();
  });
});

describe('the desk', () => {
  it('says that one’s own export was agreed to and can be taken', async () => {
    open('/desk', {
      'GET /api/session': () => ({ ...session, permissions: ['exports.ask'] }),
      'GET /api/export-requests/own': () => ({ requests: [{ ...asked, state: 'agreed', actions: [] }, asked] }),
    });
    expect(await screen.findByRole('link', { name: '1 件导出已批准，待下载' })).toHaveAttribute('href', '/people');
  });

  it('says that an export waits for approval', async () => {
    open('/desk', approver(asked));
    expect(await screen.findByRole('link', { name: '1 件导出申请待批准' })).toHaveAttribute('href', '/export-approvals');
  });
});
