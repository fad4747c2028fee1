// Who owes what at and below a unit, the most urgent first; what is late comes alone unless all is asked for. Each line
// opens what it is about.
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { StatusTag } from '@/shared/ui/StatusTag';
import { lateStatus } from '@/shared/workflow/state';
import { type Duty, type UnitRef, useOwed } from '../api';
import { m } from '../messages';
import { dutyAddress, dutyWords } from '../duties';
import { noView } from './ScoreboardPage';
import styles from './Owed.module.css';

const few = 6;

export function Owed({ at }: { at: UnitRef }) {
  const text = useText();
  const view = useUrlState(noView);
  const which = view.state.owes === 'open' ? 'open' : 'late';
  const query = useOwed(at.code, which, may(useOwnSession(), 'obligations.read'));
  if (!query.isEnabled) return null;
  return (
    <Card
      title={text(m.owed)}
      extra={
        <Segmented
          size="small"
          aria-label={text(m.owedWhich)}
          value={which}
          onChange={(owes) => view.set({ owes: owes === 'open' ? 'open' : '' })}
          options={[
            { value: 'late', label: text(m.owedLate) },
            { value: 'open', label: text(m.owedOpen) },
          ]}
        />
      }
    >
      <Asked query={query} rows={3}>
        {({ counts, lines }) => (
          <>
            <p className={`num ${styles.counts}`}>{text(m.owedCounts, { open: counts.open, late: counts.late, warned: counts.warned })}</p>
            {lines.length === 0 && <p className={styles.counts}>{text(which === 'late' ? m.owedNoneLate : m.owedNone)}</p>}
            <Lines key={which} lines={lines} />
          </>
        )}
      </Asked>
    </Card>
  );
}

function Lines({ lines }: { lines: Duty[] }) {
  const text = useText();
  const [all, setAll] = useState(false);
  return (
    <>
      <ul className={styles.list}>
        {(all ? lines : lines.slice(0, few)).map((line) => (
          <li key={line.id}>
            <Line line={line} />
          </li>
        ))}
      </ul>
      {lines.length > few && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? text(m.attentionFew) : text(m.attentionAll, { n: lines.length })}
        </Button>
      )}
    </>
  );
}

function Line({ line }: { line: Duty }) {
  const text = useText();
  const format = useFormat();
  const address = dutyAddress(line);
  const words = (
    <>
      <span>{line.unit_name}</span>
      {line.late && <StatusTag status={lateStatus} />}
      <small>
        {text(dutyWords(line))} · <span className="num">{text(m.due, { date: format.date(line.due_on) })}</span>
      </small>
    </>
  );
  return address === null ? (
    <span className={styles.row}>{words}</span>
  ) : (
    <Link className={styles.row} to={address}>
      {words}
    </Link>
  );
}
