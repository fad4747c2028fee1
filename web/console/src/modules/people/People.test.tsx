import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionAnswer } from '@/shared/api/contract';
import type { Schemas } from '@/shared/api/client';
import { prefecture, province, session, summary } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import { setScreenWidth } from '@/shared/test/setup';
import type { HouseholdLine, LookLine, PeopleFigures, PersonDetail, PersonImport, PersonLine } from './api';
import { csvOf } from './faultsFile';
import { fieldsOf } from './form/PersonForm';
import { agesAsked, holdsNumber } from './words';

const village: Schemas['UnitRef'] = { code: '522601001006', name: '示例村民委员会', level: 'village' };
const township: Schemas['UnitRef'] = { code: '522601001000', name: '示例街道', level: 'township' };
const at = (unit: Schemas['UnitRef'], permissions: string[]): SessionAnswer => ({
  ...session, permissions,
  posts: [{ ...session.posts[0]!, id: 'v1', role: 'village_committee', unit }], post: 'v1',
});
const clerk = at(village, ['people.read', 'people.write', 'people.look', 'people.import']);

const person: PersonLine = {
  id: 'r1', person_id: 'n1', name: '测试甲', sex: 'male', age: 52, ethnic: '苗族', id_number: '522601********0010', phone: '138****1234',
  political: 'masses', status: 'both', village: village.code, village_name: '示例村', group: 'g1', group_name: '一组', household: 'h1',
  household_number: '001', kinship: 'head', departure: null, left_on: null, version: 3, is_demo: false,
};
const wife: PersonLine = { ...person, id: 'r2', person_id: 'n2', name: '测试乙', sex: 'female', age: 50, kinship: 'spouse', id_number: null };
const son: PersonLine = { ...person, id: 'r3', person_id: 'n3', name: '测试丙', age: 20, kinship: 'son' };
const detail: PersonDetail = {
  person, ethnic_code: '06', ethnic_text: '', born_on: null, arrival: 'recorded', since: null, may_change: true,
  also: [{ village_name: '邻村', registered: true, lives: false, disagrees: false }],
};
const household: HouseholdLine = {
  id: 'h1', village: village.code, village_name: '示例村', group: 'g1', group_name: '一组', number: '001', address: '示例路1号', head: 'r1',
  head_name: '测试甲', members: 3, version: 1, is_demo: false,
};
const count = (key: string, name: string, people: number) => ({ key, name, people });
const figures: PeopleFigures = {
  at: village.code, name: '示例村', people: 3, households: 1, by_status: [count('both', '人户一致', 3)],
  by_sex: [count('male', '男', 2), count('female', '女', 1)], by_age: [count('18-59', '18至59岁', 3)], by_ethnic: [count('06', '苗族', 3)],
  increases: [count('birth', '出生', 0)], decreases: [count('death', '死亡', 0)], below: [count('g1', '一组', 3)],
};
const preview: PersonImport = {
  id: 'i1', village: village.code, village_name: '示例村', state: 'preview', sent_at: '2016-10-13T10:00:00+08:00',
  expires_at: '2016-10-14T10:00:00+08:00', rows: 3000, added: 2950, changed: 10, unchanged: 0, faulty: 40, more: false, ignored_columns: ['备注'], digest: 'k1.seen',
  faults: Array.from({ length: 40 }, (_, i) => ({
    line: i + 2, column: i < 30 ? '身份证号码' : '民族', rule: i < 30 ? 'id_number.check' : 'ethnic.unknown',
    zh: i < 30 ? '最后一位对不上，请核对。' : '没有这个民族，请从列表选。', en: 'Mend it.',
  })),
  changes: [{ line: 90, name: '测试丁', fields: ['phone', 'status'] }],
};
const group = { ...summary({ code: '', name: '一组', level: 'group' }), id: 'g1' };

const answers = {
  'GET /api/session': () => clerk,
  'GET /api/units/*': ({ parameters }: { parameters: string[] }) => ({
    unit: summary([village, township].find(({ code }) => code === parameters[0]) ?? prefecture),
    above: [province, summary(prefecture), summary(township)], successor: null,
  }),
  'GET /api/units/*/children': () => ({ units: [group] }),
  'GET /api/people': ({ url }: { url: URL }) => ({ people: url.searchParams.get('household') ? [son, wife, person] : [person, wife], next: null }),
  'GET /api/people/figures': () => figures,
  'GET /api/people/ethnic-groups': () => ({
    groups: [{ code: '06', zh: '苗族', en: 'Miao' }, { code: '97', zh: '其他', en: 'Other' }],
  }),
  'GET /api/people/*/history': () => ({
    lines: [{ at: '2016-10-12T10:00:00+08:00', post: '示例村村民委员会', action: 'people.change', fields: ['phone'], entry: 17 }],
  }),
  'GET /api/people/*/relatives': () => ({
    relatives: [
      { relation: 'spouse', record: 'r2', name: '测试乙', village_name: '示例村', recorded: true },
      { relation: 'child', record: null, name: null, village_name: '邻村', recorded: false },
    ],
    article: '', certain: false,
  }),
  'GET /api/people/*': () => detail,
  'GET /api/households': () => ({ households: [household], next: null }),
  'GET /api/people/imports/*': () => preview,
};
const asked = (sent: { method: string; path: string; body: unknown }[], path: string) => sent.filter((each) => each.path.startsWith(path));

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

