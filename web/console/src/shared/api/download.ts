// Fetching a file by way of the client, so that a refusal is explained and a proof of identity can be asked for; a plain
// link would only show the server's answer.
import { send } from './client';
import { ApiError, type Problem } from './problem';

// Sends the request and saves the file that it gives under the name that the server gives it: null then. An answer that
// is no file is given back.
export async function save(request: Request): Promise<Response | null> {
  let response: Response;
  try {
    response = await send(request);
  } catch (cause) {
    throw new ApiError(0, null, { cause });
  }
  if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => null)) as Problem | null);
  const name = nameIn(response.headers.get('Content-Disposition'));
  if (name === null) return response;
  const url = URL.createObjectURL(await wholeOf(response));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to save by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return null;
}

// A line that breaks in the middle is no network, too.
async function wholeOf(response: Response): Promise<Blob> {
  try {
    return await response.blob();
  } catch (cause) {
    throw new ApiError(0, null, { cause });
  }
}

// The name in a Content-Disposition: the one in UTF-8 if there is one (RFC 6266).
export function nameIn(disposition: string | null): string | null {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '');
  if (extended) return decodeURIComponent(extended[1]!);
  return /filename="([^"]*)"/i.exec(disposition ?? '')?.[1] ?? null;
}
