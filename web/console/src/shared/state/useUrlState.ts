// What a view shows stands in its address: filters, sort, page, what is chosen. So a view can be sent as a link, and
// going back undoes one step.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

type Shape = Record<string, string>;

export interface UrlState<S extends Shape> {
  state: S;
  // Only what is named changes; a default value leaves the address. A step of its own in the history unless `replace`.
  set: (change: Partial<S>, options?: { replace?: boolean }) => void;
  // The query of an address with this change, "?…" or "".
  query: (change: Partial<S>) => string;
}

export function useUrlState<S extends Shape>(defaults: S): UrlState<S> {
  const [params, setParams] = useSearchParams();
  // Defaults are literals at the call; their content counts, not their identity.
  const fixed = useMemo(() => defaults, [JSON.stringify(defaults)]);

  const state = useMemo(() => {
    const entries = Object.entries(fixed).map(([key, value]) => [key, params.get(key) ?? value]);
    return Object.fromEntries(entries) as S;
  }, [fixed, params]);

  const changed = useCallback(
    (from: URLSearchParams, change: Partial<S>) => {
      const next = new URLSearchParams(from);
      for (const [key, value] of Object.entries(change)) {
        if (value === undefined || value === fixed[key]) next.delete(key);
        else next.set(key, value);
      }
      return next;
    },
    [fixed],
  );

  const set = useCallback<UrlState<S>['set']>(
    (change, options) => setParams((from) => changed(from, change), { replace: options?.replace ?? false }),
    [changed, setParams],
  );
  const query = useCallback<UrlState<S>['query']>(
    (change) => {
      const text = changed(params, change).toString();
      return text === '' ? '' : `?${text}`;
    },
    [changed, params],
  );
  return { state, set, query };
}
