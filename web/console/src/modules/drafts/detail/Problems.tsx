// What stands against publishing; each leads to its field.
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import type { DraftProblem } from '../api';
import { m } from '../messages';
import { fieldId } from '../pointer';
import styles from '../form/Editor.module.css';

// The field of the problem, or of the nearest part that has one.
function goTo(pointer: string) {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const field = document.getElementById(fieldId(at)) ?? document.querySelector<HTMLElement>(`[id^="${fieldId(at)}-"]`);
    if (!field) continue;
    field.closest('details')?.setAttribute('open', '');
    field.scrollIntoView({ block: 'center' });
    field.focus();
    return;
  }
}

export function Problems({ problems, unsaved }: { problems: DraftProblem[]; unsaved: boolean }) {
  const text = useText();
  return (
    <Card title={text(m.problems)}>
      {unsaved && (
        <p className={styles.unsaved} role="status">
          {text(m.unsaved)} · {text(m.problemsAfterSave)}
        </p>
      )}
      {problems.length === 0 && !unsaved && <p>{text(m.noProblems)}</p>}
      <ul>
        {problems.map((problem) => (
          <li key={problem.field + problem.rule}>
            <button type="button" className={styles.problem} onClick={() => goTo(problem.field)}>
              {text(problem)}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
