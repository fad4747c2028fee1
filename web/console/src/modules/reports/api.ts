// Progress reports on tasks that nothing measures.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type Report = Schemas['Report'];
export type ReportDetail = Schemas['ReportDetail'];
export type Progress = Schemas['Progress'];

const key = ['reports'];

export interface ReportFilter {
  at: string;
  state: string;
  clause: string;
}

export function useReports(filter: ReportFilter, enabled = true) {
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  return useQuery({
    queryKey: [...key, 'list', filter],
    enabled,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => answer(api.GET('/api/reports', { signal, params: { query } })),
  });
}

export function useReport(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => answer(api.GET('/api/reports/{id}', { signal, params: { path: { id } } })),
  });
}

export function useReportsChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: key });
}

export interface Question {
  task: string;
  units: string[];
  due_on: string;
  note: string;
}

export function useAskReports(year: number) {
  const changed = useReportsChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Question; idempotencyKey: string }) =>
      answer(
        api.POST('/api/plans/{year}/reports', {
          params: { path: { year: String(year) } },
          body,
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}

export interface Written {
  progress: Progress;
  text: string;
}

interface Write {
  how: 'write' | 'submit';
  version: number;
  written: Written;
  idempotencyKey: string;
}

export function useWriteReport(id: string) {
  const changed = useReportsChanged();
  return useMutation({
    mutationFn: ({ how, version, written, idempotencyKey }: Write) => {
      const options = {
        params: { path: { id } },
        body: { version, ...written },
        headers: idempotent(idempotencyKey),
      };
      return answer(
        how === 'write' ? api.POST('/api/reports/{id}/write', options) : api.POST('/api/reports/{id}/submit', options),
      );
    },
    onSuccess: changed,
  });
}

interface Decision {
  action: string;
  version: number;
  reason: string | undefined;
  idempotencyKey: string;
}

export function useDecideReport(id: string) {
  const changed = useReportsChanged();
  return useMutation({
    mutationFn: ({ action, version, reason, idempotencyKey }: Decision) => {
      const options = {
        params: { path: { id } },
        body: { version, ...(reason === undefined ? {} : { reason }) },
        headers: idempotent(idempotencyKey),
      };
      if (action === 'accept') return answer(api.POST('/api/reports/{id}/accept', options));
      if (action === 'return') return answer(api.POST('/api/reports/{id}/return', options));
      return answer(api.POST('/api/reports/{id}/withdraw', options));
    },
    onSuccess: changed,
  });
}
