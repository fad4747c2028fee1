// A block of a page.
import type { ReactNode } from 'react';
import styles from './Card.module.css';

interface Props {
  title?: ReactNode;
  // At the right of the title.
  extra?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}

export function Card({ title, extra, flush = false, children }: Props) {
  return (
    <section className={`${styles.card} ${flush ? styles.flush : ''}`}>
      {title !== undefined && (
        <header className={styles.head}>
          <h2>{title}</h2>
          {extra !== undefined && <div className={styles.extra}>{extra}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
