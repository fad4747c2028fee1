// The tasks of a clause that nothing measures: how each stands by its accepted report, with the way to the reports.
import { Link } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { useLanguage, useText } from '@/shared/state/preferences';
import { StatusTag } from '@/shared/ui/StatusTag';
import type { ClauseStanding } from '../api';
import { m } from '../messages';
import { statusOf } from '../state';
import styles from './Reported.module.css';

export function Reported({ standing: { tasks, at, clause, standing } }: { standing: ClauseStanding }) {
  const text = useText();
  const [language] = useLanguage();
  const reads = may(useOwnSession(), 'plan.report.read');
  return (
    <ul className={styles.list}>
      {tasks.map(({ task, own }) => (
        <li key={task.code} className={standing.own.task === task.code ? styles.deciding : undefined}>
          <p className={styles.head}>
            <span>
              <span className={styles.code}>{task.code}</span> {language === 'zh' ? task.quote : task.en}
            </span>
            <StatusTag status={statusOf(own.state)} />
          </p>
          <p className={styles.why}>
            {text({ zh: own.why_zh, en: own.why_en })}{' '}
            {reads && own.state !== 'not_asked' && (
              <Link to={`/reports?at=${at.code}&clause=${clause.code}`}>{text(m.seeReports)}</Link>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
