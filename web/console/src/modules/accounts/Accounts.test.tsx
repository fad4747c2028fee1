import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { AccountAnswer, RoleAnswer } from '@/shared/api/contract';
import { counties, prefecture, province, session, summary } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import { postStatus } from './status';

const account: AccountAnswer = {
  id: 'a9', name: 'sansui', display_name: '示例乙', state: 'active', unit: counties[1]!,
  created_at: '2016-03-01T09:30:00+08:00', signed_in_at: '2016-10-12T08:00:00+08:00', wrong_tries: 0, also: [],
  second_factor_since: null, second_factor_demanded: true, factor_reset: null,
  posts: [
    { id: 'p9', role: 'county_bureau', unit: counties[1]!, valid_from: '2016-03-01', valid_to: null, in_force: true },
    { id: 'p8', role: 'township', unit: counties[1]!, valid_from: '2015-01-01', valid_to: '2016-01-01', in_force: false },
  ],
};
const roles: RoleAnswer[] = [
  { role: 'prefecture_bureau', zh: '州民政局', en: '', administrator: false, levels: ['prefecture'], grants: ['county_bureau'], permissions: [] },
  {
    role: 'county_bureau', zh: '县（市）民政局', en: '', administrator: false, levels: ['county'], grants: [],
    permissions: [{ name: 'units.manage', zh: '登记村以下单元', en: '' }],
  },
  { role: 'auditor', zh: '审计员', en: '', administrator: true, levels: ['prefecture'], grants: [], permissions: [] },
];
const answers = {
  'GET /api/accounts': () => ({ accounts: [account], next: null }),
  'GET /api/accounts/*': () => account,
  'GET /api/roles': () => ({ roles }),
  'GET /api/factor-resets': () => ({ resets: [] }),
  'GET /api/posts/withdrawn': () => ({ posts: [] }),
  'GET /api/units': () => ({
    hits: [counties[2]!, { code: '522636100000', name: '示例镇', level: 'township' as const }].map((unit) => ({
      unit: summary(unit), above: [province, summary(prefecture)],
    })),
    more: false,
  }),
};
describe('posts at units that are no more', () => {
  const village = { code: '522624001001', name: '旧寨村民委员会', level: 'village' as const };
  const left = {
    id: 'p7', account: 'a9', name: 'sansui', display_name: '示例乙', role: 'village_committee' as const, unit: village,
    withdrawn_on: '2016-09-30', successor: { ...village, code: '522624001002', name: '新寨村民委员会' }, may_move: true,
    why_not_zh: '', why_not_en: '',
  };

  it('are moved to the successor with one deed, once the superior is sure', async () => {
    const { user, server } = open('/accounts', {
      ...answers, 'GET /api/posts/withdrawn': () => ({ posts: [left] }), 'POST /api/posts/*/move': () => account.posts[0],
    });
    await user.click(await screen.findByRole('button', { name: '转到新寨' }));
    const dialog = await screen.findByRole('dialog');
    expect(server.sent.some(({ path }) => path.endsWith('/move'))).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: '转到新寨' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/posts/p7/move')).toBe(true));
  });

  it('say why they cannot be moved', async () => {
    const stuck = { ...left, successor: null, may_move: false, why_not_zh: '还没有登记由哪个单位承接，请先登记。' };
    open('/accounts', { ...answers, 'GET /api/posts/withdrawn': () => ({ posts: [stuck] }) });
    expect(await screen.findByText(stuck.why_not_zh)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^转到/ })).toBeNull();
  });
});

describe('a password that was handed out', () => {
  const until = '2016-10-20T09:30:00+08:00';
  const handedOut = { ...account, state: 'must_change_password' as const, password_until: until };

  it('is shown with its term', async () => {
    open('/accounts/a9', { ...answers, 'GET /api/accounts/*': () => handedOut });
    expect(await screen.findByText('2016/10/20 09:30前有效，过后要重置')).toBeVisible();
    expect(screen.getByText('待改密码')).toBeVisible();
  });

  const lapsed = { ...handedOut, password_lapsed: true };

  it('that nobody used in time says so on the list', async () => {
    open('/accounts', { ...answers, 'GET /api/accounts': () => ({ accounts: [lapsed], next: null }) });
    expect(await screen.findByText('初始密码已过期')).toBeVisible();
  });

  it('that nobody used in time says on its page what to do', async () => {
    open('/accounts/a9', { ...answers, 'GET /api/accounts/*': () => lapsed });
    expect(await screen.findByText(/已过期，请重置密码/)).toBeVisible();
  });
});

