// What the pages of the plan read out of a scoreboard. States are the server's; nothing is judged here.
import { daysBetween } from '@/shared/i18n/format';
import type { ClauseCell, Headline, Plan, Scoreboard, State, Target, UnitRef } from './api';
import { byUrgency } from './state';

// A figure that can be shown as a share.
export function hasShare<F extends { n?: number | null; d?: number | null }>(
  figure: F,
): figure is F & { n: number; d: number } {
  return typeof figure.n === 'number' && typeof figure.d === 'number' && figure.d > 0;
}

// The name of a cell in an address: clause and unit.
export function cellKey(clause: string, unit: string): string {
  return `${clause}~${unit}`;
}

export function readCellKey(key: string): { clause: string; unit: string } | null {
  const [clause, unit] = key.split('~');
  return clause && unit ? { clause, unit } : null;
}

// The name of a target in an address: clause and its place among the clause's targets.
export function targetKey(clause: string, index: number): string {
  return `${clause}~${index}`;
}

export function readTargetKey(key: string): { clause: string; index: number } | null {
  const match = /^(\d+\.\d+)~(\d+)$/.exec(key);
  return match?.[1] && match[2] ? { clause: match[1], index: Number(match[2]) } : null;
}

export function clauseOf(plan: Plan | undefined, code: string) {
  return plan?.plan.sections.flatMap(({ clauses }) => clauses).find((clause) => clause.code === code);
}

// The last day of a period: 2016, 2016-Q3 or 2016-07.
export function lastDay(period: string): string {
  const [year = '', part] = period.split('-');
  const month = part === undefined ? 12 : part.startsWith('Q') ? Number(part.slice(1)) * 3 : Number(part);
  const days = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  return `${year}-${String(month).padStart(2, '0')}-${String(days).padStart(2, '0')}`;
}

export function dueDay(target: Target): string {
  return target.due ?? lastDay(target.period);
}

export interface Concern {
  clause: string;
  shortName: { zh: string; en: string };
  unit: UnitRef;
  cell: ClauseCell;
  target: Target | undefined;
  // Only of what is late.
  daysLate: number;
}

const concerning: State[] = ['late', 'not_started', 'behind'];

// What is late, waiting or behind: the latest first, then what is furthest from its target.
export function concerns(board: Scoreboard, plan: Plan | undefined, only?: State): Concern[] {
  const units = board.children.length > 0 ? board.children : [board.at];
  const found = board.clauses.flatMap((clause) => {
    const cells = board.children.length > 0 ? clause.cells : [clause.own];
    const targets = clauseOf(plan, clause.code)?.targets ?? [];
    return cells.flatMap((cell, i): Concern[] => {
      const unit = units[i];
      if (!unit || !(only ? cell.state === only : concerning.includes(cell.state))) return [];
      const target = typeof cell.target === 'number' ? targets[cell.target] : undefined;
      const daysLate = cell.state === 'late' && target ? daysBetween(dueDay(target), board.as_of) : 0;
      const shortName = { zh: clause.short_zh, en: clause.short_en };
      return [{ clause: clause.code, shortName, unit, cell, target, daysLate }];
    });
  });
  return found.sort(
    (a, b) =>
      byUrgency.indexOf(a.cell.state) - byUrgency.indexOf(b.cell.state) ||
      b.daysLate - a.daysLate ||
      progress(a) - progress(b),
  );
}

// How much of the target is reached, as a share of 1.
function progress({ cell, target }: Concern): number {
  if (!hasShare(cell)) return 0;
  const goal = target ? target.part / target.of : 1;
  return cell.n / cell.d / goal;
}

// How many of the children's cells are in a state, and at how many units.
export function spread(board: Scoreboard, state: State): { cells: number; units: number } {
  const units = new Set<number>();
  let cells = 0;
  const rows = board.children.length > 0 ? board.clauses.map((clause) => clause.cells) : board.clauses.map(({ own }) => [own]);
  for (const row of rows) {
    row.forEach((cell, i) => {
      if (cell.state !== state) return;
      cells += 1;
      units.add(i);
    });
  }
  return { cells, units: units.size };
}

// How a figure's numerator changed in the seven days up to `today`; null where its history does not reach back.
export function weekChange(headline: Headline, today: string): number | null {
  const latest = headline.history.at(-1);
  const before = headline.history.filter((point) => daysBetween(point.on_date, today) >= 7).at(-1);
  return latest && before ? latest.n - before.n : null;
}
