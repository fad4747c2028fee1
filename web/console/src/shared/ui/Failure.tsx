// What is shown in place of what could not be read.
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { explain } from '../api/problem';
import { useText } from '../state/preferences';
import { m } from './messages';
import { Notice } from './Notice';

interface Props {
  error: unknown;
  onRetry?: (() => void) | undefined;
  action?: ReactNode;
}

export function Failure({ error, onRetry, action }: Props) {
  const text = useText();
  const { title, advice, retry, request } = explain(error);
  return (
    <Notice role="alert" title={text(title)} advice={text(advice)}>
      {action}
      {retry && onRetry && (
        <Button type="primary" onClick={onRetry}>
          {text(m.retry)}
        </Button>
      )}
      {request && <small className="num">{text(m.request, { id: request })}</small>}
    </Notice>
  );
}
