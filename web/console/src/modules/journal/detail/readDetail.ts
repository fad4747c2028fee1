// The detail of an entry is JSON; for reading it becomes lines: the names that lead to a value, and its values.
export interface DetailLine {
  names: string[];
  // More than one: a list.
  values: string[];
}

export function readDetail(json: string): DetailLine[] {
  if (json === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [{ names: [], values: [json] }];
  }
  return linesOf([], value);
}

const isPlain = (value: unknown) => typeof value !== 'object' || value === null;

function linesOf(names: string[], value: unknown): DetailLine[] {
  if (isPlain(value)) return [{ names, values: [String(value)] }];
  if (Array.isArray(value) && value.length > 0 && value.every(isPlain)) return [{ names, values: value.map(String) }];
  const entries = Object.entries(value as object);
  if (entries.length === 0) return names.length === 0 ? [] : [{ names, values: ['—'] }];
  return entries.flatMap(([name, inner]) => linesOf([...names, name], inner));
}
