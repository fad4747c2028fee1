// How the plan stands at the unit of the current post.
import { currentPost, useOwnSession } from '@/modules/session/api';
import { useLatestYear, usePlan, useScoreboard } from './api';

export function useHomeBoard() {
  const { data: year } = useLatestYear();
  const { data: plan } = usePlan(year);
  const at = useHomeAt();
  return useScoreboard(plan ? year : undefined, at);
}

// The unit of the current post, as an address says it: "" for the unit whose plan it is.
export function useHomeAt(): string {
  const { data: year } = useLatestYear();
  const { data: plan } = usePlan(year);
  const unit = currentPost(useOwnSession())?.unit;
  if (!unit || !plan) return '';
  const isAbove = unit.level === 'province' || unit.code === plan.division.code;
  return isAbove ? '' : unit.code;
}
