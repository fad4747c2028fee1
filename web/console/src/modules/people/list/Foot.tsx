// How many are listed, and the way to more.
import { Button } from 'antd';
import { useText } from '@/shared/state/preferences';
import { m } from '../messages';
import styles from './PeoplePage.module.css';

interface Props {
  shown: number;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

export function Foot({ shown, query }: Props) {
  const text = useText();
  if (shown === 0) return null;
  return (
    <p className={styles.foot}>
      {text(m.shown, { n: shown })}
      {query.hasNextPage ? (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {text(m.more)}
        </Button>
      ) : (
        text(m.all)
      )}
    </p>
  );
}
