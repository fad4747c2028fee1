import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { counties, prefecture, province, session, summary } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';

describe('units', () => {
  it('begin at the owner of the plan, with what lies below', async () => {
    open('/units');
    expect(await screen.findByRole('heading', { level: 1, name: prefecture.name })).toBeVisible();
    const below = screen.getByRole('heading', { name: '下级单位' }).closest('section')!;
    expect(await within(below).findByRole('link', { name: '丹寨县' })).toHaveAttribute('href', '/units/522636000000');
    expect(within(below).getByText('3 个')).toBeVisible();
  });

  it('open the way down to a unit in the tree', async () => {
    open('/units/522636000000');
    const tree = await screen.findByRole('tree');
    await waitFor(() => expect(within(tree).getByText('丹寨县')).toBeInTheDocument());
  });

  it('are found by what people type, and say where they lie', async () => {
    const { user, address } = open('/units', {
      'GET /api/units': () => ({ hits: [{ unit: summary(counties[2]!), above: [province, summary(prefecture)] }], more: true }),
    });
    await user.type(await screen.findByRole('searchbox', { name: '查找单位' }), '丹寨');
    await user.click(await screen.findByRole('link', { name: /^丹寨县.*县（市）$/ }));
    expect(address()).toBe('/units/522636000000');
    expect(await screen.findByRole('heading', { level: 1, name: '丹寨县' })).toBeVisible();
  });

  it('help when nothing is found', async () => {
    const { user } = open('/units', { 'GET /api/units': () => ({ hits: [], more: false }) });
    await user.type(await screen.findByRole('searchbox', { name: '查找单位' }), '没有的');
    expect(await screen.findByText('少打几个字，或者用区划代码查。')).toBeVisible();
  });

  it('show code, state, history and figures of one', async () => {
    open('/units/522636000000', {
      'GET /api/units/*/history': () => ({
        codes: [{ code: '522636000000', unit_id: 'u', valid_from: '2023-06-30', valid_to: null, successor_id: null }],
        changes: [],
      }),
      'GET /api/units/*/figures': () => ({
        unit: counties[2], period: '2016', demo: true,
        figures: [{ measure: 'elections.completed', zh: '换届选举完成', en: '', n: 50, d: 120, reported: 1 }],
      }),
    });
    expect(await screen.findByText('2023年6月30日')).toBeVisible();
    expect(screen.getByText('启用代码 522636000000')).toBeVisible();
    expect(screen.getByText('现存')).toBeVisible();
    expect(await screen.findByText('41.6%')).toBeVisible();
  });

  it('say who took over from one that was withdrawn', async () => {
    open('/units/522636000000', {
      'GET /api/units/*': () => ({
        unit: { ...summary(counties[2]!), withdrawn_on: '2020-01-01' }, above: [province], successor: summary(counties[0]!),
      }),
    });
    expect(await screen.findByRole('link', { name: '由 凯里市 接续' })).toHaveAttribute('href', '/units/522601000000');
    expect(screen.getByText('2020年1月1日')).toBeVisible();
  });

  it('say whom people call, and take a number', async () => {
    const hotline = { number: '12345', hours: '', unit_code: '', unit_name: '' };
    const { user, server } = open('/units/522601000000', {
      'GET /api/session': () => ({ ...session, permissions: ['contacts.write'] }),
      'GET /api/units/*/telephone': () => hotline,
      'POST /api/units/*/telephone': ({ body }) =>
        (body as { number: string }).number === '8222222'
          ? refuse(422, 'invalid_fields', '填写有误。', [
              { field: '/number', rule: 'phone.area_code', message: { zh: '固定电话请写区号，如 0855-1234567。', en: 'Area code' } },
            ])
          : { number: '0855-8222222', hours: '赶场天', unit_code: '522601000000', unit_name: '凯里市' },
    });
    const card = (await screen.findByRole('heading', { name: '公开电话' })).closest('section')!;
    expect(await within(card).findByText('12345')).toBeVisible();
    expect(within(card).getByText(/显示政务服务便民热线/)).toBeVisible();
    await user.click(within(card).getByRole('button', { name: '填写' }));
    expect(within(card).getByRole('button', { name: /取\s?消/ })).toBeVisible();
    await user.type(within(card).getByRole('textbox', { name: '公开电话' }), '8222222');
    await user.type(within(card).getByRole('textbox', { name: '什么时候有人接' }), '赶场天');
    await user.click(within(card).getByRole('button', { name: /保\s?存/ }));
    expect((await within(card).findAllByText(/固定电话请写区号/))[0]).toBeVisible();
    expect(within(card).getByRole('textbox', { name: '什么时候有人接' })).toHaveValue('赶场天');
    await user.clear(within(card).getByRole('textbox', { name: '公开电话' }));
    await user.type(within(card).getByRole('textbox', { name: '公开电话' }), '0855 8222222');
    await user.click(within(card).getByRole('button', { name: /保\s?存/ }));
    await waitFor(() => expect(within(card).queryByRole('textbox')).toBeNull());
    expect(server.sent.filter(({ method }) => method === 'POST').at(-1)!.body).toEqual({ number: '0855 8222222', hours: '赶场天' });
  });

  it('say under which code it is registered, and take one', async () => {
    let kept = { code: '', notes: [] as { rule: string; zh: string; en: string }[] };
    const { user, server } = open('/units/522601000000', {
      'GET /api/session': () => ({ ...session, permissions: ['contacts.write'] }),
      'GET /api/units/*/credit-code': () => kept,
      'POST /api/units/*/credit-code': ({ body }) =>
        (body as { code: string }).code === '1'
          ? refuse(422, 'invalid_fields', '填写有误。', [
              { field: '/code', rule: 'credit_code.length', message: { zh: '统一社会信用代码是18位，这里有1位。', en: '18' } },
            ])
          : (kept = { code: '55522631MF1234567Y', notes: [{ rule: 'credit_code.elsewhere', zh: '代码第3至8位不是本县的区划代码。', en: '' }] }),
    });
    const card = (await screen.findByRole('heading', { name: '统一社会信用代码' })).closest('section')!;
    expect(await within(card).findByText('没有登记')).toBeVisible();
    await user.click(within(card).getByRole('button', { name: '填写' }));
    expect(within(card).getByRole('button', { name: /取\s?消/ })).toBeVisible();
    const field = within(card).getByRole('textbox', { name: '统一社会信用代码' });
    await user.type(field, '1');
    await user.click(within(card).getByRole('button', { name: /保\s?存/ }));
    expect((await within(card).findAllByText(/这里有1位/))[0]).toBeVisible();
    await user.clear(field);
    await user.type(field, '55522631mf1234567y');
    await user.click(within(card).getByRole('button', { name: /保\s?存/ }));
    expect(await within(card).findByText('55522631MF1234567Y')).toBeVisible();
    expect(within(card).getByText(/不是本县的区划代码/)).toBeVisible();
    expect(server.sent.filter(({ method }) => method === 'POST').at(-1)!.body).toEqual({ code: '55522631mf1234567y' });
  });

  it('say so when there is none of that code', async () => {
    open('/units/999999999999', { 'GET /api/units/*': () => refuse(404, 'not_found', '没有这个代码的单位。') });
    expect(await screen.findByText('没有这个代码的单位。')).toBeVisible();
  });
});

