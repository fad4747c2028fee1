// Clauses × units, a state in each cell. Up to sixteen units stand in columns; more stand in rows, with the clauses
// as columns. One cell at a time takes part in the tab order; the arrow keys move between cells.
import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Link } from 'react-router';
import { hasChildrenOnBoard, placeName, shortName } from '@/modules/units/names';
import { number, wholeShare } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { type UrlState, useUrlState } from '@/shared/state/useUrlState';
import { toneClass } from '@/shared/ui/StatusTag';
import type { ClauseCell, ClauseLine, Scoreboard, State, UnitRef } from '../api';
import { cellKey, hasShare } from '../board';
import { m } from '../messages';
import { statusOf } from '../state';
import { noView } from './ScoreboardPage';
import styles from './Board.module.css';

const mostColumns = 16;

interface Props {
  board: Scoreboard;
  only: State | null;
}

type View = UrlState<typeof noView>;

export function Board({ board, only }: Props) {
  const text = useText();
  const view = useUrlState(noView);
  const byClause = board.children.length <= mostColumns;
  const grid = useGridKeys(byClause ? board.clauses.length : board.children.length + 1);

  const cellOf = (row: number, column: number, clause: ClauseLine, unit: UnitRef, cell: ClauseCell): ReactNode => (
    <Cell
      key={`${clause.code} ${unit.code}`}
      clause={clause}
      unit={unit}
      cell={cell}
      faded={only !== null && cell.state !== only}
      open={view.state.cell === cellKey(clause.code, unit.code)}
      address={view.query({ cell: cellKey(clause.code, unit.code) })}
      position={grid.position(row, column)}
    />
  );

  return (
    <div className={styles.scroll} tabIndex={-1}>
      <table
        className={`${styles.board} ${byClause ? styles.byClause : styles.byUnit}`}
        role="grid"
        aria-label={text(m.boardCaption, { clauses: board.clauses.length, units: board.children.length })}
        onKeyDown={grid.onKeyDown}
        onFocus={grid.onFocus}
        ref={grid.ref}
      >
        {byClause ? (
          <>
            <thead>
              <tr>
                <td className={styles.corner} />
                <th scope="col" className={styles.ownHead}>
                  {text(m.own)}
                </th>
                {board.children.map((unit) => (
                  <UnitHead key={unit.code} unit={unit} view={view} scope="col" />
                ))}
              </tr>
            </thead>
            <tbody>
              {board.clauses.map((clause, row) => (
                <tr key={clause.code}>
                  <ClauseHead year={board.year} clause={clause} at={view.state.at} scope="row" />
                  {cellOf(row, 0, clause, board.at, clause.own)}
                  {clause.cells.map((cell, i) => cellOf(row, i + 1, clause, board.children[i]!, cell))}
                </tr>
              ))}
            </tbody>
          </>
        ) : (
          <>
            <thead>
              <tr>
                <td className={styles.corner} />
                {board.clauses.map((clause) => (
                  <ClauseHead key={clause.code} year={board.year} clause={clause} at={view.state.at} scope="col" />
                ))}
              </tr>
            </thead>
            <tbody>
              <tr className={styles.ownRow}>
                <th scope="row">{text(m.own)}</th>
                {board.clauses.map((clause, column) => cellOf(0, column, clause, board.at, clause.own))}
              </tr>
              {board.children.map((unit, i) => (
                <tr key={unit.code}>
                  <UnitHead unit={unit} view={view} scope="row" />
                  {board.clauses.map((clause, column) => cellOf(i + 1, column, clause, unit, clause.cells[i]!))}
                </tr>
              ))}
            </tbody>
          </>
        )}
      </table>
    </div>
  );
}

function UnitHead({ unit, view, scope }: { unit: UnitRef; view: View; scope: 'row' | 'col' }) {
  const name = unit.level === 'county' ? shortName(unit.name) : placeName(unit.name);
  // Going down keeps the question: figure, filter.
  const to = hasChildrenOnBoard(unit.level) || unit.level === 'village' ? view.query({ at: unit.code, cell: '' }) : null;
  return (
    <th scope={scope} title={unit.name}>
      {to === null ? name : <Link to={to}>{name}</Link>}
    </th>
  );
}

function ClauseHead({ year, clause, at, scope }: { year: number; clause: ClauseLine; at: string; scope: 'row' | 'col' }) {
  const text = useText();
  return (
    <th scope={scope}>
      <Link to={`/plan/${year}/${clause.code}${at === '' ? '' : `?at=${at}`}`}>
        <span className={styles.code}>{clause.code}</span>
        <span className={styles.short}>{text({ zh: clause.short_zh, en: clause.short_en })}</span>
      </Link>
    </th>
  );
}

interface CellProps {
  clause: ClauseLine;
  unit: UnitRef;
  cell: ClauseCell;
  faded: boolean;
  open: boolean;
  address: string;
  position: { 'data-row': number; 'data-column': number; tabIndex: number };
}

function Cell({ clause, unit, cell, faded, open, address, position }: CellProps) {
  const text = useText();
  const status = statusOf(cell.state);
  const figure = hasShare(cell) ? `${number(cell.n)} / ${number(cell.d)}` : text(m.noFigure);
  const label = text(m.cellLabel, {
    unit: unit.name,
    clause: text({ zh: clause.short_zh, en: clause.short_en }),
    state: text(status.label),
    figure,
  });
  return (
    <td className={`${styles.cell} ${toneClass(status.tone)} ${faded ? styles.faded : ''} ${open ? styles.open : ''}`}>
      <Link to={address} aria-label={label} title={label} preventScrollReset {...position}>
        <b>{hasShare(cell) ? wholeShare(cell.n, cell.d) : status.sign}</b>
        <small>{text(status.label)}</small>
        {hasShare(cell) && (
          <i aria-hidden="true" className={styles.sign}>
            {status.sign}
          </i>
        )}
      </Link>
    </td>
  );
}

// The arrow keys over a table of cells.
function useGridKeys(rows: number) {
  const ref = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState({ row: 0, column: 0 });
  // A smaller board may have lost the cell that was focused.
  const row = Math.min(focused.row, rows - 1);
  const at = (r: number, c: number) => ref.current?.querySelector<HTMLElement>(`[data-row="${r}"][data-column="${c}"]`);

  const onKeyDown = (event: KeyboardEvent) => {
    const here = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!here || !step) return;
    const next = at(Number(here.dataset.row) + step[0]!, Number(here.dataset.column) + step[1]!);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const onFocus = (event: FocusEvent) => {
    const here = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (here) setFocused({ row: Number(here.dataset.row), column: Number(here.dataset.column) });
  };
  const position = (r: number, c: number) => ({
    'data-row': r,
    'data-column': c,
    tabIndex: r === row && c === focused.column ? 0 : -1,
  });
  return { ref, onKeyDown, onFocus, position };
}
