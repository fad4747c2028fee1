// The law as dated data, and the confirmations of offices.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, type Schemas } from '@/shared/api/client';

export type RuleLine = Schemas['RuleLine'];
export type RuleValue = Schemas['RuleValueView'];
export type RuleDetail = Schemas['RuleDetail'];
export type NewConfirmation = Schemas['NewRuleConfirmation'];

const key = ['rules'];

export function useRules() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => answer(api.GET('/api/rules', { signal })),
  });
}

export function useRule(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => answer(api.GET('/api/rules/{id}', { signal, params: { path: { id } } })),
  });
}

export function useConfirm() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: NewConfirmation; idempotencyKey: string }) =>
      answer(api.POST('/api/rules/confirmations', { body, headers: idempotent(idempotencyKey) })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: key }),
  });
}
