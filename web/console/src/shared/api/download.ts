// Fetching a file by way of the client, so that a refusal is explained and a proof of identity can be asked for; a plain
// link would only show the server's answer.
import { send } from './client';
import { ApiError, type Problem } from './problem';

// Saves what the address gives under the name that the server gives it.
export async function download(address: string): Promise<void> {
  let response: Response;
  try {
    response = await send(new Request(new URL(address, location.origin)));
  } catch (cause) {
    throw new ApiError(0, null, { cause });
  }
  if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => null)) as Problem | null);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = nameIn(response.headers.get('Content-Disposition')) ?? '';
  link.click();
  // The browser has begun to save by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// The name in a Content-Disposition: the one in UTF-8 if there is one (RFC 6266).
export function nameIn(disposition: string | null): string | null {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '');
  if (extended) return decodeURIComponent(extended[1]!);
  return /filename="([^"]*)"/i.exec(disposition ?? '')?.[1] ?? null;
}
