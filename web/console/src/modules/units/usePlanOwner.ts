// The unit that the console begins at: whose plan the latest is.
import { useLatestYear, usePlan } from '@/modules/plan/api';

export function usePlanOwner(): string {
  const { data: year } = useLatestYear();
  return usePlan(year).data?.division.code ?? '';
}
