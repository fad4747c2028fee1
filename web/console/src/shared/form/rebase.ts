// A form over an object that somebody else has changed since the form was begun: only what its writer touched is put
// over the object's new values, and what differs is said, so that nobody's change is undone without a word.

// A field that the other changed.
export interface Difference {
  field: string;
  // What stands in the object now.
  theirs: unknown;
  // What the writer has typed or, untouched, had before their eyes.
  mine: unknown;
  // The writer's value goes over the other's; else the other's has been taken over.
  touched: boolean;
}

// An empty field is undefined, null, '' or an unticked box, as it happens.
const plain = (value: unknown) => JSON.stringify(value === null || value === '' || value === false ? undefined : value);
const same = (a: unknown, b: unknown) => plain(a) === plain(b);

// `began`: the object's values when writing began; `mine`: what the form holds; `now`: the object's values now.
export function rebase<Values extends object>(
  began: Partial<Values>, mine: Partial<Values>, now: Partial<Values>,
): { values: Partial<Values>; differences: Difference[] } {
  const values: Record<string, unknown> = {};
  const differences: Difference[] = [];
  const at = (all: object, field: string): unknown => (all as Record<string, unknown>)[field];
  for (const field of new Set([...Object.keys(now), ...Object.keys(began), ...Object.keys(mine)])) {
    const theirs = at(now, field);
    const typed = field in mine ? at(mine, field) : at(began, field);
    const touched = !same(typed, at(began, field));
    values[field] = touched ? typed : theirs;
    if (!same(theirs, at(began, field)) && !same(theirs, typed)) differences.push({ field, theirs, mine: typed, touched });
  }
  return { values: values as Partial<Values>, differences };
}
