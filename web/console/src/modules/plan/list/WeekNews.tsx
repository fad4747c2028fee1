// What changed in the last seven days at and below a unit: how its figures moved, and what was done about its tasks.
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { number } from '@/shared/i18n/format';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { type FigureMove, type PlanNews, type Scoreboard, useMeasures, useNews } from '../api';
import { dutyAddress } from '../duties';
import { m } from '../messages';
import { recordsAddress } from '../records';
import styles from './Owed.module.css';

const few = 4;

export function WeekNews({ board }: { board: Scoreboard }) {
  const text = useText();
  const query = useNews(board.year, board.at.code, may(useOwnSession(), 'plan.report.read'));
  if (!query.isEnabled) return null;
  return (
    <Card title={text(m.news)}>
      <Asked query={query} rows={3}>
        {(news) => <News key={board.at.code} news={news} board={board} />}
      </Asked>
    </Card>
  );
}

function News({ news: { deeds, figures, figures_since }, board }: { news: PlanNews; board: Scoreboard }) {
  const text = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = <T,>(list: T[]) => (all ? list : list.slice(0, few));
  return (
    <>
      {deeds.length === 0 && figures.length === 0 && <p className={styles.counts}>{text(m.newsNone)}</p>}
      {deeds.length > 0 && (
        <ul className={styles.list}>
          {shown(deeds).map((deed) => (
            <li key={`${deed.object_id} ${deed.at} ${deed.done_en}`}>
              <Link className={styles.row} to={dutyAddress(deed) ?? '/reports'}>
                <span>{deed.unit.name}</span>
                <span>{text({ zh: deed.done_zh, en: deed.done_en })}</span>
                <small className="num">
                  {text(m.taskTitle, { code: deed.task })} · {format.instant(deed.at)}
                </small>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {figures.length > 0 && (
        <>
          <h3 className={styles.title}>{text(m.newsFigures, { date: format.date(figures_since) })}</h3>
          <ul className={styles.list}>
            {shown(figures).map((move) => (
              <li key={`${move.clause} ${move.measure} ${move.period}`}>
                <Moved move={move} board={board} />
              </li>
            ))}
          </ul>
        </>
      )}
      {(deeds.length > few || figures.length > few) && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {text(all ? m.attentionFew : m.newsAll)}
        </Button>
      )}
    </>
  );
}

function Moved({ move, board }: { move: FigureMove; board: Scoreboard }) {
  const text = useText();
  const measure = useMeasures().data?.find(({ code }) => code === move.measure);
  const step = move.n - move.n_before;
  return (
    <Link className={styles.row} to={recordsAddress(board.year, move.measure, move.period, board.at.code)}>
      <span>
        {move.clause} {measure ? text(measure) : move.measure}
      </span>
      <span className={styles.move}>{step >= 0 ? `+${number(step)}` : `−${number(-step)}`}</span>
      <small className="num">
        {number(move.n_before)} / {number(move.d_before)} → {number(move.n)} / {number(move.d)}
      </small>
    </Link>
  );
}
