// The journal of every write.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { dayAfter } from '@/shared/i18n/format';
import { answer, api } from '@/shared/api/client';
import type { JournalLine, NamedId } from '@/shared/api/contract';

export type { JournalLine, NamedId };

export type Names = ReadonlyMap<string, NamedId>;

export const namesOf = (names: NamedId[]): Names => new Map(names.map((each) => [each.id, each]));

export interface JournalFilter {
  // Civil dates, both included.
  from: string;
  to: string;
  account: string;
  // An action, or the beginning of one.
  action: string;
  unit: string;
}

export function useJournal(filter: JournalFilter) {
  return useInfiniteQuery({
    queryKey: ['journal', 'list', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const asked = { ...filter, to: filter.to === '' ? '' : dayAfter(filter.to), before: pageParam };
      const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
      return answer(api.GET('/api/journal', { signal, params: { query } }));
    },
    getNextPageParam: (last) => (typeof last.next === 'number' ? String(last.next) : undefined),
  });
}

export function useEntry(number: string) {
  return useQuery({
    queryKey: ['journal', number],
    staleTime: Infinity, // an entry never changes
    queryFn: ({ signal }) => answer(api.GET('/api/journal/{number}', { signal, params: { path: { number } } })),
  });
}