describe('groups of a village', () => {
  const village = summary({ code: '522601001006', name: '示例村民委员会', level: 'village' });
  const clerk = {
    ...session, permissions: ['units.manage'], post: 'v1',
    posts: [{ ...session.posts[0]!, id: 'v1', role: 'village_committee' as const, unit: { code: village.code, name: village.name, level: village.level } }],
  };
  const one = { ...summary({ code: '', name: '一组', level: 'group' }), id: 'g1' };
  const answers = {
    'GET /api/session': () => clerk,
    'GET /api/units/*': () => ({ unit: village, above: [province, summary(prefecture)], successor: null }),
    'GET /api/units/*/children': () => ({ units: [] as unknown[] }),
  };

  it('are added in a dialog; a refusal is shown at its field, and the list is read anew', async () => {
    const { user, server } = open('/units/522601001006', {
      ...answers,
      'POST /api/units': () => refuse(409, 'name_taken', '同一上级之下已有这个名称。', [
        { field: '/name', rule: 'unique', message: { zh: '名称已被使用。', en: 'taken' } },
      ]),
    });
    await user.click(await screen.findByRole('button', { name: '增设组（寨）' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '名称' }), ' 一组 ');
    await user.click(within(dialog).getByRole('button', { name: '增设' }));
    expect(await within(dialog).findByRole('button', { name: '名称 名称已被使用。' })).toBeVisible();
    server.set('POST /api/units', () => one);
    server.set('GET /api/units/*/children', () => ({ units: [one] }));
    await user.click(within(dialog).getByRole('button', { name: '增设' }));
    const below = screen.getByRole('heading', { name: '下级单位' }).closest('section')!;
    expect(await within(below).findByText('一组')).toBeVisible();
    const sent = server.sent.filter(({ method, path }) => method === 'POST' && path === '/api/units');
    expect(sent.at(-1)!.body).toEqual({ parent_code: village.code, level: 'group', name: '一组' });
    expect(sent.at(-1)!.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of ten households may lie in a group', async () => {
    const { user, server } = open('/units/522601001006', {
      ...answers, 'GET /api/units/*/children': () => ({ units: [one] }), 'POST /api/units': () => ({ ...one, id: 't1' }),
    });
    await user.click(await screen.findByRole('button', { name: '增设组（寨）' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('radio', { name: '十户单元' }));
    await user.type(within(dialog).getByRole('textbox', { name: '名称' }), '第一单元');
    await user.click(within(dialog).getByRole('combobox', { name: '设在' }));
    await user.click(await screen.findByTitle('一组'));
    await user.click(within(dialog).getByRole('button', { name: '增设' }));
    await waitFor(() =>
      expect(server.sent.find(({ method, path }) => method === 'POST' && path === '/api/units')?.body).toEqual({
        parent_code: '', parent_id: 'g1', level: 'ten_households', name: '第一单元',
      }),
    );
  });

  it.each([
    ['without the permission', { 'GET /api/session': () => ({ ...clerk, permissions: [] }) }],
    ['from another place', { 'GET /api/session': () => ({ ...session, permissions: ['units.manage'], post: 'p2' }) }],
    ['above a village', { 'GET /api/units/*': () => ({ unit: { ...village, level: 'township' }, above: [], successor: null }) }],
  ])('are not added %s', async (_, other) => {
    open('/units/522601001006', { ...answers, ...other });
    await screen.findByRole('heading', { level: 1, name: village.name });
    expect(screen.queryByRole('button', { name: '增设组（寨）' })).toBeNull();
  });
});
