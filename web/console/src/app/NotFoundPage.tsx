import { Link } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { Notice } from '@/shared/ui/Notice';
import { m } from './messages';

export function NotFoundPage() {
  const text = useText();
  return (
    <>
      <title>{`${text(m.notFound)} · ${text(m.product)}`}</title>
      <h1 className="hide">{text(m.notFound)}</h1>
      <Notice title={text(m.notFound)} advice={text(m.notFoundAdvice)}>
        <Link to="/desk">{text(m.toDesk)}</Link>
      </Notice>
    </>
  );
}
