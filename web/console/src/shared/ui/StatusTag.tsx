// A status: word, sign and ground together, the same wherever it is seen. Which status has which tone and sign is
// said once, beside the thing it belongs to (modules/plan/state.ts, modules/accounts/status.ts).
import type { Message } from '../i18n/text';
import { useText } from '../state/preferences';
import styles from './StatusTag.module.css';

export type Tone = 'done' | 'track' | 'behind' | 'late' | 'todo' | 'unasked' | 'nodata';

export interface Status {
  tone: Tone;
  sign: string;
  label: Message;
}

interface Props {
  status: Status;
  // Behind the word: how many, or how long.
  extra?: string | undefined;
}

export function StatusTag({ status, extra }: Props) {
  const text = useText();
  return (
    <span className={`${styles.tag} ${styles[status.tone]}`}>
      <span aria-hidden="true">{status.sign}</span>
      {text(status.label)}
      {extra !== undefined && <span className="num">{extra}</span>}
    </span>
  );
}

// The ground of a tone for other shapes: cells, squares, bars.
export function toneClass(tone: Tone): string {
  return styles[tone] ?? '';
}
