import { Alert } from 'antd';
import { useText } from '../state/preferences';
import { m } from './messages';

export function StaleNotice({ shown }: { shown: boolean }) {
  const text = useText();
  if (!shown) return null;
  return <Alert type="warning" showIcon title={text(m.changedTitle)} description={text(m.changedAdvice)} />;
}
