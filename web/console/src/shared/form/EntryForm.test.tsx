import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form, Input } from 'antd';
import { useState } from 'react';
import { createMemoryRouter, Link, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/problem';
import { keepDraft, readDraft } from './draft';
import { EntryForm } from './EntryForm';

interface Values {
  name: string;
  note: string;
}

const labels = { name: { zh: '名称', en: 'Name' }, note: { zh: '备注', en: 'Note' } };
const draft = { account: 'a1', form: 'test' };

function refusal(field: string, zh: string) {
  const message = { zh, en: zh };
  return new ApiError(400, {
    type: '', title: '', status: 400, code: 'invalid', message, request: 'r-17', errors: [{ field, rule: 'x', message }],
  });
}

function setUp({ send = vi.fn(async () => undefined), drafts = true }: { send?: (values: Values, key: string) => Promise<unknown>; drafts?: boolean } = {}) {
  const onDone = vi.fn();
  const router = createMemoryRouter([
    {
      path: '/',
      element: (
        <>
          <EntryForm<Values, unknown> labels={labels} send={send} onDone={onDone} submit="提交" {...(drafts ? { draft } : {})}>
            <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
              <Input />
            </Form.Item>
            <Form.Item name="note" label="备注">
              <Input />
            </Form.Item>
          </EntryForm>
          <Link to="/elsewhere">别处</Link>
        </>
      ),
    },
    { path: '/elsewhere', element: <p>别处到了</p> },
  ]);
  render(
    <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
      <RouterProvider router={router} />
    </ConfigProvider>,
  );
  return { user: userEvent.setup(), send, onDone };
}

const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });

// A form over an object that exists; the button makes it what another has made of it.
function Over({ then, version = 1, send }: { then: Values; version?: number; send: (values: Values, key: string) => Promise<unknown> }) {
  const [object, setObject] = useState<{ version: number; values: Values }>({ version, values: version === 1 ? { name: '示例寨', note: '旧' } : then });
  return (
    <>
      <EntryForm<Values, unknown> labels={labels} initial={object.values} version={object.version} send={send} onDone={() => undefined} submit="提交" draft={draft}>
        <Form.Item name="name" label="名称">
          <Input />
        </Form.Item>
        <Form.Item name="note" label="备注">
          <Input />
        </Form.Item>
      </EntryForm>
      <button type="button" onClick={() => setObject({ version: object.version + 1, values: then })}>
        别人改了
      </button>
    </>
  );
}

function setUpOver(then: Values, version = 1) {
  const send = vi.fn(async () => undefined);
  const router = createMemoryRouter([{ path: '/', element: <Over then={then} version={version} send={send} /> }]);
  render(
    <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
      <RouterProvider router={router} />
    </ConfigProvider>,
  );
  return { user: userEvent.setup(), send };
}

const submit = () => screen.getByRole('button', { name: '提交' });