const without = (permission: string) => ({
  'GET /api/session': () => ({ ...session, permissions: session.permissions.filter((each) => each !== permission) }),
});

describe('the list of accounts', () => {
  it('shows who, the posts in force, and the state', async () => {
    open('/accounts', answers);
    const row = (await screen.findByRole('link', { name: '示例乙' })).closest('tr')!;
    expect(row).toHaveTextContent('示例乙sansui三穗县县（市）民政局三穗县✓正常待设置');
  });

  it('goes on where the server’s answer ended', async () => {
    const { user, server } = open('/accounts', {
      ...answers,
      'GET /api/accounts': ({ url }: { url: URL }) =>
        url.searchParams.get('after') === 'sansui'
          ? { accounts: [{ ...account, id: 'a10', display_name: '示例丙' }], next: null }
          : { accounts: [account], next: 'sansui' },
    });
    await user.click(await screen.findByRole('button', { name: '再看 100 个' }));
    expect(await screen.findByRole('link', { name: '示例丙' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '再看 100 个' })).toBeNull();
    expect(server.sent.some(({ path }) => path === '/api/accounts?after=sansui')).toBe(true);
  });

  it('asks for one unit when the address says so', async () => {
    const { server } = open('/accounts?unit=522624000000', answers);
    await screen.findByRole('link', { name: '示例乙' });
    expect(server.sent.some(({ path }) => path === '/api/accounts?unit=522624000000')).toBe(true);
  });

  it('says what to do when there are none', async () => {
    open('/accounts', { ...answers, 'GET /api/accounts': () => ({ accounts: [], next: null }) });
    expect(await screen.findByText('这里还没有账号')).toBeVisible();
  });

  it('offers to make one only to who may', async () => {
    open('/accounts', { ...answers, ...without('accounts.manage') });
    await screen.findByRole('link', { name: '示例乙' });
    expect(screen.queryByRole('button', { name: '新建账号' })).toBeNull();
  });
});

