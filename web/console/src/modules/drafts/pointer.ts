// Reading and changing a document by JSON pointers, RFC 6901: the names of the editor's fields, and of the problems.
import { parsePointer } from '@/shared/api/problem';
import type { PlanDocument } from './api';

export function readAt(document: PlanDocument, pointer: string): unknown {
  return parsePointer(pointer).reduce<unknown>((value, step) => (value as never)?.[step], document);
}

// A copy of the document with another value there.
export function changeAt(document: PlanDocument, pointer: string, value: unknown): PlanDocument {
  const path = parsePointer(pointer);
  const last = path.pop();
  const copy = structuredClone(document);
  const owner = path.reduce<unknown>((from, step) => (from as never)?.[step], copy);
  if (owner && last !== undefined) (owner as Record<string | number, unknown>)[last] = value;
  return copy;
}

// The id of the field that a problem is about: its own, or the nearest that is on the page.
export function fieldId(pointer: string): string {
  return `field-${pointer.replaceAll('/', '-')}`;
}
