// n of d as a bar, with a tick where the target is. The figures stand beside it in words.
import styles from './ShareBar.module.css';

interface Props {
  n: number;
  d: number;
  // The target as a share of 1.
  target?: number | undefined;
}

export function ShareBar({ n, d, target }: Props) {
  if (d <= 0) return null;
  const width = Math.min(100, (n / d) * 100);
  return (
    <svg className={styles.bar} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className={styles.ground} width="100" height="8" />
      <rect className={styles.value} width={width} height="8" />
      {target !== undefined && target < 1 && <rect className={styles.target} x={target * 100 - 0.5} width="1.2" height="8" />}
    </svg>
  );
}
