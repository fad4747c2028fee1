// A place with nothing in it: says why, and what to do.
import type { ReactNode } from 'react';
import { Mark } from './Mark';
import styles from './Notice.module.css';

interface Props {
  title: string;
  advice?: string | undefined;
  role?: 'alert' | 'status';
  // Within a card that has more to say elsewhere.
  small?: boolean;
  children?: ReactNode;
}

export function Notice({ title, advice, role = 'status', small = false, children }: Props) {
  return (
    <div className={`${styles.notice} ${small ? styles.small : ''}`} role={role}>
      {!small && <Mark className={styles.mark} />}
      <p className={styles.title}>{title}</p>
      {advice && <p className={styles.advice}>{advice}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