describe('the form', () => {
  it('keeps a draft without the numbers, and shows refusals at their fields', async () => {
    const { user, server } = open('/people/new', {
      ...answers,
      'POST /api/people': () => refuse(400, 'invalid_fields', '有内容不对', [
        { field: '/person/id_number', rule: 'id_number.check', message: { zh: '最后一位对不上', en: 'wrong' } },
      ]),
    });
    await user.type(await screen.findByRole('textbox', { name: '姓名' }), '测试戊');
    await user.type(screen.getByRole('textbox', { name: '身份证号码' }), '522601196401010019');
    await user.type(screen.getByRole('textbox', { name: '电话' }), '13800001234');
    await user.click(screen.getByRole('combobox', { name: '民族' }));
    await user.click(await screen.findByTitle('苗族'));
    await user.click(screen.getByRole('button', { name: '登记' }));
    expect(await screen.findByRole('button', { name: /身份证号码.*最后一位对不上/ })).toBeVisible();
    await waitFor(() => expect(JSON.stringify({ ...localStorage })).toContain('测试戊'));
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/19640101|13800001234/);
    expect(server.sent.find(({ method, path }) => method === 'POST' && path === '/api/people')!.body).toEqual({
      village: village.code,
      person: {
        name: '测试戊', ethnic_code: '06', ethnic_text: '', id_number: '522601196401010019', phone: '13800001234', political: 'unknown', status: 'both',
        arrival: 'recorded',
      },
    });
  });

  it('leaves a number alone that is not typed, and takes one away when told', async () => {
    const { user, server, address } = open('/people/r1/change', { ...answers, 'PUT /api/people/*': () => detail });
    expect(await screen.findByText(/现为 522601\*{8}0010；不填就不变/)).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: '删去登记的电话' }));
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(address()).toBe('/people/r1'));
    const { body } = server.sent.find(({ method }) => method === 'PUT')!;
    expect(body).toMatchObject({ version: 3, person: { name: '测试甲', phone: '', household: 'h1', kinship: 'head' } });
    expect((body as { person: object }).person).not.toHaveProperty('id_number');
  });

  it('sends only what belongs together', () => {
    const values = { name: ' 测试己 ', ethnic_code: '06', ethnic_text: '革家人', political: 'unknown', status: 'both', kinship: 'son', since: '2016-01-01' } as const;
    expect(fieldsOf({ ...values, arrival: 'recorded' })).toEqual({
      name: '测试己', ethnic_code: '06', ethnic_text: '', political: 'unknown', status: 'both', arrival: 'recorded',
    });
    expect(fieldsOf({ ...values, ethnic_code: '97', arrival: 'moved_in', household: 'h1' })).toMatchObject({
      ethnic_text: '革家人', since: '2016-01-01', household: 'h1', kinship: 'son',
    });
  });

  it('makes a household on the way', async () => {
    const { user, server } = open('/people/new', { ...answers, 'POST /api/households': () => ({ ...household, id: 'h2', number: '002' }) });
    await user.click(await screen.findByRole('button', { name: '新立一户' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '户号' }), '002');
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    expect(await screen.findByRole('combobox', { name: '与户主关系' })).toBeInTheDocument();
    expect(server.sent.find(({ method, path }) => method === 'POST' && path === '/api/households')!.body).toEqual({
      village: village.code, number: '002', address: '',
    });
  });
});

