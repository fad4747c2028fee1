import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse, unreachable } from '@/shared/test/server';

const line = (id: string, name: string) => ({
  id, person_id: `p-${id}`, name, sex: 'female', age: 26, ethnic: '苗族', id_number: '522601********0029', phone: null,
  political: 'unknown', status: 'both', village: '522601001006', village_name: '金井村', group: null, group_name: '一组',
  household: null, household_number: '12', kinship: null, departure: null, left_on: null, version: 1, is_demo: false,
});
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['people.read', 'residents.invite'] }),
  'GET /api/people': () => ({ people: [line('a', '测试甲'), line('b', '测试乙')], next: null }),
};
const joined = { zh: '测试甲已经加入。', en: 'The person has joined already.' };
const printed = {
  village_name: '金井村',
  slips: [{ record: 'b', name: '测试乙', group: '一组', household: '12', code: 'K7QM-2XWP-94TH', qr: '<svg xmlns="http://www.w3.org/2000/svg"/>', until: '2016-07-31' }],
};

describe('slips', () => {
  it('are made for those who were chosen, and shown once', async () => {
    const { user, server } = open('/slips', { ...answers, 'POST /api/residents/slips': () => printed });
    expect(await screen.findByRole('button', { name: '先勾选要印的人' })).toBeDisabled();
    await user.type(screen.getByRole('textbox', { name: '按姓名查找' }), '乙');
    await user.click(screen.getByRole('checkbox', { name: '测试乙' }));
    await user.click(screen.getByRole('button', { name: '生成 1 张登记条' }));
    expect(await screen.findByText('K7QM-2XWP-94TH')).toBeVisible();
    expect(server.sent.find(({ path }) => path === '/api/residents/slips')?.body).toEqual({ records: ['b'] });
    await user.click(screen.getByRole('button', { name: '印好了，返回' }));
    expect(screen.queryByText('K7QM-2XWP-94TH')).toBeNull();
  });

  it('are made once, however often the button is clicked', async () => {
    const { user, server } = open('/slips', { ...answers, 'POST /api/residents/slips': () => printed });
    await user.click(await screen.findByRole('checkbox', { name: '测试乙' }));
    const button = screen.getByRole('button', { name: '生成 1 张登记条' });
    // Both before anything is drawn anew.
    act(() => {
      button.click();
      button.click();
    });
    expect(await screen.findByText('K7QM-2XWP-94TH')).toBeVisible();
    expect(server.sent.filter(({ path }) => path === '/api/residents/slips')).toHaveLength(1);
    // A set that is wanted later is made.
    await user.click(screen.getByRole('button', { name: '印好了，返回' }));
    await user.click(await screen.findByRole('checkbox', { name: '测试乙' }));
    await user.click(screen.getByRole('button', { name: '生成 1 张登记条' }));
    await screen.findByText('K7QM-2XWP-94TH');
    expect(server.sent.filter(({ path }) => path === '/api/residents/slips')).toHaveLength(2);
  });

  it('are asked for once more under the same key when no answer came', async () => {
    let broken = true;
    const { user, server } = open('/slips', {
      ...answers,
      'POST /api/residents/slips': () => (broken ? unreachable : printed),
    });
    await user.click(await screen.findByRole('checkbox', { name: '测试乙' }));
    await user.click(screen.getByRole('button', { name: '生成 1 张登记条' }));
    await screen.findByText('连不上服务器');
    broken = false;
    await user.click(screen.getByRole('button', { name: '生成 1 张登记条' }));
    await screen.findByText('K7QM-2XWP-94TH');
    await user.click(screen.getByRole('button', { name: '印好了，返回' }));
    await user.click(await screen.findByRole('checkbox', { name: '测试乙' }));
    await user.click(screen.getByRole('button', { name: '生成 1 张登记条' }));
    await screen.findByText('K7QM-2XWP-94TH');
    const keys = server.sent.filter(({ path }) => path === '/api/residents/slips').map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('that were refused say for whom and why', async () => {
    const { user } = open('/slips', {
      ...answers,
      'POST /api/residents/slips': () => refuse(400, 'invalid_fields', '有内容填写不正确。', [{ field: '/records/0', rule: 'joined', message: joined }]),
    });
    await user.click(await screen.findByRole('checkbox', { name: '测试甲' }));
    await user.click(screen.getByRole('button', { name: '生成 1 张登记条' }));
    expect(await screen.findByText(/测试甲已经加入/)).toBeVisible();
  });
});
