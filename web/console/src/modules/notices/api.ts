// Notices and the recordings that read them out.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type Notice = Schemas['Notice'];
export type NoticeDetail = Schemas['NoticeDetail'];
export type NoticeKind = Schemas['NoticeKind'];
export type Recording = Schemas['Recording'];
export type Language = Schemas['SpokenLanguage'];

const key = ['notices'];

export interface NoticeFilter {
  at: string;
  state: string;
}

export function useNotices(filter: NoticeFilter) {
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  return useQuery({
    queryKey: [...key, 'list', filter],
    queryFn: ({ signal }) => answer(api.GET('/api/notices', { signal, params: { query } })),
  });
}

export function useNotice(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => answer(api.GET('/api/notices/{id}', { signal, params: { path: { id } } })),
  });
}

export function useNoticesChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: key });
}

export interface Written {
  kind: NoticeKind;
  title: string;
  text: string;
  from_on: string;
  until_on: string;
  contact?: string;
}

export function useBeginNotice() {
  const changed = useNoticesChanged();
  return useMutation({
    mutationFn: ({ unit, written, idempotencyKey }: { unit: string; written: Written; idempotencyKey: string }) =>
      answer(api.POST('/api/notices', { body: { unit, ...written }, headers: idempotent(idempotencyKey) })),
    onSuccess: changed,
  });
}

export function useWriteNotice(id: string) {
  const changed = useNoticesChanged();
  return useMutation({
    mutationFn: ({ version, written, idempotencyKey }: { version: number; written: Written; idempotencyKey: string }) =>
      answer(
        api.POST('/api/notices/{id}/write', {
          params: { path: { id } },
          body: { version, ...written },
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}

interface Act {
  action: string;
  version: number;
  reason: string | undefined;
  idempotencyKey: string;
}

export function useActOnNotice(id: string) {
  const changed = useNoticesChanged();
  return useMutation({
    mutationFn: ({ action, version, reason, idempotencyKey }: Act) => {
      const options = {
        params: { path: { id } },
        body: { version, ...(reason === undefined ? {} : { reason }) },
        headers: idempotent(idempotencyKey),
      };
      if (action === 'publish') return answer(api.POST('/api/notices/{id}/publish', options));
      if (action === 'withdraw') return answer(api.POST('/api/notices/{id}/withdraw', options));
      return answer(api.POST('/api/notices/{id}/discard', options));
    },
    onSuccess: changed,
  });
}

export interface Described {
  language: Language;
  speaker: string;
  consented_on: string;
  transcript: string;
}

export function useAddRecording(id: string) {
  const changed = useNoticesChanged();
  return useMutation({
    mutationFn: ({ attachment, described, idempotencyKey }: { attachment: string; described: Described; idempotencyKey: string }) =>
      answer(
        api.POST('/api/notices/{id}/recordings', {
          params: { path: { id } },
          body: { attachment, ...described },
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}

export function useRemoveRecording() {
  const changed = useNoticesChanged();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/recordings/{id}', { params: { path: { id } } })),
    onSuccess: changed,
  });
}
