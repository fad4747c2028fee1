import { describe, expect, it } from 'vitest';
import { refuse, serve, unreachable } from '../test/server';
import { answer, api, newIdempotencyKey } from './client';
import { ApiError } from './problem';

const failure = async (promise: Promise<unknown>) => promise.then(() => null, (error: unknown) => error as ApiError);

describe('asking the server', () => {
  it('gives what it answers', async () => {
    serve({ 'GET /api/plans': () => ({ years: [2016] }) });
    expect(await answer(api.GET('/api/plans'))).toEqual({ years: [2016] });
  });
  it('says JSON in every write, also one without content', async () => {
    const { sent } = serve({ 'DELETE /api/session': () => ({}), 'GET /api/plans': () => ({ years: [] }) });
    await answer(api.DELETE('/api/session', {}));
    await answer(api.GET('/api/plans'));
    expect(sent.map(({ headers }) => headers.get('Content-Type'))).toEqual(['application/json', null]);
  });
  it('gives its refusal with status and problem', async () => {
    serve({ 'GET /api/plans': () => refuse(409, 'changed', '别人改过') });
    const error = await failure(answer(api.GET('/api/plans')));
    expect(error).toBeInstanceOf(ApiError);
    expect([error?.status, error?.problem?.message.zh]).toEqual([409, '别人改过']);
  });
  it('gives status 0 when nothing answers', async () => {
    serve({ 'GET /api/plans': () => unreachable });
    expect((await failure(answer(api.GET('/api/plans'))))?.status).toBe(0);
  });
});

describe('idempotency keys', () => {
  it('are version 4 UUIDs, another each time', () => {
    const keys = [newIdempotencyKey(), newIdempotencyKey()];
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });
});
