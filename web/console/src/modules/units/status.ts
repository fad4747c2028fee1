import type { Status } from '@/shared/ui/StatusTag';
import type { UnitSummary } from './api';
import { m } from './messages';

export function unitStatus(unit: UnitSummary): Status {
  return unit.withdrawn_on
    ? { tone: 'nodata', sign: '×', label: m.withdrawn }
    : { tone: 'track', sign: '✓', label: m.exists };
}
