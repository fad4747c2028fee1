// A clause in the editor: its words, tasks, the units it names, what its figures have to reach. Its fields are made when
// it is opened: a plan has hundreds.
import { Button } from 'antd';
import { useText } from '@/shared/state/preferences';
import type { Clause } from '../api';
import { addTask, keyOf, moveClause, moveTask, removeClause, removeTask } from '../edit';
import { m } from '../messages';
import { fieldId } from '../pointer';
import { useEditing } from './editing';
import { Words } from './Fields';
import { NamedFields } from './NamedFields';
import { PartActions } from './PartActions';
import { TargetFields } from './TargetFields';
import styles from './Editor.module.css';

interface Props {
  clause: Clause;
  section: number;
  at: number;
}

export function ClauseFields({ clause, section, at }: Props) {
  const text = useText();
  const { document, problems, remove, open, setOpen } = useEditing();
  const pointer = `/sections/${section}/clauses/${at}`;
  const key = keyOf(clause);
  const isOpen = open.has(key);
  const what = text(m.clause, { code: clause.code });
  const faults = problems.filter(({ field }) => field.startsWith(`${pointer}/`)).length;
  return (
    <details className={styles.clause} open={isOpen} onToggle={(event) => setOpen(key, event.currentTarget.open)}>
      <summary>
        {what} {text({ zh: clause.short_zh, en: clause.short_en })}
        {faults > 0 && <span className={styles.faults}>{text(m.faultsHere, { n: faults })}</span>}
      </summary>
      {isOpen && (
        <>
          <div className={styles.ways}>
            <PartActions
              pointer={pointer}
              what={what}
              // The ends are looked at below, so there is always somewhere to go.
              move={(step) => moveClause(document, section, at, step)!}
              first={moveClause(document, section, at, -1) === null}
              last={moveClause(document, section, at, 1) === null}
              remove={() => remove(removeClause(document, section, at), what)}
            />
          </div>
          <Words pointer={`${pointer}/text`} label={text(m.clauseText)} long />
          <div className={styles.row}>
            <Words pointer={`${pointer}/short_zh`} label={text(m.shortZh)} />
            <Words pointer={`${pointer}/short_en`} label={text(m.shortEn)} />
          </div>
          <Words pointer={`${pointer}/gloss_en`} label={text(m.glossEn)} long />
          <Tasks clause={clause} section={section} at={at} />
          <NamedFields clause={clause} pointer={pointer} />
          <TargetFields clause={clause} pointer={pointer} />
        </>
      )}
    </details>
  );
}

function Tasks({ clause, section, at }: Props) {
  const text = useText();
  const { document, edit, remove, fixed } = useEditing();
  return (
    <section>
      <h3>{text(m.tasks)}</h3>
      {clause.tasks.map((task, i) => {
        const pointer = `/sections/${section}/clauses/${at}/tasks/${i}`;
        const what = text(m.taskOf, { code: task.code });
        return (
          <div key={keyOf(task)} className={styles.item}>
            <div className={styles.itemHead}>
              <b>{what}</b>
              <PartActions
                pointer={pointer}
                what={what}
                move={(step) => moveTask(document, section, at, i, step)}
                first={i === 0}
                last={i === clause.tasks.length - 1}
                remove={() => remove(removeTask(document, section, at, i), what)}
              />
            </div>
            <Words pointer={`${pointer}/quote`} label={text(m.quote, { code: task.code })} long />
            <Words pointer={`${pointer}/en`} label={text(m.taskEn, { code: task.code })} long />
          </div>
        );
      })}
      {!fixed && (
        <Button
          type="dashed"
          onClick={() => edit(addTask(document, section, at), (added) => fieldId(`${added}/quote`))}
        >
          {text(m.addTask)}
        </Button>
      )}
    </section>
  );
}
