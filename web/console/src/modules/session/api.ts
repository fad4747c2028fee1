// Who is signed in, and in which post.
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { answer, api } from '@/shared/api/client';
import type { DemoRole, Enrolment, OwnSession as Elsewhere, PostAnswer, SessionAnswer } from '@/shared/api/contract';
import { ApiError } from '@/shared/api/problem';
import { readStored, useStored, writeStored } from '@/shared/state/stored';

export type { DemoRole, Elsewhere, Enrolment };
export type Post = PostAnswer;
export type Session = SessionAnswer;

const key = ['session'];
// Whether the person has signed out, rather than the session having ended by itself.
const leftKey = ['session', 'left'];
// Recovery codes that were just made: shown before anything else, until their owner has them on paper.
const codesKey = ['session', 'codes'];

// null: nobody is signed in.
export function useSession() {
  return useQuery({
    queryKey: key,
    staleTime: 60_000,
    // Meanwhile somebody else may have signed in, in another tab.
    refetchOnWindowFocus: 'always',
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await answer(api.GET('/api/session', { signal }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
  });
}

// The session of pages that exist only for who is signed in; app/SignedIn.tsx gives it to them.
export const OwnSession = createContext<Session | null>(null);

export function useOwnSession(): Session {
  const session = useContext(OwnSession);
  if (!session) throw new Error('this page is for who is signed in');
  return session;
}

export function currentPost(session: Session): Post | null {
  return session.posts.find(({ id }) => id === session.post) ?? null;
}

// Whether the post may do this. The server decides again with every request; this only spares people dead ends.
export function may(session: Session, permission: string): boolean {
  return session.permissions.includes(permission);
}

// Nothing that was read before may be shown to another person, or in another post.
export function forgetAnswers(queries: QueryClient) {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== key[0] });
}

function useNewSession() {
  const queries = useQueryClient();
  return useCallback(
    (session: Session | null) => {
      forgetAnswers(queries);
      queries.setQueryData(leftKey, session === null);
      queries.setQueryData(key, session);
    },
    [queries],
  );
}

export interface Credentials {
  name: string;
  password: string;
}

export const signIn = (body: Credentials) => answer(api.POST('/api/session', { body }));
export const signInToDemo = (account: string) => answer(api.POST('/api/demo/session', { body: { account } }));

export const giveCode = (code: string) => answer(api.POST('/api/session/code', { body: { code } }));

export function useSignIn() {
  const begin = useNewSession();
  return useMutation({ mutationFn: signIn, onSuccess: begin });
}

// The second step.
export function useGiveCode() {
  const begin = useNewSession();
  return useMutation({ mutationFn: giveCode, onSuccess: begin });
}

export function useBeginFactor() {
  return useMutation({ mutationFn: (): Promise<Enrolment> => answer(api.POST('/api/session/factor', {})) });
}

// Whether recovery codes were made whose list was not put away, kept in this browser: never the codes.
const codesUnseen = (account: string) => `codes-unseen.${account}`;

function noteCodes(queries: QueryClient, unseen: boolean) {
  const account = queries.getQueryData<SessionAnswer | null>(key)?.account;
  if (account) writeStored(codesUnseen(account), unseen ? 'yes' : null);
}

// A refusal makes no codes; when nothing is heard, or the page goes, they may have been made.
async function withCodesUnseen<T>(queries: QueryClient, ask: () => Promise<T>): Promise<T> {
  const account = queries.getQueryData<SessionAnswer | null>(key)?.account ?? '';
  const before = readStored(codesUnseen(account));
  noteCodes(queries, true);
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.status !== 0 && before === null) noteCodes(queries, false);
    throw error;
  }
}

export function useCodesUnseen(account: string): boolean {
  return useStored(codesUnseen(account))[0] !== null;
}

