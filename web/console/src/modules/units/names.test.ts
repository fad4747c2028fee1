import { describe, expect, it } from 'vitest';
import { unitTrail } from '@/modules/plan/useTrail';
import { counties, plan, prefecture, province, summary } from '@/shared/test/fixtures';
import { placeName, shortName } from './names';
import { stepsOf } from './detail/UnitHistoryCard';

describe('names of units', () => {
  it.each([
    ['凯里市', '凯里'], ['丹寨县', '丹寨'], ['黔东南苗族侗族自治州', '黔东南州'], ['黔南布依族苗族自治州', '黔南州'],
    ['城西街道', '城西街道'], ['龙溪社区居民委员会', '龙溪社区'],
  ])('%s is %s for short', (name, short) => expect(shortName(name)).toBe(short));
  it('leave out what kind of committee it is', () => {
    expect(placeName('长坡村民委员会')).toBe('长坡');
    expect(placeName('摆王村委会')).toBe('摆王村委会');
  });
});

describe('the way down to a unit', () => {
  it('begins at the owner of the plan', () => {
    const above = [province, summary(prefecture), summary(counties[0]!)];
    const at = { code: '522601001000', name: '城西街道', level: 'township' as const };
    expect(unitTrail(above, at, plan, (code) => `/plan?at=${code}`)).toEqual([
      { label: '黔东南州', to: '/plan?at=' },
      { label: '凯里市', to: '/plan?at=522601000000' },
      { label: '城西街道' },
    ]);
  });
});

describe('the history of a unit', () => {
  it('joins codes and changes, newest first', () => {
    const steps = stepsOf({
      codes: [{ code: '522601000000', unit_id: 'u', valid_from: '2016-01-01', valid_to: '2018-01-01', successor_id: null, urban_rural_class: '' }],
      changes: [{ id: 'c', unit_id: 'u', on_date: '2017-05-01', kind: 'renamed', before: '旧', after: '新', import_id: 'i' }],
    });
    expect(steps.map(({ on }) => on)).toEqual(['2018-01-01', '2017-05-01', '2016-01-01']);
    expect(steps[1]?.values).toEqual({ before: '旧', after: '新' });
  });
});
