import type { Message } from '@/shared/i18n/text';
import type { Progress } from './api';
import { m } from './messages';

// In the order of the work.
export const progressNames: Record<Progress, Message> = {
  not_started: m.notStarted,
  under_way: m.underWay,
  done: m.done,
};
