// The legend is the filter: each state with its count; pressed, only it is shown.
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { StatusTag } from '@/shared/ui/StatusTag';
import type { Scoreboard } from '../api';
import { spread } from '../board';
import { m } from '../messages';
import { byUrgency, statusOf } from '../state';
import { noView } from './ScoreboardPage';
import styles from './StateFilter.module.css';

export function StateFilter({ board }: { board: Scoreboard }) {
  const text = useText();
  const view = useUrlState(noView);
  const chosen = view.state.state;
  return (
    <div role="group" aria-label={text(m.filter)} className={styles.row}>
      {byUrgency.map((state) => {
        const { cells } = spread(board, state);
        if (cells === 0 && chosen !== state) return null;
        return (
          <button
            key={state}
            type="button"
            className={`${styles.choice} ${chosen !== '' && chosen !== state ? styles.off : ''}`}
            aria-pressed={chosen === state}
            onClick={() => view.set({ state: chosen === state ? '' : state })}
          >
            <StatusTag status={statusOf(state)} extra={String(cells)} />
          </button>
        );
      })}
    </div>
  );
}
