import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { keepDraft, readDraft } from '@/shared/form/draft';
import { plan, prefecture, session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import type { DraftDetail, PlanChanges } from './api';

const action = (name: string, zh: string) => ({ name, label_zh: zh, label_en: name, asks_reason: false });
const draft: DraftDetail = {
  draft: {
    id: 'd1', year: 2017, division: prefecture, title_zh: '2017年工作要点', state: 'editing', state_zh: '编辑中', state_en: 'Being edited',
    version: 1, saved_at: '2016-12-01T09:00:00+08:00', actions: [action('save', '保存'), action('publish', '发布'), action('discard', '放弃')],
  },
  document: plan.plan, problems: [], history: [],
};
const changes: PlanChanges = {
  against_year: 2016, against_version: 2,
  changes: [
    { part: 'clause', kind: 'changed', at: '1.1', subject: '', field: 'short_zh', before: '换届', after: '换届选举' },
    { part: 'target', kind: 'removed', at: '1.1-1', subject: 'elections.turnout', field: '', before: '9/10', after: '' },
    { part: 'task', kind: 'moved', at: '1.1-2', subject: '', field: '', before: '1.1-1', after: '1.1-2' },
  ],
};
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['plan.edit'] }),
  'GET /api/drafts': () => ({ drafts: [draft.draft] }),
  'GET /api/drafts/*': () => draft,
  'GET /api/drafts/*/changes': () => changes,
  'GET /api/plans/*/versions': () => ({ versions: [] }),
};
const clause = plan.plan.sections[0]!.clauses[0]!;

