// What differs between two plans, one line for each difference.
import { useMeasures } from '@/modules/plan/api';
import { useUnit } from '@/modules/units/api';
import { useText } from '@/shared/state/preferences';
import { Notice } from '@/shared/ui/Notice';
import type { PlanChange, PlanChanges } from '../api';
import { fieldName, kindName, partName, valueWords } from '../changes';
import { m } from '../messages';
import styles from './ChangeList.module.css';

const shortWords = 24;

interface Props {
  changes: PlanChanges;
  // Of the later plan.
  year: number;
}

export function ChangeList({ changes: { against_year, against_version, changes }, year }: Props) {
  const text = useText();
  if (typeof against_year !== 'number') return <Notice small title={text(m.firstEver)} />;
  const values = { year: String(against_year), n: against_version ?? 1, count: changes.length };
  return (
    <>
      <p className={styles.against}>{text(against_year === year ? m.against : m.againstMoved, values)}</p>
      {changes.length === 0 ? (
        <Notice small title={text(m.noChanges)} />
      ) : (
        <ul className={styles.list}>
          {changes.map((change) => (
            <Line key={[change.part, change.kind, change.at, change.subject, change.field].join(' ')} change={change} />
          ))}
        </ul>
      )}
    </>
  );
}

function Line({ change }: { change: PlanChange }) {
  const text = useText();
  const measures = useMeasures().data;
  const { part, kind, at, subject, field, before, after } = change;
  const measure = part === 'target' ? measures?.find(({ code }) => code === subject) : undefined;
  // Numbers and days: a line through them could not be read.
  const inLine = before !== '' && after !== '' && before.length + after.length <= shortWords;
  const words = (value: string) => {
    const known = valueWords(field, value);
    return known ? text(known) : value;
  };
  return (
    <li className={styles.line}>
      <span className={`${styles.kind} ${styles[kind]}`}>{text(kindName[kind])}</span>
      <div>
        <p className={styles.what}>
          {text(partName(part, at))}
          {part === 'named' && <UnitName code={subject} />}
          {part === 'target' && <span>{measure ? text(measure) : subject}</span>}
          {field !== '' && <span className={styles.field}>{text(fieldName(part, field))}</span>}
        </p>
        {inLine ? (
          <p className="num">
            {words(before)} → {words(after)}
          </p>
        ) : (
          <>
            {before !== '' && <del className={styles.before}>{words(before)}</del>}
            {after !== '' && <ins className={styles.after}>{words(after)}</ins>}
          </>
        )}
      </div>
    </li>
  );
}

function UnitName({ code }: { code: string }) {
  const unit = useUnit(code).data?.unit;
  return <span>{unit?.name ?? code}</span>;
}
