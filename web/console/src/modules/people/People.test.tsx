import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { prefecture } from '@/shared/test/fixtures';
import { village, township, at, person, wife, son, detail, household, count, figures, answers, asked } from '@/shared/test/people';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import { setScreenWidth } from '@/shared/test/setup';
import type { LookLine } from './api';
import { agesAsked, holdsNumber } from './words';

afterEach(() => vi.useRealTimers());

describe('the register of a village', () => {
  it('lists people with masked numbers, household and residence, and counts them', async () => {
    open('/people', answers);
    const row = (await screen.findByRole('link', { name: '测试甲' })).closest('tr')!;
    expect(row).toHaveTextContent('测试甲男52苗族522601********0010138****1234一组 · 户号001 · 户主人户一致');
    expect(await screen.findByText('3 人，1 户；男 2 人，女 1 人')).toBeVisible();
    expect(screen.getByText(/已列出 2 人/)).toBeVisible();
  });

  it('asks for what the address says', async () => {
    const { server } = open('/people?group=g1&status=away&sex=female&ages=60-69&ended=yes', answers);
    await screen.findByRole('link', { name: '测试甲' });
    const query = new URLSearchParams(asked(server.sent, '/api/people?')[0]!.path.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      at: village.code, group: 'g1', status: 'away', sex: 'female', age_from: '60', age_to: '69', ended: 'yes',
    });
  });

  it('goes on where the answer ended', async () => {
    const { user, server } = open('/people', {
      ...answers,
      'GET /api/people': ({ url }: { url: URL }) =>
        url.searchParams.get('after') ? { people: [son], next: null } : { people: [person], next: 'r1' },
    });
    await user.click(await screen.findByRole('button', { name: '再看200条' }));
    expect(await screen.findByRole('link', { name: '测试丙' })).toBeVisible();
    expect(screen.getByText(/就是全部/)).toBeVisible();
    expect(asked(server.sent, '/api/people?').at(-1)!.path).toContain('after=r1');
  });

  it('searches by name: in the console’s address, not in the server’s', async () => {
    const { user, server, address } = open('/people?sex=male', { ...answers, 'POST /api/people/search': () => ({ people: [wife], next: null }) });
    await user.type(await screen.findByRole('searchbox', { name: '按姓名找人' }), '乙{Enter}');
    expect(await screen.findByRole('link', { name: '测试乙' })).toBeVisible();
    expect(address()).toBe('/people?name=乙');
    const search = server.sent.find(({ path }) => path === '/api/people/search')!;
    expect(search.body).toEqual({ at: village.code, name: '乙' });
  });

  it('never lets a number that was typed as a name into an address or to the server', async () => {
    const { user, server, address } = open('/people', answers);
    const box = await screen.findByRole('searchbox', { name: '按姓名找人' });
    await user.type(box, '５２２６０１ 1964{Enter}');
    expect(await screen.findByText(/这里只按姓名找，号码没有发出/)).toBeVisible();
    expect(box).toHaveValue('');
    expect(address()).toBe('/people');
    expect(server.sent.some(({ path }) => path.startsWith('/api/people/search'))).toBe(false);
  });

  it('says how long to wait when one asked too often, and asks again only when told to', async () => {
    const said = '操作太频繁，请40秒后再试。';
    const { user, server } = open('/people', { ...answers, 'GET /api/people': () => refuse(429, 'too_many_requests', said) });
    expect(await screen.findByText(said)).toBeVisible();
    expect(asked(server.sent, '/api/people?')).toHaveLength(1);
    server.set('GET /api/people', answers['GET /api/people']);
    await user.click(screen.getByRole('button', { name: '再试一次' }));
    expect(await screen.findByRole('link', { name: '测试甲' })).toBeVisible();
    expect(screen.queryByText(said)).toBeNull();
  });

  it('says in the dialog that too many numbers were searched for', async () => {
    const said = '按号码查找、查看完整号码、导入、导出、打印登记条合计每分钟最多60次，请12秒后再试。';
    const { user } = open('/people', { ...answers, 'POST /api/people/search': () => refuse(429, 'too_many_costly', said) });
    await user.click(await screen.findByRole('button', { name: '按号码查人' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '号码' }), '52260119640101001X');
    await user.click(within(dialog).getByRole('button', { name: '查找' }));
    expect(await within(dialog).findByText(said)).toBeVisible();
  });

  it('searches by number in a dialog that posts, and shows a refusal at the field', async () => {
    const { user, server, address } = open('/people', {
      ...answers,
      'POST /api/people/search': () => refuse(400, 'invalid_fields', '号码不对', [
        { field: '/id_number', rule: 'id_number.check', message: { zh: '最后一位对不上', en: 'wrong' } },
      ]),
    });
    await user.click(await screen.findByRole('button', { name: '按号码查人' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '号码' }), '52260119640101001X');
    await user.click(within(dialog).getByRole('button', { name: '查找' }));
    const fault = await within(dialog).findByRole('button', { name: /号码.*最后一位对不上/ });
    expect(fault).toBeVisible();
    server.set('POST /api/people/search', () => ({ people: [person], next: null }));
    await user.click(within(dialog).getByRole('button', { name: '查找' }));
    expect(await within(dialog).findByRole('link', { name: '测试甲' })).toBeInTheDocument();
    expect(server.sent.filter(({ path }) => path === '/api/people/search').at(-1)!.body).toEqual({
      at: village.code, id_number: '52260119640101001X',
    });
    // Whoever was found for one number does not stay beside another one that was refused.
    server.set('POST /api/people/search', () => refuse(400, 'invalid_fields', '号码不对', []));
    await user.click(within(dialog).getByRole('button', { name: '查找' }));
    expect(await within(dialog).findByText('号码不对')).toBeVisible();
    expect(within(dialog).queryByRole('link', { name: '测试甲' })).toBeNull();
    server.set('POST /api/people/search', () => ({ people: [person], next: null }));
    await user.click(within(dialog).getByRole('button', { name: '查找' }));
    await within(dialog).findByRole('link', { name: '测试甲' });
    await user.type(within(dialog).getByRole('textbox', { name: '号码' }), '{Backspace}');
    expect(within(dialog).queryByRole('link', { name: '测试甲' })).toBeNull();
    expect(server.sent.every(({ path }) => !path.includes('196401'))).toBe(true);
    expect(address()).toBe('/people');
    expect(JSON.stringify({ ...localStorage })).not.toContain('196401');
  });

  it('shows households, and their people with the head first', async () => {
    const { user } = open('/people?view=households', answers);
    await user.click(await screen.findByRole('button', { name: '户号001的成员' }));
    const names = await waitFor(() => {
      const found = screen.getAllByRole('listitem').filter((item) => /测试/.test(item.textContent ?? '')).map((item) => item.textContent);
      expect(found).toHaveLength(3);
      return found;
    });
    expect(names).toEqual(['户主测试甲男，52岁', '配偶测试乙女，50岁', '子测试丙男，20岁']);
  });

  it('finds households by number or head among all of them, in the order of their numbers', async () => {
    const of = (number: string, head_name: string | null) => ({ ...household, id: `h${number}`, number, head: head_name && `r${number}`, head_name });
    const { user, server } = open('/people?view=households', {
      ...answers,
      'GET /api/households': ({ url }: { url: URL }) =>
        url.searchParams.get('after') ? { households: [of('10', '测试甲'), of('3', null)], next: null } : { households: [of('2', '测试甲'), of('20', '测试乙')], next: 'h20' },
    });
    const rows = () => screen.getAllByRole('row').slice(1).map((row) => row.textContent);
    const box = await screen.findByRole('textbox', { name: '按户号或户主找一户' });
    await user.type(box, '甲');
    await waitFor(() => expect(rows()).toEqual([expect.stringMatching(/户号2/), expect.stringMatching(/户号10/)]));
    expect(server.sent.every(({ path }) => !decodeURIComponent(path).includes('甲'))).toBe(true);
    await user.clear(box);
    await user.click(screen.getByRole('checkbox', { name: '只看没有户主的' }));
    await waitFor(() => expect(rows()).toEqual([expect.stringMatching(/户号3.*没有户主/)]));
    expect(screen.getByRole('link', { name: '请指定' })).toHaveAttribute('href', `/people?at=${village.code}&household=h3`);
    await user.click(screen.getByRole('button', { name: '修改户号3' }));
    expect(within(await screen.findByRole('dialog')).getByRole('link', { name: '看这一户的人' })).toHaveAttribute('href', `/people?at=${village.code}&household=h3`);
    await user.type(box, '没有');
    expect(await screen.findByText('没有这样的户')).toBeVisible();
  });

  it('says before a reason is written that whole numbers cannot be exported', async () => {
    const { user, server } = open('/people?group=g1', {
      ...answers,
      'GET /api/session': () => ({
        ...answers['GET /api/session'](),
        permissions: ['people.read', 'people.look', 'people.export'],
      }),
      'GET /api/people/export/whole-numbers': () => ({
        numbers: 120, left: 47, may: false, refused_zh: '要导出120个完整号码，超过一小时内还可查看的47个。', refused_en: 'Too many.',
      }),
    });
    await user.click(await screen.findByRole('button', { name: '导出名册' }));
    const refusal = await screen.findByText('要导出120个完整号码，超过一小时内还可查看的47个。');
    await waitFor(() => expect(refusal).toBeVisible());
    expect(screen.getByRole('checkbox', { name: '身份证号码不打码' })).toBeDisabled();
    const query = new URLSearchParams(asked(server.sent, '/api/people/export/whole-numbers')[0]!.path.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({ village: village.code, group: 'g1' });
  });

  it('says how to begin', async () => {
    open('/people', {
      ...answers, 'GET /api/people': () => ({ people: [], next: null }), 'GET /api/people/figures': () => ({ ...figures, people: 0 }),
    });
    expect(await screen.findByText('名册还是空的')).toBeVisible();
    expect(screen.getByRole('link', { name: '导入名册' })).toHaveAttribute('href', '/people/import');
    expect(screen.getByRole('link', { name: '登记第一个人' })).toHaveAttribute('href', '/people/new');
  });

  it('puts one below the other on a narrow screen', async () => {
    setScreenWidth(360);
    open('/people', answers);
    const card = await screen.findByRole('link', { name: /测试甲/ });
    expect(card).toHaveTextContent('测试甲男，52岁522601********0010人户一致一组 · 户号001 · 户主');
    expect(screen.queryByRole('columnheader')).toBeNull();
  });
});

