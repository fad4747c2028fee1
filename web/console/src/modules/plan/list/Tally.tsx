// How many cells are in each state, as one bar. Words beside it say the same.
import type { ClauseCell, State } from '../api';
import styles from './Tally.module.css';

const byProgress: State[] = ['done', 'on_track', 'behind', 'not_started', 'late', 'not_measured', 'not_asked'];

export function Tally({ cells }: { cells: ClauseCell[] }) {
  let before = 0;
  return (
    <svg className={styles.tally} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      {byProgress.map((state) => {
        const count = cells.filter((cell) => cell.state === state).length;
        if (count === 0) return null;
        const left = (before / cells.length) * 100;
        before += count;
        return (
          <rect
            key={state}
            className={styles[state]}
            x={left}
            width={Math.max((count / cells.length) * 100 - 0.5, 0.5)}
            height="8"
          />
        );
      })}
    </svg>
  );
}
