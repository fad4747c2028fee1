// How answers are kept: one client for the application, and what to do when a request fails.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { speakFor } from './client';
import type { SessionAnswer } from './contract';
import { isOtherAccount, isPassing, isSignedOut } from './problem';

const sessionKey = 'session';

// The session that the server says has ended is forgotten; one that is somebody else's is asked for anew.
export function makeQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) queries.setQueryData([sessionKey], null);
    if (isOtherAccount(error)) void queries.invalidateQueries({ queryKey: [sessionKey], exact: true });
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== sessionKey) onError(error);
      },
    }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => isPassing(error) && failures < 2,
        retryDelay: (failures) => 500 * 2 ** failures,
        // A line that is cut is said, and what the page shows is read anew when it is back.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      // Nothing waits for the line and is then written by itself, when its author has gone on or gone away.
      mutations: { networkMode: 'always' },
    },
  });
  queries.getQueryCache().subscribe(({ query }) => {
    if (query.queryKey.length !== 1 || query.queryKey[0] !== sessionKey) return;
    speakFor((query.state.data as SessionAnswer | null | undefined)?.account ?? null);
  });
  return queries;
}
