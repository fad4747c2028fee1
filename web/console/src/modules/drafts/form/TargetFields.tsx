// What the figures of a clause have to reach: which measure, how much of it, until when, and who owes it.
import { Button } from 'antd';
import { useMeasures } from '@/modules/plan/api';
import { namedRoles } from '@/modules/plan/namedRoles';
import { useText } from '@/shared/state/preferences';
import type { Clause } from '../api';
import { keyOf, newTarget } from '../edit';
import { m } from '../messages';
import { changeAt, fieldId } from '../pointer';
import { useEditing } from './editing';
import { Choice, Day, Tick, Whole, Words } from './Fields';
import { PartActions } from './PartActions';
import styles from './Editor.module.css';

export function TargetFields({ clause, pointer }: { clause: Clause; pointer: string }) {
  const text = useText();
  const { document, edit, remove, fixed } = useEditing();
  const list = `${pointer}/targets`;
  const withTargets = (targets: Clause['targets']) => changeAt(document, list, targets);
  return (
    <section>
      <h3>{text(m.targets)}</h3>
      {clause.targets.length === 0 && <p className={styles.none}>{text(m.noTargets)}</p>}
      {clause.targets.map((target, i) => {
        const at = `${list}/${i}`;
        const what = text(m.targetOf, { n: i + 1 });
        return (
          <div key={keyOf(target)} className={styles.item}>
            <div className={styles.itemHead}>
              <b>{what}</b>
              <PartActions
                pointer={at}
                what={what}
                remove={() => remove(withTargets(clause.targets.filter((_, other) => other !== i)), what)}
              />
            </div>
            <Target clause={clause} at={at} />
          </div>
        );
      })}
      {!fixed && (
        <Button
          type="dashed"
          disabled={clause.tasks.length === 0}
          onClick={() =>
            edit(
              {
                document: withTargets([...clause.targets, newTarget(document, clause)]),
                at: `${list}/${clause.targets.length}`,
              },
              (added) => fieldId(`${added}/measure`),
            )
          }
        >
          {text(m.addTarget)}
        </Button>
      )}
      {clause.tasks.length === 0 && <p className={styles.none}>{text(m.taskFirst)}</p>}
    </section>
  );
}

function Target({ clause, at }: { clause: Clause; at: string }) {
  const text = useText();
  const measures = useMeasures().data ?? [];
  const roles = [...new Set(clause.named.map(({ role }) => role))];
  return (
    <>
      <div className={styles.row}>
        <Choice
          pointer={`${at}/measure`}
          label={text(m.measure)}
          search
          // A target is a share, so what it measures has a denominator.
          options={measures.filter(({ d_zh }) => d_zh !== '').map((measure) => ({ value: measure.code, label: text(measure) }))}
        />
        <Choice
          pointer={`${at}/task`}
          label={text(m.ofTask)}
          options={clause.tasks.map(({ code }) => ({ value: code, label: code }))}
        />
      </div>
      <div className={styles.row}>
        <Choice pointer={`${at}/comparison`} label={text(m.comparison)} options={[{ value: 'at_least', label: text(m.atLeast) }]} />
        <Whole pointer={`${at}/part`} label={text(m.part)} />
        <Whole pointer={`${at}/of`} label={text(m.of)} />
        <Words pointer={`${at}/period`} label={text(m.period)} hint={text(m.periodHint)} />
        <Day pointer={`${at}/due`} label={text(m.due)} />
      </div>
      <div className={styles.row}>
        <Choice
          pointer={`${at}/owed_by`}
          label={text(m.owedBy)}
          none={text(m.everyUnit)}
          options={roles.map((role) => ({ value: role, label: text(m.onlyNamed, { role: text(namedRoles[role]) }) }))}
        />
        <Choice
          pointer={`${at}/confidence`}
          label={text(m.confidence)}
          options={[
            { value: 'text', label: text(m.fromText) },
            { value: 'proposal', label: text(m.proposed) },
          ]}
        />
      </div>
      <Words pointer={`${at}/note_zh`} label={text(m.noteZh)} />
      <Words pointer={`${at}/note_en`} label={text(m.noteEn)} />
      <Tick pointer={`${at}/headline`} label={text(m.headline)} />
    </>
  );
}
