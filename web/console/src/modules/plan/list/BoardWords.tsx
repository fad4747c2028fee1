// How many clauses are in each state at one unit, as tags that lead to its board.
import { Link } from 'react-router';
import { Asked } from '@/shared/ui/Asked';
import { StatusTag } from '@/shared/ui/StatusTag';
import { useScoreboard } from '../api';
import { byUrgency, statusOf } from '../state';
import { Tally } from './Tally';
import styles from './BoardWords.module.css';

export function BoardWords({ year, at }: { year: number; at: string }) {
  const board = useScoreboard(year, at);
  return (
    <Asked query={board} rows={2}>
      {({ clauses }) => {
        const own = clauses.map((clause) => clause.own);
        return (
          <Link to={`/plan/${year}${at === '' ? '' : `?at=${at}`}`} className={styles.words}>
            <Tally cells={own} />
            <span className={styles.tags}>
              {byUrgency.map((state) => {
                const count = own.filter((cell) => cell.state === state).length;
                return count > 0 && <StatusTag key={state} status={statusOf(state)} extra={String(count)} />;
              })}
            </span>
          </Link>
        );
      }}
    </Asked>
  );
}
