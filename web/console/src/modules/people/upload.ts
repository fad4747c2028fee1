// Sending a roll. XMLHttpRequest tells how far it is, which matters where a village's line is slow.
import { ask, needOf } from '@/shared/api/asking';
import { ApiError, type Problem } from '@/shared/api/problem';
import type { PersonImport } from './api';

// As src/spine/people/table_file.h has it; asked here first, so that nobody waits for a refusal.
export const mostRollBytes = 20 * 1024 * 1024;

// `progress` is told the part that is sent, 0 to 1; after that the server reads and compares. Where the server first wants
// something of the person, they are asked and the file is sent once more. Fails with an ApiError.
export async function sendRoll(village: string, file: File, progress: (part: number) => void): Promise<PersonImport> {
  try {
    return await sendOnce(village, file, progress);
  } catch (error) {
    const need = error instanceof ApiError ? needOf(error.status, error.problem?.code) : null;
    if (need === null || !(await ask(need))) throw error;
    return sendOnce(village, file, progress);
  }
}

function sendOnce(village: string, file: File, progress: (part: number) => void): Promise<PersonImport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/people/imports?${new URLSearchParams({ village }).toString()}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total));
    request.addEventListener('error', () => reject(new ApiError(0, null)));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status === 201) resolve(body as PersonImport);
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
