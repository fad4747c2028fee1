import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { JournalLine, NamedId } from '@/shared/api/contract';
import { counties } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import { setScreenWidth } from '@/shared/test/setup';
import { dayAfter } from '@/shared/i18n/format';
import { readDetail } from './detail/readDetail';

const entry: JournalLine = {
  number: 17, at: '2016-10-13T09:40:00+08:00', actor: 'account', account_id: 'a9', account_name: '示例乙',
  post: '县（市）民政局 三穗县', action: 'post.grant', object_kind: 'post', object_id: 'p9', unit_code: counties[1]!.code,
  unit_name: '三穗县', detail: '{"role":"township","unit":{"code":"522624100000"}}', request: 'r-17',
  previous: 'a'.repeat(64), hash: 'b'.repeat(64),
};
const answers = {
  'GET /api/journal': () => ({ entries: [entry], next: null, names: [] }),
  'GET /api/journal/*': () => ({ entry, names: [] }),
};

describe('the journal', () => {
  it('says when, who in which post, what, and about whom', async () => {
    open('/journal', answers);
    const row = (await screen.findByRole('link', { name: '17' })).closest('tr')!;
    expect(row).toHaveTextContent('172016/10/13 09:40示例乙县（市）民政局 三穗县授予岗位三穗县');
  });

  it('asks what the address says, the last day included', async () => {
    const { server } = open('/journal?from=2016-10-01&to=2016-10-31&action=post&unit=522624000000&account=a9', answers);
    await screen.findByRole('link', { name: '17' });
    const asked = new URL(server.sent.find(({ path }) => path.startsWith('/api/journal'))!.path, 'http://x').searchParams;
    expect(Object.fromEntries(asked)).toEqual({ from: '2016-10-01', to: '2016-11-01', action: 'post', unit: '522624000000', account: 'a9' });
  });

  it('clears the conditions', async () => {
    const { user, address } = open('/journal?action=post', answers);
    await user.click(await screen.findByRole('button', { name: '清除条件' }));
    await waitFor(() => expect(address()).toBe('/journal'));
  });

  it('goes on to what is older', async () => {
    const { user } = open('/journal', {
      ...answers,
      'GET /api/journal': ({ url }: { url: URL }) =>
        url.searchParams.get('before') === '17' ? { entries: [{ ...entry, number: 3 }], next: null, names: [] } : { entries: [entry], next: 17, names: [] },
    });
    await user.click(await screen.findByRole('button', { name: '更早的' }));
    expect(await screen.findByRole('link', { name: '3' })).toBeVisible();
    expect(screen.getByText('已经是最早的一条')).toBeVisible();
  });

  it('says so when nothing fits', async () => {
    open('/journal?action=token', { ...answers, 'GET /api/journal': () => ({ entries: [], next: null, names: [] }) });
    expect(await screen.findByText('没有符合条件的记录')).toBeVisible();
  });

  it('stacks its lines on a phone', async () => {
    setScreenWidth(360);
    open('/journal', answers);
    expect(await screen.findByRole('link', { name: /授予岗位.*2016\/10\/13 09:40/ })).toHaveAttribute('href', '/journal/17');
  });
});

describe('an entry', () => {
  it('shows its detail line by line, and the chain', async () => {
    open('/journal/17', answers);
    expect(await screen.findByText('其他内容 · 区划代码')).toBeVisible();
    expect(screen.getByText('角色').nextSibling).toHaveTextContent('乡镇（街道）');
    expect(screen.getByText('522624100000')).toBeVisible();
    expect(screen.getByText('b'.repeat(64))).toBeVisible();
    expect(screen.getByRole('link', { name: /第 16 条/ })).toHaveAttribute('href', '/journal/16');
  });

  it('says what its ids are called, and what must be known of them', async () => {
    const [account, person] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'];
    const names: NamedId[] = [
      { id: account, kind: 'account', name: '示例丙', state: 'plain' },
      { id: person, kind: 'person', name: '测试甲', state: 'restricted' },
    ];
    const about = { ...entry, object_kind: 'person', object_id: person, detail: JSON.stringify({ asked_by: account }) };
    const { address } = open('/journal/17', {
      ...answers, 'GET /api/journal/*': () => ({ entry: about, names }),
    });
    expect((await screen.findByText('示例丙')).closest('dd')).toHaveTextContent(`示例丙 ${account}`);
    expect(screen.getByText('已限制处理').closest('dd')).toHaveTextContent(`测试甲 已限制处理 ${person}`);
    expect(address()).toBe('/journal/17');
  });

  it('shows names in the list as well', async () => {
    const id = '01890000-0000-7000-8000-000000000003';
    const names: NamedId[] = [{ id, kind: 'account', name: '', state: 'resident' }];
    open('/journal', {
      ...answers, 'GET /api/journal': () => ({ entries: [{ ...entry, object_kind: 'account', object_id: id }], next: null, names }),
    });
    expect((await screen.findByText('居民账号')).closest('td')).toHaveTextContent('账号 居民账号 …000003');
  });

  it('says so when it is not there to be read', async () => {
    open('/journal/99', { ...answers, 'GET /api/journal/*': () => refuse(404, 'not_found', '没有这条日志，或您无权查看。') });
    expect(await screen.findByText('没有这条日志，或您无权查看。')).toBeVisible();
  });

  it('reads any detail', () => {
    expect(readDetail('{"a":{"b":[1,2]},"c":{}}')).toEqual([
      { names: ['a', 'b'], values: ['1', '2'] }, { names: ['c'], values: ['—'] },
    ]);
    expect(readDetail('')).toEqual([]);
    expect(readDetail('not json')).toEqual([{ names: [], values: ['not json'] }]);
  });
});

describe('the day after', () => {
  it('crosses months and years', () => {
    expect([dayAfter('2016-02-28'), dayAfter('2016-12-31')]).toEqual(['2016-02-29', '2017-01-01']);
  });
});
