// The detail of an entry is JSON; for reading it becomes lines of path and value.
export interface DetailLine {
  path: string;
  value: string;
}

export function readDetail(json: string): DetailLine[] {
  if (json === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [{ path: '', value: json }];
  }
  return linesOf('', value);
}

function linesOf(path: string, value: unknown): DetailLine[] {
  if (typeof value !== 'object' || value === null) return [{ path, value: String(value) }];
  const entries = Object.entries(value);
  if (entries.length === 0) return path === '' ? [] : [{ path, value: '—' }];
  return entries.flatMap(([name, inner]) => linesOf(path === '' ? name : `${path}.${name}`, inner));
}
