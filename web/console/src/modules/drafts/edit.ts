// Changing the parts of a plan: what is added, moved or removed, and the numbers of all that stands behind it. Each gives
// a new document and leaves the old one as it was.
import type { Clause, PlanDocument, Section } from './api';

type Task = Clause['tasks'][number];
type Target = Clause['targets'][number];
export type Step = -1 | 1;

// `at` is the JSON pointer of what was added or moved.
export interface Edited {
  document: PlanDocument;
  at: string;
}

// What the page knows a part by while it is moved and renumbered. It is never sent: JSON leaves symbols out, and a copy
// of a part keeps it.
const mark = Symbol('key');
let marks = 0;

export function keyOf(part: object): number {
  const marked = part as { [mark]?: number };
  return (marked[mark] ??= marks += 1);
}

function swapped<T>(list: T[], at: number, step: Step): T[] {
  const copy = [...list];
  const [moved] = copy.splice(at, 1);
  copy.splice(at + step, 0, moved!);
  return copy;
}

function without<T>(list: T[], at: number): T[] {
  return list.filter((_, i) => i !== at);
}

// Numbers follow from the order; what names a task of the clause follows the task.
function numberedClause(clause: Clause, code: string): Clause {
  const now = new Map(clause.tasks.map((task, i) => [task.code, `${code}-${i + 1}`]));
  const renamed = (task: string) => now.get(task) ?? task;
  return {
    ...clause,
    code,
    tasks: clause.tasks.map((task, i) => ({ ...task, code: `${code}-${i + 1}` })),
    named: clause.named.map((named) => ({ ...named, task: named.task ? renamed(named.task) : null })),
    targets: clause.targets.map((target) => ({ ...target, task: renamed(target.task) })),
  };
}

function numbered(document: PlanDocument, sections: Section[]): PlanDocument {
  return {
    ...document,
    sections: sections.map((section, i) => ({
      ...section,
      number: i + 1,
      clauses: section.clauses.map((clause, j) => numberedClause(clause, `${i + 1}.${j + 1}`)),
    })),
  };
}

function withSection(document: PlanDocument, at: number, change: (section: Section) => Section): Section[] {
  return document.sections.map((section, i) => (i === at ? change(section) : section));
}

function withClause(document: PlanDocument, section: number, at: number, change: (clause: Clause) => Clause): PlanDocument {
  return numbered(
    document,
    withSection(document, section, (whole) => ({
      ...whole,
      clauses: whole.clauses.map((clause, j) => (j === at ? change(clause) : clause)),
    })),
  );
}

export function addSection(document: PlanDocument): Edited {
  const section: Section = { number: 0, heading: '', heading_en: '', clauses: [] };
  return { document: numbered(document, [...document.sections, section]), at: `/sections/${document.sections.length}` };
}

export function moveSection(document: PlanDocument, at: number, step: Step): Edited {
  return { document: numbered(document, swapped(document.sections, at, step)), at: `/sections/${at + step}` };
}

export function removeSection(document: PlanDocument, at: number): PlanDocument {
  return numbered(document, without(document.sections, at));
}

export function addClause(document: PlanDocument, section: number): Edited {
  const clause: Clause = {
    code: '', text: '', short_zh: '', short_en: '', gloss_en: '', named: [], tasks: [], targets: [],
  };
  const count = document.sections[section]?.clauses.length ?? 0;
  const sections = withSection(document, section, (whole) => ({ ...whole, clauses: [...whole.clauses, clause] }));
  return { document: numbered(document, sections), at: `/sections/${section}/clauses/${count}` };
}

// Beyond the ends of a section a clause goes into the next one.
export function moveClause(document: PlanDocument, section: number, at: number, step: Step): Edited | null {
  const whole = document.sections[section];
  const clause = whole?.clauses[at];
  if (!whole || !clause) return null;
  const to = at + step;
  if (to >= 0 && to < whole.clauses.length) {
    const sections = withSection(document, section, (own) => ({ ...own, clauses: swapped(own.clauses, at, step) }));
    return { document: numbered(document, sections), at: `/sections/${section}/clauses/${to}` };
  }
  const other = document.sections[section + step];
  if (!other) return null;
  const sections = document.sections.map((own, i) => {
    if (i === section) return { ...own, clauses: without(own.clauses, at) };
    if (i !== section + step) return own;
    return { ...own, clauses: step === 1 ? [clause, ...own.clauses] : [...own.clauses, clause] };
  });
  const place = step === 1 ? 0 : other.clauses.length;
  return { document: numbered(document, sections), at: `/sections/${section + step}/clauses/${place}` };
}

export function removeClause(document: PlanDocument, section: number, at: number): PlanDocument {
  return numbered(
    document,
    withSection(document, section, (whole) => ({ ...whole, clauses: without(whole.clauses, at) })),
  );
}

export function addTask(document: PlanDocument, section: number, clause: number): Edited {
  const task: Task = { code: '', quote: '', en: '' };
  const count = document.sections[section]?.clauses[clause]?.tasks.length ?? 0;
  return {
    document: withClause(document, section, clause, (whole) => ({ ...whole, tasks: [...whole.tasks, task] })),
    at: `/sections/${section}/clauses/${clause}/tasks/${count}`,
  };
}

export function moveTask(document: PlanDocument, section: number, clause: number, at: number, step: Step): Edited {
  return {
    document: withClause(document, section, clause, (whole) => ({ ...whole, tasks: swapped(whole.tasks, at, step) })),
    at: `/sections/${section}/clauses/${clause}/tasks/${at + step}`,
  };
}

// With the task go its targets; units that it names are named by the clause as a whole.
export function removeTask(document: PlanDocument, section: number, clause: number, at: number): PlanDocument {
  return withClause(document, section, clause, (whole) => {
    const code = whole.tasks[at]?.code;
    return {
      ...whole,
      tasks: without(whole.tasks, at),
      named: whole.named.map((named) => (named.task === code ? { ...named, task: null } : named)),
      targets: whole.targets.filter(({ task }) => task !== code),
    };
  });
}

// A target that has still to be filled in: nine tenths are as good a proposal as any, and it says that it is one.
export function newTarget(document: PlanDocument, clause: Clause): Target {
  return {
    task: clause.tasks[0]?.code ?? '', measure: '', comparison: 'at_least', part: 9, of: 10, period: String(document.year),
    due: null, owed_by: null, headline: false, confidence: 'proposal', note_zh: '', note_en: '',
  };
}