describe('a form', () => {
  it('sends what was typed and says that it is done', async () => {
    const send = vi.fn(async () => 'sent');
    const { user, onDone } = setUp({ send });
    await user.type(field('名称'), '示例寨');
    await user.click(submit());
    await waitFor(() => expect(onDone).toHaveBeenCalledWith('sent'));
    expect(send).toHaveBeenCalledWith({ name: '示例寨', note: undefined }, expect.any(String));
  });

  it('says at the top and at the field, in the same words, what is missing, and goes to the field', async () => {
    const { user, send } = setUp();
    await user.click(submit());
    const summary = await screen.findByRole('alert', { name: '' });
    await waitFor(() => expect(screen.getAllByText('请填写名称', { exact: false })).toHaveLength(2));
    expect(within(summary).getByText('有 1 处需要修改')).toBeVisible();
    await user.click(within(summary).getByRole('button', { name: '名称 请填写名称' }));
    await waitFor(() => expect(document.activeElement).toBe(field('名称')));
    expect(send).not.toHaveBeenCalled();
  });

  it('shows a fault that the server found at its field and at the top, and keeps what was typed', async () => {
    const { user, onDone } = setUp({ send: async () => Promise.reject(refusal('/name', '这个名称已经有了。')) });
    await user.type(field('名称'), '示例寨');
    await user.type(field('备注'), '很长的备注');
    await user.click(submit());
    await waitFor(() => expect(screen.getAllByText('这个名称已经有了。', { exact: false }).length).toBeGreaterThanOrEqual(2));
    expect([field('名称').value, field('备注').value]).toEqual(['示例寨', '很长的备注']);
    expect(onDone).not.toHaveBeenCalled();
  });

  it('says what happened when the server cannot be reached, and keeps what was typed', async () => {
    const { user } = setUp({ send: async () => Promise.reject(new ApiError(0, null)) });
    await user.type(field('名称'), '示例寨');
    await user.click(submit());
    expect(await screen.findByText('连不上服务器')).toBeVisible();
    expect(field('名称').value).toBe('示例寨');
  });

  it('sends the same key when it tries the same again, and another for something else', async () => {
    const keys: string[] = [];
    const send = async (_: Values, key: string) => {
      keys.push(key);
      throw new ApiError(503, null);
    };
    const { user } = setUp({ send });
    await user.type(field('名称'), '甲');
    await user.click(submit());
    await waitFor(() => expect(keys).toHaveLength(1));
    await screen.findByText('服务器正忙');
    await user.click(submit());
    await waitFor(() => expect(keys).toHaveLength(2));
    await screen.findByText('服务器正忙');
    await user.type(field('名称'), '乙');
    await user.click(submit());
    await waitFor(() => expect(keys).toHaveLength(3));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('sends once, however often it is clicked', async () => {
    const send = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 30)));
    const { user, onDone } = setUp({ send });
    await user.type(field('名称'), '示例寨');
    act(() => {
      submit().click();
      submit().click();
    });
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('keeps a draft while someone types, says so, and drops it once sent', async () => {
    const { user, onDone } = setUp();
    await user.type(field('名称'), '示例');
    await waitFor(() => expect(readDraft<Values>('a1', 'test')?.values.name).toBe('示例'));
    expect(screen.getByText('草稿已保存在这台电脑，提交后清除')).toBeVisible();
    await user.click(submit());
    await waitFor(() => expect(onDone).toHaveBeenCalled());
    expect(readDraft('a1', 'test')).toBeNull();
  });

  it('keeps the last key too when the page is left at once', async () => {
    const { user } = setUp();
    await user.type(field('名称'), '示例寨');
    dispatchEvent(new Event('pagehide'));
    expect(readDraft<Values>('a1', 'test')?.values.name).toBe('示例寨');
  });

  it('brings a draft back, says so, and forgets it when told to', async () => {
    keepDraft<Values>('a1', 'test', { name: '昨天写的' });
    const { user } = setUp();
    expect(field('名称').value).toBe('昨天写的');
    expect(screen.getByText(/^已恢复 .* 的草稿/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '放弃草稿' }));
    expect(field('名称').value).toBe('');
    expect(readDraft('a1', 'test')).toBeNull();
  });

  it('keeps another account’s draft apart', () => {
    keepDraft<Values>('someone else', 'test', { name: '别人的' });
    setUp();
    expect(field('名称').value).toBe('');
  });

  it('keeps nothing where no draft is wanted', async () => {
    const { user } = setUp({ drafts: false });
    await user.type(field('名称'), '秘密');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it('asks before it is left with something in it', async () => {
    const { user } = setUp();
    await user.type(field('名称'), '示例');
    await user.click(screen.getByRole('link', { name: '别处' }));
    const question = await screen.findByRole('dialog');
    await user.click(within(question).getByRole('button', { name: '留下' }));
    expect(field('名称').value).toBe('示例');
    await user.click(screen.getByRole('link', { name: '别处' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '离开' }));
    expect(await screen.findByText('别处到了')).toBeVisible();
  });

  it('lets an untouched form be left', async () => {
    const { user } = setUp();
    await user.click(screen.getByRole('link', { name: '别处' }));
    expect(await screen.findByText('别处到了')).toBeVisible();
  });
});

describe('a form over an object that somebody else changes', () => {
  it('restores of a draft only what was touched, and names what the other changed', async () => {
    keepDraft<Values>('a1', 'test', { name: '新名', note: '旧' }, { version: 1, values: { name: '示例寨', note: '旧' } });
    const { user, send } = setUpOver({ name: '示例寨', note: '别人写的' }, 2);
    expect([field('名称').value, field('备注').value]).toEqual(['新名', '别人写的']);
    expect(screen.getByRole('alert')).toHaveTextContent('备注 现已改成“别人写的”，已照此更新');
    await user.click(submit());
    await waitFor(() => expect(send).toHaveBeenCalledWith({ name: '新名', note: '别人写的' }, expect.any(String)));
  });

  it('restores the whole draft where the object is as it was', () => {
    keepDraft<Values>('a1', 'test', { name: '新名', note: '' }, { version: 1, values: { name: '示例寨', note: '旧' } });
    setUpOver({ name: '', note: '' });
    expect([field('名称').value, field('备注').value]).toEqual(['新名', '']);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('keeps an emptied field empty', () => {
    keepDraft<Values>('a1', 'test', { name: '新名', note: undefined as unknown as string }, { version: 1, values: { name: '示例寨', note: '旧' } });
    setUpOver({ name: '', note: '' });
    expect(field('备注').value).toBe('');
  });

  it('says where both changed the same field, and takes the other’s on demand', async () => {
    keepDraft<Values>('a1', 'test', { name: '新名', note: '我写的' }, { version: 1, values: { name: '示例寨', note: '旧' } });
    const { user, send } = setUpOver({ name: '示例寨', note: '别人写的' }, 2);
    expect(field('备注').value).toBe('我写的');
    expect(screen.getByRole('alert')).toHaveTextContent('备注 现已改成“别人写的”，您填的是“我写的”；提交后以您填的为准');
    await user.click(screen.getByRole('button', { name: '改用“别人写的”' }));
    expect(field('备注').value).toBe('别人写的');
    await user.click(submit());
    await waitFor(() => expect(send).toHaveBeenCalledWith({ name: '新名', note: '别人写的' }, expect.any(String)));
  });

  it('does the same when the object changes under the open form', async () => {
    const { user, send } = setUpOver({ name: '示例寨', note: '别人写的' });
    await user.clear(field('名称'));
    await user.type(field('名称'), '新名');
    await user.click(screen.getByRole('button', { name: '别人改了' }));
    await waitFor(() => expect(field('备注').value).toBe('别人写的'));
    expect(field('名称').value).toBe('新名');
    expect(screen.getByRole('alert')).toHaveTextContent('备注 现已改成“别人写的”，已照此更新');
    await waitFor(() => expect(readDraft<Values>('a1', 'test')?.began?.version).toBe(2));
    await user.click(submit());
    await waitFor(() => expect(send).toHaveBeenCalledWith({ name: '新名', note: '别人写的' }, expect.any(String)));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('follows the object where nothing was typed', async () => {
    const { user } = setUpOver({ name: '示例寨', note: '别人写的' });
    await user.click(screen.getByRole('button', { name: '别人改了' }));
    await waitFor(() => expect(field('备注').value).toBe('别人写的'));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
