// A board shows what lies below a unit where that reports. Groups, hamlets and compounds report nothing: of a village that
// has some, the village itself is what counts.
import type { ClauseLine, ClauseStanding, Scoreboard, UnitRef } from './api';

const reports = ({ level }: UnitRef) => !['group', 'hamlet', 'compound', 'ten_households'].includes(level);

// Of what goes with each of `children`, what goes with those that report.
function kept<T>(children: UnitRef[], all: T[]): T[] {
  return all.filter((_, i) => children[i] !== undefined && reports(children[i]));
}

const lineOf = (children: UnitRef[], line: ClauseLine): ClauseLine => ({ ...line, cells: kept(children, line.cells) });

export function reportingBoard(board: Scoreboard): Scoreboard {
  const { children } = board;
  if (children.every(reports)) return board;
  return { ...board, children: children.filter(reports), clauses: board.clauses.map((line) => lineOf(children, line)) };
}

export function reportingStanding(standing: ClauseStanding): ClauseStanding {
  const { children } = standing;
  if (children.every(reports)) return standing;
  return {
    ...standing, children: children.filter(reports), standing: lineOf(children, standing.standing),
    targets: standing.targets.map((target) => ({ ...target, cells: kept(children, target.cells) })),
  };
}
