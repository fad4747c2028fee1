// Taking a file out of the house: for a stated purpose, which goes in the body and never in an address; and the requests
// to which a second person agrees first.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas, send } from '@/shared/api/client';
import { save } from '@/shared/api/download';
import { ApiError, type Problem } from '@/shared/api/problem';

export type Purpose = Exclude<Schemas['ExportPurpose'], 'own_copy'>;
export type DataClass = 'internal' | 'personal' | 'sensitive';
export type ExportedPaper = Schemas['ExportedPaper'];
export type ExportRequest = Schemas['ExportRequestAnswer'];

export interface PartOfRoll {
  village: string;
  group: string | null;
}

// Whether that many whole numbers may still be looked at. Looks change it at any time, so it is asked anew each time.
export function useWholeNumbers({ village, group }: PartOfRoll) {
  return useQuery({
    queryKey: ['people', 'whole-numbers', village, group],
    gcTime: 0,
    staleTime: 0,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/people/export/whole-numbers', {
          signal,
          params: { query: { village, ...(group === null ? {} : { group }) } },
        }),
      ),
  });
}

function posting(address: string, body: object, headers: Record<string, string> = {}) {
  return new Request(new URL(address, location.origin), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

// A workbook is saved, which gives null; a paper gives where it may be opened now.
export async function exportFile(address: string, body: object): Promise<ExportedPaper | null> {
  const response = await save(posting(address, body));
  return response === null ? null : ((await response.json()) as ExportedPaper);
}

// Asks a second person to agree; null where the server says that nobody has to.
export async function fileRequest(address: string, body: object, idempotencyKey: string): Promise<ExportRequest | null> {
  let response: Response;
  try {
    response = await send(posting(address, body, idempotent(idempotencyKey)));
  } catch (cause) {
    throw new ApiError(0, null, { cause });
  }
  if (response.ok) return (await response.json()) as ExportRequest;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  if (problem?.code === 'approval_not_wanted') return null;
  throw new ApiError(response.status, problem);
}

// Exactly what was agreed to.
export function takeAgreed({ id, address, parameters, purpose, note }: ExportRequest): Promise<ExportedPaper | null> {
  return exportFile(address ?? '', { ...(JSON.parse(parameters ?? '{}') as object), purpose, note, approval: id });
}

const key = ['export-requests'];

export function useOwnExportRequests(enabled: boolean) {
  return useQuery({
    queryKey: [...key, 'own'],
    enabled,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => answer(api.GET('/api/export-requests/own', { signal })),
  });
}

// `state` "": all.
export function useExportRequests(state: string, enabled = true) {
  return useQuery({
    queryKey: [...key, 'list', state],
    enabled,
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/export-requests', { signal, params: { query: state === '' ? {} : { state } } })),
  });
}

export function useExportRequestsChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: key });
}

interface Decision {
  request: ExportRequest;
  action: string;
  reason: string | undefined;
  idempotencyKey: string;
}

export function useDecideExport() {
  const changed = useExportRequestsChanged();
  return useMutation({
    mutationFn: ({ request, action, reason, idempotencyKey }: Decision) => {
      const options = {
        params: { path: { id: request.id } },
        body: { version: request.version, reason: reason ?? '' },
        headers: idempotent(idempotencyKey),
      };
      if (action === 'agree') return answer(api.POST('/api/export-requests/{id}/agree', options));
      if (action === 'refuse') return answer(api.POST('/api/export-requests/{id}/refuse', options));
      if (action === 'recall') return answer(api.POST('/api/export-requests/{id}/recall', options));
      return answer(api.POST('/api/export-requests/{id}/withdraw', options));
    },
    onSuccess: changed,
  });
}
