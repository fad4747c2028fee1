// The organisation tree.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type UnitSummary = Schemas['UnitSummary'];
export type UnitAnswer = Schemas['UnitAnswer'];
export type UnitHistory = Schemas['UnitHistory'];
export type SearchHit = Schemas['SearchHit'];
export type Telephone = Schemas['Telephone'];
export type UnitCreditCode = Schemas['UnitCreditCodeAnswer'];

// The tree changes a few times a year.
const staleTime = 300_000;

const unitQuery = (code: string) => ({
  queryKey: ['units', code],
  staleTime,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    answer(api.GET('/api/units/{code}', { signal, params: { path: { code } } })),
});

export function useUnit(code: string) {
  return useQuery({ ...unitQuery(code), enabled: code !== '' });
}

export const childrenQuery = (code: string) => ({
  queryKey: ['units', code, 'children'],
  staleTime,
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await answer(api.GET('/api/units/{code}/children', { signal, params: { path: { code } } }))).units,
});

export function useChildren(code: string) {
  return useQuery({ ...childrenQuery(code), enabled: code !== '' });
}

export function useUnitHistory(code: string) {
  return useQuery({
    queryKey: ['units', code, 'history'],
    staleTime,
    enabled: code !== '',
    queryFn: ({ signal }) => answer(api.GET('/api/units/{code}/history', { signal, params: { path: { code } } })),
  });
}

// `period` "2016", "2016-Q3" or "2016-07".
export function useUnitFigures(code: string, period: string) {
  return useQuery({
    queryKey: ['units', code, 'figures', period],
    enabled: code !== '' && period !== '',
    queryFn: ({ signal }) =>
      answer(api.GET('/api/units/{code}/figures', { signal, params: { path: { code }, query: { period } } })),
  });
}

const telephoneKey = ['units', 'telephone'];

// Whom people call about the unit.
export function useTelephone(code: string) {
  return useQuery({
    queryKey: [...telephoneKey, code],
    enabled: code !== '',
    queryFn: ({ signal }) => answer(api.GET('/api/units/{code}/telephone', { signal, params: { path: { code } } })),
  });
}

// The units below may have shown the number that was there.
export function useSetTelephone(code: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Schemas['SetTelephone']; idempotencyKey: string }) =>
      answer(
        api.POST('/api/units/{code}/telephone', { params: { path: { code } }, body, headers: idempotent(idempotencyKey) }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: telephoneKey }),
  });
}

const creditCodeKey = ['units', 'credit-code'];

export function useCreditCode(code: string) {
  return useQuery({
    queryKey: [...creditCodeKey, code],
    enabled: code !== '',
    queryFn: ({ signal }) => answer(api.GET('/api/units/{code}/credit-code', { signal, params: { path: { code } } })),
  });
}

export function useSetCreditCode(code: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Schemas['SetCreditCode']; idempotencyKey: string }) =>
      answer(
        api.POST('/api/units/{code}/credit-code', { params: { path: { code } }, body, headers: idempotent(idempotencyKey) }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: creditCodeKey }),
  });
}

// A unit below a village. Lists of groups and previews of rolls that wanted it are read anew, too.
export function useAddUnit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Schemas['NewUnit']; idempotencyKey: string }) =>
      answer(api.POST('/api/units', { body, headers: idempotent(idempotencyKey) })),
    onSuccess: async () => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['units'] }), queries.invalidateQueries({ queryKey: ['people'] })]);
    },
  });
}

// What people type: part of a name, place and name, digits of a code. Nothing is asked for less than it takes to mean
// something.
export function useUnitSearch(typed: string) {
  const q = typed.trim();
  return useQuery({
    queryKey: ['units', 'search', q],
    enabled: q !== '' && !/^\d{1,3}$/.test(q),
    staleTime,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer(api.GET('/api/units', { signal, params: { query: { q } } })),
  });
}
