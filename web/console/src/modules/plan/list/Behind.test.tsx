// What stands beside the scoreboard and behind its figures.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/shared/api/client';
import { counties, session, standing } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';

const duty = (id: string, late: boolean): Schemas['ObligationLine'] => ({
  id, unit_id: 'u1', unit_code: '522624000000', unit_name: '三穗县', role: 'county_bureau', kind: 'plan.report',
  object_kind: 'plan.report', object_id: `r-${id}`, title_zh: '报送任务 1.1-1 的进展', ground_rule: '', ground_article: '',
  opened_at: '2016-09-01T09:00:00+08:00', due_on: '2016-09-30', provisional: false, paused_on: null, late, steps_taken: 1,
});
const news: Schemas['PlanNews'] = {
  figures_since: '2016-10-06', more: false,
  deeds: [{
    at: '2016-10-12T09:00:00+08:00', object_kind: 'plan.press', object_id: 'p1', clause: '1.1', task: '1.1-1', unit: counties[1]!,
    post: '县（市）民政局', done_zh: '回复了督办', done_en: 'answered',
  }],
  figures: [{ clause: '1.1', measure: 'elections.completed', period: '2016', n: 150, d: 300, n_before: 127, d_before: 300 }],
};
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['obligations.read', 'plan.report.read', 'plan.press.read'] }),
  'GET /api/obligations': ({ url }: { url: URL }) => ({
    counts: { open: 2, late: 1, warned: 0, paused: 0, escalated: 0 },
    lines: url.searchParams.get('which') === 'late' ? [duty('1', true)] : [duty('1', true), duty('2', false)],
  }),
  'GET /api/plans/2016/news': () => news,
  'GET /api/reports': () => ({ reports: [], more: false }),
  'GET /api/presses': () => ({ presses: [], more: false }),
};
const card = async (name: string) => (await screen.findByRole('heading', { name })).closest('section')!;

describe('beside the scoreboard', () => {
  it('stands who owes what and is late; the address says whether all is shown', async () => {
    const { user, address, server } = open('/plan/2016?at=522624000000', answers);
    const owed = await card('谁欠什么');
    const line = await within(owed).findByRole('link', { name: /三穗县/ });
    expect(line).toHaveAttribute('href', '/reports/r-1');
    expect(line).toHaveTextContent('三穗县!逾期报送任务 1.1-1 的进展 · 期限 2016年9月30日');
    expect(owed).toHaveTextContent('未办 2 项，逾期 1 项，临近期限 0 项');
    await user.click(within(owed).getByText('全部'));
    await waitFor(() => expect(within(owed).getAllByRole('link')).toHaveLength(2));
    expect(address()).toBe('/plan/2016?at=522624000000&owes=open');
    expect(server.sent.filter(({ path }) => path.startsWith('/api/obligations')).map(({ path }) => path)).toContain(
      '/api/obligations?at=522600000000&which=late&below=1',
    );
  });

  it('stands what changed this week, and leads to it', async () => {
    open('/plan/2016', answers);
    const week = await card('近 7 天的变化');
    expect(await within(week).findByRole('link', { name: /回复了督办/ })).toHaveAttribute('href', '/presses/p1');
    const moved = within(week).getByRole('link', { name: /换届选举完成/ });
    expect(moved).toHaveTextContent('1.1 换届选举完成+23127 / 300 → 150 / 300');
    expect(moved).toHaveAttribute('href', '/plan/2016/records/elections.completed?at=522600000000&period=2016');
  });

  it('stands neither where the post may not see it', async () => {
    const { server } = open('/plan/2016');
    await screen.findByRole('grid');
    expect(screen.queryByRole('heading', { name: '谁欠什么' })).not.toBeInTheDocument();
    expect(server.sent.some(({ path }) => path.startsWith('/api/obligations'))).toBe(false);
  });

  it('says what is owed in English too', async () => {
    localStorage.setItem('gulou.language', 'en');
    open('/plan/2016', answers);
    expect(await screen.findByText(/Report on task 1.1-1/)).toBeVisible();
  });
});

describe('behind a figure', () => {
  it('are the values as they were recorded', async () => {
    const record = (unit_code: string, unit_name: string, is_demo: boolean) => ({
      unit_code, unit_name, period: '2016', n: 1, d: 1, recorded_at: '2016-07-01T10:00:00+08:00', source: '换届统计表', is_demo,
    });
    open('/plan/2016/records/elections.completed?at=522601000000&period=2016', {
      ...answers,
      'GET /api/measures/*/records': () => ({
        measure: 'elections.completed', zh: '换届选举完成', en: 'Elections completed', unit: counties[0], period: '2016', more: true,
        records: [record('522601001001', '示例社区', false), record('522601001002', '示例村', true)],
      }),
    });
    const rows = within(await screen.findByRole('table')).getAllByRole('row').slice(1).map((row) => row.textContent);
    expect(rows.some((row) => row?.startsWith('示例社区1 / 12016') && row.endsWith('换届统计表'))).toBe(true);
    expect(rows.some((row) => row?.startsWith('示例村1 / 1') && row.endsWith('示例数据'))).toBe(true);
    expect(screen.getByText(/只列出前 200 条/)).toBeVisible();
  });

  it('stand the reports where nothing measures a task', async () => {
    open('/plan/2016?cell=1.1~522624000000', {
      ...answers,
      'GET /api/plans/2016/clauses/*': () => ({
        ...standing('1.1', counties[1]!, []),
        tasks: [{
          task: { code: '1.1-2', quote: '写总结', en: 'Write it up' }, cells: [],
          own: { state: 'not_started', why_zh: '已认可的进展报告：未开始。', why_en: 'Not started.' },
        }],
      }),
    });
    const drawer = await screen.findByRole('dialog');
    expect(await within(drawer).findByText('已认可的进展报告：未开始。')).toBeVisible();
    expect(within(drawer).getByRole('link', { name: '看进展报告' })).toHaveAttribute('href', '/reports?at=522624000000&clause=1.1');
    expect(await within(drawer).findByRole('link', { name: '督办 0 件' })).toHaveAttribute('href', '/presses?at=522624000000&clause=1.1');
    expect(within(drawer).getAllByTitle('看填报记录')[0]).toHaveAttribute(
      'href', '/plan/2016/records/elections.completed?at=522624000000&period=2016',
    );
  });
});
