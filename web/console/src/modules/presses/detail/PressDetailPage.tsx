// What a unit is pressed on: the task, what is wanted, the reply, what happened.
import { useParams } from 'react-router';
import { TaskedHead } from '@/modules/plan/detail/TaskedHead';
import styles from '@/modules/plan/detail/Tasked.module.css';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { History } from '@/shared/workflow/History';
import { Offered } from '@/shared/workflow/Offered';
import { StaleNotice } from '@/shared/workflow/StaleNotice';
import { lateStatus, workflowStatus } from '@/shared/workflow/state';
import { useStaleNotice } from '@/shared/workflow/useStaleNotice';
import { type PressDetail, usePress, usePressesChanged, useWithdrawPress } from '../api';
import { ReplyForm } from '../form/ReplyForm';
import { m } from '../messages';

export default function PressDetailPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={usePress(id)} loading={<Loading rows={10} />}>
      {(detail) => <Page key={detail.press.id} detail={detail} />}
    </Asked>
  );
}

function Page({ detail: { press, history } }: { detail: PressDetail }) {
  const text = useText();
  const format = useFormat();
  const withdraw = useWithdrawPress(press.id);
  const { stale, watch } = useStaleNotice(usePressesChanged());
  const title = text(m.ofUnit, { unit: press.unit.name, task: press.task });
  const replies = press.actions.some(({ name }) => name === 'reply');
  return (
    <>
      <PageHead
        title={title}
        trail={[{ label: text(m.title), to: '/presses' }]}
        note={
          <>
            {press.late && <StatusTag status={lateStatus} />}
            <StatusTag status={workflowStatus(press)} />
          </>
        }
        actions={
          <Offered
            actions={press.actions.filter(({ name }) => name !== 'reply')}
            of={title}
            act={(_, reason, idempotencyKey) =>
              watch(withdraw.mutateAsync({ reason, version: press.version, idempotencyKey }))
            }
          />
        }
      />
      <div className={styles.layout}>
        <div className={styles.main}>
          <StaleNotice shown={stale} />
          <TaskedHead tasked={press} words={press.text} />
          {replies ? (
            <ReplyForm press={press} watch={watch} />
          ) : (
            <Card
              title={text(m.reply)}
              extra={press.closed_at ? text(m.closedAt, { at: format.instant(press.closed_at) }) : undefined}
            >
              <p className={press.reply === '' ? styles.none : styles.text}>{press.reply || text(m.noReply)}</p>
            </Card>
          )}
        </div>
        <History lines={history} />
      </div>
    </>
  );
}
