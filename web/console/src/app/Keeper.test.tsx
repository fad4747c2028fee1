import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { counties, session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';

const account = {
  id: 'a9', name: 'sansui', display_name: '示例乙', state: 'active', unit: counties[1]!, created_at: '2016-03-01T09:30:00+08:00',
  signed_in_at: null, wrong_tries: 0, wrong_at: null, paused_until: null, also: [], posts: [],
};
const accounts = { 'GET /api/accounts/*': () => account };

// Wants a proof until one was given.
function stepUp() {
  let proved = false;
  return {
    ...accounts,
    'POST /api/accounts/*/reset-password': () => (proved ? { one_time_password: 'ab12-cd34' } : refuse(403, 'step_up_required')),
    'POST /api/session/proof': ({ body }: { body: unknown }) => {
      if ((body as { password: string }).password !== 'right') {
        const message = { zh: '密码不正确。', en: 'Wrong.' };
        return refuse(400, 'invalid_fields', '有误', [{ field: '/password', rule: 'wrong', message }]);
      }
      proved = true;
      return session;
    },
    'POST /api/demo/proof': () => {
      proved = true;
      return { ...session, opened_by: 'demo', proof_by: 'demo' };
    },
  };
}

async function askReset(user: ReturnType<typeof open>['user']) {
  await user.click(await screen.findByRole('button', { name: '重置密码' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '重置密码' }));
}

describe('SEC-12 what wants a proof of identity', () => {
  it('is asked for in a dialog and done by itself once it is given', async () => {
    const { user, server } = open('/accounts/a9', stepUp());
    await askReset(user);
    const password = await screen.findByLabelText('密码');
    await user.type(password, 'wrong');
    await user.click(screen.getByRole('button', { name: '确认' }));
    expect((await screen.findAllByText('密码不正确。', { exact: false }))[0]).toBeVisible();
    await user.clear(password);
    await user.type(password, 'right');
    await user.click(screen.getByRole('button', { name: '确认' }));
    await waitFor(() => expect(screen.getByText('ab12-cd34')).toBeVisible());
    const resets = server.sent.filter(({ path }) => path.endsWith('/reset-password'));
    expect(resets).toHaveLength(2);
    // The same intention both times.
    expect(resets[0]!.headers.get('Idempotency-Key')).toBe(resets[1]!.headers.get('Idempotency-Key'));
  });

  it('is given by a code, where there is a second factor', async () => {
    const { user, server } = open('/accounts/a9', {
      ...stepUp(),
      'GET /api/session': () => ({ ...session, proof_by: 'code' }),
      'POST /api/session/proof': () => session,
    });
    await askReset(user);
    await user.type(await screen.findByLabelText('动态验证码'), '123456');
    await user.click(screen.getByRole('button', { name: '确认' }));
    await waitFor(() => expect(server.sent.find(({ path }) => path === '/api/session/proof')?.body).toEqual({ code: '123456' }));
  });

  it('is not done when the person would rather not', async () => {
    const { user, server } = open('/accounts/a9', stepUp());
    await askReset(user);
    await screen.findByLabelText('密码');
    await user.click(screen.getAllByRole('button', { name: '取消' }).at(-1)!);
    await waitFor(() => expect(screen.queryByLabelText('密码')).toBeNull());
    expect(server.sent.filter(({ path }) => path.endsWith('/reset-password'))).toHaveLength(1);
    expect(screen.queryByText('ab12-cd34')).toBeNull();
  });

  it('is only confirmed in a demo, whose people have no password', async () => {
    const { user } = open('/accounts/a9', { ...stepUp(), 'GET /api/session': () => ({ ...session, opened_by: 'demo', proof_by: 'demo' }) });
    await askReset(user);
    await waitFor(() => expect(screen.getByText(/演示账号没有密码/)).toBeVisible());
    await user.click(screen.getByRole('button', { name: '确认' }));
    await waitFor(() => expect(screen.getByText('ab12-cd34')).toBeVisible());
  });
});

describe('another account that signs in in the same browser', () => {
  const other = { ...session, account: 'ffffffff-0000-4000-8000-000000000002', display_name: '测试乙' };

  it('is not taken for the one whose page is open: each request says on whose behalf it asks', async () => {
    const { user, server, address } = open('/accounts/a9', {
      ...accounts,
      'POST /api/accounts/*/reset-password': () => refuse(409, 'other_account', '这个浏览器里现在登录的是另一个帐号，这一步没有做。'),
    });
    await screen.findAllByText(session.display_name);
    server.set('GET /api/session', () => other);
    await askReset(user);
    await waitFor(() => expect(screen.getByText(/现在登录的是 测试乙/)).toBeVisible());
    await waitFor(() => expect(address()).toBe('/desk'));
    const asked = server.sent.find(({ path }) => path.endsWith('/reset-password'))!;
    expect(asked.headers.get('Gulou-Account')).toBe(session.account);
  });
});

describe('SEC-05 a session that ends while a page is open', () => {
  const signedOut = () => refuse(401, 'session_wanted');

  async function fillIn(user: ReturnType<typeof open>['user']) {
    await user.type(await screen.findByRole('textbox', { name: '登录名' }), 'new.person');
    await user.type(screen.getByRole('textbox', { name: '姓名' }), '测试甲');
  }

  it('asks to sign in over the page, and the form keeps what was typed', async () => {
    const { user, server, address } = open('/accounts/new', { 'GET /api/roles': () => ({ roles: [] }) });
    await fillIn(user);
    server.set('GET /api/session', signedOut);
    server.set('POST /api/session', () => session);
    await user.click(screen.getByRole('combobox'));
    await user.type(screen.getByRole('combobox'), '三穗');
    server.set('GET /api/units', signedOut);
    await user.type(screen.getByRole('combobox'), '县');
    await waitFor(() => expect(screen.getByText('登录已经到期')).toBeVisible());
    const over = await screen.findByRole('dialog', { name: '登录已经到期' });
    expect(within(over).getByRole('textbox', { name: '登录名' })).toHaveValue('bureau');
    expect(address()).toBe('/accounts/new');
    server.set('GET /api/session', () => session);
    server.set('GET /api/units', () => ({ hits: [] }));
    await user.type(screen.getByLabelText('密码'), 'a long password');
    await user.click(screen.getByRole('button', { name: '登录' }));
    await waitFor(() => expect(screen.queryByText('登录已经到期')).toBeNull());
    expect(screen.getByRole('textbox', { name: '登录名' })).toHaveValue('new.person');
    expect(screen.getByRole('textbox', { name: '姓名' })).toHaveValue('测试甲');
    expect(address()).toBe('/accounts/new');
  });

  it('sends again by itself what was refused, once its owner has signed in', async () => {
    let ended = true;
    const { user, server } = open('/accounts/a9', {
      ...accounts,
      'POST /api/accounts/*/reset-password': () => (ended ? signedOut() : { one_time_password: 'ab12-cd34' }),
      'POST /api/session': () => {
        ended = false;
        return session;
      },
    });
    await askReset(user);
    await user.type(await screen.findByLabelText('密码'), 'a long password');
    await user.click(screen.getByRole('button', { name: '登录' }));
    await waitFor(() => expect(screen.getByText('ab12-cd34')).toBeVisible());
    expect(server.sent.filter(({ path }) => path.endsWith('/reset-password'))).toHaveLength(2);
  });

  it('SEC-06 asks for the code over the page too, where there is a second factor', async () => {
    let ended = true;
    const half = { ...session, posts: [], post: null, second_factor: { ...session.second_factor, wanted: 'code' as const } };
    const { user, server } = open('/accounts/a9', {
      ...accounts,
      'POST /api/accounts/*/reset-password': () => (ended ? signedOut() : { one_time_password: 'ab12-cd34' }),
      'POST /api/session': () => half,
      'POST /api/session/code': () => {
        ended = false;
        return session;
      },
    });
    await askReset(user);
    await user.type(await screen.findByLabelText('密码'), 'a long password');
    await user.click(screen.getByRole('button', { name: '登录' }));
    await user.type(await screen.findByLabelText('动态验证码'), '123456');
    await user.click(screen.getByRole('button', { name: '继续' }));
    await waitFor(() => expect(screen.getByText('ab12-cd34')).toBeVisible());
    expect(server.sent.filter(({ path }) => path.endsWith('/reset-password'))).toHaveLength(2);
  });

  it('shows nothing of the page to another person', async () => {
    let ended = true;
    const other = { ...session, account: 'a2', name: 'other', display_name: '示例丙' };
    const { user, server, address } = open('/accounts/a9', {
      ...accounts,
      'POST /api/accounts/*/reset-password': () => (ended ? signedOut() : { one_time_password: 'ab12-cd34' }),
      'POST /api/session': () => {
        ended = false;
        return other;
      },
    });
    await askReset(user);
    await user.type(await screen.findByLabelText('密码'), 'a long password');
    await user.click(screen.getByRole('button', { name: '登录' }));
    await waitFor(() => expect(address()).toBe('/desk'));
    expect(server.sent.filter(({ path }) => path.endsWith('/reset-password'))).toHaveLength(1);
  });

  it('lets whoever would rather not go on leave', async () => {
    const { user, address } = open('/accounts/a9', {
      ...accounts,
      'POST /api/accounts/*/reset-password': signedOut,
    });
    await askReset(user);
    await user.click(await screen.findByRole('button', { name: '不做了，退出' }));
    await waitFor(() => expect(address()).toContain('/signin'));
  });
});

describe('SEC-11 one’s own account', () => {
  it('lists where one is signed in and ends another session', async () => {
    let sessions = [
      { id: 's1', created_at: '2016-10-13T08:00:00+08:00', seen_at: '2016-10-13T09:00:00+08:00', browser: 'Chrome · Windows', here: true },
      { id: 's2', created_at: '2016-10-13T07:00:00+08:00', seen_at: '2016-10-13T07:30:00+08:00', browser: '微信 · Android', here: false },
    ];
    const { user, server } = open('/account', {
      'GET /api/sessions': () => ({ sessions }),
      'DELETE /api/sessions/*': () => {
        sessions = sessions.slice(0, 1);
        return {};
      },
    });
    expect(await screen.findByText('微信 · Android')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '退出' }));
    await waitFor(() => expect(screen.queryByText('微信 · Android')).toBeNull());
    expect(screen.getByText('Chrome · Windows')).toBeVisible();
    expect(server.sent.find(({ method }) => method === 'DELETE')?.path).toBe('/api/sessions/s2');
  });
});

