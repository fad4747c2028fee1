// A clause in the editor: its words, tasks, the units it names, what its figures have to reach.
import { Button, Select } from 'antd';
import { useMeasures } from '@/modules/plan/api';
import { namedRoles } from '@/modules/plan/namedRoles';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { useText } from '@/shared/state/preferences';
import type { Clause } from '../api';
import { m } from '../messages';
import { fieldId } from '../pointer';
import { Day, Labelled, useEditing, Whole, Words } from './Fields';
import styles from './Editor.module.css';

interface Props {
  clause: Clause;
  pointer: string;
}

export function ClauseFields({ clause, pointer }: Props) {
  const text = useText();
  return (
    <details className={styles.clause}>
      <summary>
        {text(m.clause, { code: clause.code })} {text({ zh: clause.short_zh, en: clause.short_en })}
      </summary>
      <Words pointer={`${pointer}/text`} label={text(m.clauseText)} long />
      <Words pointer={`${pointer}/short_zh`} label={text(m.shortZh)} />
      <Words pointer={`${pointer}/short_en`} label={text(m.shortEn)} />
      <Words pointer={`${pointer}/gloss_en`} label={text(m.glossEn)} long />
      <Tasks clause={clause} pointer={pointer} />
      <Named clause={clause} pointer={pointer} />
      <Targets clause={clause} pointer={pointer} />
    </details>
  );
}

function Tasks({ clause, pointer }: Props) {
  const text = useText();
  const { change } = useEditing();
  const set = (tasks: Clause['tasks']) =>
    change(`${pointer}/tasks`, tasks.map((task, i) => ({ ...task, code: `${clause.code}-${i + 1}` })));
  return (
    <section>
      <h4>{text(m.tasks)}</h4>
      {clause.tasks.map((task, i) => (
        <div key={task.code} className={styles.item}>
          <Words pointer={`${pointer}/tasks/${i}/quote`} label={text(m.quote, { code: task.code })} long />
          <Words pointer={`${pointer}/tasks/${i}/en`} label={text(m.taskEn, { code: task.code })} long />
          {/* Only the last: the codes of those before it are known to targets and named units. */}
          {i === clause.tasks.length - 1 && (
            <Button onClick={() => set(clause.tasks.slice(0, -1))}>
              {text(m.remove, { what: text(m.taskOf, { code: task.code }) })}
            </Button>
          )}
        </div>
      ))}
      <Button onClick={() => set([...clause.tasks, { code: '', quote: '', en: '' }])}>{text(m.addTask)}</Button>
    </section>
  );
}

function Named({ clause, pointer }: Props) {
  const text = useText();
  const { change } = useEditing();
  const set = (named: Clause['named']) => change(`${pointer}/named`, named);
  return (
    <section>
      <h4>{text(m.named)}</h4>
      {clause.named.map((named, i) => {
        const at = `${pointer}/named/${i}`;
        return (
          <div key={i} className={styles.item}>
            <Labelled pointer={`${at}/unit`} label={text(m.unit)}>
              <UnitPicker id={fieldId(`${at}/unit`)} value={named.unit} onChange={(unit) => change(`${at}/unit`, unit ?? '')} />
            </Labelled>
            <Labelled pointer={`${at}/role`} label={text(m.role)}>
              <Select
                id={fieldId(`${at}/role`)}
                value={named.role}
                onChange={(role) => change(`${at}/role`, role)}
                options={Object.entries(namedRoles).map(([value, label]) => ({ value, label: text(label) }))}
              />
            </Labelled>
            <Words pointer={`${at}/words`} label={text(m.words)} />
            <Button onClick={() => set(clause.named.filter((_, other) => other !== i))}>
              {text(m.remove, { what: text(m.namedOf, { n: i + 1 }) })}
            </Button>
          </div>
        );
      })}
      <Button onClick={() => set([...clause.named, { unit: '', role: 'pilot', words: '', task: null }])}>
        {text(m.addNamed)}
      </Button>
    </section>
  );
}

function Targets({ clause, pointer }: Props) {
  const text = useText();
  const measures = useMeasures().data;
  if (clause.targets.length === 0) return null;
  return (
    <section>
      <h4>{text(m.targets)}</h4>
      {clause.targets.map((target, i) => {
        const at = `${pointer}/targets/${i}`;
        const measure = measures?.find(({ code }) => code === target.measure);
        return (
          <div key={`${target.task} ${target.measure}`} className={styles.item}>
            <p>
              <b>{measure ? text(measure) : target.measure}</b> {target.task}
            </p>
            <div className={styles.row}>
              <Whole pointer={`${at}/part`} label={text(m.part)} />
              <Whole pointer={`${at}/of`} label={text(m.of)} />
              <Day pointer={`${at}/due`} label={text(m.due)} />
            </div>
            <Words pointer={`${at}/note_zh`} label={text(m.noteZh)} />
            <Words pointer={`${at}/note_en`} label={text(m.noteEn)} />
          </div>
        );
      })}
    </section>
  );
}
