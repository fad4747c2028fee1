// Roles by the names that people use for them.
import { shortName } from '@/modules/units/names';
import type { Schemas } from '@/shared/api/client';
import type { Message } from '@/shared/i18n/text';
import { m } from './messages';

const names: Record<string, Message> = {
  prefecture_bureau: m.prefectureBureau,
  county_bureau: m.countyBureau,
  township: m.township,
  village_committee: m.villageCommittee,
  supervision_committee: m.supervisionCommittee,
  election_committee: m.electionCommittee,
  resident: m.resident,
  social_organisation: m.socialOrganisation,
  social_worker: m.socialWorker,
  station: m.station,
  volunteer: m.volunteer,
  system_admin: m.systemAdmin,
  security_admin: m.securityAdmin,
  audit_admin: m.auditAdmin,
};

// A role that this version does not know yet shows its code.
export function roleName(role: string): Message {
  return names[role] ?? { zh: role, en: role };
}

// Whose desk it is: a bureau is called by its place, others by their unit.
export function deskName(role: string, unit: Schemas['UnitRef']): Message {
  const place = unit.level === 'prefecture' ? shortName(unit.name) : unit.name;
  if (role === 'prefecture_bureau' || role === 'county_bureau')
    return { zh: `${place}${m.bureau.zh}`, en: `${place} ${m.bureau.en}` };
  return { zh: unit.name, en: unit.name };
}