describe('the register above the villages', () => {
  const superior = {
    ...answers,
    'GET /api/session': () => at(township, ['people.read', 'people.look']),
    'GET /api/people/figures': () => ({
      ...figures, at: township.code,
      below: [count(village.code, '示例村民委员会', 3), count('522601001007', '空村民委员会', 0)],
    }),
  };

  it('shows how many there are, and the way down', async () => {
    const { server } = open('/people', superior);
    expect(await screen.findByRole('link', { name: '示例' })).toHaveAttribute('href', `/people?at=${village.code}`);
    expect(screen.getByText('未建册')).toBeVisible();
    expect(screen.queryByRole('button', { name: '登记居民' })).toBeNull();
    expect(asked(server.sent, '/api/people?')).toEqual([]);
  });

  it('shows a village’s people, with the way back up', async () => {
    open(`/people?at=${village.code}`, superior);
    await screen.findByRole('link', { name: '测试甲' });
    expect(screen.getByRole('link', { name: '示例街道' })).toHaveAttribute('href', `/people?at=${township.code}`);
    expect(screen.queryByRole('button', { name: '导入名册' })).toBeNull();
  });
});

describe('a person', () => {
  it('shows what is kept, the household, relatives in words, the other village, the history', async () => {
    open('/people/r1', answers);
    expect(await screen.findByText('户籍还登记在邻村')).toBeVisible();
    expect(screen.getByText('522601********0010')).toBeVisible();
    expect(await screen.findByText('在邻村')).toBeVisible();
    expect(screen.getByText('近亲属').closest('section')).toHaveTextContent(/配偶测试乙婚姻结束子女在邻村/);
    expect(await screen.findByText(/修改：电话/)).toBeVisible();
    expect(screen.getByText(/登记减少：死亡/)).toBeVisible();
    expect(screen.getByText('示例村村民委员会，日志第17号')).toBeVisible();
  });

  it('asks for a reason of five characters before a number is shown, and hides it after a minute', async () => {
    const { user, server } = open('/people/r1', {
      ...answers,
      'POST /api/people/*/look': () => ({ value: '522601196401010010', born_on: '1964-01-01', left_this_hour: 49 }),
    });
    await user.click(await screen.findByRole('button', { name: '查看身份证号码' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('都会记入日志');
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '核对');
    await user.click(within(dialog).getByRole('button', { name: '记入日志并查看' }));
    expect((await within(dialog).findAllByText('理由至少5个字')).length).toBeGreaterThan(0);
    expect(server.sent.some(({ path }) => path.endsWith('/look'))).toBe(false);
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '津贴号码');
    vi.useFakeTimers({ shouldAdvanceTime: true });
    fireEvent.click(within(dialog).getByRole('button', { name: '记入日志并查看' }));
    expect(await screen.findByText('522601196401010010')).toBeVisible();
    expect(screen.getByText(/本小时还可看 49 次/)).toBeVisible();
    expect(server.sent.find(({ path }) => path === '/api/people/r1/look')!.body).toEqual({ what: 'id_number', reason: '核对津贴号码' });
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('1964');
    await act(async () => vi.advanceTimersByTimeAsync(61_000));
    await waitFor(() => expect(screen.queryByText('522601196401010010')).toBeNull());
  });

  it('explains that the hour’s looks are used up', async () => {
    const { user } = open('/people/r1', {
      ...answers, 'POST /api/people/*/look': () => refuse(429, 'looks_per_hour', '一小时内看得太多，请过一会儿再看。'),
    });
    await user.click(await screen.findByRole('button', { name: '查看电话' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '通知领取补贴');
    await user.click(within(dialog).getByRole('button', { name: '记入日志并查看' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('一小时内看得太多，请过一会儿再看。');
  });

  it('says that somebody wants it kept and not used, with no way to whole numbers', async () => {
    const kept = { ...person, restricted: true };
    open('/people/r1', { ...answers, 'GET /api/people/*': () => ({ ...detail, person: kept, also: [] }) });
    expect(await screen.findByText('限制处理')).toBeVisible();
    expect(screen.getByText(/只保存，不查看号码/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /看.*号码/ })).toBeNull();
  });

  it('says since when somebody has joined and with which slips, to who prints them', async () => {
    const joining = {
      joined_at: '2016-07-01T10:30:00+08:00',
      slips: [
        { made_at: '2016-07-01T10:00:00+08:00', until: '2016-07-31', tries: 2, used_at: '2016-07-01T10:30:00+08:00', void_at: null },
        { made_at: '2016-06-30T10:00:00+08:00', until: '2016-07-30', tries: 0, used_at: null, void_at: '2016-07-01T10:00:00+08:00' },
      ],
    };
    open('/people/r1', {
      ...answers,
      'GET /api/session': () => at(village, ['people.read', 'residents.invite']),
      'GET /api/residents/records/*': () => joining,
    });
    expect(await screen.findByText('2016/07/01 10:30 凭登记条加入')).toBeVisible();
    expect(screen.getByText(/，已用，输错出生日期 2 次/)).toBeVisible();
    expect(screen.getByText(/，已作废/)).toBeVisible();
  });

  it('shows no way to whole numbers or changes to who may not', async () => {
    open('/people/r1', {
      ...answers, 'GET /api/session': () => at(township, ['people.read']), 'GET /api/people/*': () => ({ ...detail, may_change: false }),
    });
    await screen.findByText('522601********0010');
    for (const name of ['查看身份证号码', '查看电话', '修改', '登记减少', '登记亲属'])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });

  it('enters a death with its day', async () => {
    const { user, server } = open('/people/r1', {
      ...answers, 'POST /api/people/*/leave': () => ({ ...detail, person: { ...person, departure: 'death', left_on: '2016-10-01' } }),
    });
    await user.click(await screen.findByRole('button', { name: '登记减少' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '登记减少' }));
    expect((await within(dialog).findAllByText('请选择原因')).length).toBeGreaterThan(0);
    await user.click(within(dialog).getByRole('radio', { name: '死亡' }));
    await user.type(within(dialog).getByRole('textbox', { name: '日期' }), '2016-10-01{Enter}');
    await user.click(within(dialog).getByRole('button', { name: '登记减少' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/people/r1/leave')?.body).toEqual({ version: 3, departure: 'death', on: '2016-10-01' }),
    );
  });

  it('tells of a death that another village entered, and which village keeps what is the person’s own', async () => {
    open('/people/r1', {
      ...answers, 'GET /api/people/*': () => ({ ...detail, kept_by: '邻村', deaths_elsewhere: [{ village_name: '邻村', on: '2016-10-01' }] }),
    });
    expect(await screen.findByText('邻村登记此人已于2016年10月1日死亡')).toBeVisible();
    expect(screen.getByText(/请核实。属实的，请在本村登记死亡/)).toBeVisible();
    expect(screen.getByText(/姓名、身份证号码、民族、政治面貌和死亡由邻村登记/)).toBeVisible();
  });

  it('takes a departure back', async () => {
    const { user, server } = open('/people/r1', {
      ...answers,
      'GET /api/people/*': () => ({ ...detail, may_change: false, person: { ...person, departure: 'moved_out', left_on: '2016-10-01' } }),
      'POST /api/people/*/reinstate': () => detail,
    });
    expect(await screen.findByText('迁出，2016年10月1日')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '撤销减少' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '撤销减少' }));
    await waitFor(() => expect(server.sent.find(({ path }) => path === '/api/people/r1/reinstate')?.body).toEqual({ version: 3 }));
  });
});

describe('looks at numbers', () => {
  const look: LookLine = {
    id: 'l1', at: '2016-10-13T10:00:00+08:00', account_name: '示例乙', post: '示例村村民委员会', record_id: 'r1', person_name: '测试甲',
    village: village.code, village_name: '示例村', what: 'id_number', met: false, reason: '办理高龄津贴', entry: 21,
  };

  it('says who looked at whom, when and why, to the auditor', async () => {
    const { server } = open('/looks?from=2016-10-01&record=r1', {
      // Before what answers for a person: the first that fits is taken.
      'GET /api/people/looks': () => ({ looks: [look, { ...look, id: 'l2', met: true, reason: '登记时填写' }], next: null }), ...answers,
      'GET /api/session': () => at(prefecture, ['people.looks', 'journal.read']),
    });
    expect((await screen.findByText('登记时填写')).closest('tr')!).toHaveTextContent('填写的身份证号码');
    const row = (await screen.findByText('办理高龄津贴')).closest('tr')!;
    expect(row).toHaveTextContent(/示例乙示例村村民委员会测试甲示例村身份证号码办理高龄津贴21/);
    expect(within(row).getByRole('link', { name: '21' })).toHaveAttribute('href', '/journal/21');
    expect(within(row).queryByRole('link', { name: '测试甲' })).toBeNull();
    expect(server.sent.some(({ path }) => path === '/api/people/looks?record=r1&from=2016-10-01')).toBe(true);
  });

  it('goes on to all who looked at one person, by the record alone', async () => {
    const { user, server, address } = open('/looks', {
      'GET /api/people/looks': () => ({ looks: [look], next: null }), ...answers,
      'GET /api/session': () => at(prefecture, ['people.looks', 'journal.read']),
    });
    await user.click(await screen.findByRole('button', { name: '测试甲的全部查看' }));
    await waitFor(() => expect(address()).toBe('/looks?record=r1'));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/people/looks?record=r1')).toBe(true));
    expect(screen.getByText('只看一个居民的')).toBeVisible();
    expect(screen.queryByRole('button', { name: '测试甲的全部查看' })).toBeNull();
  });

  it('goes on to all that one official looked at', async () => {
    const { user, server, address } = open('/looks', {
      'GET /api/people/looks': () => ({ looks: [look], next: null }), ...answers,
      'GET /api/session': () => at(prefecture, ['people.looks', 'journal.read']),
      'GET /api/journal/*': () => ({ entry: { number: 21, account_id: 'a77' }, names: [] }),
    });
    await user.click(await screen.findByRole('button', { name: '只看示例乙查的' }));
    await waitFor(() => expect(address()).toBe('/looks?account=a77'));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/people/looks?account=a77')).toBe(true));
    expect(server.sent.some(({ path }) => path === '/api/journal/21')).toBe(true);
    expect(screen.getByText('只看一个人查的')).toBeVisible();
    expect(screen.queryByRole('button', { name: '只看示例乙查的' })).toBeNull();
  });

  it('is not in the menu of who may not', async () => {
    open('/people', answers);
    const menu = await screen.findByRole('navigation', { name: '主菜单' });
    expect(within(menu).getByRole('link', { name: '居民名册' })).toBeVisible();
    expect(within(menu).queryByRole('link', { name: '号码查看记录' })).toBeNull();
  });
});

describe('words', () => {
  it('read ages from the address, and nothing else', () => {
    expect(agesAsked('60-69')).toEqual({ age_from: '60', age_to: '69' });
    expect(agesAsked('80+')).toEqual({ age_from: '80', age_to: '' });
    expect(agesAsked('x')).toEqual({ age_from: '', age_to: '' });
  });

  it('know a number however it is typed', () => {
    for (const typed of ['522601196401010010', '５２２６０１', '138 0000 1234', '0855-8222333']) expect(holdsNumber(typed)).toBe(true);
    for (const typed of ['测试甲', '阿依·古丽', '', '3组']) expect(holdsNumber(typed)).toBe(false);
  });
});
