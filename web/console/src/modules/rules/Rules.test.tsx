import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import type { RuleLine, RuleValue } from './api';

const value: RuleValue = {
  division: '', from: '2026-01-01', value: null, words: { zh: '5 年', en: '5 years' }, article: 'cwh-2025#11.2',
  article_words: { zh: '《村民委员会组织法》（2025年）第十一条第二款', en: 'Organic Law (2025), Art. 11(2)' }, source: null,
  source_words: { zh: '', en: '' }, confidence: 'proposal', confidence_words: { zh: '建议', en: 'proposal' },
  confirmed_by: null, binding: false, checked_on: '2026-11-24', note: '条文未读到',
};
const shown = { ...value, value: { threshold: null, number: 5, choice: null, on: null, roster: null, any_of: null } };
const term: RuleLine = {
  id: 'elections.term', area: 'elections', title: { zh: '村民委员会的任期', en: 'term of office' }, kind: 'count',
  key_date: 'election_day', key_date_words: { zh: '选举日', en: 'election day' }, set_by: 'law', now: shown,
};
const turnout: RuleLine = {
  ...term, id: 'elections.valid.turnout', title: { zh: '选举有效的投票人数', en: 'turnout' },
  now: { ...shown, binding: true, words: { zh: '登记选民的过半数', en: 'more than 1/2' } },
};
const list = {
  on: '2026-11-25', place: [], areas: [{ name: 'elections', title: { zh: '选举', en: 'Elections' } }], rules: [term, turnout],
};
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['rules.confirm'] }),
  'GET /api/rules': () => list,
  'GET /api/rules/*': () => ({ rule: term, values: [shown] }),
};

describe('rules', () => {
  it('are listed with value, article and how sure they are', async () => {
    open('/rules', answers);
    const link = await screen.findByRole('link', { name: /村民委员会的任期/ });
    expect(link).toHaveTextContent('5 年《村民委员会组织法》（2025年）第十一条第二款?待确认');
    expect(screen.getByText('2 条规则，其中 1 条待确认')).toBeVisible();
  });

  it('are narrowed to what waits for a confirmation by the address', async () => {
    open('/rules?sure=open', answers);
    expect(await screen.findByRole('link', { name: /任期/ })).toBeVisible();
    expect(screen.queryByRole('link', { name: /投票人数/ })).toBeNull();
  });

  it('are confirmed by an office with its paper, and a refusal keeps what was typed', async () => {
    const { user, server } = open('/rules/elections.term', {
      ...answers,
      'POST /api/rules/confirmations': () => refuse(409, 'already_confirmed', '这个值已经确认过了。'),
    });
    await user.click(await screen.findByRole('button', { name: '确认这个值' }));
    const dialog = await screen.findByRole('dialog', { name: '确认：5 年' });
    await user.type(within(dialog).getByRole('textbox', { name: '确认的机关' }), '州民政局');
    await user.type(within(dialog).getByRole('textbox', { name: '签署人' }), '某甲');
    await user.type(within(dialog).getByRole('textbox', { name: '确认日期' }), '2026-11-20{Enter}');
    await user.type(within(dialog).getByRole('textbox', { name: '文号或会议纪要' }), '函1号');
    await user.click(within(dialog).getByRole('button', { name: '确认' }));
    expect(await within(dialog).findByText('这个值已经确认过了。')).toBeVisible();
    expect(within(dialog).getByRole('textbox', { name: '文号或会议纪要' })).toHaveValue('函1号');
    expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({
      rule: 'elections.term', division: '', from: '2026-01-01', office: '州民政局', person: '某甲', confirmed_on: '2026-11-20',
      paper: '函1号',
    });
    server.set('POST /api/rules/confirmations', () => ({ rule: { ...term, now: { ...shown, binding: true } }, values: [] }));
    await user.click(within(dialog).getByRole('button', { name: '确认' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('are only read by who may not confirm them', async () => {
    open('/rules/elections.term', { ...answers, 'GET /api/session': () => ({ ...session, permissions: [] }) });
    expect(await screen.findByText('条文未读到')).toBeVisible();
    expect(screen.queryByRole('button', { name: '确认这个值' })).toBeNull();
  });
});