describe('importing a roll', () => {
  // XMLHttpRequest that answers as it is told.
  function answering(status: number, body: unknown) {
    const sent: { url: string; file: File }[] = [];
    class Request extends EventTarget {
      upload = new EventTarget();
      status = status;
      responseText = JSON.stringify(body);
      url = '';
      open(_: string, url: string) {
        this.url = url;
      }
      setRequestHeader() {}
      send(file: File) {
        sent.push({ url: this.url, file });
        setTimeout(() => this.dispatchEvent(new Event('load')));
      }
    }
    vi.stubGlobal('XMLHttpRequest', Request);
    return sent;
  }

  it('sends the file and shows what would happen; nothing is imported yet', async () => {
    const { user, address } = open('/people/import', answers);
    const sent = answering(201, preview);
    expect(await screen.findByRole('link', { name: '下载模板（xlsx）' })).toHaveAttribute('href', `/api/people/imports/template?village=${village.code}`);
    await user.upload(screen.getByLabelText('选择文件', { selector: 'input' }), new File(['姓名'], '名册.csv', { type: 'text/csv' }));
    expect(await screen.findByRole('heading', { level: 1, name: '核对结果' })).toBeVisible();
    expect(address()).toBe('/people/import/i1');
    expect(sent[0]!.url).toBe(`/api/people/imports?village=${village.code}`);
    expect(screen.getByText(/名册还没有改变/)).toBeVisible();
    expect(screen.getByText('2,950')).toBeVisible();
    expect(screen.getByText('这些列没有用到：备注')).toBeVisible();
  });

  it('says what is wrong with the file', async () => {
    const { user } = open('/people/import', answers);
    answering(400, { code: 'column_missing', message: { zh: '表头缺少：民族。请用模板填写。', en: 'x' }, errors: [], request: 'r-1', status: 400, title: '', type: '' });
    await user.upload(await screen.findByLabelText('选择文件', { selector: 'input' }), new File(['x'], 'x.csv', { type: 'text/csv' }));
    expect(await screen.findByText('表头缺少：民族。请用模板填写。')).toBeVisible();
  });

  it('lists every fault with what to do, by kind', async () => {
    const { user } = open('/people/import/i1', answers);
    expect(await screen.findAllByText('最后一位对不上，请核对。')).toHaveLength(30);
    await user.click(screen.getByRole('combobox', { name: '哪一类' }));
    await user.click(await screen.findByTitle('（10）民族：没有这个民族，请从列表选。'));
    await waitFor(() => expect(screen.queryByText('最后一位对不上，请核对。')).toBeNull());
    expect(screen.getAllByText('没有这个民族，请从列表选。')).toHaveLength(10);
    expect(screen.getByText('电话、居住情况')).toBeVisible();
  });

  it('imports only once the clerk agrees, faulty rows only left out on purpose', async () => {
    const { user, server } = open('/people/import/i1', answers);
    const agree = await screen.findByRole('button', { name: '同意导入：新增 2,950 人，变更 10 人' });
    expect(agree).toBeDisabled();
    await user.click(screen.getByRole('checkbox', { name: '有错的 40 行先不导入' }));
    server.set('POST /api/people/imports/*/confirm', () => {
      server.set('GET /api/people/imports/*', () => ({ ...preview, state: 'done' }));
      return { ...preview, state: 'done' };
    });
    await user.click(agree);
    expect(await screen.findByRole('heading', { level: 1, name: '已导入' })).toBeVisible();
    expect(server.sent.find(({ path }) => path.endsWith('/confirm'))!.body).toEqual({ digest: 'k1.seen', without_faulty: true });
  });

  it('shows the preview as it is now when the register has changed', async () => {
    const { user, server } = open('/people/import/i1', { ...answers, 'GET /api/people/imports/*': () => ({ ...preview, faulty: 0, faults: [] }) });
    server.set('POST /api/people/imports/*/confirm', () => {
      server.set('GET /api/people/imports/*', () => ({ ...preview, faulty: 0, faults: [], added: 2949, digest: 'k1.now' }));
      return refuse(409, 'preview_outdated', '名册刚有变化，请再看一遍。');
    });
    await user.click(await screen.findByRole('button', { name: '同意导入：新增 2,950 人，变更 10 人' }));
    expect(await screen.findByText('名册刚有变化，请再看一遍。')).toBeVisible();
    const now = await screen.findByRole('button', { name: '同意导入：新增 2,949 人，变更 10 人' });
    await user.click(now);
    const agreed = server.sent.filter(({ path }) => path.endsWith('/confirm')).map(({ body }) => (body as { digest: string }).digest);
    expect(agreed).toEqual(['k1.seen', 'k1.now']);
  });

  it('writes the faults as a file that no spreadsheet takes for formulas', () => {
    expect(csvOf([['行', '怎么改'], ['2', '=1+1'], ['3', '请写"男",或"女"']])).toBe('\ufeff行,怎么改\r\n2,\'=1+1\r\n3,"请写""男"",或""女"""\r\n');
  });
});

describe('looks at numbers', () => {
  const look: LookLine = {
    id: 'l1', at: '2016-10-13T10:00:00+08:00', account_name: '示例乙', post: '示例村村民委员会', record_id: 'r1', person_name: '测试甲',
    village: village.code, village_name: '示例村', what: 'id_number', reason: '办理高龄津贴', entry: 21,
  };

  it('says who looked at whom, when and why, to the auditor', async () => {
    const { server } = open('/looks?from=2016-10-01&record=r1', {
      // Before what answers for a person: the first that fits is taken.
      'GET /api/people/looks': () => ({ looks: [look], next: null }), ...answers,
      'GET /api/session': () => at(prefecture, ['people.looks', 'journal.read']),
    });
    const row = (await screen.findByText('办理高龄津贴')).closest('tr')!;
    expect(row).toHaveTextContent(/示例乙示例村村民委员会测试甲示例村身份证号码办理高龄津贴21/);
    expect(within(row).getByRole('link', { name: '21' })).toHaveAttribute('href', '/journal/21');
    expect(within(row).queryByRole('link', { name: '测试甲' })).toBeNull();
    expect(server.sent.some(({ path }) => path === '/api/people/looks?record=r1&from=2016-10-01')).toBe(true);
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
