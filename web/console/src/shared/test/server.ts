// A server for tests: each answer is written beside its route, and anything else fails the test's request with a 404.
// It stands in for fetch, so what the pages send is really built and really read.
import { vi } from 'vitest';
import type { Schemas } from '../api/client';

type Answer = (request: { url: URL; body: unknown; headers: Headers; parameters: string[] }) => unknown;

export class Refusal {
  constructor(
    readonly status: number,
    readonly problem: Partial<Schemas['Problem']>,
  ) {}
}

export function refuse(status: number, code: string, zh = code, errors: Schemas['FieldError'][] = []): Refusal {
  return new Refusal(status, { code, message: { zh, en: `${code}, in English` }, errors, request: 'r-17' });
}

// No answer at all: the line is down.
export const unreachable = Symbol('unreachable');

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

export interface FakeServer {
  sent: Sent[];
  set: (route: string, answer: Answer) => void;
}

// Routes: 'GET /api/units/*', where * is one segment.
export function serve(answers: Record<string, Answer>): FakeServer {
  const routes = new Map(Object.entries(answers));
  const sent: Sent[] = [];
  const fetch = async (input: Request): Promise<Response> => {
    const url = new URL(input.url);
    const text = await input.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    sent.push({ method: input.method, path: url.pathname + url.search, body, headers: input.headers });
    const found = [...routes].find(([route]) => matches(route, input.method, url.pathname));
    const answer = found
      ? found[1]({ url, body, headers: input.headers, parameters: url.pathname.split('/').slice(3) })
      : refuse(404, 'not_found');
    if (answer === unreachable) throw new TypeError('Failed to fetch');
    if (answer instanceof Refusal) {
      const problem = { type: 'about:blank', title: '', status: answer.status, errors: [], request: '', ...answer.problem };
      return reply(answer.status, 'application/problem+json', problem);
    }
    return reply(200, 'application/json', answer);
  };
  vi.stubGlobal('fetch', fetch);
  return { sent, set: (route, answer) => void routes.set(route, answer) };
}

function matches(route: string, method: string, path: string): boolean {
  const [wantedMethod, wantedPath = ''] = route.split(' ');
  if (wantedMethod !== method) return false;
  const wanted = wantedPath.split('/');
  const parts = path.split('/');
  return wanted.length === parts.length && wanted.every((part, i) => part === '*' || part === parts[i]);
}

function reply(status: number, type: string, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
}
