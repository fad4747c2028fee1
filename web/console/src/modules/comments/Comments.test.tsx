import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import type { Comment } from './api';

const actions = [
  { name: 'publish', label_zh: '公开', label_en: 'Publish', asks_reason: false },
  { name: 'refuse', label_zh: '不通过', label_en: 'Refuse', asks_reason: true },
];
const comment: Comment = {
  id: 'c1', year: 2016, clause: '1.1', name: '', text: '协商要让寨老参加', state: 'waiting', state_zh: '待审核', state_en: 'Waiting',
  version: 1, sent_at: '2016-09-01T09:00:00+08:00', decided_at: null, actions, history: [],
};
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['plan.comment.moderate'] }),
  'GET /api/comments': () => ({ comments: [comment], more: false }),
};

describe('comments', () => {
  it('show what was said of which clause, and count in the menu', async () => {
    open('/comments', answers);
    expect(await screen.findByText('协商要让寨老参加')).toBeVisible();
    expect(screen.getByRole('link', { name: '条款 1.1' })).toHaveAttribute('href', '/plan/2016/1.1');
    expect(await screen.findByRole('link', { name: /评论审核.*1 件待办/ })).toBeVisible();
  });

  it('are published with one click', async () => {
    const { user, server } = open('/comments', { ...answers, 'POST /api/comments/*/publish': () => comment });
    await user.click(await screen.findByRole('button', { name: '公开' }));
    await waitFor(() => expect(server.sent.find(({ path }) => path === '/api/comments/c1/publish')?.body).toEqual({ version: 1 }));
  });

  it('are refused only with a reason', async () => {
    const { user, server } = open('/comments', { ...answers, 'POST /api/comments/*/refuse': () => comment });
    await user.click(await screen.findByRole('button', { name: '不通过' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '含有他人隐私');
    await user.click(within(dialog).getByRole('button', { name: '不通过' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/comments/c1/refuse')?.body).toEqual({ version: 1, reason: '含有他人隐私' }),
    );
  });
});

describe('the desk', () => {
  it('says what waits for a decision', async () => {
    open('/desk', answers);
    expect(await screen.findByRole('link', { name: '1 条评论待审核' })).toHaveAttribute('href', '/comments?state=waiting');
  });

  it('says when there is nothing to do', async () => {
    open('/desk', { ...answers, 'GET /api/comments': () => ({ comments: [], more: false }) });
    expect(await screen.findByText('没有待办')).toBeVisible();
  });
});
