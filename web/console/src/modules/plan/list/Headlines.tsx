// The figures that answer "how do we stand", each with its way to what is behind it.
import { Link } from 'react-router';
import { number, share } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Sparkline } from '@/shared/ui/Sparkline';
import { StatusTag } from '@/shared/ui/StatusTag';
import type { Headline, Scoreboard } from '../api';
import { hasShare, spread, weekChange } from '../board';
import { m } from '../messages';
import { statusOf } from '../state';
import { noView } from './ScoreboardPage';
import styles from './Headlines.module.css';

const mostShown = 3;

export function Headlines({ board }: { board: Scoreboard }) {
  const text = useText();
  return (
    <section aria-label={text(m.figures)}>
      <ul className={styles.row}>
        {board.headlines.slice(0, mostShown).map((headline) => (
          <li key={headline.clause + headline.measure}>
            <HeadlineCard headline={headline} board={board} />
          </li>
        ))}
        <li>
          <LateCard board={board} />
        </li>
      </ul>
    </section>
  );
}

function HeadlineCard({ headline, board }: { headline: Headline; board: Scoreboard }) {
  const text = useText();
  const { figure, history } = headline;
  const at = useUrlState({ at: '' }).state.at;
  const change = weekChange(headline, board.as_of);
  const shares = history.filter(hasShare).map(({ on_date, n, d }) => ({ x: Date.parse(on_date) / 86_400_000, y: n / d }));
  const falling = shares.length > 1 && (shares.at(-1)?.y ?? 0) < (shares[0]?.y ?? 0);
  const address = `/plan/${board.year}/${headline.clause}?measure=${headline.measure}${at === '' ? '' : `&at=${at}`}`;
  return (
    <Link className={styles.card} to={address} title={text(m.openFigure)}>
      <span className={styles.label}>{text(headline)}</span>
      <Sparkline points={shares} falling={falling} />
      <span className={styles.figure}>
        {hasShare(figure) ? (
          <>
            <b>{share(figure.n, figure.d)}</b>{' '}
            <span className={styles.parts}>
              {number(figure.n)} / {number(figure.d)}
            </span>
          </>
        ) : (
          <b>—</b>
        )}
      </span>
      <span className={styles.foot}>
        <StatusTag status={statusOf(figure.state)} />
        {change !== null && <span>{change > 0 ? text(m.thisWeek, { n: change }) : text(m.noChange)}</span>}
      </span>
    </Link>
  );
}

function LateCard({ board }: { board: Scoreboard }) {
  const text = useText();
  const view = useUrlState(noView);
  const late = spread(board, 'late');
  const on = view.state.state === 'late';
  return (
    <button
      type="button"
      className={`${styles.card} ${on ? styles.on : ''}`}
      aria-pressed={on}
      disabled={late.cells === 0 && !on}
      onClick={() => view.set({ state: on ? '' : 'late' })}
      title={text(m.lateOpen)}
    >
      <span className={styles.label}>{text(m.lateFigure)}</span>
      <span className={styles.figure}>
        <b className={late.cells > 0 ? styles.late : undefined}>{text(m.lateCount, { n: late.cells })}</b>
      </span>
      <span className={styles.foot}>
        {late.cells > 0 ? text(m.lateSpread, { n: late.units }) : text(m.lateNone)}
      </span>
    </button>
  );
}
