// After an action was refused because someone else was faster: what was acted on is read anew, and says so.
import { useState } from 'react';
import { ApiError } from '../api/problem';

export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiError && error.problem?.code === 'version_changed';
}

// `refresh` reads the object anew.
export function useStaleNotice(refresh: () => void) {
  const [stale, setStale] = useState(false);
  return {
    stale,
    // Around a call to the server; the error goes on.
    watch: async <T>(call: Promise<T>): Promise<T> => {
      try {
        const answer = await call;
        setStale(false);
        return answer;
      } catch (error) {
        if (isChangedMeanwhile(error)) {
          setStale(true);
          refresh();
        }
        throw error;
      }
    },
  };
}
