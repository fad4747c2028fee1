// What somebody else changed while a form was being filled in: what was taken over, and where the writer's own value
// would replace theirs.
import { Alert, Button } from 'antd';
import { useText } from '../state/preferences';
import { m } from '../ui/messages';
import type { Difference } from './rebase';
import styles from './EntryForm.module.css';

interface Props {
  differences: Difference[];
  // What was sent was refused because of the change.
  overtaken: boolean;
  label: (field: string) => string;
  // The words of a value that is not empty.
  say: (field: string, value: unknown) => string;
  onTake: (difference: Difference) => void;
}

export function Differences({ differences, overtaken, label, say, onTake }: Props) {
  const text = useText();
  if (differences.length === 0)
    return overtaken ? <Alert className={styles.differences ?? ''} type="warning" role="alert" title={text(m.changedElsewhere)} /> : null;
  const words = (field: string, value: unknown) =>
    value === undefined || value === null || value === '' ? text(m.emptyValue) : say(field, value);
  const lines = differences.map((difference) => {
    const { field, touched } = difference;
    const theirs = words(field, difference.theirs);
    return (
      <li key={field}>
        <b>{label(field)}</b> {touched ? text(m.mineStands, { theirs, mine: words(field, difference.mine) }) : text(m.takenOver, { theirs })}
        {touched && (
          <Button size="small" onClick={() => onTake(difference)}>
            {text(m.takeTheirs, { theirs })}
          </Button>
        )}
      </li>
    );
  });
  return (
    <Alert
      className={styles.differences ?? ''}
      type="warning"
      role="alert"
      title={text(m.changedMeanwhile)}
      description={<ul>{lines}</ul>}
    />
  );
}
