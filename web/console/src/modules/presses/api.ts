// 督办: what units are pressed on.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type Press = Schemas['Press'];
export type PressDetail = Schemas['PressDetail'];
export type PressOn = Schemas['PressOn'];

const key = ['presses'];

export interface PressFilter {
  at: string;
  state: string;
  clause: string;
}

export function usePresses(filter: PressFilter, enabled = true) {
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  return useQuery({
    queryKey: [...key, 'list', filter],
    enabled,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => answer(api.GET('/api/presses', { signal, params: { query } })),
  });
}

export function usePress(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => answer(api.GET('/api/presses/{id}', { signal, params: { path: { id } } })),
  });
}

export function usePressesChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: key });
}

export function usePressUnit(year: number) {
  const changed = usePressesChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: PressOn; idempotencyKey: string }) =>
      answer(
        api.POST('/api/plans/{year}/presses', {
          params: { path: { year: String(year) } },
          body,
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}

interface Step {
  version: number;
  idempotencyKey: string;
}

export function useReply(id: string) {
  const changed = usePressesChanged();
  return useMutation({
    mutationFn: ({ text, version, idempotencyKey }: Step & { text: string }) =>
      answer(
        api.POST('/api/presses/{id}/reply', {
          params: { path: { id } },
          body: { version, text },
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}

export function useWithdrawPress(id: string) {
  const changed = usePressesChanged();
  return useMutation({
    mutationFn: ({ reason, version, idempotencyKey }: Step & { reason: string | undefined }) =>
      answer(
        api.POST('/api/presses/{id}/withdraw', {
          params: { path: { id } },
          body: { version, ...(reason === undefined ? {} : { reason }) },
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}
