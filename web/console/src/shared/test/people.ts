// A village's register for tests of its pages: people, a household, figures, a roll. Every name and number is made up.
import type { HouseholdLine, PeopleFigures, PersonDetail, PersonImport, PersonLine } from '@/modules/people/api';
import type { SessionAnswer } from '../api/contract';
import type { Schemas } from '../api/client';
import { prefecture, province, session, summary } from './fixtures';

export const village: Schemas['UnitRef'] = { code: '522601001006', name: '示例村民委员会', level: 'village' };
export const township: Schemas['UnitRef'] = { code: '522601001000', name: '示例街道', level: 'township' };
export const at = (unit: Schemas['UnitRef'], permissions: string[]): SessionAnswer => ({
  ...session, permissions,
  posts: [{ ...session.posts[0]!, id: 'v1', role: 'village_committee', unit }], post: 'v1',
});
export const clerk = at(village, ['people.read', 'people.write', 'people.look', 'people.import']);

export const person: PersonLine = {
  id: 'r1', person_id: 'n1', name: '测试甲', sex: 'male', age: 52, ethnic: '苗族', id_number: '522601********0010', phone: '138****1234',
  political: 'masses', status: 'both', village: village.code, village_name: '示例村', group: 'g1', group_name: '一组', household: 'h1',
  household_number: '001', kinship: 'head', departure: null, left_on: null, version: 3, restricted: false, is_demo: false,
};
export const wife: PersonLine = { ...person, id: 'r2', person_id: 'n2', name: '测试乙', sex: 'female', age: 50, kinship: 'spouse', id_number: null };
export const son: PersonLine = { ...person, id: 'r3', person_id: 'n3', name: '测试丙', age: 20, kinship: 'son' };
export const detail: PersonDetail = {
  person, ethnic_code: '06', ethnic_text: '', born_on: null, arrival: 'recorded', since: null, may_change: true,
  also: [{ village_name: '邻村', registered: true, lives: false, disagrees: false }], kept_by: null, deaths_elsewhere: [], kept: [], warnings: [],
};
export const household: HouseholdLine = {
  id: 'h1', village: village.code, village_name: '示例村', group: 'g1', group_name: '一组', number: '001', address: '示例路1号', head: 'r1',
  head_name: '测试甲', members: 3, version: 1, is_demo: false,
};
export const count = (key: string, name: string, people: number) => ({ key, name, people });
export const figures: PeopleFigures = {
  at: village.code, name: '示例村', people: 3, households: 1, by_status: [count('both', '人户一致', 3)],
  by_sex: [count('male', '男', 2), count('female', '女', 1)], by_age: [count('18-59', '18至59岁', 3)], by_ethnic: [count('06', '苗族', 3)],
  increases: [count('birth', '出生', 0)], decreases: [count('death', '死亡', 0)], below: [count('g1', '一组', 3)],
};
export const preview: PersonImport = {
  id: 'i1', village: village.code, village_name: '示例村', state: 'preview', sent_at: '2016-10-13T10:00:00+08:00',
  expires_at: '2016-10-14T10:00:00+08:00', rows: 3000, added: 2950, changed: 10, unchanged: 0, faulty: 40, more: false, ignored_columns: ['备注'], sheet: '名册', other_sheets: ['选项'], digest: 'k1.seen',
  faults: Array.from({ length: 40 }, (_, i) => ({
    line: i + 2, column: i < 30 ? '身份证号码' : '民族', rule: i < 30 ? 'id_number.check' : 'ethnic.unknown',
    zh: i < 30 ? '最后一位对不上，请核对。' : '没有这个民族，请从列表选。', en: 'Mend it.',
  })),
  changes: [{ line: 90, name: '测试丁', fields: ['phone', 'status'], kept: ['political'] }],
  notices: [{ rule: 'absent', zh: '名册里另有2人不在这份表里：测试戊、测试己。', en: 'Registered and not in this table: 2.' }],
  warnings: [{ line: 91, column: '身份证号码', rule: 'id_number.odd_sequence', zh: '号码第15至17位是000，请再核对证件。', en: 'Odd.' }],
};
export const group = { ...summary({ code: '', name: '一组', level: 'group' }), id: 'g1' };

export const answers = {
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
    lines: [
      { at: '2016-10-12T10:00:00+08:00', post: '示例村村民委员会', action: 'people.change', fields: ['phone'], entry: 17 },
      { at: '2016-10-13T10:00:00+08:00', post: '示例村村民委员会', action: 'people.leave', fields: ['death'], entry: 18 },
    ],
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
export const asked = (sent: { method: string; path: string; body: unknown }[], path: string) => sent.filter((each) => each.path.startsWith(path));
