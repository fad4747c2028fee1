// Who changed the record, when, which fields. What was in them is kept nowhere.
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Timeline } from '@/shared/ui/Timeline';
import { useHistory } from '../api';
import { m } from '../messages';
import { actionName, fieldNames } from '../words';
import styles from './PersonPage.module.css';

export function History({ id }: { id: string }) {
  const text = useText();
  const format = useFormat();
  return (
    <Card title={text(m.history)} extra={text(m.historyNote)}>
      <Asked query={useHistory(id)} rows={3}>
        {(lines) =>
          lines.length === 0 ? (
            <p className={styles.none}>{text(m.noHistory)}</p>
          ) : (
            <Timeline
              moments={[...lines].reverse().map((line, position) => ({
                key: `${line.entry}-${position}`,
                when: format.instant(line.at),
                what: (
                  <>
                    {text(actionName(line.action))}
                    {line.fields.length > 0 && `${text(m.colon)}${fieldNames(line.fields, text)}`}
                    <p className={styles.none}>{text(m.byPost, { post: line.post === 'shell' ? text(m.onShell) : line.post, entry: String(line.entry) })}</p>
                  </>
                ),
              }))}
            />
          )
        }
      </Asked>
    </Card>
  );
}
