import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form, Input } from 'antd';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { write } from '../i18n/text';
import { DateField } from './DateField';
import { dayFault, dayRule, readDay } from './day';
import { EntryForm } from './EntryForm';

describe('a day as people type it', () => {
  it.each([
    '1990-02-03', '19900203', '1990/2/3', '1990-2-3', '1990.02.03', '1990.2.3', '1990年2月3日', '1990年02月03日', '1990年2月3', ' 1990 年 2 月 3 日 ',
    '１９９００２０３', '１９９０－２－３', '1990。2。3',
  ])('is read from %s', (typed) => expect(readDay(typed)).toBe('1990-02-03'));
  it.each(['', '1990', '1990-02', '19900230', '1990-02-30', '1990-13-01', '2.3.1990', '90-02-03', '1990-02/03', '昨天', '199002033'])(
    'is not read from %s', (typed) => expect(readDay(typed)).toBeNull());
  it('knows leap years', () => expect([readDay('20000229'), readDay('1900-2-29')]).toEqual(['2000-02-29', null]));
  it('is refused with what was typed, or with the day that would do', () => {
    const said = (value: string, days = {}) => dayFault(value, days)?.zh;
    expect(said('1990-02-30')).toBe('“1990-02-30”不是日期。请写成1990-02-03、19900203或1990年2月3日。');
    expect(said('2027-05-01', { to: '2026-11-30' })).toBe('2027年5月1日太晚，最晚可以填2026年11月30日。');
    expect(said('2026-05-01', { from: '2026-11-30' })).toBe('2026年5月1日太早，最早可以填2026年11月30日。');
    expect([said(''), said('2026-11-30', { from: '2026-11-30', to: '2026-11-30' })]).toEqual([undefined, undefined]);
    expect(dayFault('2027-05-01', { to: '2026-11-30' })?.en).toBe('1 May 2027 is too late; the last possible day is 30 Nov 2026.');
  });
});

function setUp() {
  const send = vi.fn(async () => undefined);
  const days = { to: '2026-11-30' };
  const router = createMemoryRouter([
    {
      path: '/',
      element: (
        <EntryForm<{ on?: string; name?: string }, unknown>
          labels={{ on: { zh: '日期', en: 'Day' }, name: { zh: '名称', en: 'Name' } }} send={send} onDone={() => undefined} submit="提交"
        >
          <Form.Item name="on" label="日期" rules={[dayRule((message) => write('zh', message), days)]}>
            <DateField {...days} />
          </Form.Item>
          <Form.Item name="name" label="名称">
            <Input />
          </Form.Item>
        </EntryForm>
      ),
    },
  ]);
  render(
    <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
      <RouterProvider router={router} />
    </ConfigProvider>,
  );
  return { user: userEvent.setup(), send, field: screen.getByRole<HTMLInputElement>('textbox', { name: '日期' }) };
}

describe('the field of a day', () => {
  it('shows the day as it was understood once it is left', async () => {
    const { user, send, field } = setUp();
    await user.type(field, '1990年2月3日');
    await user.tab();
    expect(field.value).toBe('1990-02-03');
    await user.click(screen.getByRole('button', { name: '提交' }));
    await waitFor(() => expect(send).toHaveBeenCalledWith(expect.objectContaining({ on: '1990-02-03' }), expect.any(String)));
  });

  it('keeps what is no day, says so beside it, and is not sent', async () => {
    const { user, send, field } = setUp();
    await user.type(field, '1990-02-30');
    await user.tab();
    expect(field.value).toBe('1990-02-30');
    expect(await screen.findByText(/^“1990-02-30”不是日期/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '提交' }));
    expect(await screen.findByRole('button', { name: /^日期 “1990-02-30”不是日期/ })).toBeVisible();
    expect(send).not.toHaveBeenCalled();
  });

  it('keeps a day that is not allowed, and says which would be', async () => {
    const { user, field } = setUp();
    await user.type(field, '20270501');
    await user.tab();
    expect(field.value).toBe('2027-05-01');
    expect(await screen.findByText('2027年5月1日太晚，最晚可以填2026年11月30日。')).toBeVisible();
  });

  it('takes the day at Enter without sending the form, and is emptied by hand', async () => {
    const { user, send, field } = setUp();
    await user.type(field, '1990/2/3{Enter}');
    expect(field.value).toBe('1990-02-03');
    expect(send).not.toHaveBeenCalled();
    await user.clear(field);
    await user.click(screen.getByRole('button', { name: '提交' }));
    await waitFor(() => expect(send).toHaveBeenCalledWith({ on: undefined, name: undefined }, expect.any(String)));
  });

  it('lets a day be chosen from the calendar', async () => {
    const { user, field } = setUp();
    await user.type(field, '2016-10-01{Enter}');
    await user.click(screen.getByRole('button', { name: '从日历选' }));
    await user.click(await screen.findByTitle('2016-10-13'));
    expect(field.value).toBe('2016-10-13');
  });
});