describe('making an account', () => {
  it('sends it under an idempotency key and shows the password once', async () => {
    const { user, server, address } = open('/accounts/new', {
      ...answers,
      'POST /api/accounts': () => ({ account, one_time_password: 'K7WQ-M2XT' }),
    });
    await user.type(await screen.findByRole('textbox', { name: '姓名' }), '示例乙');
    await user.type(screen.getByRole('textbox', { name: '登录名' }), 'sansui');
    await user.click(screen.getByRole('button', { name: '建立账号' }));
    const dialog = await screen.findByRole('dialog');
    await waitFor(() => expect(within(dialog).getByText('K7WQ-M2XT')).toBeVisible());
    const sent = server.sent.find(({ method }) => method === 'POST')!;
    expect(sent.body).toEqual({ name: 'sansui', display_name: '示例乙', unit: prefecture.code });
    expect(sent.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
    await user.click(within(dialog).getByRole('button', { name: '已经告诉本人' }));
    await waitFor(() => expect(address()).toBe('/accounts/a9'));
    await waitFor(() => expect(screen.queryByText('K7WQ-M2XT')).toBeNull());
  });

  it('shows at the field that the name is taken', async () => {
    const taken = { zh: '这个登录名已经有人用了。', en: 'Taken.' };
    const { user } = open('/accounts/new', {
      ...answers,
      'POST /api/accounts': () => refuse(409, 'name_taken', taken.zh, [{ field: '/name', rule: 'taken', message: taken }]),
    });
    await user.type(await screen.findByRole('textbox', { name: '姓名' }), '示例乙');
    await user.type(screen.getByRole('textbox', { name: '登录名' }), 'sansui');
    await user.click(screen.getByRole('button', { name: '建立账号' }));
    expect(await screen.findByRole('button', { name: '登录名 这个登录名已经有人用了。' })).toBeVisible();
    expect(screen.getByRole('textbox', { name: '登录名' })).toHaveValue('sansui');
  });
});

describe('an account', () => {
  it('shows its posts, also those that are over', async () => {
    open('/accounts/a9', answers);
    const rows = within(await screen.findByRole('table')).getAllByRole('row').slice(1).map((row) => row.textContent);
    expect(rows).toEqual([
      '乡镇（街道）三穗县2015年1月1日 至 2016年1月1日×已结束',
      '县（市）民政局三穗县2016年3月1日 起✓有效收回',
    ]);
  });

  it('is locked only after a question', async () => {
    const { user, server } = open('/accounts/a9', { ...answers, 'POST /api/accounts/*/lock': () => ({ ...account, state: 'locked' }) });
    await user.click(await screen.findByRole('button', { name: '锁定' }));
    const question = await screen.findByRole('dialog');
    expect(server.sent.some(({ method }) => method === 'POST')).toBe(false);
    // The dialog opens with a movement, and is seen at its end.
    await waitFor(() => expect(within(question).getByText('本人立即退出，解锁前不能登录。')).toBeVisible());
    await user.click(within(question).getByRole('button', { name: '锁定' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/accounts/a9/lock')).toBe(true));
  });

  it('gets a new password that is shown once', async () => {
    const { user } = open('/accounts/a9', { ...answers, 'POST /api/accounts/*/reset-password': () => ({ one_time_password: '9HPD-4RVC' }) });
    await user.click(await screen.findByRole('button', { name: '重置密码' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '重置密码' }));
    await waitFor(() => expect(screen.getByText('9HPD-4RVC')).toBeVisible());
  });

  it('says in the server’s words why it may not be done', async () => {
    const { user } = open('/accounts/a9', { ...answers, 'POST /api/accounts/*/lock': () => refuse(403, 'not_the_superior', '只有上级可以锁定。') });
    await user.click(await screen.findByRole('button', { name: '锁定' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '锁定' }));
    expect(await screen.findByText('只有上级可以锁定。')).toBeVisible();
  });

  it('loses a post after a question', async () => {
    const { user, server } = open('/accounts/a9', { ...answers, 'DELETE /api/posts/*': () => ({}) });
    await user.click(await screen.findByRole('button', { name: '收回' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '收回' }));
    await waitFor(() => expect(server.sent.some(({ method, path }) => method === 'DELETE' && path === '/api/posts/p9')).toBe(true));
  });

  it('offers nothing against oneself', async () => {
    open('/accounts/a1', { ...answers, 'GET /api/accounts/*': () => ({ ...account, id: 'a1' }) });
    await screen.findByRole('table');
    for (const name of ['锁定', '重置密码', '授权', '收回']) expect(screen.queryByRole('button', { name })).toBeNull();
  });

  it('offers no grants to who may not', async () => {
    open('/accounts/a9', { ...answers, ...without('posts.grant') });
    await screen.findByRole('table');
    expect(screen.queryByRole('button', { name: '授权' })).toBeNull();
    expect(screen.getByRole('button', { name: '锁定' })).toBeVisible();
  });
});

describe('SEC-07 a second factor that is reset', () => {
  const reset = {
    id: 'r1', account: 'a9', name: 'sansui', display_name: '示例乙', unit: counties[1]!, reason: '当面核对', state: 'asked',
    state_zh: '待另一人确认', state_en: 'Waits', version: 1, asked_at: '2016-10-12T08:00:00+08:00', asked_by: '示例丁',
    actions: [
      { name: 'confirm', label_zh: '确认重置', label_en: 'Confirm', asks_reason: false, other_than: 'create', refused_zh: null, refused_en: null },
      { name: 'refuse', label_zh: '不同意', label_en: 'Refuse', asks_reason: false, other_than: null, refused_zh: null, refused_en: null },
    ],
  };
  const withFactor = { ...account, second_factor_since: '2016-09-01T08:00:00+08:00' };

  it('that lapsed says so on the page, and may be asked for anew', async () => {
    const lapsed = { ...reset, state: 'lapsed', state_zh: '已过期', state_en: 'Lapsed', actions: [] };
    open('/accounts/a9', { ...answers, 'GET /api/accounts/*': () => ({ ...withFactor, factor_reset: lapsed }) });
    expect(await screen.findByText('已过期')).toBeVisible();
    expect(screen.getByRole('button', { name: '重置二次验证' })).toBeVisible();
  });

  it('that waits says until when', async () => {
    const waiting = { ...reset, expires_at: '2016-10-13T08:00:00+08:00' };
    open('/accounts/a9', { ...answers, 'GET /api/accounts/*': () => ({ ...withFactor, factor_reset: waiting }) });
    expect(await screen.findByText('2016/10/13 08:00前没有确认就作废')).toBeVisible();
    expect(screen.queryByRole('button', { name: '重置二次验证' })).toBeNull();
  });

  it('is asked for with how one has seen who it is', async () => {
    const { user, server } = open('/accounts/a9', {
      ...answers,
      'GET /api/accounts/*': () => withFactor,
      'POST /api/accounts/*/factor-reset': () => ({ ...withFactor, factor_reset: reset }),
    });
    await user.click(await screen.findByRole('button', { name: '重置二次验证' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '申请' }));
    expect((await within(dialog).findAllByText('请写明怎样核对了本人', { exact: false }))[0]).toBeVisible();
    await user.type(within(dialog).getByLabelText('怎样核对了本人'), '当面核对');
    await user.click(within(dialog).getByRole('button', { name: '申请' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/accounts/a9/factor-reset')?.body).toEqual({ reason: '当面核对' }),
    );
  });

  it('is confirmed by another person from the list, under the version seen', async () => {
    const { user, server } = open('/accounts', {
      ...answers,
      'GET /api/factor-resets': () => ({ resets: [reset] }),
      'POST /api/factor-resets/*/confirm': () => ({ ...reset, state: 'done', state_zh: '已重置', actions: [] }),
    });
    expect(await screen.findByText(/示例丁 在 .* 申请：当面核对/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '确认重置' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/factor-resets/r1/confirm')?.body).toEqual({ version: 1 }),
    );
    expect(await screen.findByText('已重置')).toBeVisible();
  });

  it('tells whoever asked why they cannot confirm', async () => {
    const own = { ...reset.actions[0]!, refused_zh: '要由另一个人来做。', refused_en: 'Another person.' };
    open('/accounts/a9', {
      ...answers,
      'GET /api/accounts/*': () => ({ ...withFactor, factor_reset: { ...reset, actions: [own, reset.actions[1]] } }),
    });
    expect(await screen.findByText('要由另一个人来做。')).toBeVisible();
    expect(screen.queryByRole('button', { name: '确认重置' })).toBeNull();
    expect(screen.queryByRole('button', { name: '重置二次验证' })).toBeNull();
    // Their own request they do not refuse: they take it back.
    expect(screen.queryByRole('button', { name: '不同意' })).toBeNull();
    expect(screen.getByRole('button', { name: '撤回' })).toBeVisible();
  });

  it('waits on the desk of who may confirm it, and on nobody else’s', async () => {
    const own = { ...reset, id: 'r2', actions: [{ ...reset.actions[0]!, refused_zh: '要由另一个人来做。' }, reset.actions[1]] };
    open('/desk', { ...answers, 'GET /api/factor-resets': () => ({ resets: [reset, own] }) });
    expect(await screen.findByRole('link', { name: '1 件二次验证重置待确认' })).toHaveAttribute('href', '/accounts');
    const menu = screen.getByRole('navigation', { name: '主菜单' });
    expect(within(menu).getByRole('link', { name: /账号与授权.*1 件待办/ })).toBeVisible();
    expect(within(menu).getByRole('link', { name: /我的桌面.*1 件待办/ })).toBeVisible();
  });

  it('is not asked after for who may not', async () => {
    const { server } = open('/desk', { ...answers, 'GET /api/session': () => ({ ...session, permissions: ['accounts.read'] }) });
    expect(await screen.findByText('没有待办')).toBeVisible();
    expect(server.sent.some(({ path }) => path.startsWith('/api/factor-resets'))).toBe(false);
  });
});

describe('granting a post', () => {
  it('offers the roles that the own post may grant, says what they may do, and units of the right level', async () => {
    const { user, server } = open('/accounts/a9', { ...answers, 'POST /api/accounts/*/posts': () => account.posts[0] });
    await user.click(await screen.findByRole('button', { name: '授权' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('combobox', { name: '角色' }));
    expect(screen.queryByTitle('审计员')).toBeNull();
    await user.click(await screen.findByTitle('县（市）民政局'));
    expect(await within(dialog).findByText('登记村以下单元')).toBeVisible();
    const unit = within(dialog).getByRole('combobox', { name: '单位' });
    await user.type(unit, '丹寨');
    const list = await screen.findByText('丹寨县');
    expect(screen.queryByText('示例镇')).toBeNull();
    await user.click(list);
    await user.click(within(dialog).getByRole('button', { name: '授权' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/accounts/a9/posts')?.body).toEqual({ role: 'county_bureau', unit: '522636000000' }),
    );
  });
});

describe('the state of a post', () => {
  const post = account.posts[0]!;
  it('is in force, to come or over', () => {
    expect(postStatus(post, '2016-10-13').label.zh).toBe('有效');
    expect(postStatus({ ...post, in_force: false, valid_from: '2016-11-01' }, '2016-10-13').label.zh).toBe('未到期');
    expect(postStatus({ ...post, in_force: false }, '2016-10-13').label.zh).toBe('已结束');
  });
});
