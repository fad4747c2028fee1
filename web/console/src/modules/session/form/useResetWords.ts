// Tells whose second factor is being reset, or was, by whom: they are to know if it was not they who asked.
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import type { Session } from '../api';
import { m } from '../messages';

// null: nothing to be said.
export function useResetWords(session: Session): string | null {
  const text = useText();
  const format = useFormat();
  const reset = session.second_factor.reset;
  if (!reset) return null;
  const { reason, asked_by: by } = reset;
  if (reset.state === 'asked') return text(m.resetAsked, { by, reason, at: format.instant(reset.asked_at) });
  return text(m.resetDone, { by, reason, and: reset.decided_by ?? '', at: format.instant(reset.decided_at ?? reset.asked_at) });
}
