// One target at one unit: what it asks, where it stands, what is missing.
import { Tooltip } from 'antd';
import { Link } from 'react-router';
import { goal, number, share } from '@/shared/i18n/format';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { ShareBar } from '@/shared/ui/ShareBar';
import { StatusTag } from '@/shared/ui/StatusTag';
import type { TargetLine } from '../api';
import { dueDay, hasShare } from '../board';
import { m } from '../messages';
import { statusOf } from '../state';
import styles from './TargetFigure.module.css';

// `records`: the address of the values behind the figure, where it is no link already.
export function TargetFigure({ line, deciding = false, records }: { line: TargetLine; deciding?: boolean; records?: string }) {
  const text = useText();
  const format = useFormat();
  const { target, own } = line;
  return (
    <div className={`${styles.figure} ${deciding ? styles.deciding : ''}`}>
      <div className={styles.head}>
        <span className={styles.name}>{text({ zh: line.measure_zh, en: line.measure_en })}</span>
        <StatusTag status={statusOf(own.state)} />
      </div>
      {hasShare(own) && (
        <>
          <p className={styles.numbers}>
            <b>{share(own.n, own.d)}</b>
            <span>
              {records ? (
                <Link to={records} title={text(m.records)}>
                  {number(own.n)} / {number(own.d)}
                </Link>
              ) : (
                `${number(own.n)} / ${number(own.d)}`
              )}
            </span>
            {own.n < own.needed && <span className={styles.missing}>{text(m.missing, { n: own.needed - own.n })}</span>}
          </p>
          <ShareBar n={own.n} d={own.d} target={target.part / target.of} />
        </>
      )}
      <p className={styles.terms}>
        <span>{text(m.goal, { share: goal(target.part, target.of) })}</span>
        <span>{text(m.due, { date: format.date(dueDay(target)) })}</span>
        {target.confidence === 'proposal' && (
          <Tooltip title={text({ zh: target.note_zh, en: target.note_en })}>
            <span className={styles.proposal} tabIndex={0}>
              {text(m.proposal)}
            </span>
          </Tooltip>
        )}
      </p>
    </div>
  );
}
