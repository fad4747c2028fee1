// Who did what, when: newest first.
import type { ReactNode } from 'react';
import styles from './Timeline.module.css';

export interface Moment {
  key: string;
  when: string;
  what: ReactNode;
}

export function Timeline({ moments }: { moments: Moment[] }) {
  return (
    <ol className={styles.line}>
      {moments.map(({ key, when, what }) => (
        <li key={key}>
          <time>{when}</time>
          <div>{what}</div>
        </li>
      ))}
    </ol>
  );
}
