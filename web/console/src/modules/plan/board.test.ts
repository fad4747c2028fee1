import { describe, expect, it } from 'vitest';
import { cell, counties, plan, scoreboard, standing } from '@/shared/test/fixtures';
import { cellKey, concerns, dueDay, lastDay, readCellKey, readTargetKey, spread, targetKey, weekChange } from './board';
import { placesOf, shadeOf } from './cartogram';
import { reportingBoard, reportingStanding } from './reporting';
import { sectionName } from './sections';

describe('what needs attention', () => {
  it('comes late first, then behind, and nothing that is well', () =>
    expect(concerns(scoreboard, plan).map(({ unit, cell: { state } }) => [unit.name, state])).toEqual([
      ['三穗县', 'late'],
      ['三穗县', 'behind'],
    ]));
  it('knows since when something is late from the day of its target', () =>
    expect(concerns(scoreboard, plan)[0]?.daysLate).toBe(13));
  it('puts what is furthest from its target before what is nearer', () => {
    const cells = [cell('behind', 80, 100), cell('behind', 10, 100), cell('behind', null, null)];
    const board = { ...scoreboard, clauses: [{ ...scoreboard.clauses[0]!, cells }] };
    expect(concerns(board, plan).map(({ unit }) => unit.name)).toEqual(['丹寨县', '三穗县', '凯里市']);
  });
  it('is the unit itself where nothing lies below', () => {
    const board = { ...scoreboard, children: [], clauses: scoreboard.clauses.map((clause) => ({ ...clause, cells: [] })) };
    expect(concerns(board, plan).map(({ unit }) => unit.name)).toEqual(['黔东南苗族侗族自治州', '黔东南苗族侗族自治州']);
  });
  it('is a village itself, although it has groups: they report nothing', () => {
    const at = { code: '522601001006', name: '示例村民委员会', level: 'village' as const };
    const children = [{ code: '', name: '一组', level: 'group' as const }];
    const clauses = scoreboard.clauses.map((clause) => ({ ...clause, cells: [cell('not_measured', null, null, null)] }));
    const board = reportingBoard({ ...scoreboard, at, children, clauses });
    expect(board.children).toEqual([]);
    expect(concerns(board, plan).map(({ unit, cell: { state } }) => [unit.name, state])).toEqual([
      [at.name, 'late'], [at.name, 'behind'],
    ]);
    expect(spread(board, 'late')).toEqual({ cells: 1, units: 1 });
  });
  it('leaves out only those below that report nothing, with their cells', () => {
    const at = counties[1]!;
    const children = [counties[0]!, { code: '', name: '一组', level: 'group' as const }, counties[2]!];
    const below = reportingStanding(standing('2.1', at, children));
    expect(below.children.map(({ name }) => name)).toEqual(['凯里市', '丹寨县']);
    expect(below.standing.cells.map(({ state }) => state)).toEqual(['done', 'not_asked']);
    expect(below.targets[0]!.cells.map(({ state }) => state)).toEqual(['done', 'not_measured']);
  });
  it('can be one state only', () => expect(concerns(scoreboard, plan, 'done')).toHaveLength(2));
});

describe('counting cells', () => {
  it('counts cells and the units they are at', () => {
    expect(spread(scoreboard, 'done')).toEqual({ cells: 2, units: 1 });
    expect(spread(scoreboard, 'not_started')).toEqual({ cells: 0, units: 0 });
  });
});

describe('days', () => {
  it.each([['2016', '2016-12-31'], ['2016-Q1', '2016-03-31'], ['2016-Q2', '2016-06-30'], ['2016-02', '2016-02-29'], ['2017-02', '2017-02-28']])(
    'end the period %s on %s', (period, day) => expect(lastDay(period)).toBe(day));
  it('are those of the target where it names one', () => {
    const target = plan.plan.sections[1]!.clauses[0]!.targets[0]!;
    expect(dueDay(target)).toBe('2016-09-30');
    expect(dueDay({ ...target, due: null })).toBe('2016-12-31');
  });
});

describe('the change of a week', () => {
  const headline = scoreboard.headlines[0]!;
  it('is counted from the last figure that is seven days old', () => expect(weekChange(headline, '2016-10-13')).toBe(23));
  it('is unknown where the history does not reach back', () =>
    expect(weekChange({ ...headline, history: headline.history.slice(2) }, '2016-10-13')).toBeNull());
});

describe('keys in the address', () => {
  it('are read as they were written', () => {
    expect(readCellKey(cellKey('1.1', '522601000000'))).toEqual({ clause: '1.1', unit: '522601000000' });
    expect(readTargetKey(targetKey('1.1', 2))).toEqual({ clause: '1.1', index: 2 });
  });
  it('are nothing when they make no sense', () => {
    expect(readCellKey('')).toBeNull();
    expect(readTargetKey('1.1~x')).toBeNull();
  });
});

describe('the map', () => {
  const county = (code: string) => ({ code: `${code}000000`, name: code, level: 'county' as const });
  it('puts each county where the layout says', () =>
    expect(placesOf([county('522601'), county('522623')])).toEqual([{ column: 1, row: 2 }, { column: 2, row: 0 }]));
  it('is a grid where there is no layout', () =>
    expect(placesOf(Array.from({ length: 8 }, (_, i) => county(`52270${i}`))).at(-1)).toEqual({ column: 1, row: 1 }));
  it('is a grid as soon as one county is not in the layout', () =>
    expect(placesOf([county('522601'), county('522699')])).toEqual([{ column: 0, row: 0 }, { column: 1, row: 0 }]));
  it('shades by the steps of its key', () =>
    expect([[95, 100], [94, 100], [84, 100], [69, 100]].map(([n, d]) => shadeOf(n!, d!))).toEqual(['v4', 'v3', 'v2', 'v1']));
});

describe('names of sections', () => {
  it('are the short ones that people use', () => expect(sectionName(plan.plan.sections[0]!).zh).toBe('基层民主'));
  it('are the first words of a heading that is new', () => expect(sectionName(plan.plan.sections[1]!).zh).toBe('推进别的工作'));
});
