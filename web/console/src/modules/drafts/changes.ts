// The words for differences between plans.
import { namedRoles } from '@/modules/plan/namedRoles';
import { fill, type Message } from '@/shared/i18n/text';
import type { PlanChange } from './api';
import { m } from './messages';

export const kindName: Record<PlanChange['kind'], Message> = {
  added: m.added,
  removed: m.removed,
  moved: m.moved,
  changed: m.changed,
};

export function partName(part: PlanChange['part'], at: string): Message {
  switch (part) {
    case 'plan':
      return m.whole;
    case 'section':
      return fill(m.section, { n: at });
    case 'clause':
      return fill(m.clause, { code: at });
    case 'task':
      return fill(m.taskOf, { code: at });
    case 'named':
      return fill(m.namedIn, { code: at });
    case 'target':
      return fill(m.targetFor, { code: at });
  }
}

const fields: Record<string, Message> = {
  title_zh: m.titleZh, title_en: m.titleEn, heading: m.heading, heading_en: m.headingEn, pace: m.pace,
  text: m.clauseText, short_zh: m.shortZh, short_en: m.shortEn, gloss_en: m.glossEn, quote: m.taskQuote, en: m.taskEnglish,
  unit: m.unit, role: m.role, words: m.words, task: m.ofTask, measure: m.measure, comparison: m.comparison, part: m.part,
  of: m.of, period: m.period, due: m.due, owed_by: m.owedBy, headline: m.headline, confidence: m.confidence,
  note_zh: m.noteZh, note_en: m.noteEn,
};

export function fieldName(part: PlanChange['part'], field: string): Message {
  if (part === 'section' && field === 'heading') return m.sectionHeading;
  if (part === 'section' && field === 'heading_en') return m.sectionHeadingEn;
  return fields[field] ?? { zh: field, en: field };
}

// What a value that is a name of the program is called; null for what is words already.
export function valueWords(field: string, value: string): Message | null {
  if (field === 'role' || field === 'owed_by') return namedRoles[value as keyof typeof namedRoles] ?? null;
  if (field === 'headline') return value === 'true' ? m.yes : m.no;
  if (field === 'confidence') return value === 'text' ? m.fromText : m.proposed;
  if (field === 'pace') {
    const { part, of } = JSON.parse(value) as { part: number; of: number };
    return { zh: `${part}/${of}`, en: `${part}/${of}` };
  }
  return null;
}
