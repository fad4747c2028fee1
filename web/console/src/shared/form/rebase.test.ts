import { describe, expect, it } from 'vitest';
import { rebase } from './rebase';

interface Values {
  name?: string | undefined;
  status?: string | undefined;
  group?: string | undefined;
  away?: boolean | undefined;
}

const began: Values = { name: '测试甲', status: 'both' };

describe('what was typed, put over what has changed meanwhile', () => {
  it('takes over only what was touched, and says what the other changed', () => {
    const { values, differences } = rebase<Values>(began, { name: '测试乙', status: 'both' }, { name: '测试甲', status: 'away' });
    expect(values).toEqual({ name: '测试乙', status: 'away' });
    expect(differences).toEqual([{ field: 'status', theirs: 'away', mine: 'both', touched: false }]);
  });

  it('keeps a touched field, and says that the other changed it, too', () => {
    const { values, differences } = rebase<Values>(began, { ...began, status: 'registered' }, { name: '测试甲', status: 'away' });
    expect(values).toEqual({ name: '测试甲', status: 'registered' });
    expect(differences).toEqual([{ field: 'status', theirs: 'away', mine: 'registered', touched: true }]);
  });

  it('says nothing where both did the same, or nobody did anything', () => {
    expect(rebase<Values>(began, { ...began, status: 'away' }, { ...began, status: 'away' }).differences).toEqual([]);
    expect(rebase<Values>(began, { name: '测试甲', status: 'both', group: undefined, away: false }, began).differences).toEqual([]);
  });

  it('knows what was taken away, by either', () => {
    const here: Values = { ...began, group: 'g1' };
    expect(rebase<Values>(here, { ...began, group: undefined }, here).values).toEqual({ ...began, group: undefined });
    expect(rebase<Values>(here, here, began)).toEqual({
      values: { ...began, group: undefined }, differences: [{ field: 'group', theirs: undefined, mine: 'g1', touched: false }],
    });
  });

  it('takes a draft that does not say what it began from for touched where it differs', () => {
    const { values, differences } = rebase<Values>({}, { name: '测试甲', status: 'both' }, { name: '测试甲', status: 'away' });
    expect(values.status).toBe('both');
    expect(differences).toEqual([{ field: 'status', theirs: 'away', mine: 'both', touched: true }]);
  });
});
