// What the editor has to say about what was changed here.
import { Alert, Button } from 'antd';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import type { Taken as TakenPart } from '../form/useEditor';
import { m } from '../messages';
import styles from '../form/Editor.module.css';

// Someone else saved: nothing is lost, and nothing is overwritten unasked.
export function Conflict({ onKeep, onDrop }: { onKeep: () => void; onDrop: () => void }) {
  const text = useText();
  return (
    <Alert
      type="warning"
      showIcon
      title={text(m.conflict)}
      description={text(m.conflictHelp)}
      action={
        <span className={styles.choices}>
          <Button size="small" onClick={onKeep}>
            {text(m.keepMine)}
          </Button>
          <Button size="small" onClick={onDrop}>
            {text(m.takeTheirs)}
          </Button>
        </span>
      }
    />
  );
}

export function Restored({ at, onDrop }: { at: string; onDrop: () => void }) {
  const text = useText();
  const format = useFormat();
  return (
    <Alert
      type="info"
      showIcon
      title={text(m.restored, { at: format.instant(at) })}
      action={
        <Button size="small" onClick={onDrop}>
          {text(m.dropMine)}
        </Button>
      }
    />
  );
}

export function Taken({ taken, onUndo }: { taken: TakenPart | null; onUndo: () => void }) {
  const text = useText();
  return (
    <div role="status" className={styles.taken}>
      {taken && (
        <Alert
          type="info"
          title={text(m.taken, { what: taken.what })}
          action={
            <Button size="small" onClick={onUndo}>
              {text(m.bringBack)}
            </Button>
          }
        />
      )}
    </div>
  );
}
