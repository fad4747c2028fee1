// In place of a page that threw. A page whose file is gone was replaced by a newer version while this one was open.
import { Button } from 'antd';
import { useRouteError } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { Notice } from '@/shared/ui/Notice';
import { m } from './messages';

export function BrokenPage() {
  const text = useText();
  const error = useRouteError();
  const replaced = error instanceof TypeError && /module|import/i.test(error.message);
  return (
    <Notice
      role="alert"
      title={text(replaced ? m.newVersion : m.broken)}
      advice={replaced ? undefined : text(m.brokenAdvice)}
    >
      <Button type="primary" onClick={() => location.reload()}>
        {text(m.reload)}
      </Button>
    </Notice>
  );
}
