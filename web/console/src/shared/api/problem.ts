// What can go wrong with a request, and the one place that turns it into words.
import type { components } from './schema';
import { m } from './messages';
import type { Message } from '../i18n/text';

export type Problem = components['schemas']['Problem'];

export interface FieldFault {
  // Names from the document's root: "/posts/0/role" is ['posts', 0, 'role']; [] is the document as a whole.
  path: (string | number)[];
  message: Message;
}

// Status 0: the server was not reached.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
    options?: ErrorOptions,
  ) {
    super(problem ? `${status} ${problem.code}` : `${status}`, options);
    this.name = 'ApiError';
  }
}

// The code of a refusal for want of a session; other 401 refuse a name and a password.
const sessionEnded = 'session_wanted';

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && (error.problem?.code ?? sessionEnded) === sessionEnded;
}

export interface Explanation {
  title: Message;
  advice: Message;
  // Trying the same again may help.
  retry: boolean;
  // To be told to whoever looks after the server.
  request: string | null;
}

// What happened and what can be done, in the server's own words where it has some.
export function explain(error: unknown): Explanation {
  if (!(error instanceof ApiError)) {
    return { title: m.internal, advice: m.reloadAdvice, retry: true, request: null };
  }
  const { status, problem } = error;
  const request = problem?.request ?? null;
  const said = problem?.message;
  if (status === 0) {
    const offline = typeof navigator !== 'undefined' && !navigator.onLine;
    return { title: offline ? m.offline : m.unreachable, advice: m.keptAdvice, retry: true, request };
  }
  if (status === 401 && problem && problem.code !== sessionEnded) {
    return { title: problem.message, advice: m.credentialsAdvice, retry: false, request };
  }
  if (status === 401) return { title: m.signedOut, advice: m.signInAdvice, retry: false, request };
  if (status === 403) return { title: m.forbidden, advice: said ?? m.forbiddenAdvice, retry: false, request };
  if (status === 404) return { title: m.notFound, advice: said ?? m.notFoundAdvice, retry: false, request };
  if (status === 409) return { title: m.conflict, advice: said ?? m.conflictAdvice, retry: true, request };
  if (status === 413) return { title: m.tooLarge, advice: said ?? m.tooLargeAdvice, retry: false, request };
  if (status === 422) return { title: m.refused, advice: said ?? m.refusedAdvice, retry: false, request };
  if (status === 429) return { title: m.tooMany, advice: said ?? m.waitAdvice, retry: true, request };
  if (status === 503) return { title: m.busy, advice: m.keptAdvice, retry: true, request };
  if (status >= 500) return { title: m.internal, advice: m.internalAdvice, retry: true, request };
  return { title: m.invalid, advice: said ?? m.invalidAdvice, retry: false, request };
}

// Worth asking again without being told to: the server was not reached or is overloaded.
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 503);
}

// The fields that the server found at fault.
export function fieldFaults(error: unknown): FieldFault[] {
  if (!(error instanceof ApiError) || !error.problem) return [];
  return error.problem.errors.map(({ field, message }) => ({ path: parsePointer(field), message }));
}

// RFC 6901.
export function parsePointer(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : part));
}
