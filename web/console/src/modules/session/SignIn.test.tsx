import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { prefecture, session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse, unreachable } from '@/shared/test/server';
import { localAddress } from './form/localAddress';

const signedOut = { 'GET /api/session': () => refuse(401, 'session_wanted') };

async function signIn(user: ReturnType<typeof open>['user']) {
  await user.type(await screen.findByRole('textbox', { name: '登录名' }), ' bureau ');
  await user.type(screen.getByLabelText('密码'), 'a long password');
  await user.click(screen.getByRole('button', { name: '登录' }));
}

describe('signing in', () => {
  it('sends name and password and opens the desk', async () => {
    const { user, address, server } = open('/signin', { ...signedOut, 'POST /api/session': () => session });
    await signIn(user);
    await waitFor(() => expect(address()).toBe('/desk'));
    const sent = server.sent.find(({ method }) => method === 'POST');
    expect(sent?.body).toEqual({ name: 'bureau', password: 'a long password' });
  });

  it('asks for what is missing before anything is sent', async () => {
    const { user, server } = open('/signin', signedOut);
    await user.click(await screen.findByRole('button', { name: '登录' }));
    expect(await screen.findByText('有 2 处需要修改')).toBeVisible();
    expect(server.sent.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('says in the server’s words why it was refused, and keeps what was typed', async () => {
    const { user } = open('/signin', { ...signedOut, 'POST /api/session': () => refuse(401, 'sign_in_refused', '账号或密码不对。') });
    await signIn(user);
    expect(await screen.findByText('账号或密码不对。')).toBeVisible();
    expect(screen.getByRole('textbox', { name: '登录名' })).toHaveValue(' bureau ');
  });

  it('keeps no draft of a password', async () => {
    const { user } = open('/signin', { ...signedOut, 'POST /api/session': () => unreachable });
    await signIn(user);
    await screen.findByText('连不上服务器');
    expect(JSON.stringify({ ...localStorage })).not.toContain('a long password');
  });

  it('offers the roles of a demo, to enter with one click', async () => {
    const { user, address, server } = open('/signin', {
      ...signedOut,
      'GET /api/demo/roles': () => ({
        roles: [{ account: 'demo-bureau', display_name: '示例甲', role: 'prefecture_bureau', unit: prefecture }],
      }),
      'POST /api/demo/session': () => session,
    });
    await user.click(await screen.findByRole('button', { name: /黔东南州民政局/ }));
    await waitFor(() => expect(address()).toBe('/desk'));
    expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({ account: 'demo-bureau' });
  });

  it('offers none where there is no demo', async () => {
    open('/signin', signedOut);
    expect(await screen.findByRole('button', { name: '登录' })).toBeVisible();
    expect(screen.queryByText(/示例/)).toBeNull();
  });

  it('goes only to addresses of the console itself', () => {
    expect(localAddress('/plan/2016?at=1')).toBe('/plan/2016?at=1');
    for (const address of [null, '', 'https://elsewhere', '//elsewhere', '/\\elsewhere']) expect(localAddress(address)).toBe('/desk');
  });
});

describe('SEC-06 the second step', () => {
  const factor = session.second_factor;
  const half = { ...session, posts: [], post: null, permissions: [], second_factor: { ...factor, wanted: 'code' as const } };

  it('is the code of the telephone, and then the desk opens', async () => {
    const { user, server } = open('/desk', { 'GET /api/session': () => half, 'POST /api/session/code': () => session });
    await user.type(await screen.findByLabelText('动态验证码'), '123456');
    await user.click(screen.getByRole('button', { name: '继续' }));
    expect(await screen.findByRole('heading', { level: 1, name: '我的桌面' })).toBeVisible();
    expect(server.sent.find(({ path }) => path === '/api/session/code')?.body).toEqual({ code: '123456' });
  });

  it('is a recovery code where the telephone is lost; a wrong one is told at its field', async () => {
    const message = { zh: '验证码不正确，或已经用过。', en: 'Wrong.' };
    const { user } = open('/desk', {
      'GET /api/session': () => half,
      'POST /api/session/code': () => refuse(400, 'invalid_fields', '有误', [{ field: '/code', rule: 'wrong', message }]),
    });
    await user.click(await screen.findByRole('button', { name: '用恢复码登录' }));
    await user.type(screen.getByLabelText('恢复码'), 'abcd-efgh-jkmn-pqrs');
    await user.click(screen.getByRole('button', { name: '继续' }));
    expect((await screen.findAllByText(message.zh, { exact: false }))[0]).toBeVisible();
  });

  it('is set up first where the post asks for it, and the recovery codes stay until they are put away', async () => {
    let wanted: 'enrolment' | 'nothing' = 'enrolment';
    const answer = () => ({ ...session, second_factor: { ...factor, wanted, demanded: true } });
    const { user } = open('/desk', {
      'GET /api/session': answer,
      'POST /api/session/factor': () => ({ key: 'ABCD EFGH', address: 'otpauth://totp/x', qr: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
      'POST /api/session/factor/confirm': () => {
        wanted = 'nothing';
        return { session: answer(), recovery_codes: ['aaaa-bbbb-cccc-dddd', 'eeee-ffff-gggg-hhhh'] };
      },
    });
    expect(await screen.findByText('您的岗位要求设置。')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '开始设置' }));
    expect(await screen.findByText('ABCD EFGH')).toBeVisible();
    await user.type(screen.getByLabelText('动态验证码'), '123456');
    await user.click(screen.getByRole('button', { name: '确认启用' }));
    expect(await screen.findByText('eeee-ffff-gggg-hhhh')).toBeVisible();
    expect(screen.queryByRole('heading', { name: '我的桌面' })).toBeNull();
    expect(JSON.stringify({ ...localStorage })).not.toContain('eeee-ffff');
    await user.click(screen.getByRole('button', { name: '已经保存好' }));
    expect(await screen.findByRole('heading', { level: 1, name: '我的桌面' })).toBeVisible();
    expect(screen.queryByText('eeee-ffff-gggg-hhhh')).toBeNull();
  });

  it('says that the recovery codes were never shown when the page went while they were made, and offers others', async () => {
    const on = { ...session, second_factor: { ...factor, since: '2016-10-13T09:00:00+08:00', recovery_codes_left: 9, recovery_codes_made_at: '2016-10-13T09:01:00+08:00' } };
    let answered = { ...session, second_factor: { ...factor, wanted: 'enrolment' as const, demanded: true } } as typeof session;
    const answers = {
      'GET /api/session': () => answered,
      'GET /api/sessions': () => ({ sessions: [] }),
      'POST /api/session/factor': () => ({ key: 'ABCD EFGH', address: 'otpauth://totp/x', qr: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
      // The server turns it on; the answer never arrives.
      'POST /api/session/factor/confirm': () => {
        answered = on;
        return unreachable;
      },
      'POST /api/session/recovery-codes': () => ({ recovery_codes: ['aaaa-bbbb-cccc-dddd'] }),
    };
    const first = open('/desk', answers);
    await first.user.click(await screen.findByRole('button', { name: '开始设置' }));
    await first.user.type(await screen.findByLabelText('动态验证码'), '123456');
    await first.user.click(screen.getByRole('button', { name: '确认启用' }));
    await screen.findByText('连不上服务器');
    cleanup();
    const { user } = open('/account', answers);
    expect(await screen.findByText('恢复码可能没有显示出来')).toBeVisible();
    expect(screen.getByText('2016/10/13 09:01 生成的恢复码还剩 9 个')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '换一套恢复码' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '换一套恢复码' }));
    expect(await screen.findByText('aaaa-bbbb-cccc-dddd')).toBeVisible();
    expect(JSON.stringify({ ...localStorage })).not.toContain('aaaa-bbbb');
    await user.click(screen.getByRole('button', { name: '已经保存好' }));
    expect(await screen.findByText(/恢复码只在生成时显示一次/)).toBeVisible();
    expect(screen.queryByText('恢复码可能没有显示出来')).toBeNull();
  });

  it('is set up also by who took longer over the page than a proof of identity lasts', async () => {
    let proved = false;
    const answer = { ...session, second_factor: { ...factor, wanted: 'enrolment', demanded: true } };
    const { user, server } = open('/desk', {
      'GET /api/session': () => answer,
      'POST /api/session/factor': () =>
        proved
          ? { key: 'ABCD EFGH', address: 'otpauth://totp/x', qr: '<svg xmlns="http://www.w3.org/2000/svg"/>' }
          : refuse(403, 'step_up_required'),
      'POST /api/session/proof': () => {
        proved = true;
        return answer;
      },
    });
    await user.click(await screen.findByRole('button', { name: '开始设置' }));
    await user.type(await screen.findByLabelText('密码'), 'right');
    await user.click(screen.getByRole('button', { name: '确认' }));
    expect(await screen.findByText('ABCD EFGH')).toBeVisible();
    expect(server.sent.filter(({ path }) => path.endsWith('/factor'))).toHaveLength(2);
  });

  it('says by whom the second factor was reset', async () => {
    const reset = {
      state: 'done', reason: '当面核对', asked_at: '2016-10-12T08:00:00+08:00', asked_by: '示例丁',
      decided_at: '2016-10-12T09:00:00+08:00', decided_by: '示例戊',
    };
    open('/desk', { 'GET /api/session': () => ({ ...session, second_factor: { ...factor, wanted: 'enrolment', demanded: true, reset } }) });
    expect(await screen.findByText(/示例丁 申请（当面核对），示例戊 确认/)).toBeVisible();
  });
});

describe('what comes before the console', () => {
  it('is another password, where the present one has grown too old', async () => {
    open('/desk', {
      'GET /api/session': () => ({
        ...session, must_change_password: true, password_expired: true,
        password_rules: { preset: 'mlps3', least_length: 8, kinds: 3, days: 90, remembered: 5 },
      }),
    });
    expect(await screen.findByRole('heading', { name: '密码用得太久了，请换一个' })).toBeVisible();
    expect(screen.getByText(/至少 8 个字符.*至少用 3 类；90 天后要换，最近 5 个不能再用/)).toBeVisible();
  });

  it('is a password of one’s own, where the present one was handed out', async () => {
    const { user, server } = open('/desk', {
      'GET /api/session': () => ({ ...session, must_change_password: true }),
      'POST /api/session/password': () => session,
    });
    expect(await screen.findByRole('heading', { name: '请先设自己的密码' })).toBeVisible();
    await user.type(screen.getByLabelText('当前密码'), 'handed out');
    await user.type(screen.getByLabelText('新密码'), 'of my own choice');
    await user.type(screen.getByLabelText('再输一遍新密码'), 'of my own chioce');
    await user.click(screen.getByRole('button', { name: '修改' }));
    expect((await screen.findAllByText('两遍输入的新密码不一样', { exact: false }))[0]).toBeVisible();
    await user.clear(screen.getByLabelText('再输一遍新密码'));
    await user.type(screen.getByLabelText('再输一遍新密码'), 'of my own choice');
    await user.click(screen.getByRole('button', { name: '修改' }));
    expect(await screen.findByRole('heading', { level: 1, name: '我的桌面' })).toBeVisible();
    expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({ current: 'handed out', new: 'of my own choice' });
  });

  it('is the choice of a post, where there are several', async () => {
    const { user } = open('/desk', {
      'GET /api/session': () => ({ ...session, post: null }),
      'POST /api/session/post': () => ({ ...session, post: 'p2' }),
    });
    await user.click(await screen.findByRole('button', { name: /三穗县民政局/ }));
    expect(await screen.findByRole('heading', { level: 1, name: '我的桌面' })).toBeVisible();
  });

  it('says so where there is no post at all', async () => {
    open('/desk', { 'GET /api/session': () => ({ ...session, post: null, posts: [] }) });
    expect(await screen.findByText('这个账号还没有岗位')).toBeVisible();
  });
});
