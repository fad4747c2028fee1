// The head of a page: the way here, its name, what can be done.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../state/preferences';
import { m } from './messages';
import styles from './PageHead.module.css';

export interface Crumb {
  label: string;
  to?: string;
}

interface Props {
  title: string;
  // Beside the title.
  note?: ReactNode;
  trail?: Crumb[];
  actions?: ReactNode;
}

export function PageHead({ title, note, trail = [], actions }: Props) {
  const text = useText();
  return (
    <div className={styles.head}>
      <title>{`${title} · ${text(m.product)}`}</title>
      {trail.length > 0 && (
        <nav aria-label={text(m.path)}>
          <ol className={styles.trail}>
            {trail.map(({ label, to }) => (
              <li key={label + to}>{to === undefined ? <span>{label}</span> : <Link to={to}>{label}</Link>}</li>
            ))}
          </ol>
        </nav>
      )}
      <div className={styles.row}>
        <h1>{title}</h1>
        {note !== undefined && <div className={styles.note}>{note}</div>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
