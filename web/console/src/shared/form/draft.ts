// What was typed into a form and not yet sent, kept in this browser per account and form.
import { readStored, writeStored } from '../state/stored';

// The object that a form changes, as it was when writing began.
export interface Base<Values> {
  version: number;
  values: Partial<Values>;
}

export interface Draft<Values> {
  at: string;
  values: Partial<Values>;
  // Of a draft over an object that exists.
  began?: Base<Values>;
}

const keyOf = (account: string, form: string) => `draft.${account}.${form}`;

// JSON knows no undefined: a field that was emptied is kept as null, or it would come back as it was before.
const emptied = (values: object) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null]));
const asEmpty = <Values,>(values: Partial<Values>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? undefined])) as Partial<Values>;

export function readDraft<Values>(account: string, form: string): Draft<Values> | null {
  const stored = readStored(keyOf(account, form));
  if (stored === null) return null;
  try {
    const draft = JSON.parse(stored) as Draft<Values>;
    const known = typeof draft.at === 'string' && typeof draft.values === 'object' && draft.values !== null;
    return known ? { ...draft, values: asEmpty(draft.values) } : null;
  } catch {
    return null;
  }
}

export function keepDraft<Values>(account: string, form: string, values: Partial<Values>, began?: Base<Values>): void {
  writeStored(keyOf(account, form), JSON.stringify({ at: new Date().toISOString(), values: emptied(values), began }));
}

export function dropDraft(account: string, form: string): void {
  writeStored(keyOf(account, form), null);
}
