// /plan: the latest plan, at the unit of the current post.
import { Navigate } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { Failure } from '@/shared/ui/Failure';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { useLatestYear, usePlan } from '../api';
import { m } from '../messages';
import { useHomeAt } from '../useHomeBoard';

export default function PlanEntry() {
  const text = useText();
  const years = useLatestYear();
  const plan = usePlan(years.data);
  const at = useHomeAt();
  const failed = years.isError ? years : plan.isError ? plan : null;
  if (failed) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />;
  if (years.data === null) return <Notice title={text(m.noPlan)} advice={text(m.noPlanAdvice)} />;
  if (!plan.data) return <Loading rows={10} />;
  return <Navigate to={`/plan/${years.data}${at === '' ? '' : `?at=${at}`}`} replace />;
}
