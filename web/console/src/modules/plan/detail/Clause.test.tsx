import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { open } from '@/shared/test/render';

const rows = async () => {
  const table = await screen.findByRole('table');
  return within(table).getAllByRole('row').slice(1).map((row) => row.textContent);
};

describe('a clause', () => {
  it('shows the plan’s own words, its tasks and the units it names', async () => {
    open('/plan/2016/2.1');
    expect(await screen.findByText('1、推进政社互动。')).toBeVisible();
    expect(screen.getByText('推进政社互动')).toBeVisible();
    const named = screen.getByRole('heading', { name: '点名的单位' }).closest('section')!;
    expect(within(named).getByRole('link', { name: '凯里市' })).toHaveAttribute('href', '/plan/2016/2.1?at=522601000000');
    expect(within(named).getByText('试点')).toBeVisible();
  });

  it('says why it stands as it does, and what each figure has to reach', async () => {
    open('/plan/2016/1.1');
    expect(await screen.findByText('因为behind')).toBeVisible();
    const target = screen.getByRole('link', { name: /换届选举完成/, current: true });
    expect(target).toHaveTextContent('50.0%150 / 300还差 120');
    expect(target).toHaveTextContent('目标 90%期限 2016年12月31日待确认');
  });

  it('lists each unit with figure, share and what is missing', async () => {
    open('/plan/2016/1.1');
    expect(await rows()).toEqual([
      '凯里市✓完成100 / 100100%已达到',
      '三穗县△落后50 / 10050.0%40',
      '丹寨县—尚无数据———',
    ]);
  });

  it('sorts by the address, and the address by a click', async () => {
    const { user, address } = open('/plan/2016/1.1?sort=-missing');
    expect((await rows())[0]).toContain('三穗县');
    await user.click(screen.getByRole('columnheader', { name: /比例/ }));
    await waitFor(() => expect(address()).toBe('/plan/2016/1.1?sort=share'));
    expect((await rows())[0]).toContain('丹寨县');
  });

  it('shows one state only when the address says so', async () => {
    open('/plan/2016/1.1?state=done');
    expect(await rows()).toEqual(['凯里市✓完成100 / 100100%已达到']);
  });

  it('chooses a figure by what it counts', async () => {
    open('/plan/2016/1.1?measure=elections.turnout');
    expect(await screen.findByRole('heading', { name: '参选率 · 各单位' })).toBeVisible();
  });

  it('keeps the figure when it goes down to a unit', async () => {
    open('/plan/2016/1.1?target=1');
    const link = await screen.findByRole('link', { name: '三穗县' });
    expect(link).toHaveAttribute('href', '/plan/2016/1.1?target=1&at=522624000000');
  });

  it('leads to the clause before and the one after', async () => {
    open('/plan/2016/1.1');
    const ways = await screen.findByRole('navigation', { name: '前后条款' });
    expect(await within(ways).findByRole('link', { name: '下一条：2.1 政社互动' })).toBeVisible();
    expect(within(ways).getAllByRole('link')).toHaveLength(1);
  });
});
