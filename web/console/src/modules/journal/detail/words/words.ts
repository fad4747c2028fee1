// Names and values of an entry's detail by the words that people use for them. journal/words.test.ts holds them against
// what the server's sources write.
import { levelName, type Level } from '@/modules/units/names';
import { roleName } from '@/modules/accounts/roles';
import { languageNames } from '@/modules/notices/names';
import type { Language } from '@/modules/notices/api';
import { fieldName, knowsField, looked } from '@/modules/people/words';
import type { Role } from '@/shared/api/contract';
import type { Message } from '@/shared/i18n/text';
import { objectName } from '../../actions';
import { m } from './messages';

const names: Record<string, Message> = {
  account: m.keyAccount, added: m.keyAdded, address: m.keyAddress, agreed_by: m.keyAgreedBy, approval: m.keyApproval,
  as_of: m.keyAsOf, asked_by: m.keyAskedBy, attachment: m.keyAttachment, changed: m.keyChanged, class: m.keyClass,
  clause: m.keyClause, clauses: m.keyClauses, code: m.keyCode, commitments: m.keyCommitments,
  committed: m.keyCommitted, confirmed_on: m.keyConfirmedOn, consented_on: m.keyConsentedOn, content: m.keyContent,
  count: m.keyCount, display_name: m.keyDisplayName, division: m.keyDivision, doubles: m.keyDoubles,
  due_on: m.keyDueOn, export: m.keyExport, extent: m.keyExtent, faulty: m.keyFaulty, field: m.keyField,
  fields: m.keyFields, form: m.keyForm, found: m.keyFound, from: m.keyFrom, households: m.keyHouseholds,
  how: m.keyHow, id_number: m.keyIdNumber, kept: m.keyKept, kind: m.keyKind, language: m.keyLanguage,
  let_in_by: m.keyLetInBy, level: m.keyLevel, locked: m.keyLocked, looks: m.keyLooks, media_type: m.keyMediaType,
  milliseconds: m.keyMilliseconds, moved: m.keyMoved, name: m.keyName, note: m.keyNote, notice: m.keyNotice,
  number: m.keyNumber, office: m.keyOffice, other: m.keyOther, outcome: m.keyOutcome, owner_id: m.keyOwnerId,
  owner_kind: m.keyOwnerKind, paper: m.keyPaper, paused: m.keyPaused, per_hour: m.keyPerHour, person: m.keyPerson,
  phone: m.keyPhone, previews: m.keyPreviews, progress: m.keyProgress, purpose: m.keyPurpose, quarter: m.keyQuarter,
  reason: m.keyReason, reclassified: m.keyReclassified, recoded: m.keyRecoded, records: m.keyRecords,
  renamed: m.keyRenamed,
  residents: m.keyResidents, restored: m.keyRestored, role: m.keyRole, rows: m.keyRows, sha256: m.keySha256,
  size: m.keySize, source: m.keySource, speaker: m.keySpeaker, state: m.keyState, step: m.keyStep,
  successor: m.keySuccessor, targets: m.keyTargets, task: m.keyTask, tasks: m.keyTasks, ties: m.keyTies, to: m.keyTo,
  unchanged: m.keyUnchanged, unlocked: m.keyUnlocked, valid_from: m.keyValidFrom, valid_to: m.keyValidTo,
  value: m.keyValue, value_sha256: m.keyValueSha256, values: m.keyValues, what: m.keyWhat, why: m.keyWhy,
  withdrawn: m.keyWithdrawn, year: m.keyYear, by: m.keyBy, forgotten: m.keyForgotten, left: m.keyLeft,
  printed_by: m.keyPrintedBy, rule: m.keyRule,
};

export const knownNames = Object.keys(names);

