// Where in a plan a pointer leads, in words: 条款 1.2.
import { fill, type Message } from '@/shared/i18n/text';
import type { PlanDocument } from './api';
import { m } from './messages';

export function placeOf(document: PlanDocument, pointer: string): Message {
  const [, s, , c] = /^\/sections\/(\d+)(\/clauses\/(\d+))?/.exec(pointer) ?? [];
  const section = s === undefined ? undefined : document.sections[Number(s)];
  const clause = c === undefined ? undefined : section?.clauses[Number(c)];
  if (clause) return fill(m.clause, { code: clause.code });
  return section ? fill(m.section, { n: section.number }) : m.whole;
}
