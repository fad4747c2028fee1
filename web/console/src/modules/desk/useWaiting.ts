// What waits for the person in the current post. What one may do with a thing says whose turn it is: the server offers
// a report's submission to who owes it, its acceptance to who decides, a press's reply to who is pressed.
import { useFactorResets } from '@/modules/accounts/api';
import { useComments } from '@/modules/comments/api';
import { useExportRequests, useOwnExportRequests } from '@/modules/exports/api';
import { usePresses } from '@/modules/presses/api';
import { useReports } from '@/modules/reports/api';
import { useRequests } from '@/modules/residents/api';
import { may, useOwnSession } from '@/modules/session/api';
import type { Schemas } from '@/shared/api/client';

const everything = { at: '', state: '', clause: '' };
const offers = (thing: { actions: Schemas['OfferedAction'][] }, name: string) =>
  thing.actions.some((action) => action.name === name);

export function useWaitingReports() {
  const session = useOwnSession();
  const query = useReports(everything, may(session, 'plan.report.read'));
  const all = query.data?.reports ?? [];
  const owed = all.filter((report) => offers(report, 'submit'));
  return {
    query,
    owed,
    submitted: all.filter((report) => offers(report, 'accept')),
    late: all.filter((report) => report.late && !owed.includes(report)),
  };
}

export function useWaitingPresses() {
  const session = useOwnSession();
  const query = usePresses({ ...everything, state: 'open' }, may(session, 'plan.press.read'));
  const all = query.data?.presses ?? [];
  const owed = all.filter((press) => offers(press, 'reply'));
  return { query, owed, late: all.filter((press) => press.late && !owed.includes(press)) };
}

export function useWaitingComments() {
  const session = useOwnSession();
  const query = useComments('waiting', may(session, 'plan.comment.moderate'));
  return { query, waiting: (query.data?.comments ?? []).filter((comment) => offers(comment, 'publish')) };
}

export function useWaitingRequests() {
  const session = useOwnSession();
  const query = useRequests('waiting', may(session, 'residents.requests'));
  // To be answered, or an erasure to be confirmed by another person than who agreed to it.
  const confirms = (request: { actions: Schemas['OfferedAction'][] }) =>
    request.actions.some((action) => action.name === 'confirm' && !action.refused_zh);
  return {
    query,
    waiting: (query.data?.requests ?? []).filter((request) => offers(request, 'refuse') || confirms(request)),
  };
}

// Those that the caller may agree to: their own are for somebody else.
export function useWaitingExports() {
  const session = useOwnSession();
  const query = useExportRequests('asked', may(session, 'exports.approve'));
  const agrees = (request: { actions: Schemas['OfferedAction'][] }) =>
    request.actions.some((action) => action.name === 'agree' && !action.refused_zh);
  return { query, waiting: (query.data?.requests ?? []).filter(agrees) };
}

// Resets of second factors that the caller may confirm: who asked for one waits for somebody else.
export function useWaitingResets() {
  const session = useOwnSession();
  const query = useFactorResets(may(session, 'factors.reset'));
  const confirms = (reset: { actions: Schemas['OfferedAction'][] }) =>
    reset.actions.some((action) => action.name === 'confirm' && !action.refused_zh);
  return { query, waiting: (query.data ?? []).filter(confirms) };
}

// The own ones that were agreed to, and that lapse unless they are taken.
export function useAgreedExports() {
  const session = useOwnSession();
  const query = useOwnExportRequests(may(session, 'exports.ask'));
  return { query, agreed: (query.data?.requests ?? []).filter(({ state }) => state === 'agreed') };
}
