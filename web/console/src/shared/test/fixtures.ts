// A small prefecture: three counties, two clauses. Every name and figure is made up.
import type { PostAnswer, Role, SessionAnswer } from '../api/contract';
import type { Schemas } from '../api/client';

export const prefecture: Schemas['UnitRef'] = { code: '522600000000', name: '黔东南苗族侗族自治州', level: 'prefecture' };
export const counties: Schemas['UnitRef'][] = [
  { code: '522601000000', name: '凯里市', level: 'county' },
  { code: '522624000000', name: '三穗县', level: 'county' },
  { code: '522636000000', name: '丹寨县', level: 'county' },
];

const post = (id: string, role: Role, unit: Schemas['UnitRef']): PostAnswer => ({
  id, role, unit, valid_from: '2016-01-01', valid_to: null, in_force: true,
});

export const session: SessionAnswer = {
  account: 'a1', name: 'bureau', display_name: '示例甲', must_change_password: false,
  posts: [post('p1', 'prefecture_bureau', prefecture), post('p2', 'county_bureau', counties[1]!)],
  post: 'p1', permissions: ['accounts.read', 'accounts.manage', 'posts.grant', 'factors.reset', 'journal.read'],
  ends_at: '2016-10-13T21:00:00+08:00', idle_minutes: 15, proof_ends_at: '2016-10-13T09:05:00+08:00',
  opened_by: 'password', wrong_before: 0, wrong_before_at: null, proof_by: 'password', password_expired: false,
  second_factor: { wanted: 'nothing', since: null, demanded: false, recovery_codes_left: 0, reset: null },
  password_rules: { preset: 'asvs', least_length: 12, kinds: 0, days: 0, remembered: 0 },
};

const target = (task: string, measure: string, change: Partial<Schemas['Target']> = {}): Schemas['Target'] => ({
  task, measure, comparison: 'at_least', part: 9, of: 10, period: '2016', due: null, owed_by: null, headline: false,
  confidence: 'proposal', note_zh: '建议值', note_en: 'A proposal', ...change,
});

const clauses: Schemas['Clause'][] = [
  {
    code: '1.1', text: '1、完成换届选举工作。', short_zh: '换届选举', short_en: 'Elections', gloss_en: 'Elections.',
    named: [], tasks: [{ code: '1.1-1', quote: '完成换届选举工作', en: 'Complete the elections' }],
    targets: [target('1.1-1', 'elections.completed', { headline: true }), target('1.1-1', 'elections.turnout')],
  },
  {
    code: '2.1', text: '1、推进政社互动。', short_zh: '政社互动', short_en: 'Interplay', gloss_en: 'Interplay.',
    named: [{ unit: '522601000000', role: 'pilot', words: '凯里', task: null }],
    tasks: [{ code: '2.1-1', quote: '推进政社互动', en: 'Press on' }],
    targets: [target('2.1-1', 'duties.lists', { due: '2016-09-30', part: 1, of: 1, confidence: 'text' })],
  },
];

export const plan: Schemas['Plan'] = {
  plan: {
    year: 2016, division: prefecture.code, title_zh: '工作要点', title_en: 'Work plan', heading: '五、基层政权',
    heading_en: 'Five', pace: { part: 1, of: 1 },
    sections: [
      { number: 1, heading: '(一)抓好换届选举,完善机制。', heading_en: 'Hold the elections', clauses: [clauses[0]!] },
      { number: 2, heading: '(二)推进别的工作,再进一步。', heading_en: 'Something else, and more', clauses: [clauses[1]!] },
    ],
  },
  division: prefecture, named: [counties[0]!], imported_at: '2016-10-13T09:40:00+08:00', content_hash: '00',
};

export function cell(state: Schemas['State'], n: number | null, d: number | null, target: number | null = 0): Schemas['ClauseCell'] {
  return { state, target, n, d, asked: 1, measured: n === null ? 0 : 1, reached: 0, why_zh: `因为${state}`, why_en: `because ${state}` };
}

export const scoreboard: Schemas['Scoreboard'] = {
  year: 2016, as_of: '2016-10-13', demo: true, at: prefecture, children: counties,
  clauses: [
    {
      code: '1.1', short_zh: '换届选举', short_en: 'Elections', own: cell('behind', 150, 300),
      cells: [cell('done', 100, 100), cell('behind', 50, 100), cell('not_measured', null, null, null)],
    },
    {
      code: '2.1', short_zh: '政社互动', short_en: 'Interplay', own: cell('late', 130, 200),
      cells: [cell('done', 90, 90), cell('late', 40, 110), cell('not_asked', null, null, null)],
    },
  ],
  headlines: [
    {
      clause: '1.1', measure: 'elections.completed', zh: '换届选举完成', en: 'Elections completed',
      figure: figure('behind', 150, 300),
      history: [
        { on_date: '2016-10-01', n: 120, d: 300 },
        { on_date: '2016-10-06', n: 127, d: 300 },
        { on_date: '2016-10-13', n: 150, d: 300 },
      ],
    },
  ],
  counts: [],
};

export function figure(state: Schemas['State'], n: number | null, d: number | null): Schemas['FigureCell'] {
  return {
    state, n, d, reported: 1, needed: d === null ? 0 : Math.ceil(d * 0.9), expected: 0, why_zh: `因为${state}`, why_en: `because ${state}`,
  };
}

export const measures: Schemas['Measure'][] = [
  ['elections.completed', '换届选举完成', 'Elections completed'],
  ['elections.turnout', '参选率', 'Turnout'],
  ['duties.lists', '职责清单', 'Duty lists'],
].map(([code, zh, en]) => ({
  code: code!, zh: zh!, en: en!, n_zh: '已完成', n_en: 'done', d_zh: '全部', d_en: 'all', level: 'village', period: 'year',
  aggregate: 'stock',
}));

// The clause as it stands at `at`, with its children's cells.
export function standing(code: string, at = prefecture, children = counties): Schemas['ClauseStanding'] {
  const clause = clauses.find((each) => each.code === code)!;
  const line = scoreboard.clauses.find((each) => each.code === code)!;
  const figures = [figure('done', 100, 100), figure('behind', 50, 100), figure('not_measured', null, null)];
  return {
    year: 2016, as_of: '2016-10-13', demo: true, at, children, clause, named: code === '2.1' ? [counties[0]!] : [],
    standing: line,
    targets: clause.targets.map((each) => {
      const measure = measures.find((m) => m.code === each.measure)!;
      return {
        target: each, measure_zh: measure.zh, measure_en: measure.en, own: figure('behind', 150, 300),
        cells: children.map((_, i) => figures[i]!),
      };
    }),
    tasks: [],
  };
}

export function summary(unit: Schemas['UnitRef']): Schemas['UnitSummary'] {
  return { id: unit.code, code: unit.code, name: unit.name, level: unit.level, path: '', county_id: null, withdrawn_on: null };
}

export const province = summary({ code: '520000000000', name: '贵州省', level: 'province' });
