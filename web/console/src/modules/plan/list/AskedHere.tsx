// The reports and presses about a clause at and below a unit: how many, how many are late, and the way to them.
import { Link } from 'react-router';
import { usePresses } from '@/modules/presses/api';
import { useReports } from '@/modules/reports/api';
import { may, useOwnSession } from '@/modules/session/api';
import { useText } from '@/shared/state/preferences';
import type { UnitRef } from '../api';
import { m } from '../messages';
import styles from './CellDrawer.module.css';

export function AskedHere({ clause, at }: { clause: string; at: UnitRef }) {
  const text = useText();
  const session = useOwnSession();
  const filter = { at: at.code, clause, state: '' };
  const reports = useReports(filter, may(session, 'plan.report.read')).data?.reports;
  const presses = usePresses(filter, may(session, 'plan.press.read')).data?.presses;
  if (!reports && !presses) return null;
  const query = `?at=${at.code}&clause=${clause}`;
  const late = (rows: { late: boolean }[]) => {
    const n = rows.filter((row) => row.late).length;
    return n > 0 && <span> · {text(m.ofThemLate, { n })}</span>;
  };
  return (
    <>
      <h2 className={styles.title}>{text(m.about)}</h2>
      <ul className={styles.asked}>
        {reports && (
          <li>
            <Link to={`/reports${query}`}>{text(m.reportsHere, { n: reports.length })}</Link>
            {late(reports)}
          </li>
        )}
        {presses && (
          <li>
            <Link to={`/presses${query}`}>{text(m.pressesHere, { n: presses.length })}</Link>
            {late(presses)}
          </li>
        )}
      </ul>
    </>
  );
}
