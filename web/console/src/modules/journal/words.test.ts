// The words of entries, held against what the server's sources write: a new name, state or kind of object needs words here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { departures, fieldName, knowsField, tieKinds } from '@/modules/people/words';
import { knownActions, knownObjects } from './actions';
import { detailName, detailValue, settingName } from './detail/words/words';

const root = join(import.meta.dirname, '../../../../..');

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return below(path);
    return path.endsWith('.cc') && !path.endsWith('_test.cc') ? [path] : [];
  });
}
// Folders that build JSON of other kinds: the API's document, requests, logs.
const sources = below(join(root, 'src'))
  .filter((path) => !/src\/(net|base|db)\//.test(path))
  .map((path) => readFileSync(path, 'utf8'));
const writing = sources.filter((text) => /journal::|json::Value detail|workflow::/.test(text));
const found = (texts: string[], pattern: RegExp) =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!)))].sort();
// Of forms and of a resident's own document, not of entries.
const elsewhere = ['password', 'wanted'];
const without = (all: string[], known: (each: string) => boolean) => all.filter((each) => !known(each));

describe('the words of the journal', () => {
  it('name all that an entry’s detail holds', () => {
    const names = found(writing, /\.set\("([a-z_0-9]+)"/g);
    expect(names.length).toBeGreaterThan(60);
    expect(without(names, (name) => detailName(name) !== null || elsewhere.includes(name))).toEqual([]);
    const personal = found(sources, /personal(?: = |\.push_back\()\{+"([a-z_]+)"/g);
    expect(personal).toContain('reason');
    expect(without(personal, (name) => detailName(name) !== null)).toEqual([]);
  });

  it('name every kind of object and every action of a household', () => {
    const kinds = found(sources, /\.object_kind = "([a-z_.]+)"/g);
    expect(kinds.length).toBeGreaterThan(15);
    expect(without(kinds, (kind) => knownObjects.includes(kind))).toEqual([]);
    const actions = found(sources, /"((?:household|people|residents)\.[a-z_.]+)"\)\)?;/g).filter((name) => /household\./.test(name));
    expect(actions).toEqual(['household.add', 'household.change']);
    expect(without(actions, (action) => knownActions.includes(action))).toEqual([]);
  });

  it('name every state of every machine', () => {
    const folder = join(root, 'docs/reference/machines');
    const states = found(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').split('| action')[0]!), /^\| `([a-z_]+)` \|/gm);
    expect(states.length).toBeGreaterThan(15);
    expect(without(states, (state) => detailValue('state', state) !== null)).toEqual([]);
  });

  it('name every setting', () => {
    const settings = found(sources, /"((?:access|demo|obligations)\.[a-z_]+)", &/g);
    expect(settings).toContain('access.tries');
    expect(without([...settings, 'access.second_factor', 'demo.as_of', 'obligations.calendar'], (name) => settingName(name) !== null)).toEqual([]);
  });

  it('name what changed about a person, by departures and relations too', () => {
    const fields = found(sources, /compare\("([a-z_]+)"/g);
    expect(fields).toContain('kinship');
    expect(without([...fields, ...Object.keys(departures), ...Object.keys(tieKinds)], knowsField)).toEqual([]);
    expect([fieldName('death').zh, fieldName('moved_out').zh, fieldName('spouse').zh]).toEqual(['死亡', '迁出', '配偶']);
  });

  it('say yes and no, classes, purposes and ways', () => {
    const said = [['locked', 'true'], ['class', 'personal'], ['purpose', 'filing'], ['how', 'totp'], ['fields', 'death'], ['level', 'village']] as const;
    expect(said.map(([name, value]) => detailValue(name, value)?.zh)).toEqual(['是', '含个人信息', '归档', '动态码', '死亡', '村（居）']);
    expect(detailValue('rows', '12')).toBeNull();
  });
});
