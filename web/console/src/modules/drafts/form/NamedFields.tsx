// The units that a clause names, each with the words that name it: 县(市) that pilot, start or finish something.
import { Button } from 'antd';
import { namedRoles } from '@/modules/plan/namedRoles';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { useText } from '@/shared/state/preferences';
import type { Clause } from '../api';
import { keyOf } from '../edit';
import { m } from '../messages';
import { changeAt, fieldId } from '../pointer';
import { useEditing } from './editing';
import { Choice, Labelled, Words } from './Fields';
import { PartActions } from './PartActions';
import styles from './Editor.module.css';

export function NamedFields({ clause, pointer }: { clause: Clause; pointer: string }) {
  const text = useText();
  const { document, change, edit, remove, fixed } = useEditing();
  const list = `${pointer}/named`;
  const withNamed = (named: Clause['named']) => changeAt(document, list, named);
  return (
    <section>
      <h3>{text(m.named)}</h3>
      {clause.named.map((named, i) => {
        const at = `${list}/${i}`;
        const what = text(m.namedOf, { n: i + 1 });
        return (
          <div key={keyOf(named)} className={styles.item}>
            <div className={styles.itemHead}>
              <b>{what}</b>
              <PartActions
                pointer={at}
                what={what}
                remove={() => remove(withNamed(clause.named.filter((_, other) => other !== i)), what)}
              />
            </div>
            <div className={styles.row}>
              <Labelled pointer={`${at}/unit`} label={text(m.unit)}>
                <UnitPicker
                  id={fieldId(`${at}/unit`)}
                  {...(named.unit === '' ? {} : { value: named.unit })}
                  disabled={fixed}
                  onChange={(unit) => change(`${at}/unit`, unit ?? '')}
                />
              </Labelled>
              <Choice
                pointer={`${at}/role`}
                label={text(m.role)}
                options={Object.entries(namedRoles).map(([value, label]) => ({ value, label: text(label) }))}
              />
              <Choice
                pointer={`${at}/task`}
                label={text(m.ofTask)}
                none={text(m.wholeClause)}
                options={clause.tasks.map(({ code }) => ({ value: code, label: code }))}
              />
            </div>
            <Words pointer={`${at}/words`} label={text(m.words)} />
          </div>
        );
      })}
      {!fixed && (
        <Button
          type="dashed"
          onClick={() =>
            edit(
              {
                document: withNamed([...clause.named, { unit: '', role: 'pilot', words: '', task: null }]),
                at: `${list}/${clause.named.length}`,
              },
              (added) => fieldId(`${added}/unit`),
            )
          }
        >
          {text(m.addNamed)}
        </Button>
      )}
    </section>
  );
}
