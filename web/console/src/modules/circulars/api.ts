// 通报: the quarterly circulars.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type CircularLine = Schemas['CircularLine'];
export type IssueCircular = Schemas['IssueCircular'];

const key = ['circulars'];

export function useCirculars() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => answer(api.GET('/api/circulars', { signal })) });
}

export function useIssueCircular(year: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: IssueCircular; idempotencyKey: string }) =>
      answer(
        api.POST('/api/plans/{year}/circulars', {
          params: { path: { year: String(year) } },
          body,
          headers: idempotent(idempotencyKey),
        }),
      ),
    onSuccess: () => void queries.invalidateQueries({ queryKey: key }),
  });
}
