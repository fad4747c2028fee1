// Who is signed in, and in which post.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { answer, api } from '@/shared/api/client';
import type { DemoRole, PostAnswer, SessionAnswer } from '@/shared/api/contract';
import { ApiError } from '@/shared/api/problem';

export type { DemoRole };
export type Post = PostAnswer;
export type Session = SessionAnswer;

const key = ['session'];

// null: nobody is signed in.
export function useSession() {
  return useQuery({
    queryKey: key,
    staleTime: 60_000,
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

// Another person or post: nothing that was read before may be shown.
function useNewSession() {
  const queries = useQueryClient();
  return useCallback(
    (session: Session | null) => {
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== key[0] });
      queries.setQueryData(key, session);
    },
    [queries],
  );
}

export function useSignIn() {
  const begin = useNewSession();
  return useMutation({
    mutationFn: (body: { name: string; password: string }) => answer(api.POST('/api/session', { body })),
    onSuccess: begin,
  });
}

export function useSignOut() {
  const begin = useNewSession();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/session', {})),
    onSuccess: () => begin(null),
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
    mutationFn: (role: DemoRole) => answer(api.POST('/api/demo/session', { body: { account: role.account } })),
    onSuccess: begin,
  });
}
