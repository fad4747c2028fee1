// Sending a file. XMLHttpRequest tells how far it is, which matters where ten megabytes take minutes.
import { type Schemas, spokenFor } from '../api/client';
import { ask, needOf } from '../api/asking';
import { ApiError, type Problem } from '../api/problem';

export type Attachment = Schemas['Attachment'];

// As src/spine/documents/attachment.h has it; asked here first, so that nobody waits for a refusal.
export const mostFileBytes = 20 * 1024 * 1024;

export interface Owner {
  kind: string;
  id: string;
}

// `progress` is told the part that is sent, 0 to 1. Fails with an ApiError.
export async function upload(owner: Owner, file: File, progress: (part: number) => void): Promise<Attachment> {
  try {
    return await sendOnce(owner, file, progress);
  } catch (error) {
    const need = error instanceof ApiError ? needOf(error.status, error.problem?.code) : null;
    if (need === null || !(await ask(need))) throw error;
    return sendOnce(owner, file, progress);
  }
}

function sendOnce(owner: Owner, file: File, progress: (part: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ owner_kind: owner.kind, owner_id: owner.id });
    request.open('POST', `/api/attachments?${query.toString()}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(spokenFor())) request.setRequestHeader(name, value);
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total));
    request.addEventListener('error', () => reject(new ApiError(0, null)));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status === 201) resolve(body as Attachment);
      else reject(new ApiError(request.status, body as Problem | null));
    });
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
