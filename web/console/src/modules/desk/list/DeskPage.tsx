// What someone finds in the morning: what is to do, what is late, what is new.
import { Link } from 'react-router';
import { useLatestYear, usePlan } from '@/modules/plan/api';
import { hasShare, weekChange } from '@/modules/plan/board';
import { Attention } from '@/modules/plan/list/Attention';
import { BoardWords } from '@/modules/plan/list/BoardWords';
import { useHomeAt, useHomeBoard } from '@/modules/plan/useHomeBoard';
import { useOwnSession } from '@/modules/session/api';
import { number } from '@/shared/i18n/format';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import type { Scoreboard } from '@/modules/plan/api';
import { m } from '../messages';
import { Todo } from './Todo';
import styles from './DeskPage.module.css';

export default function DeskPage() {
  const text = useText();
  const session = useOwnSession();
  const year = useLatestYear().data;
  const plan = usePlan(year).data;
  const board = useHomeBoard();
  const at = useHomeAt();
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(greeting(new Date().getHours()), { name: session.display_name })}</span>} />
      <div className={styles.layout}>
        <div className={styles.column}>
          <Todo />
          <Asked query={board}>
            {(data) => <Attention board={data} plan={plan} only={null} address={(cell) => `/plan/${data.year}?${at === '' ? '' : `at=${at}&`}cell=${cell}`} />}
          </Asked>
        </div>
        <div className={styles.column}>
          {plan && typeof year === 'number' && (
            <Card title={text(m.standing)} extra={<Link to="/plan">{text(m.toBoard)}</Link>}>
              <BoardWords year={year} at={at} />
            </Card>
          )}
          <Asked query={board} rows={4}>
            {(data) => <News board={data} />}
          </Asked>
        </div>
      </div>
    </>
  );
}

function News({ board }: { board: Scoreboard }) {
  const text = useText();
  const format = useFormat();
  const changed = board.headlines.filter((headline) => (weekChange(headline, board.as_of) ?? 0) > 0);
  return (
    <Card title={text(m.news)} extra={format.date(board.as_of)}>
      {changed.length === 0 && <p className={styles.none}>{text(m.newsNone)}</p>}
      <ul className={styles.news}>
        {changed.map((headline) => (
          <li key={headline.measure}>
            <Link to={`/plan/${board.year}/${headline.clause}?measure=${headline.measure}&at=${board.at.code}`}>{text(headline)}</Link>
            <span>
              {text(m.newsLine, {
                n: weekChange(headline, board.as_of) ?? 0,
                of: hasShare(headline.figure) ? `${number(headline.figure.n)} / ${number(headline.figure.d)}` : '—',
              })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function greeting(hour: number) {
  if (hour < 12) return m.morning;
  return hour < 18 ? m.afternoon : m.evening;
}
