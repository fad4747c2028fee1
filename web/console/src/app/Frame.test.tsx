import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { counties, prefecture, province, scoreboard, session, standing, summary } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import { resources } from './resources';

const menu = () => screen.findByRole('navigation', { name: '主菜单' });

describe('the menu', () => {
  it('reads like the plan: desk and plan, its sections with their clauses, the foundations', async () => {
    open('/desk');
    await waitFor(async () =>
      expect(within(await menu()).getAllByRole('link').map((link) => link.textContent)).toEqual([
        '我的桌面', '工作计划', '换届选举', '政社互动逾期', '单位', '规则', '账号与授权', '日志',
      ]),
    );
    expect(within(await menu()).getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
      '基层民主', '推进别的工作', '基础',
    ]);
  });

  it('leaves out what the post may not do', async () => {
    open('/desk', { 'GET /api/session': () => ({ ...session, permissions: [] }) });
    const links = within(await menu()).getAllByRole('link').map((link) => link.textContent);
    expect(links).toContain('单位');
    expect(links).not.toContain('日志');
    expect(links).not.toContain('账号与授权');
  });

  it('says where one is', async () => {
    open('/plan/2016/1.1');
    const here = await within(await menu()).findByRole('link', { name: '换届选举' });
    expect(here).toHaveAttribute('aria-current', 'page');
    expect(within(await menu()).getByRole('link', { name: '工作计划' })).not.toHaveAttribute('aria-current', 'page');
  });
});

describe('the list of resources', () => {
  it('gives every resource a path of its own and pages that load', async () => {
    expect(new Set(resources.map(({ path }) => path)).size).toBe(resources.length);
    for (const { load } of resources.flatMap(({ pages }) => pages)) expect(await load()).toHaveProperty('default');
  });
});

describe('the bar', () => {
  it('says whose desk it is, and how fresh the figures are', async () => {
    open('/desk');
    expect(await screen.findByRole('button', { name: '切换岗位' })).toHaveTextContent('黔东南州民政局');
    expect(await screen.findByText(/截至 2016年10月13日/)).toBeVisible();
    expect(screen.getByText('示例数据')).toBeVisible();
  });

  it('switches to another post and forgets what was read in the first', async () => {
    const { user, server } = open('/plan/2016', {
      'POST /api/session/post': () => ({ ...session, post: 'p2' }),
    });
    await user.click(await screen.findByRole('button', { name: '切换岗位' }));
    await user.click(await screen.findByRole('menuitem', { name: '三穗县民政局' }));
    expect(await screen.findByRole('heading', { level: 1, name: '我的桌面' })).toBeVisible();
    expect(screen.getByRole('button', { name: '切换岗位' })).toHaveTextContent('三穗县民政局');
    expect(server.sent.find(({ path }) => path === '/api/session/post')?.body).toEqual({ post_id: 'p2' });
    await waitFor(() => expect(server.sent.some(({ path }) => path === '/api/plans/2016/scoreboard?at=522624000000')).toBe(true));
  });

  it('changes the language of everything', async () => {
    const { user } = open('/desk');
    await user.click(await screen.findByRole('button', { name: 'English' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'My desk' })).toBeVisible();
    expect(localStorage.getItem('gulou.language')).toBe('en');
  });

  it('signs out', async () => {
    const { user, server } = open('/desk', { 'DELETE /api/session': () => ({}) });
    await user.click(await screen.findByRole('button', { name: '账号' }));
    await user.click(await screen.findByRole('menuitem', { name: '退出登录（所有设备）' }));
    expect(await screen.findByRole('heading', { name: '登录工作台' })).toBeVisible();
    expect(server.sent.some(({ method, path }) => method === 'DELETE' && path === '/api/session')).toBe(true);
  });
});

describe('quick search', () => {
  it('finds pages, clauses by their own words, and units, and opens by the keyboard alone', async () => {
    const { user, address } = open('/desk', {
      'GET /api/units': () => ({ hits: [{ unit: summary(counties[2]!), above: [province, summary(prefecture)] }], more: false }),
    });
    await menu();
    await user.keyboard('{Control>}k{/Control}');
    const box = await screen.findByRole('combobox', { name: '搜索单位、条款、页面' });
    await user.type(box, '丹寨');
    expect(await screen.findByRole('option', { name: /丹寨县/ })).toBeVisible();
    await user.clear(box);
    await user.type(box, '推进政社');
    const clause = await screen.findByRole('option', { name: /2.1 政社互动/ });
    expect(clause).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe('/plan/2016/2.1'));
  });

  it('says when nothing fits', async () => {
    const { user } = open('/desk', { 'GET /api/units': () => ({ hits: [], more: false }) });
    await menu();
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: '搜索单位、条款、页面' }), '没有的');
    expect(await screen.findByText('没有找到“没有的”')).toBeVisible();
  });
});

describe('a session that ends', () => {
  it('is signed in to again over the page, which stays where it was', async () => {
    const { server, user, address } = open('/plan/2016?state=late');
    await screen.findByRole('grid');
    server.set('GET /api/session', () => refuse(401, 'session_wanted'));
    server.set('GET /api/plans/2016/clauses/*', () => refuse(401, 'session_wanted'));
    await user.click(screen.getByRole('link', { name: '凯里' }));
    expect(await screen.findByText('登录已经到期')).toBeInTheDocument();
    expect(address()).toBe('/plan/2016?state=late&at=522601000000');
    server.set('POST /api/session', () => session);
    server.set('GET /api/plans/2016/clauses/*', () => standing('1.1'));
    server.set('GET /api/session', () => session);
    await user.type(screen.getByLabelText('密码'), 'a long password');
    await user.click(screen.getByRole('button', { name: '登录' }));
    await waitFor(() => expect(screen.queryByText('登录已经到期')).toBeNull());
    expect(await screen.findByRole('grid')).toBeVisible();
    expect(address()).toBe('/plan/2016?state=late&at=522601000000');
  });
});

describe('an address that nobody knows', () => {
  it('says so and shows the way back', async () => {
    open('/nowhere');
    expect(await screen.findByRole('heading', { level: 1, name: '没有这个页面' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '回到我的桌面' })).toBeVisible();
  });
});

describe('the desk', () => {
  it('greets, says honestly that there is nothing to do yet, and shows what is late and new', async () => {
    open('/desk');
    expect(await screen.findByText('没有待办')).toBeVisible();
    expect(await screen.findByRole('link', { name: /三穗县 · 政社互动/ })).toHaveAttribute('href', '/plan/2016?cell=2.1~522624000000');
    expect(screen.getByText('+23，现为 150 / 300')).toBeVisible();
    expect(screen.getByText(/，示例甲$/)).toBeVisible();
  });

  it('says so when nothing changed this week', async () => {
    open('/desk', { 'GET /api/plans/2016/scoreboard': () => ({ ...scoreboard, headlines: [] }) });
    expect(await screen.findByText('近 7 天没有变化')).toBeVisible();
  });
});