// By the name that holds them.
const values: Record<string, Record<string, Message>> = {
  class: {
    public: m.classPublic, internal: m.classInternal, personal: m.classPersonal, sensitive: m.classSensitive,
  },
  purpose: {
    report: m.purposeReport, meeting: m.purposeMeeting, check: m.purposeCheck, filing: m.purposeFiling,
    posting: m.purposePosting, own_copy: m.purposeOwnCopy, other: m.purposeOther,
  },
  state: {
    accepted: m.stateAccepted, agreed: m.stateAgreed, asked: m.stateAsked, corrected: m.stateCorrected,
    discarded: m.stateDiscarded, done: m.stateDone, draft: m.stateDraft, editing: m.stateEditing,
    erased: m.stateErased, expired: m.stateExpired, lapsed: m.stateLapsed, lifted: m.stateLifted, open: m.stateOpen,
    published: m.statePublished, refused: m.stateRefused, replied: m.stateReplied, restricted: m.stateRestricted,
    returned: m.stateReturned, submitted: m.stateSubmitted, taken: m.stateTaken, waiting: m.stateWaiting,
    withdrawn: m.stateWithdrawn,
  },
  how: {
    password: m.howPassword, demo: m.howDemo, totp: m.howTotp, recovery: m.howRecovery,
  },
  why: {
    password: m.whyPassword, lapsed: m.whyLapsed, locked: m.whyLocked, stale: m.whyStale, left: m.whyLeft,
  },
  kind: {
    spouse: m.kindSpouse, parent: m.kindParent, child: m.kindChild, correction: m.kindCorrection,
    erasure: m.kindErasure, restriction: m.kindRestriction, 'residents.request': m.kindResidentsRequest,
    'plan.report': m.kindPlanReport, 'plan.press': m.kindPlanPress,
  },
  outcome: {
    added: m.outcomeAdded, changed: m.outcomeChanged, unchanged: m.outcomeUnchanged,
  },
  extent: {
    all: m.extentAll, not_due: m.extentNotDue,
  },
  kept: {
    'residents.hold.register': m.keptResidentsHoldRegister, 'residents.hold.open_duty': m.keptResidentsHoldOpenDuty,
    'residents.hold.journal': m.keptResidentsHoldJournal, 'residents.hold.retention': m.keptRetention,
    'residents.hold.other_village': m.keptOtherVillage,
  },
  by: { form: m.byForm, roll: m.byRoll },
  rule: {
    other_name: m.ruleOtherName, id_number_taken: m.ruleIdNumberTaken, like_a_namesake: m.ruleLikeANamesake,
    kept: m.ruleKept,
  },
  progress: {
    not_started: m.progressNotStarted, under_way: m.progressUnderWay, done: m.progressDone,
  },
  form: {
    paper: m.formPaper, json: m.formJson, xlsx: m.formXlsx, csv: m.formCsv, pdf: m.formPdf,
  },
};

const settings: Record<string, Message> = {
  'demo.as_of': m.settingDemoAsOf, 'demo.people': m.settingDemoPeople,
  'obligations.calendar': m.settingObligationsCalendar, 'access.second_factor': m.settingAccessSecondFactor,
  'access.tries': m.settingAccessTries, 'access.tries_everywhere': m.settingAccessTriesEverywhere,
  'access.pause_minutes': m.settingAccessPauseMinutes, 'access.address_tries': m.settingAccessAddressTries,
  'access.address_seconds': m.settingAccessAddressSeconds,
  'access.idle_minutes_official': m.settingAccessIdleMinutesOfficial,
  'access.idle_minutes': m.settingAccessIdleMinutes, 'access.session_hours': m.settingAccessSessionHours,
  'access.proof_minutes': m.settingAccessProofMinutes, 'access.stale_days': m.settingAccessStaleDays,
  'access.handed_out_hours': m.settingAccessHandedOutHours,
  'access.factor_reset_hours': m.settingAccessFactorResetHours, 'access.passwords': m.settingAccessPasswords,
  'access.export_approval': m.settingAccessExportApproval,
};

// null: its name stands as it is.
export function settingName(name: string): Message | null {
  return settings[name] ?? null;
}

export const otherName = m.otherName;

// null: none is known.
export function detailName(name: string): Message | null {
  return names[name] ?? null;
}

// Words of a value that is a code; null for all others, which stand as they are: numbers, days, names.
export function detailValue(name: string, value: string): Message | null {
  if (value === 'true' || value === 'false') return value === 'true' ? m.truthTrue : m.truthFalse;
  const own = values[name]?.[value];
  if (own) return own;
  if (name === 'level') return levelName(value as Level) ?? null;
  if (name === 'role') return roleName(value as Role) ?? null;
  if (name === 'language') return languageNames[value as Language] ?? null;
  if (name === 'what') return looked[value as keyof typeof looked] ?? null;
  if (name === 'owner_kind') return objectName(value);
  if (name === 'fields' || name === 'field') return knowsField(value) ? fieldName(value) : null;
  return null;
}
