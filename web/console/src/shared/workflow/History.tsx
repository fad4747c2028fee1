// What was done to an object, newest first.
import type { Schemas } from '../api/client';
import { useFormat } from '../i18n/useFormat';
import { useText } from '../state/preferences';
import { Card } from '../ui/Card';
import { Timeline } from '../ui/Timeline';
import { m } from './messages';
import styles from './History.module.css';

export function History({ lines }: { lines: Schemas['HistoryLine'][] }) {
  const text = useText();
  return (
    <Card title={text(m.history)}>
      <HistoryLines lines={lines} />
    </Card>
  );
}

export function HistoryLines({ lines }: { lines: Schemas['HistoryLine'][] }) {
  const text = useText();
  const format = useFormat();
  return (
    <Timeline
      moments={[...lines].reverse().map((line) => ({
        key: `${line.entry} ${line.at}`,
        when: format.instant(line.at),
        what: (
          <>
            {text({ zh: line.done_zh, en: line.done_en })}
            <span className={styles.post}>{line.post}</span>
            {line.reason !== '' && <p className={styles.reason}>{text(m.because, { reason: line.reason })}</p>}
          </>
        ),
      }))}
    />
  );
}
