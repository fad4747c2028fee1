// What the register's values are called.
import { fill, type Message } from '@/shared/i18n/text';
import type {
  Arrival, Departure, Kinship, Looked, NewTieKind, PoliticalStatus, Relation, ResidenceStatus, Sex,
} from './api';
import { m } from './messages';

export const sexes: Record<Sex, Message> = {
  male: m.male, female: m.female, unknown: m.sexUnknown, not_stated: m.sexNotStated,
};
export const statuses: Record<ResidenceStatus, Message> = {
  both: m.both, registered: m.registered, lives_here: m.livesHere, away: m.away,
};
export const politicals: Record<PoliticalStatus, Message> = {
  unknown: m.politicalUnknown, member: m.member, probationary: m.probationary, league: m.league,
  democratic_party: m.democraticParty, no_party: m.noParty, masses: m.masses,
};
// In the order in which a household is listed.
export const kinships: Record<Kinship, Message> = {
  head: m.head, spouse: m.spouse, son: m.son, daughter: m.daughter, grandchild: m.grandchild, parent: m.parents,
  grandparent: m.grandparents, sibling: m.siblings, other_relative: m.otherRelative, not_related: m.notRelated,
};
export const arrivals: Record<Arrival, Message> = {
  recorded: m.recorded, birth: m.birth, moved_in: m.movedIn, married_in: m.marriedIn, other_in: m.otherIn,
};
export const departures: Record<Departure, Message> = {
  death: m.death, moved_out: m.movedOut, married_out: m.marriedOut, other_out: m.otherOut,
};
export const relations: Record<Relation, Message> = {
  spouse: m.spouse, parent: m.parents, child: m.children, sibling: m.siblings, grandparent: m.grandparentsBoth,
  grandchild: m.grandchildrenBoth,
};
export const tieKinds: Record<NewTieKind, Message> = { spouse: m.spouse, parent: m.parents, child: m.children };
export const looked: Record<Looked, Message> = { id_number: m.idNumber, phone: m.phone };

// Peoples of the prefecture that have no code of their own: found by their names all the same.
export const ethnicWithoutCode = ['革家人', '穿青人'];

// Which fields of a record changed, by the server's names.
const fields: Record<string, Message> = {
  name: m.name, sex: m.sex, ethnic_code: m.ethnic, ethnic_text: m.ethnic, id_number: m.idNumber, phone: m.phone, born_on: m.bornOn,
  political: m.political, status: m.status, group: m.group, household: m.household, kinship: m.kinship, arrival: m.arrival,
  since: m.since, departure: m.departure, left_on: m.leftOn, ...departures,
};

// A departure is told by its kind, a relation by what the other is.
const told: Record<string, Message> = { ...fields, ...departures, ...tieKinds };

export function knowsField(field: string): boolean {
  return field in told;
}

// What this version does not know is something else; no code is shown.
export function fieldName(field: string): Message {
  return told[field] ?? m.otherField;
}

export function fieldNames(named: string[], text: (message: Message) => string): string {
  return [...new Set(named.map((field) => text(fieldName(field))))].join(text(m.and));
}

const actions: Record<string, Message> = {
  'people.add': m.didAdd, 'people.change': m.didChange, 'people.leave': m.didLeave, 'people.reinstate': m.didReinstate,
  'people.add_elsewhere': m.didAddElsewhere, 'people.change_elsewhere': m.didChangeElsewhere,
  'people.leave_elsewhere': m.didLeaveElsewhere, 'people.reinstate_elsewhere': m.didReinstateElsewhere,
  'people.tie': m.didTie, 'people.untie': m.didUntie, 'people.import': m.didImport,
};

export function actionName(action: string): Message {
  return actions[action] ?? m.didOther;
}

// As an antd Select takes them.
export function optionsOf<E extends string>(words: Record<E, Message>, text: (message: Message) => string) {
  return (Object.keys(words) as E[]).map((value) => ({ value, label: text(words[value]) }));
}

// "60-69", "80+": what the address holds, and what the server is asked.
export function agesAsked(ages: string): { age_from: string; age_to: string } {
  const [, from = '', to = ''] = /^(\d{1,3})(?:-(\d{1,3})|\+)$/.exec(ages) ?? [];
  return { age_from: from, age_to: to };
}

export const ageBands = ['0-5', '6-17', '18-59', '60-69', '70-79', '80+'];

export function ageName(ages: string): Message {
  const { age_from: from, age_to: to } = agesAsked(ages);
  return to === '' ? fill(m.ageAtLeast, { from }) : fill(m.ageBetween, { from, to });
}

// A number of a person, or most of one: it must not come into an address. Full-width digits count.
export function holdsNumber(typed: string): boolean {
  return /\d{5}/.test(typed.normalize('NFKC').replace(/[\s\-—()]/g, ''));
}
