// One notice: its draft to write, or how it hangs out; its recordings; what may be done now; what was done.
import { App } from 'antd';
import { useParams } from 'react-router';
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
import { workflowStatus } from '@/shared/workflow/state';
import { useStaleNotice } from '@/shared/workflow/useStaleNotice';
import { type Notice, type NoticeDetail, useActOnNotice, useNotice, useNoticesChanged, useWriteNotice } from '../api';
import { NoticeForm } from '../form/NoticeForm';
import { m } from '../messages';
import { Recordings } from './Recordings';
import styles from './NoticePage.module.css';

export default function NoticePage() {
  const { id = '' } = useParams();
  return (
    <Asked query={useNotice(id)} loading={<Loading rows={10} />}>
      {(detail) => <Page key={`${detail.notice.id}-${detail.notice.state}`} detail={detail} />}
    </Asked>
  );
}

function Page({ detail }: { detail: NoticeDetail }) {
  const { notice, history } = detail;
  const text = useText();
  const act = useActOnNotice(notice.id);
  const changed = useNoticesChanged();
  const { stale, watch } = useStaleNotice(changed);
  const writes = notice.actions.some(({ name }) => name === 'write');
  return (
    <>
      <PageHead
        title={notice.title}
        trail={[{ label: text(m.title), to: '/notices' }]}
        note={
          <>
            <StatusTag status={workflowStatus(notice)} />
            {notice.demo && <span>{text(m.demo)}</span>}
          </>
        }
        actions={
          <Offered
            actions={notice.actions.filter(({ name }) => name !== 'write')}
            primary="publish"
            of={notice.title}
            act={(action, reason, idempotencyKey) =>
              watch(act.mutateAsync({ action, version: notice.version, reason, idempotencyKey }))
            }
          />
        }
      />
      <div className={styles.layout}>
        <div className={styles.main}>
          <StaleNotice shown={stale} />
          {writes && <Writing notice={notice} watch={watch} />}
          <Shown notice={notice} preview={writes} />
          <Recordings detail={detail} />
        </div>
        <History lines={history} />
      </div>
    </>
  );
}

function Writing({ notice, watch }: { notice: Notice; watch: <T>(work: Promise<T>) => Promise<T> }) {
  const text = useText();
  const { message } = App.useApp();
  const write = useWriteNotice(notice.id);
  const { kind, title, text: words, from_on, until_on, contact } = notice;
  return (
    <Card title={text(m.draft)}>
      <NoticeForm
        form={`notice-${notice.id}`}
        version={notice.version}
        initial={{ kind, title, text: words, from_on, until_on, contact }}
        send={(written, idempotencyKey) => watch(write.mutateAsync({ version: notice.version, written, idempotencyKey }))}
        onDone={() => void message.success(text(m.saved))}
      />
    </Card>
  );
}

// As everyone reads it, or will.
function Shown({ notice, preview }: { notice: Notice; preview: boolean }) {
  const text = useText();
  const format = useFormat();
  return (
    <Card title={preview ? text(m.preview) : text({ zh: notice.kind_zh, en: notice.kind_en })}>
      <h3 className={styles.title}>{notice.title}</h3>
      {notice.text.split('\n').filter((line) => line.trim() !== '').map((line, at) => (
        <p key={at} className={styles.paragraph}>
          {line}
        </p>
      ))}
      <p className={styles.facts}>
        {notice.unit.name} · {text(m.fromTo, { from: format.date(notice.from_on), to: format.date(notice.until_on) })}
        {notice.contact !== '' && ` · ${notice.contact}`}
      </p>
      {notice.shown && (
        <p className={styles.ways}>
          <a href={`/notices/${notice.id}`}>{text(m.publicPage)}</a>
          <a href={`/notices/${notice.id}/paper`}>{text(m.paper)}</a>
        </p>
      )}
    </Card>
  );
}
