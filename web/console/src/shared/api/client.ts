// The way to the server. schema.d.ts is generated from its OpenAPI document by scripts/console-api; never edit it.
import createClient, { type FetchResponse } from 'openapi-fetch';
import type { components } from './schema';
import { ask, needOf } from './asking';
import type { Paths } from './contract';
import { ApiError, type Problem } from './problem';

export type Schemas = components['schemas'];

export const api = createClient<Paths>({ baseUrl: location.origin, fetch: send });

// On whose behalf the page asks: the server refuses what it sends when somebody else has signed in since, in another tab.
let account: string | null = null;

export function speakFor(next: string | null) {
  account = next;
}

export const spokenFor = (): Record<string, string> => (account === null ? {} : { 'Gulou-Account': account });

// Sends a request; where the server first wants something of the person, they are asked and it is sent once more.
export async function send(request: Request): Promise<Response> {
  // A write without content says JSON too: the server takes no write that another site's form could have sent.
  if (request.method !== 'GET' && !request.headers.has('Content-Type'))
    request.headers.set('Content-Type', 'application/json');
  // Asking who is signed in, or signing in, is itself the answer to an ended session.
  const asksItself = ['/api/session', '/api/session/code'].includes(new URL(request.url).pathname);
  if (!asksItself) for (const [name, value] of Object.entries(spokenFor())) request.headers.set(name, value);
  const again = asksItself ? null : request.clone();
  // The fetch of the moment, so that tests may put another in its place.
  const response = await fetch(request);
  if (again === null || (response.status !== 401 && response.status !== 403)) return response;
  const problem = (await response.clone().json().catch(() => null)) as Problem | null;
  const need = needOf(response.status, problem?.code);
  return need !== null && (await ask(need)) ? fetch(again) : response;
}

// The answer of a call, or an ApiError: refused by the server, or not heard by it at all.
//   const board = await answer(api.GET('/api/plans/{year}/scoreboard', {…}));
export async function answer<R extends Record<string | number, unknown>, O, M extends `${string}/${string}`>(
  call: Promise<FetchResponse<R, O, M>>,
): Promise<NonNullable<FetchResponse<R, O, M>['data']>> {
  let outcome: FetchResponse<R, O, M>;
  try {
    outcome = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, null, { cause });
  }
  const { data, error, response } = outcome;
  if (!response.ok) throw new ApiError(response.status, asProblem(error));
  // An answer without content (204) has nothing to give.
  return data as NonNullable<typeof data>;
}

function asProblem(error: unknown): Problem | null {
  const known = typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
  return known ? (error as Problem) : null;
}

// A key for one intention to write. The same key goes with every try, so that a retry never writes twice.
export function newIdempotencyKey(): string {
  // crypto.randomUUID exists only in secure contexts, which a county office's plain http:// is not.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function idempotent(key: string): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}
