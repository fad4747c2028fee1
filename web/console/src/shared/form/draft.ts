// What was typed into a form and not yet sent, kept in this browser per account and form.
import { readStored, writeStored } from '../state/stored';

export interface Draft<Values> {
  at: string;
  values: Partial<Values>;
}

const keyOf = (account: string, form: string) => `draft.${account}.${form}`;

export function readDraft<Values>(account: string, form: string): Draft<Values> | null {
  const stored = readStored(keyOf(account, form));
  if (stored === null) return null;
  try {
    const draft = JSON.parse(stored) as Draft<Values>;
    return typeof draft.at === 'string' && typeof draft.values === 'object' && draft.values !== null ? draft : null;
  } catch {
    return null;
  }
}

export function keepDraft<Values>(account: string, form: string, values: Partial<Values>): void {
  writeStored(keyOf(account, form), JSON.stringify({ at: new Date().toISOString(), values }));
}

export function dropDraft(account: string, form: string): void {
  writeStored(keyOf(account, form), null);
}