export function useConfirmFactor() {
  const queries = useQueryClient();
  const begin = useNewSession();
  return useMutation({
    // Made by the server, and shown once: if the page is gone before they come, they were never seen.
    mutationFn: (code: string) => withCodesUnseen(queries, () => answer(api.POST('/api/session/factor/confirm', { body: { code } }))),
    onSuccess: ({ session, recovery_codes }) => {
      queries.setQueryData(codesKey, recovery_codes);
      begin(session);
    },
  });
}

export function useRenewCodes() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => withCodesUnseen(queries, () => answer(api.POST('/api/session/recovery-codes', {}))),
    onSuccess: ({ recovery_codes }) => {
      queries.setQueryData(codesKey, recovery_codes);
      void queries.invalidateQueries({ queryKey: key, exact: true });
    },
  });
}

export function useRemoveFactor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/session/factor', {})),
    onSuccess: (session) => queries.setQueryData(key, session),
  });
}

// The codes to be shown, and how to put them away.
export function useShownCodes(): [string[] | null, () => void] {
  const queries = useQueryClient();
  const codes = useQuery({
    queryKey: codesKey,
    queryFn: (): string[] | null => null,
    enabled: false,
    initialData: null,
  }).data;
  const putAway = useCallback(() => {
    queries.setQueryData(codesKey, null);
    noteCodes(queries, false);
  }, [queries]);
  return [codes, putAway];
}

export function useSignOut() {
  const begin = useNewSession();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/session', {})),
    onSuccess: () => begin(null),
  });
}

// The session ended while a page was open: shown over the page until someone has signed in again.
export function useSessionEnded() {
  const queries = useQueryClient();
  return useCallback(() => queries.setQueryData(key, null), [queries]);
}

export function useHasLeft(): boolean {
  return useQuery({ queryKey: leftKey, queryFn: () => false, enabled: false, initialData: false }).data;
}

// Who would rather not go on with the page: like having signed out.
export function useLeave() {
  const begin = useNewSession();
  return useCallback(() => begin(null), [begin]);
}

// Signing in over a page that is open. The same person in the same post goes on with it; gives whether it was.
export function useSignInAgain(before: Session) {
  const queries = useQueryClient();
  const begin = useNewSession();
  return useCallback(
    async (session: Session): Promise<boolean> => {
      if (session.account !== before.account) {
        begin(session);
        return false;
      }
      const held = before.posts.find(({ id }) => id === before.post && session.posts.some((post) => post.id === id));
      const same =
        held && session.post !== held.id
          ? await answer(api.POST('/api/session/post', { body: { post_id: held.id } }))
          : session;
      queries.setQueryData(key, same);
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== key[0], refetchType: 'active' });
      return true;
    },
    [before, begin, queries],
  );
}

// Shows that it is still the owner of the session; the people of a demo have no password and confirm.
export function useProve() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string } | { code: string } | null) =>
      body === null ? answer(api.POST('/api/demo/proof', {})) : answer(api.POST('/api/session/proof', { body })),
    onSuccess: (session) => queries.setQueryData(key, session),
  });
}

// Where one is signed in.
export function useElsewhere() {
  return useQuery({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/sessions', { signal }))).sessions,
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/sessions/{id}', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

export function useSwitchPost() {
  const begin = useNewSession();
  return useMutation({
    mutationFn: (post: Post) => answer(api.POST('/api/session/post', { body: { post_id: post.id } })),
    onSuccess: begin,
  });
}

export function useChangePassword() {
  const begin = useNewSession();
  return useMutation({
    mutationFn: (body: { current: string; new: string }) => answer(api.POST('/api/session/password', { body })),
    onSuccess: begin,
  });
}

// The roles that a demo offers with one click; none on a server that is no demo.
export function useDemoRoles() {
  return useQuery({
    queryKey: ['demo-roles'],
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<DemoRole[]> => {
      try {
        return (await answer(api.GET('/api/demo/roles', { signal }))).roles;
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return [];
        throw error;
      }
    },
  });
}

export function useDemoSignIn() {
  const begin = useNewSession();
  return useMutation({
    mutationFn: (role: DemoRole) => signInToDemo(role.account),
    onSuccess: begin,
  });
}
