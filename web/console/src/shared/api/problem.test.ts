import { afterEach, describe, expect, it, vi } from 'vitest';
import { write } from '../i18n/text';
import { ApiError, explain, fieldFaults, isPassing, isSignedOut, parsePointer, type Problem } from './problem';

const problem = (code: string, zh = code): Problem => ({
  type: 'about:blank', title: '', status: 0, code, message: { zh, en: `${zh} (en)` }, errors: [], request: 'r-17',
});
const title = (status: number, code?: string) =>
  write('zh', explain(new ApiError(status, code === undefined ? null : problem(code))).title);

afterEach(() => vi.restoreAllMocks());

describe('explaining what went wrong', () => {
  it('says that the computer is offline when it is', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    expect(title(0)).toBe('这台电脑断网了');
  });
  it('says that the server cannot be reached when the computer is online', () => expect(title(0)).toBe('连不上服务器'));
  it('asks to sign in again when the session has ended', () => expect(title(401, 'session_wanted')).toBe('请重新登录'));
  it('gives the server’s words for a refused sign-in', () => expect(title(401, 'sign_in_refused')).toBe('sign_in_refused'));
  it.each([400, 403, 404, 409, 413, 422, 429])('gives the server’s words for %i', (status) =>
    expect(title(status, 'server_words')).toBe('server_words'),
  );
  it.each([
    [400, '有些内容需要修改'], [403, '当前岗位没有这个权限'], [404, '没有找到'], [409, '别人刚刚改过'],
    [413, '内容太大'], [422, '按规定不能这样办'], [429, '操作太频繁'], [503, '服务器正忙'], [500, '出错了，是系统的问题'],
  ])('has words of its own for a bare %i', (status, words) => expect(title(status)).toBe(words));
  it('keeps what a broken server says to itself', () => expect(title(500, 'stack_trace')).toBe('出错了，是系统的问题'));
  it('offers to try again where that may help, and only there', () => {
    const retry = (status: number) => explain(new ApiError(status, null)).retry;
    expect([0, 409, 429, 500, 503].map(retry)).toEqual([true, true, true, true, true]);
    expect([400, 401, 403, 404, 422].map(retry)).toEqual([false, false, false, false, false]);
  });
  it('gives the number of the request for enquiries', () =>
    expect(explain(new ApiError(500, problem('x'))).request).toBe('r-17'));
  it('has words for a fault of the page itself', () => expect(write('zh', explain(new Error('x')).title)).toContain('出错了'));
});

describe('telling kinds of failure apart', () => {
  it('tries again by itself only what passes', () => {
    expect([0, 503].map((status) => isPassing(new ApiError(status, null)))).toEqual([true, true]);
    expect([401, 409, 500].map((status) => isPassing(new ApiError(status, null)))).toEqual([false, false, false]);
  });
  it('takes no refused password for an ended session', () => {
    expect(isSignedOut(new ApiError(401, problem('session_wanted')))).toBe(true);
    expect(isSignedOut(new ApiError(401, problem('sign_in_refused')))).toBe(false);
  });
});

describe('faults of fields', () => {
  it('are found by their JSON pointer', () => {
    const error = new ApiError(400, {
      ...problem('invalid'),
      errors: [{ field: '/posts/0/role', rule: 'required', message: { zh: '必填', en: 'Required' } }],
    });
    expect(fieldFaults(error)).toEqual([{ path: ['posts', 0, 'role'], message: { zh: '必填', en: 'Required' } }]);
  });
  it('unescape what a pointer escapes', () => expect(parsePointer('/a~1b/~0c')).toEqual(['a/b', '~c']));
  it('are none for another error', () => expect(fieldFaults(new Error('x'))).toEqual([]));
});
