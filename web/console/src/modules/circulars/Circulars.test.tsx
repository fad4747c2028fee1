import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import type { CircularLine } from './api';

const third: CircularLine = {
  id: 'c3', name: '2016年第三季度工作要点落实情况通报', year: 2016, quarter: 3, number: '州民通〔2016〕12号', judged_on: '2016-09-30',
  demo: false, issued_at: '2016-10-09T10:00:00+08:00',
};
const bureau = { ...session, permissions: ['plan.circular.read', 'plan.circular.issue'] };
const answers = {
  'GET /api/session': () => bureau,
  'GET /api/circulars': () => ({ circulars: [third] }),
};

describe('circulars', () => {
  it('are opened as paper and as workbook', async () => {
    const { user, server } = open('/circulars', {
      ...answers,
      'POST /api/circulars/c3/paper': () => ({ number: 1234, address: '/circulars/c3?export=1234' }),
    });
    await user.click(await screen.findByRole('button', { name: '打开、打印' }));
    await user.click(await screen.findByRole('button', { name: '登记用途' }));
    expect(await screen.findAllByText('请选择用途。')).not.toHaveLength(0);
    expect(screen.getAllByText('请写明用途，至少 4 个字。')).not.toHaveLength(0);
    expect(server.sent.filter(({ method }) => method === 'POST')).toEqual([]);
    await user.click(screen.getByRole('combobox', { name: '用途' }));
    await user.click(await screen.findByTitle('会议讨论'));
    await user.type(screen.getByRole('textbox', { name: '具体说明' }), ' 七月例会 ');
    expect(screen.getByText('内部资料 导出编号（登记后给出） 示例甲 黔东南苗族侗族自治州 用途：会议讨论（七月例会）')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '登记用途' }));
    expect(await screen.findByText(/导出编号 1234/)).toBeVisible();
    expect(screen.getByRole('link', { name: /打开、打印/ })).toHaveAttribute('href', '/circulars/c3?export=1234');
    const [stated] = server.sent.filter(({ method }) => method === 'POST');
    expect([stated?.path, stated?.body]).toEqual(['/api/circulars/c3/paper', { purpose: 'meeting', note: '七月例会' }]);
    expect(screen.getByRole('button', { name: '表格（xlsx）' })).toBeVisible();
    expect(screen.getByText(/州民通〔2016〕12号 · 情况截至 2016年9月30日/)).toBeVisible();
  });

  it('are looked at before they are issued under a number, and a refusal keeps the number', async () => {
    const { user, server } = open('/circulars', {
      ...answers,
      'POST /api/plans/2016/circulars': () => refuse(409, 'number_used', '这个文号已经用过了。'),
    });
    await user.click(await screen.findByRole('combobox', { name: '季度' }));
    await user.click(await screen.findByTitle('第 3 季度'));
    expect(await screen.findByRole('button', { name: '预览' })).toBeVisible();
    const number = screen.getByRole('textbox', { name: '文号' });
    await user.type(number, '州民通〔2016〕12号');
    await user.click(screen.getByRole('button', { name: '印发' }));
    expect(await screen.findByText('这个文号已经用过了。')).toBeVisible();
    expect(number).toHaveValue('州民通〔2016〕12号');
    server.set('POST /api/plans/2016/circulars', () => third);
    await user.click(screen.getByRole('button', { name: '印发' }));
    await waitFor(() => expect(screen.queryByText('这个文号已经用过了。')).toBeNull());
    expect(server.sent.filter(({ method }) => method === 'POST')[0]?.body).toEqual({ quarter: 3, number: '州民通〔2016〕12号' });
  });

  it('are only read by counties', async () => {
    open('/circulars', { ...answers, 'GET /api/session': () => ({ ...session, permissions: ['plan.circular.read'] }) });
    await screen.findByText(third.name);
    expect(screen.queryByRole('button', { name: '印发' })).toBeNull();
  });

  it('say what will stand here while there is none', async () => {
    open('/circulars', { ...answers, 'GET /api/circulars': () => ({ circulars: [] }) });
    expect(await screen.findByText('还没有印发过通报')).toBeVisible();
  });
});
