// Slips with which people of the register join, and what residents ask about their data.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { answer, api, idempotent, newIdempotencyKey, type Schemas } from '@/shared/api/client';
import { useOneAtATime } from '@/shared/api/oneAtATime';
import { ApiError } from '@/shared/api/problem';

export type PersonLine = Schemas['PersonLine'];
export type PrintedSlips = Schemas['PrintedSlips'];
export type ResidentRequest = Schemas['ResidentRequest'];

// People of a unit, 200 at a time; `after` "": from the start.
export function usePeopleAt(at: string, after: string) {
  return useQuery({
    queryKey: ['people', 'for-slips', at, after],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/people', { signal, params: { query: { at, ...(after === '' ? {} : { after }) } } })),
  });
}

// Each set voids the one before: neither two clicks nor a second try after the line broke may make two. So the same people
// are asked for under the same key until there is an answer.
export function useMakeSlips() {
  const asked = useRef({ records: '', key: '' });
  const make = useOneAtATime((records: string[]) => {
    if (asked.current.records !== records.join()) asked.current = { records: records.join(), key: newIdempotencyKey() };
    return answer(api.POST('/api/residents/slips', { body: { records }, headers: idempotent(asked.current.key) }));
  });
  return useMutation({
    gcTime: 0,
    mutationFn: make,
    onSettled: (_, error) => {
      // Where no answer came, or one that asks who one is first, it is still the same set that is wanted.
      const refused = error instanceof ApiError && error.status >= 400 && error.problem?.code !== 'step_up_required';
      if (error === null || refused) asked.current = { records: '', key: '' };
    },
  });
}

// Since when the person of a record has joined, and the slips that were printed.
export function useJoining(record: string, enabled: boolean) {
  return useQuery({
    queryKey: ['people', 'joining', record],
    enabled,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/residents/records/{id}', { signal, params: { path: { id: record } } })),
  });
}

const key = ['resident-requests'];

// `state` "": all; "waiting": what is not answered, or agreed to and not confirmed.
export function useRequests(state: string, enabled = true) {
  return useQuery({
    queryKey: [...key, 'list', state],
    enabled,
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/residents/requests', { signal, params: { query: state === '' ? {} : { state } } })),
  });
}

// A decision may change the register too.
export function useRequestsChanged() {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: key });
    void queries.invalidateQueries({ queryKey: ['people'] });
  };
}

interface Decision {
  request: ResidentRequest;
  action: string;
  reason: string | undefined;
  idempotencyKey: string;
}

export function useDecide() {
  const changed = useRequestsChanged();
  return useMutation({
    mutationFn: ({ request, action, reason, idempotencyKey }: Decision) => {
      const options = {
        params: { path: { id: request.id } },
        body: { version: request.version, ...(reason === undefined ? {} : { reason }) },
        headers: idempotent(idempotencyKey),
      };
      if (action === 'correct') return answer(api.POST('/api/residents/requests/{id}/correct', options));
      if (action === 'confirm') return answer(api.POST('/api/residents/requests/{id}/confirm', options));
      if (action === 'decline') return answer(api.POST('/api/residents/requests/{id}/decline', options));
      if (action === 'erase') return answer(api.POST('/api/residents/requests/{id}/erase', options));
      if (action === 'restrict') return answer(api.POST('/api/residents/requests/{id}/restrict', options));
      return answer(api.POST('/api/residents/requests/{id}/refuse', options));
    },
    onSuccess: changed,
  });
}
