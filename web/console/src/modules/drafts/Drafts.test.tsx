import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { plan, prefecture, session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import type { DraftDetail } from './api';

const action = (name: string, zh: string) => ({ name, label_zh: zh, label_en: name, asks_reason: false });
const draft: DraftDetail = {
  draft: {
    id: 'd1', year: 2017, division: prefecture, title_zh: '2017年工作要点', state: 'editing', state_zh: '编辑中', state_en: 'Being edited',
    version: 1, saved_at: '2016-12-01T09:00:00+08:00', actions: [action('save', '保存'), action('publish', '发布'), action('discard', '放弃')],
  },
  document: plan.plan, problems: [], history: [],
};
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['plan.edit'] }),
  'GET /api/drafts': () => ({ drafts: [draft.draft] }),
  'GET /api/drafts/*': () => draft,
  'GET /api/plans/*/versions': () => ({ versions: [] }),
};

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
    expect(screen.getByRole('button', { name: '发布' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/drafts/d1/save')).toBe(true));
    expect(server.sent.find(({ path }) => path === '/api/drafts/d1/save')?.body).toEqual({
      version: 1, document: { ...plan.plan, title_zh: `${plan.plan.title_zh}（修订）` },
    });
  });

  it('say what stands against publishing, and lead to the field', async () => {
    const problem = { field: '/sections/0/clauses/0/tasks/0/quote', rule: 'not_verbatim', zh: '条文里没有这句话。', en: 'Not in the clause.' };
    const { user } = open('/drafts/d1', { ...answers, 'GET /api/drafts/*': () => ({ ...draft, problems: [problem] }) });
    await user.click(await screen.findByRole('button', { name: '条文里没有这句话。' }));
    expect(screen.getByRole('textbox', { name: '任务 1.1-1（条文里的原话）' })).toHaveFocus();
    expect(screen.getByRole('button', { name: '发布' })).toBeDisabled();
  });
});
