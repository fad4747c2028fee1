// What a unit owes, in both languages, and where it is done. The server's title is Chinese; its task is in it.
import { fill, type Message } from '@/shared/i18n/text';
import type { Duty } from './api';
import { m } from './messages';

const words: Record<string, Message> = {
  'plan.report': m.dutyReport,
  'plan.report.review': m.dutyReview,
  'plan.press': m.dutyPress,
  'plan.comment': m.dutyComment,
  'residents.request': m.dutyRequest,
};

export function dutyWords({ kind, title_zh }: Duty): Message {
  const task = /\d+\.\d+-\d+/.exec(title_zh)?.[0] ?? '';
  const known = words[kind];
  return { zh: title_zh, en: known ? fill(known, { task }).en : title_zh };
}

// Of what is no page of the console, null.
export function dutyAddress({ object_kind, object_id }: { object_kind: string; object_id: string }): string | null {
  if (object_kind === 'plan.report') return `/reports/${object_id}`;
  if (object_kind === 'residents.request') return '/resident-requests';
  if (object_kind === 'plan.comment') return '/comments?state=waiting';
  return object_kind === 'plan.press' ? `/presses/${object_id}` : null;
}
