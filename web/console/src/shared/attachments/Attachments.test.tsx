import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from 'antd';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeQueryClient } from '../api/queries';
import { serve } from '../test/server';
import { Attachments } from './Attachments';
import { type Attachment, mostFileBytes } from './upload';

const photo: Attachment = {
  id: 'a1', name: '唱票现场.jpg', media_type: 'image/jpeg', size: 254_000, uploaded_at: '2016-09-20T10:00:00+08:00', is_demo: false,
};

// XMLHttpRequest that answers as it is told.
function answering(...answers: { status: number; body: unknown }[]) {
  const sent: { url: string; name: string; file: File }[] = [];
  class Request extends EventTarget {
    upload = new EventTarget();
    status = 0;
    responseText = '';
    url = '';
    name = '';
    open(_: string, url: string) {
      this.url = url;
    }
    setRequestHeader(header: string, value: string) {
      if (header === 'X-File-Name') this.name = value;
    }
    send(file: File) {
      sent.push({ url: this.url, name: this.name, file });
      const answer = answers.shift();
      if (answer) Object.assign(this, { status: answer.status, responseText: JSON.stringify(answer.body) });
      setTimeout(() => this.dispatchEvent(new Event(answer ? 'load' : 'error')));
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request);
  return sent;
}

function show(files: Attachment[], mayChange = true) {
  const onChanged = vi.fn();
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <App>
        <Attachments of={{ kind: 'plan.report', id: 'r1' }} files={files} mayChange={mayChange} onChanged={onChanged} />
      </App>
    </QueryClientProvider>,
  );
  return { onChanged, user: userEvent.setup() };
}
const input = () => document.querySelector<HTMLInputElement>('input[type=file]')!;

describe('attachments', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('are opened by their names', () => {
    show([photo], false);
    expect(screen.getByRole('link', { name: '唱票现场.jpg' })).toHaveAttribute('href', '/api/attachments/a1');
    expect(screen.getByText(/248 KB/)).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('are sent with their names, also Chinese ones', async () => {
    const sent = answering({ status: 201, body: photo });
    const { user, onChanged } = show([]);
    await user.upload(input(), new File(['x'], '唱票现场.jpg'));
    await waitFor(() => expect(onChanged).toHaveBeenCalled());
    expect(sent[0]!.url).toBe('/api/attachments?owner_kind=plan.report&owner_id=r1');
    expect(decodeURIComponent(sent[0]!.name)).toBe('唱票现场.jpg');
  });

  it('that are refused say why, and may be tried again', async () => {
    const problem = { code: 'file_type', message: { zh: '不收这种文件。', en: 'No.' }, errors: [], request: 'r' };
    const sent = answering({ status: 415, body: problem }, { status: 201, body: photo });
    const { user, onChanged } = show([]);
    await user.upload(input(), new File(['x'], 'a.exe'));
    expect(await screen.findByRole('alert')).toHaveTextContent('没有上传：不收这种文件。');
    await user.click(screen.getByRole('button', { name: '再试一次' }));
    await waitFor(() => expect(onChanged).toHaveBeenCalled());
    expect(sent).toHaveLength(2);
  });

  it('know the limit that the server has', () => {
    const header = readFileSync('../../src/spine/documents/attachment.h', 'utf8');
    const factors = /most_file_bytes = ([\d* ]+);/.exec(header)?.[1]?.split('*').map(Number) ?? [];
    expect(mostFileBytes).toBe(factors.reduce((product, factor) => product * factor, 1));
  });

  it('that are too large are not sent at all', async () => {
    const sent = answering();
    const { user } = show([]);
    const large = new File([''], '录像.pdf');
    Object.defineProperty(large, 'size', { value: mostFileBytes + 1 });
    await user.upload(input(), large);
    expect(await screen.findByRole('alert')).toHaveTextContent('超过 20 MB');
    expect(sent).toHaveLength(0);
  });

  it('whose line breaks stay in view until they are dismissed', async () => {
    answering();
    const { user, onChanged } = show([]);
    await user.upload(input(), new File(['x'], 'a.pdf'));
    await screen.findByRole('alert');
    await user.click(screen.getByRole('button', { name: '不传了' }));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(onChanged).not.toHaveBeenCalled();
  });

  it('are removed after a question', async () => {
    const server = serve({ 'DELETE /api/attachments/*': () => ({}) });
    const { user, onChanged } = show([photo]);
    await user.click(screen.getByRole('button', { name: '删除附件 唱票现场.jpg' }));
    await user.click(await screen.findByRole('button', { name: /^删 ?除$/ }));
    await waitFor(() => expect(onChanged).toHaveBeenCalled());
    expect(server.sent[0]).toMatchObject({ method: 'DELETE', path: '/api/attachments/a1' });
  });
});
