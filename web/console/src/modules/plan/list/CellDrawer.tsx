// What is behind a cell of the board: one clause at one unit, with all its figures and why it stands as it does.
import { Drawer } from 'antd';
import { Link } from 'react-router';
import { hasChildrenOnBoard } from '@/modules/units/names';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { StatusTag } from '@/shared/ui/StatusTag';
import { type ClauseStanding, useClause } from '../api';
import { Reported } from '../detail/Reported';
import { TargetFigure } from '../detail/TargetFigure';
import { TaskActions } from '../detail/TaskActions';
import { m } from '../messages';
import { recordsAddress } from '../records';
import { statusOf } from '../state';
import { AskedHere } from './AskedHere';
import { noView } from './ScoreboardPage';
import styles from './CellDrawer.module.css';

interface Props {
  year: number;
  open: { clause: string; unit: string } | null;
  onClose: () => void;
}

export function CellDrawer({ year, open, onClose }: Props) {
  const text = useText();
  const clause = useClause(year, open?.clause ?? '', open?.unit ?? '');
  const data = clause.data;
  // While another cell is being read, the one before is not this one.
  const isThis = data?.clause.code === open?.clause && data?.at.code === open?.unit;
  const title = data && isThis
    ? text(m.behindTitle, { unit: data.at.name, clause: text({ zh: data.clause.short_zh, en: data.clause.short_en }) })
    : '';
  return (
    <Drawer open={open !== null} onClose={onClose} size={460} title={title} aria-label={title}>
      {open && (
        <Asked query={isThis ? clause : { ...clause, data: undefined } as typeof clause} rows={8}>
          {(standing) => <Behind standing={standing} />}
        </Asked>
      )}
    </Drawer>
  );
}

function Behind({ standing }: { standing: ClauseStanding }) {
  const text = useText();
  const view = useUrlState(noView);
  const { own } = standing.standing;
  const status = statusOf(own.state);
  const { at, clause, year } = standing;
  return (
    <>
      <section className={styles.why}>
        <StatusTag status={status} />
        <p>{text({ zh: own.why_zh, en: own.why_en })}</p>
        <p className={styles.count}>
          {text(m.targetsCount, { asked: own.asked, measured: own.measured, reached: own.reached })}
        </p>
      </section>
      {standing.targets.length > 0 && <h2 className={styles.title}>{text(m.targets)}</h2>}
      <ul>
        {standing.targets.map((line, i) => (
          <li key={`${line.target.task} ${line.target.measure}`} className={styles.target}>
            <TargetFigure
              line={line}
              deciding={own.target === i}
              records={recordsAddress(year, line.target.measure, line.target.period, at.code)}
            />
          </li>
        ))}
      </ul>
      {standing.tasks.length > 0 && (
        <>
          <h2 className={styles.title}>{text(m.unmeasured)}</h2>
          <Reported standing={standing} />
        </>
      )}
      <AskedHere clause={clause.code} at={at} />
      <p className={styles.actions}>
        <TaskActions year={year} clause={clause.code} at={at} />
      </p>
      <ul className={styles.ways}>
        <li>
          <Link to={`/plan/${year}/${clause.code}?at=${at.code}`}>{text(m.openClause)}</Link>
        </li>
        {(hasChildrenOnBoard(at.level) || at.level === 'village') && (
          <li>
            <Link to={view.query({ at: at.code, cell: '' })}>{text(m.drill)}</Link>
          </li>
        )}
        <li>
          <Link to={`/units/${at.code}`}>{text(m.openUnit)}</Link>
        </li>
      </ul>
    </>
  );
}
