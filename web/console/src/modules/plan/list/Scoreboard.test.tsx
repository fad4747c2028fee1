import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { cell, counties, scoreboard, session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse, unreachable } from '@/shared/test/server';
import { setScreenWidth } from '@/shared/test/setup';

describe('the scoreboard', () => {
  it('says the state of each clause at each unit in words, with its figure', async () => {
    open('/plan/2016');
    const grid = await screen.findByRole('grid');
    expect(within(grid).getByRole('link', { name: '三穗县，换届选举：落后，50 / 100' }).textContent).toBe('50%落后△');
    expect(within(grid).getByRole('link', { name: '丹寨县，换届选举：尚无数据，没有数字' }).textContent).toBe('—尚无数据');
  });

  it('opens what is behind a cell, and the address says so', async () => {
    const { user, address } = open('/plan/2016');
    await user.click(await screen.findByRole('link', { name: /^三穗县，政社互动：逾期/ }));
    const drawer = await screen.findByRole('dialog');
    expect(await within(drawer).findByText('因为late')).toBeVisible();
    expect(within(drawer).getByText('职责清单')).toBeVisible();
    expect(address()).toBe('/plan/2016?cell=2.1~522624000000');
  });

  it('opens the same view from the address alone', async () => {
    open('/plan/2016?cell=2.1~522624000000');
    const drawer = await screen.findByRole('dialog');
    expect(await within(drawer).findByText('三穗县 · 政社互动')).toBeVisible();
  });

  it('goes down to a unit and keeps the question', async () => {
    open('/plan/2016?figure=1.1~1&state=late');
    const head = await screen.findByRole('columnheader', { name: '凯里' });
    const to = within(head).getByRole('link').getAttribute('href');
    expect(decodeURIComponent(to ?? '')).toBe('/plan/2016?figure=1.1~1&state=late&at=522601000000');
  });

  it('shows only one state when its legend is pressed', async () => {
    const { user, address } = open('/plan/2016');
    const filter = await screen.findByRole('group', { name: '只看一种状态' });
    await user.click(within(filter).getByRole('button', { name: /逾期/ }));
    expect(address()).toBe('/plan/2016?state=late');
    expect(within(filter).getByRole('button', { name: /逾期/ })).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('heading', { name: '逾期' })).toBeVisible();
  });

  it('is one stop of the tab key, and the arrow keys move in it', async () => {
    const { user } = open('/plan/2016');
    const grid = await screen.findByRole('grid');
    const cells = within(grid).getAllByRole('link').filter((link) => link.hasAttribute('data-row'));
    expect(cells.filter((link) => link.tabIndex === 0)).toHaveLength(1);
    cells[0]!.focus();
    await user.keyboard('{ArrowDown}{ArrowRight}');
    expect(document.activeElement).toBe(within(grid).getByRole('link', { name: /^凯里市，政社互动/ }));
  });

  it('lists what is late first, with how long', async () => {
    open('/plan/2016');
    const card = (await screen.findByRole('heading', { name: '最要紧' })).closest('section')!;
    const rows = within(card).getAllByRole('listitem').map((row) => row.textContent);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('三穗县 · 政社互动!逾期13 天');
    await waitFor(() => expect(within(card).getAllByRole('listitem')[0]!.textContent).toContain('职责清单 · 40 / 110 · 目标 100%'));
    expect(rows[1]).toContain('三穗县 · 换届选举△落后');
  });

  it('shows what changed in a week', async () => {
    open('/plan/2016');
    expect(await screen.findByText('近 7 天 +23')).toBeVisible();
  });

  it('stands in rows of units where there are more than sixteen', async () => {
    const many = Array.from({ length: 17 }, (_, i) => ({ code: `5226010${String(i).padStart(2, '0')}000`, name: `示例${i}镇`, level: 'township' as const }));
    const board = {
      ...scoreboard, at: counties[0]!, children: many,
      clauses: scoreboard.clauses.map((clause) => ({ ...clause, cells: many.map(() => cell('done', 1, 1)) })),
    };
    open('/plan/2016?at=522601000000', { 'GET /api/plans/2016/scoreboard': () => board });
    expect(await screen.findByRole('rowheader', { name: '示例16镇' })).toBeVisible();
    expect(screen.getByRole('columnheader', { name: /换届选举/ })).toBeVisible();
  });

  it('is a list of clauses on a phone', async () => {
    setScreenWidth(360);
    open('/plan/2016');
    expect(await screen.findByText('逾期 1 · 完成 1 · 未安排 1')).toBeVisible();
    expect(screen.queryByRole('grid')).toBeNull();
  });

  it('shows how a village stands itself', async () => {
    const village = { code: '522601001001', name: '示例村村民委员会', level: 'village' as const };
    open('/plan/2016?at=522601001001', {
      'GET /api/plans/2016/scoreboard': () => ({ ...scoreboard, at: village, children: [], clauses: scoreboard.clauses.map((clause) => ({ ...clause, cells: [] })) }),
    });
    expect(await screen.findByText('因为late')).toBeVisible();
  });

  it('says what happened and offers to try again when the server cannot be reached', async () => {
    const { server, user } = open('/plan/2016', { 'GET /api/plans/2016/scoreboard': () => unreachable });
    expect((await screen.findByRole('alert')).textContent).toContain('连不上服务器');
    server.set('GET /api/plans/2016/scoreboard', () => scoreboard);
    await user.click(screen.getByRole('button', { name: '再试一次' }));
    expect(await screen.findByRole('grid')).toBeVisible();
  });

  it('says in the server’s words why there is no such plan', async () => {
    open('/plan/1999', { 'GET /api/plans/1999/scoreboard': () => refuse(404, 'not_found', '没有这一年的工作要点。') });
    expect((await screen.findByRole('alert')).textContent).toContain('没有这一年的工作要点。');
  });

  it('begins at the unit of the current post', async () => {
    const { address } = open('/plan', {
      'GET /api/session': () => ({ ...session, post: 'p2' }),
    });
    await screen.findByRole('grid');
    expect(address()).toBe('/plan/2016?at=522624000000');
  });

  it('chooses the figure of the map, and the address says so', async () => {
    const { user, address } = open('/plan/2016');
    const picker = await screen.findByRole('combobox', { name: '选择图上的数字' });
    await user.click(picker);
    await user.click(await screen.findByTitle('参选率'));
    await waitFor(() => expect(address()).toBe('/plan/2016?figure=1.1~1'));
    expect(await screen.findByRole('group', { name: '参选率，各单位' })).toBeVisible();
  });

  it('draws each county on the map with its share and state', async () => {
    open('/plan/2016');
    const map = await screen.findByRole('group', { name: '换届选举完成，各单位' });
    expect(within(map).getByRole('link', { name: '三穗县 50.0% 落后' })).toBeVisible();
    expect(within(map).getAllByRole('link')).toHaveLength(3);
  });
});
