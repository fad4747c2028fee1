// How sure a value is, as a status.
import type { Status } from '@/shared/ui/StatusTag';
import { m } from './messages';

const binding: Status = { tone: 'done', sign: '✓', label: m.binding };
const open: Status = { tone: 'behind', sign: '?', label: m.open };

export function sureness(value: { binding: boolean }): Status {
  return value.binding ? binding : open;
}
