// Accounts, the posts they hold, and the roles there are.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, newIdempotencyKey, type Schemas } from '@/shared/api/client';
import { useOneAtATime } from '@/shared/api/oneAtATime';
import type { AccountAnswer, FactorReset, PostAnswer, Role, RoleAnswer } from '@/shared/api/contract';

export type Account = AccountAnswer;
export type Post = PostAnswer;
export type { FactorReset, Role, RoleAnswer };

const key = ['accounts'];

// `unit` "": everything at and below the own unit.
export function useAccounts(unit: string) {
  return useInfiniteQuery({
    queryKey: [...key, 'list', unit],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/api/accounts', {
          signal,
          params: { query: { ...(unit === '' ? {} : { unit }), ...(pageParam === '' ? {} : { after: pageParam }) } },
        }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => answer(api.GET('/api/accounts/{id}', { signal, params: { path: { id } } })),
  });
}

export function useRoles() {
  return useQuery({
    queryKey: ['roles'],
    staleTime: Infinity,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/roles', { signal }))).roles,
  });
}

export type LeftPost = Schemas['LeftPost'];

// Posts at units that are no more.
export function useLeftPosts(enabled: boolean) {
  return useQuery({
    queryKey: [...key, 'left-posts'],
    enabled,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/posts/withdrawn', { signal }))).posts,
  });
}

export function useMovePost() {
  const changed = useChanged();
  const move = useOneAtATime((post: LeftPost) => answer(api.POST('/api/posts/{id}/move', { params: { path: { id: post.id } } })));
  return useMutation({
    mutationFn: move,
    onSettled: changed,
  });
}

// After a write, lists and account are read anew.
function useChanged() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key });
}

export interface NewAccount {
  name: string;
  display_name: string;
  unit: string;
}

export function useCreateAccount() {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: NewAccount; idempotencyKey: string }) =>
      answer(api.POST('/api/accounts', { body, headers: idempotent(idempotencyKey) })),
    onSuccess: changed,
  });
}

export interface Grant {
  role: Role;
  unit: string;
  valid_to?: string;
}

export function useGrant(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Grant; idempotencyKey: string }) =>
      answer(
        api.POST('/api/accounts/{id}/posts', { params: { path: { id } }, body, headers: idempotent(idempotencyKey) }),
      ),
    onSuccess: changed,
  });
}

export function useRevoke() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (post: Post) =>
      answer(
        api.DELETE('/api/posts/{id}', {
          params: { path: { id: post.id } },
          headers: idempotent(newIdempotencyKey()),
        }),
      ),
    onSuccess: changed,
  });
}

export function useResetPassword(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/accounts/{id}/reset-password', {
          params: { path: { id } },
          headers: idempotent(newIdempotencyKey()),
        }),
      ),
    onSuccess: changed,
  });
}

// Says whose other account this is; '' for nobody else's.
export function useSetPerson(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (also: string) => answer(api.POST('/api/accounts/{id}/person', { params: { path: { id } }, body: { also } })),
    onSuccess: changed,
  });
}

// Ends the pause after wrong tries, or the account's sessions.
export function useRelease(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (what: 'release' | 'end-sessions') => {
      const options = { params: { path: { id } }, headers: idempotent(newIdempotencyKey()) };
      return answer(
        what === 'release'
          ? api.POST('/api/accounts/{id}/release', options)
          : api.POST('/api/accounts/{id}/end-sessions', options),
      );
    },
    onSuccess: changed,
  });
}

export function useLock(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (how: 'lock' | 'unlock') => {
      const options = { params: { path: { id } }, headers: idempotent(newIdempotencyKey()) };
      return answer(
        how === 'lock' ? api.POST('/api/accounts/{id}/lock', options) : api.POST('/api/accounts/{id}/unlock', options),
      );
    },
    onSuccess: changed,
  });
}

// Resets of second factors that wait for another person.
export function useFactorResets(enabled: boolean) {
  return useQuery({
    queryKey: [...key, 'factor-resets'],
    enabled,
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/factor-resets', { signal }))).resets,
  });
}

export function useAskFactorReset(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (reason: string) =>
      answer(api.POST('/api/accounts/{id}/factor-reset', { params: { path: { id } }, body: { reason } })),
    onSuccess: changed,
  });
}

export function useDecideFactorReset() {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ reset, action }: { reset: FactorReset; action: string }) => {
      const options = { params: { path: { id: reset.id } }, body: { version: reset.version } };
      return answer(
        action === 'confirm'
          ? api.POST('/api/factor-resets/{id}/confirm', options)
          : api.POST('/api/factor-resets/{id}/refuse', options),
      );
    },
    onSettled: changed,
  });
}
