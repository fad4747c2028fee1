// Plans being edited, and the versions that were published.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type DraftDetail = Schemas['DraftDetail'];
export type DraftSummary = Schemas['DraftSummary'];
export type DraftProblem = Schemas['DraftProblem'];
export type PlanDocument = Schemas['PlanDocument'];
export type Section = Schemas['Section'];
export type Clause = Schemas['Clause'];
export type PlanChange = Schemas['PlanChange'];
export type PlanChanges = Schemas['PlanChanges'];

const key = ['drafts'];

export function useDrafts() {
  return useQuery({
    queryKey: [...key, 'list'],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/drafts', { signal }))).drafts,
  });
}

export function useDraft(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => answer(api.GET('/api/drafts/{id}', { signal, params: { path: { id } } })),
  });
}

// What publishing would change. Only what was saved counts.
export function useDraftChanges(id: string, version: number) {
  return useQuery({
    queryKey: [...key, id, 'changes', version],
    queryFn: ({ signal }) => answer(api.GET('/api/drafts/{id}/changes', { signal, params: { path: { id } } })),
  });
}

export function useVersion(year: string, number: string) {
  return useQuery({
    queryKey: ['plan', year, 'version', number],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/plans/{year}/versions/{number}', { signal, params: { path: { year, number } } })),
  });
}

export function useVersionChanges(year: string, number: string) {
  return useQuery({
    queryKey: ['plan', year, 'version', number, 'changes'],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/plans/{year}/versions/{number}/changes', { signal, params: { path: { year, number } } })),
  });
}

export function useVersions(year: number | null | undefined) {
  return useQuery({
    queryKey: ['plan', year, 'versions'],
    enabled: typeof year === 'number',
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/plans/{year}/versions', { signal, params: { path: { year: String(year) } } }))).versions,
  });
}

// A published plan changes what all pages show.
export function useDraftsChanged() {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: key });
    void queries.invalidateQueries({ queryKey: ['plan'] });
  };
}

export function useCopyPlan(year: number) {
  const changed = useDraftsChanged();
  return useMutation({
    mutationFn: ({ to_year, idempotencyKey }: { to_year: number; idempotencyKey: string }) =>
      answer(
        api.POST('/api/plans/{year}/copy', {
          params: { path: { year: String(year) } },
          body: { to_year },
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}

export function useSaveDraft(id: string) {
  const changed = useDraftsChanged();
  return useMutation({
    mutationFn: ({ version, document, idempotencyKey }: { version: number; document: PlanDocument; idempotencyKey: string }) =>
      answer(
        api.POST('/api/drafts/{id}/save', {
          params: { path: { id } },
          body: { version, document },
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: changed,
  });
}

export function useEndDraft(id: string) {
  const changed = useDraftsChanged();
  return useMutation({
    mutationFn: ({ action, version, idempotencyKey }: { action: string; version: number; idempotencyKey: string }) => {
      const options = { params: { path: { id } }, body: { version }, headers: idempotent(idempotencyKey) };
      return answer(
        action === 'publish'
          ? api.POST('/api/drafts/{id}/publish', options)
          : api.POST('/api/drafts/{id}/discard', options),
      );
    },
    onSuccess: changed,
  });
}
