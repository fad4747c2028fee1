// What units owe on tasks — reports, replies — one a line: who, what, until when, how it stands.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { StatusTag } from '@/shared/ui/StatusTag';
import { lateStatus, workflowStatus } from '@/shared/workflow/state';
import type { UnitRef } from '../api';
import { m } from '../messages';
import styles from './TaskedRows.module.css';

export interface Tasked {
  id: string;
  unit: UnitRef;
  by: UnitRef;
  task: string;
  quote: string;
  due_on: string;
  late: boolean;
  state: string;
  state_zh: string;
  state_en: string;
}

interface Props<T extends Tasked> {
  rows: T[];
  to: (row: T) => string;
  // In front of the unit: what kind of thing it is, where kinds stand together.
  kind?: string;
  note?: (row: T) => ReactNode;
}

export function TaskedRows<T extends Tasked>({ rows, to, kind, note }: Props<T>) {
  const text = useText();
  const format = useFormat();
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={to(row)} className={styles.row ?? ''}>
            <span className={styles.unit}>
              {kind && <small>{kind}</small>} {row.unit.name}
            </span>
            <span className={styles.quote}>
              <span className={styles.code}>{row.task}</span> {row.quote}
            </span>
            <span className={`num ${styles.due}`}>{text(m.due, { date: format.date(row.due_on) })}</span>
            <span className={styles.state}>
              {row.late && <StatusTag status={lateStatus} />}
              <StatusTag status={workflowStatus(row)} />
            </span>
            {note && <span className={styles.note}>{note(row)}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
