// One progress report: what is asked, what was written, what happened, what may be done now.
import { useParams } from 'react-router';
import { TaskedHead } from '@/modules/plan/detail/TaskedHead';
import styles from '@/modules/plan/detail/Tasked.module.css';
import { Attachments } from '@/shared/attachments/Attachments';
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
import { type ReportDetail, useDecideReport, useReport, useReportsChanged } from '../api';
import { WriteForm } from '../form/WriteForm';
import { m } from '../messages';
import { progressNames } from '../progress';

export default function ReportPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={useReport(id)} loading={<Loading rows={10} />}>
      {(detail) => <Page key={detail.report.id} detail={detail} />}
    </Asked>
  );
}

function Page({ detail: { report, history, attachments } }: { detail: ReportDetail }) {
  const text = useText();
  const format = useFormat();
  const decide = useDecideReport(report.id);
  const changed = useReportsChanged();
  const { stale, watch } = useStaleNotice(changed);
  const title = text(m.ofUnit, { unit: report.unit.name, task: report.task });
  // Writing has a form of its own.
  const buttons = report.actions.filter(({ name }) => name !== 'write' && name !== 'submit');
  const writes = report.actions.some(({ name }) => name === 'submit');
  // Before the form while it is written: what is sent can no longer get files.
  const evidence = (
    <Attachments of={{ kind: 'plan.report', id: report.id }} files={attachments} mayChange={writes} onChanged={changed} />
  );
  return (
    <>
      <PageHead
        title={title}
        trail={[{ label: text(m.title), to: '/reports' }]}
        note={
          <>
            {report.late && <StatusTag status={lateStatus} />}
            <StatusTag status={workflowStatus(report)} />
          </>
        }
        actions={
          <Offered
            actions={buttons}
            primary="accept"
            of={title}
            act={(action, reason, idempotencyKey) =>
              watch(decide.mutateAsync({ action, version: report.version, reason, idempotencyKey }))
            }
          />
        }
      />
      <div className={styles.layout}>
        <div className={styles.main}>
          <StaleNotice shown={stale} />
          <TaskedHead tasked={report} words={report.note} />
          {writes && evidence}
          {writes ? (
            <WriteForm report={report} watch={watch} />
          ) : (
            <Card title={text(m.report)} extra={report.submitted_at ? text(m.submittedAt, { at: format.instant(report.submitted_at) }) : undefined}>
              {report.text === '' ? (
                <p className={styles.none}>{text(m.nothingYet)}</p>
              ) : (
                <>
                  <p className={styles.facts}>{text(progressNames[report.progress])}</p>
                  <p className={styles.text}>{report.text}</p>
                </>
              )}
            </Card>
          )}
          {!writes && evidence}
        </div>
        <History lines={history} />
      </div>
    </>
  );
}
