// Reading and changing a document by JSON pointers, RFC 6901: the names of the editor's fields, and of the problems.
import { parsePointer } from '@/shared/api/problem';
import type { PlanDocument } from './api';
import { keyOf } from './edit';

type Steps = (string | number)[];

export function readAt(document: PlanDocument, pointer: string): unknown {
  return parsePointer(pointer).reduce<unknown>((value, step) => (value as never)?.[step], document);
}

function replaced(owner: unknown, [step, ...rest]: Steps, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof owner !== 'object' || owner === null) return owner;
  if (Array.isArray(owner)) return owner.map((each: unknown, i) => (i === step ? replaced(each, rest, value) : each));
  const copy = { ...owner };
  return Object.assign(copy, { [step]: replaced((owner as Record<string, unknown>)[step], rest, value) });
}

// A copy of the document with another value there; what does not lie on the way to it stays the very same.
export function changeAt(document: PlanDocument, pointer: string, value: unknown): PlanDocument {
  return replaced(document, parsePointer(pointer), value) as PlanDocument;
}

// The id of the field that a problem is about: its own, or the nearest that is on the page.
export function fieldId(pointer: string): string {
  return `field${pointer.replaceAll('/', '-')}`;
}

// The key of the clause that a field lies in; null outside of clauses.
export function clauseKeyAt(document: PlanDocument, pointer: string): number | null {
  const clause = /^\/sections\/\d+\/clauses\/\d+/.exec(pointer)?.[0];
  const found = clause ? readAt(document, clause) : undefined;
  return typeof found === 'object' && found !== null ? keyOf(found) : null;
}
