import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { counties, prefecture, session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import type { Press } from './api';

const press: Press = {
  id: 's1', year: 2016, clause: '1.1', task: '1.1-1', quote: '完成换届选举工作', unit: counties[1]!, by: prefecture,
  due_on: '2016-09-30', text: '请说明为何没有开始', state: 'open', state_zh: '待回复', state_en: 'Open', late: true, version: 1,
  reply: '', pressed_at: '2016-09-01T09:00:00+08:00', closed_at: null, actions: [],
};
const reply = { name: 'reply', label_zh: '回复', label_en: 'Reply', asks_reason: false };
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['plan.press', 'plan.press.read', 'plan.press.reply'] }),
  'GET /api/presses': () => ({ presses: [press], more: false }),
  'GET /api/presses/*': () => ({ press, history: [] }),
};

describe('pressed tasks', () => {
  it('are listed with unit, date and that they are late', async () => {
    open('/presses', answers);
    expect(await screen.findByRole('link', { name: /1\.1-1/ })).toHaveTextContent('三穗县1.1-1 完成换届选举工作期限 2016年9月30日!逾期○待回复');
  });

  it('are sent to the unit whose clause was looked at', async () => {
    const { user, server, address } = open('/presses/new?year=2016&clause=1.1&unit=522624000000', {
      ...answers, 'POST /api/plans/2016/presses': () => ({ press, history: [] }),
    });
    await user.click(await screen.findByRole('combobox', { name: '任务' }));
    await user.click(await screen.findByTitle('1.1-1 完成换届选举工作'));
    await user.type(screen.getByRole('textbox', { name: '期限' }), '2099-09-30{Enter}');
    await user.click(screen.getByRole('textbox', { name: '要求' }));
    await user.paste('请说明原因');
    await user.click(screen.getByRole('button', { name: '发出' }));
    await waitFor(() => expect(address()).toBe('/presses/s1'));
    expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({
      task: '1.1-1', unit: '522624000000', due_on: '2099-09-30', text: '请说明原因',
    });
  });

  it('are closed by a reply with the version that was seen', async () => {
    const { user, server } = open('/presses/s1', {
      ...answers,
      'GET /api/presses/*': () => ({ press: { ...press, actions: [reply] }, history: [] }),
      'POST /api/presses/*/reply': () => ({ press: { ...press, state: 'replied' }, history: [] }),
    });
    await user.type(await screen.findByRole('textbox', { name: '回复内容' }), '月底前启动');
    await user.click(screen.getByRole('button', { name: '回复' }));
    await waitFor(() =>
      expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({ version: 1, text: '月底前启动' }),
    );
  });

  it('offer no reply to who is not pressed', async () => {
    open('/presses/s1', answers);
    expect(await screen.findByText('还没有回复')).toBeVisible();
    expect(screen.queryByRole('textbox', { name: '回复内容' })).toBeNull();
  });
});
