// Why a clause names a unit, in words.
import type { Schemas } from '@/shared/api/client';
import type { Message } from '@/shared/i18n/text';
import { m } from './messages';

export const namedRoles: Record<Schemas['NamedRole'], Message> = {
  pilot: m.pilot,
  experience: m.experience,
  basis: m.basis,
  station_pilot: m.stationPilot,
  start: m.start,
  finish: m.finish,
};
