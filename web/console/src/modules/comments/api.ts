// Comments on the plan, as the bureau moderates them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type Comment = Schemas['Comment'];

const key = ['comments'];

// `state` "": all.
export function useComments(state: string, enabled = true) {
  return useQuery({
    queryKey: [...key, 'list', state],
    enabled,
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/comments', { signal, params: { query: state === '' ? {} : { state } } })),
  });
}

export function useCommentsChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: key });
}

interface Decision {
  comment: Comment;
  action: string;
  reason: string | undefined;
  idempotencyKey: string;
}

export function useModerate() {
  const changed = useCommentsChanged();
  return useMutation({
    mutationFn: ({ comment, action, reason, idempotencyKey }: Decision) => {
      const options = {
        params: { path: { id: comment.id } },
        body: { version: comment.version, ...(reason === undefined ? {} : { reason }) },
        headers: idempotent(idempotencyKey),
      };
      return answer(
        action === 'publish'
          ? api.POST('/api/comments/{id}/publish', options)
          : api.POST('/api/comments/{id}/refuse', options),
      );
    },
    onSuccess: changed,
  });
}
