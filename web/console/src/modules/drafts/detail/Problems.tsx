// What stands against publishing; each leads to its field.
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import type { DraftProblem } from '../api';
import { m } from '../messages';
import { useEditing } from '../form/editing';
import { placeOf } from '../place';
import styles from '../form/Editor.module.css';

interface Props {
  problems: DraftProblem[];
  unsaved: boolean;
  goTo: (pointer: string) => void;
}

export function Problems({ problems, unsaved, goTo }: Props) {
  const text = useText();
  const { document } = useEditing();
  return (
    <Card title={text(m.problems)}>
      <p className={styles.unsaved} role="status">
        {unsaved && `${text(m.unsaved)} ${text(m.problemsAfterSave)}`}
      </p>
      {problems.length === 0 && !unsaved && <p>{text(m.noProblems)}</p>}
      <ul>
        {problems.map((problem) => (
          <li key={problem.field + problem.rule}>
            <button type="button" className={styles.problem} onClick={() => goTo(problem.field)}>
              <b>{text(placeOf(document, problem.field))}</b> {text(problem)}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
