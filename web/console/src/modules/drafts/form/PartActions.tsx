// Moving a part of the plan up and down among its like, and taking it away.
import { Button } from 'antd';
import { useText } from '@/shared/state/preferences';
import type { Edited, Step } from '../edit';
import { m } from '../messages';
import { fieldId } from '../pointer';
import { useEditing } from './editing';
import styles from './Editor.module.css';

interface Props {
  pointer: string;
  // What it is called: 条款 1.2.
  what: string;
  // Null where it cannot go further.
  move?: ((step: Step) => Edited) | undefined;
  first?: boolean;
  last?: boolean;
  remove: () => void;
}

export function PartActions({ pointer, what, move, first = false, last = false, remove }: Props) {
  const text = useText();
  const { edit, fixed } = useEditing();
  const id = (at: string, way: string) => `${fieldId(at)}-${way}`;
  const go = (step: Step, way: string) => move && edit(move(step), (at) => id(at, way));
  if (fixed) return null;
  return (
    <span className={styles.partActions}>
      {move && (
        <>
          <Button size="small" id={id(pointer, 'up')} disabled={first} onClick={() => go(-1, 'up')} aria-label={text(m.upOf, { what })}>
            {text(m.up)}
          </Button>
          <Button size="small" id={id(pointer, 'down')} disabled={last} onClick={() => go(1, 'down')} aria-label={text(m.downOf, { what })}>
            {text(m.down)}
          </Button>
        </>
      )}
      <Button size="small" onClick={remove} aria-label={text(m.removeOf, { what })}>
        {text(m.remove)}
      </Button>
    </span>
  );
}
