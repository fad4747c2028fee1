// How a clause or a target stands: the one place that gives each state its word, sign and ground.
import type { Status } from '@/shared/ui/StatusTag';
import type { State } from './api';
import { m } from './messages';

const statuses: Record<State, Status> = {
  late: { tone: 'late', sign: '!', label: m.late },
  behind: { tone: 'behind', sign: '△', label: m.behind },
  not_started: { tone: 'todo', sign: '○', label: m.notStarted },
  on_track: { tone: 'track', sign: '→', label: m.onTrack },
  done: { tone: 'done', sign: '✓', label: m.done },
  not_measured: { tone: 'nodata', sign: '—', label: m.notMeasured },
  not_asked: { tone: 'unasked', sign: '/', label: m.notAsked },
};

export function statusOf(state: State): Status {
  return statuses[state];
}

// From what needs attention to what does not.
export const byUrgency: State[] = ['late', 'behind', 'not_started', 'on_track', 'done', 'not_measured', 'not_asked'];

export function isState(text: string): text is State {
  return text in statuses;
}
