import { currentPost, may, useOwnSession } from '@/modules/session/api';
import type { UnitAnswer } from '../api';

// Who runs the unit, or one above it, keeps its telephone and credit code.
export function useMaySetContacts({ unit, above }: UnitAnswer) {
  const session = useOwnSession();
  const post = currentPost(session)?.unit.code;
  const within = [unit, ...above].some(({ code }) => code === post);
  return within && !unit.withdrawn_on && may(session, 'contacts.write');
}
