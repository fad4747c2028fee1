// The divisions that the tests look for, read from the file that the server imported.
import { readFileSync } from 'node:fs';

// The rows of a divisions file: {code, name, parent, level}. Its names hold no quotes and no commas.
export function readDivisions(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').replace(/^\uFEFF/, '').trimEnd().split(/\r?\n/);
  if (header !== 'code,name,parent_code,level') throw new Error(`${path}: unexpected header ${header}`);
  return lines.map((line) => {
    const fields = line.split(',');
    if (fields.length !== 4 || line.includes('"')) throw new Error(`${path}: cannot read ${line}`);
    const [code, name, parent, level] = fields;
    return { code, name, parent, level };
  });
}

// The first of a level below the division with `code`.
export function firstBelow(divisions, code, level) {
  const parents = new Set([code]);
  for (const division of divisions) {
    if (!parents.has(division.parent)) continue;
    if (division.level === level) return division;
    parents.add(division.code);
  }
  throw new Error(`no ${level} below ${code}`);
}

// A name that exactly one division bears and no other contains, and one that several contain.
export function searchTerms(divisions) {
  const counts = (name) => divisions.filter((division) => division.name.includes(name)).length;
  const villages = divisions.filter(({ level }) => level === 'village').map(({ name }) => name);
  const one = villages.find((name) => counts(name) === 1);
  const many = villages.map((name) => name.slice(0, 2)).find((name) => counts(name) >= 8 && counts(name) <= 60);
  return { one, many, none: '没有这个地方' };
}
