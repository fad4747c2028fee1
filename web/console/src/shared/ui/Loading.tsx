// The shape of what is being read.
import { Skeleton } from 'antd';
import { useText } from '../state/preferences';
import { m } from './messages';

export function Loading({ rows = 6 }: { rows?: number }) {
  const text = useText();
  return (
    <div role="status" aria-label={text(m.loading)}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}
