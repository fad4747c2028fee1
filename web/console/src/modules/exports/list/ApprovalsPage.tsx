// What units below want to take out of the house, for whoever may agree to it. The address holds the filter.
import { App } from 'antd';
import { placeName } from '@/modules/units/names';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { StateFilter } from '@/shared/ui/StateFilter';
import { StatusTag } from '@/shared/ui/StatusTag';
import { Offered } from '@/shared/workflow/Offered';
import { StaleNotice } from '@/shared/workflow/StaleNotice';
import { workflowStatus } from '@/shared/workflow/state';
import { useStaleNotice } from '@/shared/workflow/useStaleNotice';
import { type ExportRequest, useDecideExport, useExportRequests, useExportRequestsChanged } from '../api';
import { m } from '../messages';
import styles from './Requests.module.css';

export default function ApprovalsPage() {
  const text = useText();
  const view = useUrlState({ state: 'asked' });
  return (
    <>
      <PageHead title={text(m.approvals)} note={<span>{text(m.approvalsNote)}</span>} />
      <StateFilter
        label={text(m.filter)}
        value={view.state.state}
        onChange={(state) => view.set({ state })}
        options={[
          { value: 'asked', label: text(m.waiting) },
          { value: 'all', label: text(m.all) },
        ]}
      />
      <Asked query={useExportRequests(view.state.state === 'all' ? '' : view.state.state)} rows={8}>
        {({ requests }) =>
          requests.length === 0 ? (
            <Card>
              <Notice title={text(m.noRequests)} advice={text(m.noRequestsAdvice)} />
            </Card>
          ) : (
            <div className={styles.list}>
              {requests.map((request) => (
                <One key={request.id} request={request} />
              ))}
            </div>
          )
        }
      </Asked>
    </>
  );
}

function One({ request }: { request: ExportRequest }) {
  const text = useText();
  const format = useFormat();
  const decide = useDecideExport();
  const { modal } = App.useApp();
  const { stale, watch } = useStaleNotice(useExportRequestsChanged());
  const what = text({ zh: request.what_zh, en: request.what_en });
  // Whoever asked cannot agree, and is told why.
  const refused = request.actions.find(({ refused_zh }) => refused_zh);
  const facts: [name: string, value: string][] = [
    [text(m.dataClass), text({ zh: request.class_zh, en: request.class_en })],
    [text(m.unit), placeName(request.unit.name)],
    [text(m.who), request.requester],
    [text(m.why), text(m.whyIs, { purpose: text({ zh: request.purpose_zh, en: request.purpose_en }), note: request.note })],
    [text(m.rows), text(m.rowsNow, { n: request.rows })],
    [text(m.askedAt), format.instant(request.asked_at)],
  ];
  if (request.expires_at && request.state === 'asked')
    facts.push([text(m.until), text(m.waitUntil, { at: format.instant(request.expires_at) })]);
  if (request.decided_at)
    facts.push([text(m.decided), text(m.decidedBy, { who: request.decider, at: format.instant(request.decided_at) })]);
  if (request.reason) facts.push([text(m.reason), request.reason]);
  if (request.export_number) facts.push([text(m.printed), text(m.takenAs, { n: String(request.export_number) })]);
  const act = async (action: string, reason: string | undefined, idempotencyKey: string) => {
    // From then on the file can leave the house.
    if (action === 'agree') {
      const sure = await modal.confirm({
        title: text(m.agreeSure, { who: request.requester }),
        content: text(m.agreeMeans, { what, n: request.rows }),
        okText: text(m.agree),
        cancelText: text(m.cancel),
      });
      if (!sure) return;
    }
    await watch(decide.mutateAsync({ request, action, reason, idempotencyKey }));
  };
  return (
    <Card title={what} extra={<StatusTag status={workflowStatus(request)} />}>
      <StaleNotice shown={stale} />
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {refused && <p className={styles.refused}>{text({ zh: refused.refused_zh ?? '', en: refused.refused_en ?? '' })}</p>}
      <div className={styles.actions}>
        <Offered
          actions={request.actions.filter(({ refused_zh }) => !refused_zh)}
          primary="agree"
          of={what}
          act={act}
        />
      </div>
    </Card>
  );
}
