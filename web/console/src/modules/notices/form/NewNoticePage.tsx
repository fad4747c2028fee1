// A new notice of the own unit.
import { useNavigate } from 'react-router';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { civilToday } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { useBeginNotice } from '../api';
import { m } from '../messages';
import { NoticeForm } from './NoticeForm';

export default function NewNoticePage() {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  const begin = useBeginNotice();
  const unit = currentPost(session)?.unit.code ?? '';
  return (
    <>
      <PageHead title={text(m.newTitle)} trail={[{ label: text(m.title), to: '/notices' }]} />
      <Card>
        <NoticeForm
          form="new-notice"
          initial={{ kind: 'affairs', from_on: civilToday() }}
          send={(written, idempotencyKey) => begin.mutateAsync({ unit, written, idempotencyKey })}
          onDone={({ notice }) => void navigate(`/notices/${notice.id}`)}
          onCancel={() => void navigate('/notices')}
        />
      </Card>
    </>
  );
}
