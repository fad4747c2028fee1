import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '@/shared/test/fixtures';
import { open } from '@/shared/test/render';
import type { Notice, NoticeDetail, Recording } from './api';

const publish = { name: 'publish', label_zh: '发布', label_en: 'Publish', asks_reason: false };
const write = { name: 'write', label_zh: '保存草稿', label_en: 'Save draft', asks_reason: false };
const withdraw = { name: 'withdraw', label_zh: '撤回', label_en: 'Withdraw', asks_reason: true };
const notice: Notice = {
  id: 'n1', unit: { code: '522601001200', name: '岩寨村村民委员会', level: 'village' }, kind: 'safety', kind_zh: '安全提醒', kind_en: 'Safety',
  title: '防火提醒', text: '不要在屋檐下烧火。\n先喊人。', from_on: '2016-07-01', until_on: '2016-07-15', contact: '', state: 'draft',
  state_zh: '草稿', state_en: 'Draft', shown: false, recordings: 1, version: 3, made_at: '2016-07-01T09:00:00+08:00', published_at: null,
  ended_at: null, demo: false, actions: [write, publish],
};
const recording: Recording = {
  id: 'r1', attachment: 'a1', media_type: 'audio/mpeg', milliseconds: 75000, length_zh: '1 分 15 秒', length_en: '1 min 15 s', language: 'kmc', language_zh: '侗语（南部）',
  language_en: 'Dong, southern', speaker: '测试甲', consented_on: '2016-06-30', transcript: '不要在屋檐下烧火。',
};
const detail: NoticeDetail = { notice, may_record: true, recordings: [recording], files: [], history: [] };
const answers = {
  'GET /api/session': () => ({ ...session, permissions: ['notices.read', 'notices.write'] }),
  'GET /api/notices': () => ({ notices: [notice], more: false }),
  'GET /api/notices/*': () => detail,
};

describe('notices', () => {
  it('are listed with their days, and begun from there', async () => {
    open('/notices', answers);
    expect(await screen.findByRole('link', { name: '防火提醒' })).toHaveAttribute('href', '/notices/n1');
    expect(screen.getByText(/安全提醒.*1 段录音/)).toBeVisible();
    expect(screen.getByRole('button', { name: '写公告' })).toBeVisible();
  });

  it('are not begun by those who may only read', async () => {
    open('/notices', { ...answers, 'GET /api/session': () => ({ ...session, permissions: ['notices.read'] }) });
    await screen.findByRole('link', { name: '防火提醒' });
    expect(screen.queryByRole('button', { name: '写公告' })).toBeNull();
  });

  it('are saved as a draft of the version that was seen', async () => {
    const { user, server } = open('/notices/n1', { ...answers, 'POST /api/notices/*/write': () => detail });
    const title = await screen.findByRole('textbox', { name: '标题' });
    await user.clear(title);
    await user.type(title, '秋冬防火');
    await user.click(screen.getByRole('button', { name: '保存草稿' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/notices/n1/write')?.body).toMatchObject({
        version: 3, title: '秋冬防火', kind: 'safety', from_on: '2016-07-01', until_on: '2016-07-15',
      }),
    );
  });

  it('are published with one click', async () => {
    const { user, server } = open('/notices/n1', { ...answers, 'POST /api/notices/*/publish': () => detail });
    await user.click(await screen.findByRole('button', { name: '发布' }));
    await waitFor(() => expect(server.sent.find(({ path }) => path === '/api/notices/n1/publish')?.body).toEqual({ version: 3 }));
  });

  it('are withdrawn only with a reason', async () => {
    const out = { ...notice, state: 'published', state_zh: '已发布', state_en: 'Published', shown: true, actions: [withdraw] };
    const { user, server } = open('/notices/n1', {
      ...answers, 'GET /api/notices/*': () => ({ ...detail, notice: out }), 'POST /api/notices/*/withdraw': () => detail,
    });
    expect(await screen.findByRole('link', { name: '看公开页面' })).toHaveAttribute('href', '/notices/n1');
    await user.click(screen.getByRole('button', { name: '撤回' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '理由' }), '日期写错了');
    await user.click(within(dialog).getByRole('button', { name: '撤回' }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === '/api/notices/n1/withdraw')?.body).toEqual({ version: 3, reason: '日期写错了' }),
    );
  });

  it('are read out: language, length, speaker and words beside the player', async () => {
    open('/notices/n1', answers);
    expect(await screen.findByText('侗语（南部）')).toBeVisible();
    expect(screen.getByText(/1 分 15 秒 · 讲述人：测试甲/)).toBeVisible();
    expect(screen.getByLabelText('侗语（南部），1 分 15 秒')).toHaveAttribute('src', '/api/attachments/a1');
    expect(screen.getByRole('button', { name: '删除侗语（南部）录音' })).toBeVisible();
  });

  it('show a file that was sent and not entered, and ask what it is', async () => {
    const file = { id: 'a2', name: '广播.mp3', media_type: 'audio/mpeg', size: 1000, uploaded_at: '2016-07-01T09:00:00+08:00', is_demo: false };
    const { user } = open('/notices/n1', { ...answers, 'GET /api/notices/*': () => ({ ...detail, files: [file] }) });
    expect(await screen.findByText(/“广播.mp3”已上传，还没有登记/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '登记录音' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '登记录音' }));
    for (const words of ['请选语言', '请写讲述人', '请选同意的日期', '请写文字稿'])
      expect((await within(dialog).findAllByText(words)).length).toBeGreaterThan(0);
  });

  it('are heard, but not changed, once they are over', async () => {
    open('/notices/n1', { ...answers, 'GET /api/notices/*': () => ({ ...detail, may_record: false, notice: { ...notice, actions: [] } }) });
    expect(await screen.findByText('侗语（南部）')).toBeVisible();
    expect(screen.queryByRole('button', { name: '选录音文件' })).toBeNull();
    expect(screen.queryByRole('button', { name: /删除/ })).toBeNull();
  });
});