describe('SEC-04 wrong tries on one’s own account', () => {
  const tried = { ...session, wrong_before: 3, wrong_before_at: '2016-10-13T08:30:00+08:00' };
  it('are told once at the sign-in, and stand on one’s own page', async () => {
    open('/account', { 'GET /api/session': () => tried, 'GET /api/sessions': () => ({ sessions: [] }) });
    await waitFor(() => expect(screen.getAllByText(/有 3 次输错密码/)).toHaveLength(2));
    expect(localStorage.getItem('gulou.tries.a1') ?? JSON.stringify({ ...localStorage })).toContain('2016-10-13T08:30');
  });
});

describe('SEC-04 a paused account', () => {
  it('is seen and released by the superior', async () => {
    let paused = true;
    const { user, server } = open('/accounts/a9', {
      'GET /api/accounts/*': () => ({ ...account, wrong_tries: 5, wrong_at: '2016-10-13T09:00:00+08:00', paused_until: paused ? '2016-10-13T09:15:00+08:00' : null }),
      'POST /api/accounts/*/release': () => {
        paused = false;
        return account;
      },
    });
    expect(await screen.findByText('暂停登录')).toBeVisible();
    expect(screen.getByText(/09:15 之前不能登录/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '解除暂停' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '解除暂停' }));
    await waitFor(() => expect(screen.queryByText('暂停登录')).toBeNull());
    expect(server.sent.some(({ path }) => path === '/api/accounts/a9/release')).toBe(true);
  });
});
