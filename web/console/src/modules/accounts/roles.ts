// Roles by the names that people use for them.
import { shortName } from '@/modules/units/names';
import type { Schemas } from '@/shared/api/client';
import type { Role } from '@/shared/api/contract';
import type { Message } from '@/shared/i18n/text';
import { m } from './messages';

const names: Record<Role, Message> = {
  prefecture_bureau: m.prefectureBureau,
  county_bureau: m.countyBureau,
  township: m.township,
  village_committee: m.villageCommittee,
  village_supervision: m.villageSupervision,
  community_supervision: m.communitySupervision,
  election_committee: m.electionCommittee,
  resident: m.resident,
  social_organisation: m.socialOrganisation,
  social_worker: m.socialWorker,
  station: m.station,
  volunteer: m.volunteer,
  system_administrator: m.systemAdministrator,
  security_administrator: m.securityAdministrator,
  auditor: m.auditor,
};

export function roleName(role: Role): Message {
  return names[role];
}

export function isBureau(role: Role): boolean {
  return role === 'prefecture_bureau' || role === 'county_bureau';
}

// Whose desk it is: a bureau is called by its place, others by their unit.
export function deskName(role: Role, unit: Schemas['UnitRef']): Message {
  const place = unit.level === 'prefecture' ? shortName(unit.name) : unit.name;
  if (isBureau(role)) return { zh: `${place}${m.bureau.zh}`, en: `${place} ${m.bureau.en}` };
  return { zh: unit.name, en: unit.name };
}
