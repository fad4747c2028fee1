// Slips with which people of the register join.
import { useMutation, useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';

export type PersonLine = Schemas['PersonLine'];
export type PrintedSlips = Schemas['PrintedSlips'];

// People of a unit, 200 at a time; `after` "": from the start.
export function usePeopleAt(at: string, after: string) {
  return useQuery({
    queryKey: ['people', 'for-slips', at, after],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/people', { signal, params: { query: { at, ...(after === '' ? {} : { after }) } } })),
  });
}

// No retry under the same key: the answer holds codes, and is kept nowhere.
export function useMakeSlips() {
  return useMutation({
    mutationFn: (records: string[]) => answer(api.POST('/api/residents/slips', { body: { records } })),
  });
}
