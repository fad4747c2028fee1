// How an object with a state machine stands. The server says the words; here each state has its sign and ground.
import type { Status, Tone } from '../ui/StatusTag';
import { m } from './messages';

const signs: Record<string, [tone: Tone, sign: string]> = {
  asked: ['todo', '○'],
  open: ['todo', '○'],
  waiting: ['todo', '○'],
  editing: ['todo', '✎'],
  draft: ['todo', '✎'],
  returned: ['behind', '↩'],
  submitted: ['track', '→'],
  accepted: ['done', '✓'],
  agreed: ['track', '→'],
  taken: ['done', '✓'],
  lapsed: ['unasked', '×'],
  replied: ['done', '✓'],
  corrected: ['done', '✓'],
  erased: ['done', '✓'],
  restricted: ['done', '✓'],
  lifted: ['unasked', '×'],
  published: ['done', '✓'],
  refused: ['unasked', '×'],
  withdrawn: ['unasked', '×'],
  expired: ['unasked', '×'],
  discarded: ['unasked', '×'],
};

interface Standing {
  state: string;
  state_zh: string;
  state_en: string;
}

export function workflowStatus({ state, state_zh, state_en }: Standing): Status {
  const [tone, sign] = signs[state] ?? ['nodata', '—'];
  return { tone, sign, label: { zh: state_zh, en: state_en } };
}

export const lateStatus: Status = { tone: 'late', sign: '!', label: m.late };