describe('drafts of a plan', () => {
  it('are listed, and copied into a year', async () => {
    const { user, server, address } = open('/drafts', { ...answers, 'POST /api/plans/2016/copy': () => draft });
    expect(await screen.findByRole('link', { name: '2017年工作要点' })).toHaveAttribute('href', '/drafts/d1');
    await user.click(await screen.findByRole('button', { name: '复制一份' }));
    await waitFor(() => expect(address()).toBe('/drafts/d1'));
    expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({ to_year: 2017 });
  });

  it('are saved whole, with the version that was seen', async () => {
    const { user, server } = open('/drafts/d1', { ...answers, 'POST /api/drafts/*/save': () => draft });
    const title = await screen.findByRole('textbox', { name: '标题' });
    await user.click(title);
    await user.paste('（修订）');
    expect(screen.getByRole('button', { name: '发布…' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/drafts/d1/save')).toBe(true));
    expect(server.sent.find(({ path }) => path === '/api/drafts/d1/save')?.body).toEqual({
      version: 1, document: { ...plan.plan, title_zh: `${plan.plan.title_zh}（修订）` },
    });
  });

  it('keep a day that is none as it was typed, and say so beside it', async () => {
    const { user } = open('/drafts/d1', answers);
    await user.click(await screen.findByText(/^条款 1.1/));
    const due = screen.getAllByRole('textbox', { name: '期限（不填：期末）' })[0]!;
    await user.type(due, '2016-02-30');
    await user.tab();
    expect(due).toHaveValue('2016-02-30');
    expect(await screen.findByText(/^“2016-02-30”不是日期/)).toBeVisible();
    await user.clear(due);
    await user.type(due, '2016年2月29日{Enter}');
    expect(due).toHaveValue('2016-02-29');
    expect(screen.queryByText(/不是日期/)).toBeNull();
  });

  it('say what stands against publishing, and lead to the field', async () => {
    const problem = { field: '/sections/0/clauses/0/tasks/0/quote', rule: 'not_verbatim', zh: '条文里没有这句话。', en: 'Not in the clause.' };
    const { user } = open('/drafts/d1', { ...answers, 'GET /api/drafts/*': () => ({ ...draft, problems: [problem] }) });
    await user.click(await screen.findByRole('button', { name: '条款 1.1 条文里没有这句话。' }));
    const field = screen.getByRole('textbox', { name: '任务 1.1-1（条文里的原话）' });
    expect(field).toHaveFocus();
    expect(field).toHaveAccessibleDescription('条文里没有这句话。');
    expect(screen.getByRole('button', { name: '发布…' })).toBeDisabled();
  });

  it('take new tasks and targets, and put back what was removed', async () => {
    const { user, server } = open('/drafts/d1', { ...answers, 'POST /api/drafts/*/save': () => draft });
    await user.click(await screen.findByText(/^条款 1.1/));
    await user.click(screen.getByRole('button', { name: '加一项任务' }));
    const quote = screen.getByRole('textbox', { name: '任务 1.1-2（条文里的原话）' });
    expect(quote).toHaveFocus();
    await user.click(screen.getByRole('button', { name: '删去：任务 1.1-1' }));
    expect(screen.queryByText('第 1 个目标')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '恢复' }));
    expect(screen.getByText('第 2 个目标')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '下移：任务 1.1-1' }));
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/drafts/d1/save')).toBe(true));
    const body = server.sent.find(({ path }) => path === '/api/drafts/d1/save')?.body as { document: typeof plan.plan };
    const sent = body.document.sections[0]!.clauses[0]!;
    expect(sent.tasks).toEqual([{ code: '1.1-1', quote: '', en: '' }, { ...clause.tasks[0], code: '1.1-2' }]);
    expect(sent.targets.map(({ task }) => task)).toEqual(['1.1-2', '1.1-2']);
  });

  it('that are refused keep what was typed and name the fields', async () => {
    const fault = { field: '/document/sections/0/clauses/0/short_zh', rule: 'too_short', message: { zh: '至少 2 个字。', en: 'At least 2.' } };
    const { user } = open('/drafts/d1', {
      ...answers, 'POST /api/drafts/*/save': () => refuse(400, 'invalid_fields', '有错', [fault]),
    });
    await user.click(await screen.findByText(/^条款 1.1/));
    const name = screen.getByRole('textbox', { name: '简称' });
    await user.clear(name);
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(name).toHaveAccessibleDescription('至少 2 个字。'));
    expect(name).toHaveFocus();
    expect(name).toHaveValue('');
  });

  it('that someone else saved meanwhile ask whose is to stay', async () => {
    let saves = 0;
    const saved: unknown[] = [];
    const { user } = open('/drafts/d1', {
      ...answers,
      'GET /api/drafts/*': () => (saves === 0 ? draft : { ...draft, draft: { ...draft.draft, version: 2 } }),
      'POST /api/drafts/*/save': (request) => {
        saves += 1;
        saved.push((request.body as { version: number }).version);
        return saves === 1 ? refuse(409, 'version_changed') : draft;
      },
    });
    const title = await screen.findByRole('textbox', { name: '标题' });
    await user.click(title);
    await user.paste('（我的）');
    await user.click(screen.getByRole('button', { name: '保存' }));
    await user.click(await screen.findByRole('button', { name: '以我的为准' }));
    expect(screen.getByRole('textbox', { name: '标题' })).toHaveValue(`${plan.plan.title_zh}（我的）`);
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(saved).toEqual([1, 2]));
  });

  it('come back with what was not saved, and with the version it stood on', async () => {
    keepDraft(session.account, 'plan-draft-d1', { document: { ...plan.plan, title_zh: '没有保存的标题' }, version: 0 });
    const { user } = open('/drafts/d1', answers);
    expect(await screen.findByRole('textbox', { name: '标题' })).toHaveValue('没有保存的标题');
    await user.click(screen.getByRole('button', { name: '改用已保存的' }));
    expect(screen.getByRole('textbox', { name: '标题' })).toHaveValue(plan.plan.title_zh);
    expect(readDraft(session.account, 'plan-draft-d1')).toBeNull();
  });

  it('are published after it was shown what that changes', async () => {
    const { user, server } = open('/drafts/d1', { ...answers, 'POST /api/drafts/*/publish': () => draft });
    await user.click(await screen.findByRole('button', { name: '发布…' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/与 2016 年要点第 2 版相比/)).toHaveTextContent('3 处不同');
    expect(within(dialog).getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      '修改条款 1.1简称换届 → 换届选举', '删去任务 1.1-1 的目标参选率9/10', '移动任务 1.1-21.1-1 → 1.1-2',
    ]);
    await user.click(within(dialog).getByRole('button', { name: '发布' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/drafts/d1/publish')).toBe(true));
  });

  it('stay readable when they were published, and their versions too', async () => {
    open('/drafts/versions/2016/2', {
      ...answers,
      'GET /api/plans/*/versions/*': () => plan.plan,
      'GET /api/plans/*/versions/*/changes': () => ({ ...changes, against_version: 1 }),
    });
    expect(await screen.findByText('1、完成换届选举工作。')).toBeVisible();
    expect(await screen.findByText(/与 2016 年要点第 1 版相比/)).toBeVisible();
  });
});
