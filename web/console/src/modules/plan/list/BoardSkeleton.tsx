// The shape of the scoreboard while it is being read.
import { Skeleton } from 'antd';
import { useText } from '@/shared/state/preferences';
import { m } from '../messages';
import styles from './BoardSkeleton.module.css';

export function BoardSkeleton() {
  const text = useText();
  return (
    <div role="status" aria-label={text(m.title)}>
      <Skeleton active title={{ width: 420 }} paragraph={false} />
      <div className={styles.cards}>
        {[0, 1, 2, 3].map((card) => (
          <div key={card} className={styles.card}>
            <Skeleton active title={false} paragraph={{ rows: 3 }} />
          </div>
        ))}
      </div>
      <div className={styles.card}>
        <Skeleton active title={false} paragraph={{ rows: 12, width: '100%' }} />
      </div>
    </div>
  );
}
