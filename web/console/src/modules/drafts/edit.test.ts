import { describe, expect, it } from 'vitest';
import type { Clause, PlanDocument } from './api';
import * as edit from './edit';
import { changeAt, clauseKeyAt, readAt } from './pointer';

const clause = (code: string, tasks: string[]): Clause => ({
  code, text: `text of ${code}`, short_zh: code, short_en: code, gloss_en: code,
  tasks: tasks.map((quote, i) => ({ code: `${code}-${i + 1}`, quote, en: quote })),
  named: [{ unit: '522601000000', role: 'pilot', words: 'Kaili', task: `${code}-2` }],
  targets: [{
    task: `${code}-2`, measure: 'm', comparison: 'at_least', part: 9, of: 10, period: '2016', due: null, owed_by: null,
    headline: false, confidence: 'proposal', note_zh: 'n', note_en: 'n',
  }],
});
const plan: PlanDocument = {
  year: 2016, division: '522600000000', title_zh: 't', title_en: 't', heading: 'h', heading_en: 'h', pace: { part: 1, of: 1 },
  sections: [
    { number: 1, heading: 'one', heading_en: 'one', clauses: [clause('1.1', ['a', 'b']), clause('1.2', ['c', 'd'])] },
    { number: 2, heading: 'two', heading_en: 'two', clauses: [clause('2.1', ['e', 'f'])] },
  ],
};
// Number, words and tasks of each clause, with what the first target and unit belong to.
const seen = (document: PlanDocument) =>
  document.sections.map(({ number, heading, clauses }) => [
    `${number} ${heading}`,
    ...clauses.map(({ code, text, tasks, named, targets }) =>
      [code, text, tasks.map((task) => `${task.code} ${task.quote}`).join(), targets[0]?.task, named[0]?.task].join(' | ')),
  ]);

describe('editing a plan', () => {
  it('moves a section with all that stands in it', () =>
    expect(seen(edit.moveSection(plan, 1, -1).document)).toEqual([
      ['1 two', '1.1 | text of 2.1 | 1.1-1 e,1.1-2 f | 1.1-2 | 1.1-2'],
      ['2 one', '2.1 | text of 1.1 | 2.1-1 a,2.1-2 b | 2.1-2 | 2.1-2', '2.2 | text of 1.2 | 2.2-1 c,2.2-2 d | 2.2-2 | 2.2-2'],
    ]));

  it('moves a clause within its section and beyond it', () => {
    expect(edit.moveClause(plan, 0, 0, 1)?.at).toBe('/sections/0/clauses/1');
    const beyond = edit.moveClause(plan, 0, 1, 1)!;
    expect(beyond.at).toBe('/sections/1/clauses/0');
    expect(seen(beyond.document)[1]).toEqual([
      '2 two', '2.1 | text of 1.2 | 2.1-1 c,2.1-2 d | 2.1-2 | 2.1-2', '2.2 | text of 2.1 | 2.2-1 e,2.2-2 f | 2.2-2 | 2.2-2',
    ]);
    expect(edit.moveClause(plan, 1, 0, -1)?.at).toBe('/sections/0/clauses/2');
    expect(edit.moveClause(plan, 0, 0, -1)).toBeNull();
    expect(edit.moveClause(plan, 1, 0, 1)).toBeNull();
  });

  it('moves a task, and what belongs to it follows', () =>
    expect(seen(edit.moveTask(plan, 0, 0, 1, -1).document)[0]![1]).toBe('1.1 | text of 1.1 | 1.1-1 b,1.1-2 a | 1.1-1 | 1.1-1'));

  it('removes a task with its targets', () => {
    const document = edit.removeTask(plan, 0, 0, 1);
    expect(document.sections[0]!.clauses[0]!.targets).toEqual([]);
    expect(document.sections[0]!.clauses[0]!.named[0]!.task).toBeNull();
    expect(seen(edit.removeTask(plan, 0, 0, 0))[0]![1]).toBe('1.1 | text of 1.1 | 1.1-1 b | 1.1-1 | 1.1-1');
  });

  it('adds what has still to be written at the end, with its number', () => {
    expect(edit.addSection(plan).document.sections[2]).toMatchObject({ number: 3, heading: '', clauses: [] });
    expect(readAt(edit.addClause(plan, 1).document, edit.addClause(plan, 1).at)).toMatchObject({ code: '2.2', text: '' });
    expect(readAt(edit.addTask(plan, 0, 0).document, edit.addTask(plan, 0, 0).at)).toEqual({ code: '1.1-3', quote: '', en: '' });
  });

  it('removes sections and clauses, and numbers the rest anew', () => {
    expect(seen(edit.removeSection(plan, 0))).toEqual([['1 two', '1.1 | text of 2.1 | 1.1-1 e,1.1-2 f | 1.1-2 | 1.1-2']]);
    expect(seen(edit.removeClause(plan, 0, 0))[0]).toEqual(['1 one', '1.1 | text of 1.2 | 1.1-1 c,1.1-2 d | 1.1-2 | 1.1-2']);
  });

  it('knows a clause again after it was typed into and moved', () => {
    const key = clauseKeyAt(plan, '/sections/0/clauses/0/text');
    const typed = changeAt(plan, '/sections/0/clauses/0/text', 'new');
    expect(plan.sections[0]!.clauses[0]!.text).toBe('text of 1.1');
    expect(clauseKeyAt(edit.moveClause(typed, 0, 0, 1)!.document, '/sections/0/clauses/1')).toBe(key);
    expect(JSON.stringify(typed)).not.toContain('key');
    expect(clauseKeyAt(plan, '/title_zh')).toBeNull();
  });
});
