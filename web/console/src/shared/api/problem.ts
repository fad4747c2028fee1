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

// The session has ended, or there never was one. Other refusals with 401 are of a name and a password.
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && error.problem?.code !== 'sign_in_refused';
}

// Somebody else has signed in since, in another tab of this browser.
export function isOtherAccount(error: unknown): boolean {
  return error instanceof ApiError && error.problem?.code === 'other_account';
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
  if (status === 0) {
    const offline = typeof navigator !== 'undefined' && !navigator.onLine;
    return { title: offline ? m.offline : m.unreachable, advice: m.keptAdvice, retry: true, request };
  }
  if (isSignedOut(error)) return { title: m.signedOut, advice: m.signInAdvice, retry: false, request };
  const kind = kinds[status] ?? (status >= 500 ? kinds[500]! : kinds[400]!);
  // The server's own words say what is wrong; the kind of refusal says what can be done.
  const said = status >= 500 ? undefined : problem?.message;
  return { title: said ?? kind.title, advice: kind.advice, retry: kind.retry ?? false, request };
}

const kinds: Record<number, { title: Message; advice: Message; retry?: boolean }> = {
  400: { title: m.invalid, advice: m.invalidAdvice },
  401: { title: m.refusedSignIn, advice: m.credentialsAdvice },
  403: { title: m.forbidden, advice: m.forbiddenAdvice },
  404: { title: m.notFound, advice: m.notFoundAdvice },
  409: { title: m.conflict, advice: m.conflictAdvice, retry: true },
  413: { title: m.tooLarge, advice: m.tooLargeAdvice },
  422: { title: m.refused, advice: m.refusedAdvice },
  429: { title: m.tooMany, advice: m.waitAdvice, retry: true },
  500: { title: m.internal, advice: m.internalAdvice, retry: true },
  503: { title: m.busy, advice: m.keptAdvice, retry: true },
};

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
