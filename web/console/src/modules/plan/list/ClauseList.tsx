// The board where there is no room for columns, and where there is nothing below: each clause as a row, with how the
// units below stand in one bar.
import { Link } from 'react-router';
import { number, share } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { StatusTag } from '@/shared/ui/StatusTag';
import type { ClauseCell, ClauseLine, Scoreboard, State } from '../api';
import { cellKey, hasShare } from '../board';
import { m } from '../messages';
import { byUrgency, statusOf } from '../state';
import { noView } from './ScoreboardPage';
import { Tally } from './Tally';
import styles from './ClauseList.module.css';

export function ClauseList({ board, only }: { board: Scoreboard; only: State | null }) {
  const text = useText();
  const view = useUrlState(noView);
  const hasChildren = board.children.length > 0;
  const shown = board.clauses.filter((clause) => only === null || statesOf(clause, hasChildren).includes(only));
  if (shown.length === 0) return <p className={styles.none}>{text(m.noneInState)}</p>;
  return (
    <ul className={styles.list}>
      {shown.map((clause) => (
        <li key={clause.code}>
          <Link
            className={styles.row}
            to={
              hasChildren
                ? `/plan/${board.year}/${clause.code}${view.state.at === '' ? '' : `?at=${view.state.at}`}`
                : view.query({ cell: cellKey(clause.code, board.at.code) })
            }
            preventScrollReset={!hasChildren}
          >
            <span className={styles.name}>
              <span className={styles.code}>{clause.code}</span> {text({ zh: clause.short_zh, en: clause.short_en })}
            </span>
            <StatusTag status={statusOf(clause.own.state)} />
            <span className={styles.figure}>{figureOf(clause.own)}</span>
            {hasChildren ? <Tally cells={clause.cells} /> : <span className={styles.why}>{text({ zh: clause.own.why_zh, en: clause.own.why_en })}</span>}
            {hasChildren && <Counts cells={clause.cells} />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Counts({ cells }: { cells: ClauseCell[] }) {
  const text = useText();
  const words = byUrgency
    .map((state) => ({ state, count: cells.filter((cell) => cell.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${text(statusOf(state).label)} ${count}`);
  return <span className={styles.counts}>{words.join(' · ')}</span>;
}

function statesOf(clause: ClauseLine, hasChildren: boolean): State[] {
  return (hasChildren ? clause.cells : [clause.own]).map(({ state }) => state);
}

function figureOf(cell: ClauseCell): string {
  return hasShare(cell) ? `${share(cell.n, cell.d)} · ${number(cell.n)} / ${number(cell.d)}` : '—';
}
