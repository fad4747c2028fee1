// What became of the own requests, where the export button is: those that wait or can be taken, and the latest that is
// over, so that its answer is seen.
import { App } from 'antd';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { StatusTag } from '@/shared/ui/StatusTag';
import { Offered } from '@/shared/workflow/Offered';
import { StaleNotice } from '@/shared/workflow/StaleNotice';
import { workflowStatus } from '@/shared/workflow/state';
import { useStaleNotice } from '@/shared/workflow/useStaleNotice';
import { type ExportRequest, takeAgreed, useDecideExport, useExportRequestsChanged, useOwnExportRequests } from '../api';
import { m } from '../messages';
import styles from './Requests.module.css';

const isOpen = ({ state, takings_left }: ExportRequest) => state === 'asked' || state === 'agreed' || takings_left !== null;

export function OwnRequests({ enabled }: { enabled: boolean }) {
  const text = useText();
  const all = useOwnExportRequests(enabled).data?.requests ?? [];
  const open = all.filter(isOpen);
  const over = all.find((request) => !isOpen(request) && request.state !== 'withdrawn');
  const shown = over ? [...open, over] : open;
  if (shown.length === 0) return null;
  return (
    <div className={styles.above}>
      <Card title={text(m.ownRequests)}>
        <ul className={styles.own}>
          {shown.map((request) => (
            <Line key={request.id} request={request} />
          ))}
        </ul>
      </Card>
    </div>
  );
}

function Line({ request }: { request: ExportRequest }) {
  const text = useText();
  const { message } = App.useApp();
  const decide = useDecideExport();
  const changed = useExportRequestsChanged();
  const { stale, watch } = useStaleNotice(changed);
  const act = async (action: string, reason: string | undefined, idempotencyKey: string) => {
    if (action !== 'take') {
      await watch(decide.mutateAsync({ request, action, reason, idempotencyKey }));
      return;
    }
    try {
      await takeAgreed(request);
      void message.success(text(m.saved));
    } finally {
      changed();
    }
  };
  const what = text({ zh: request.what_zh, en: request.what_en });
  return (
    <li>
      <div className={styles.what}>
        <b>{what}</b> <StatusTag status={workflowStatus(request)} />
        <p>{text(m.whyIs, { purpose: text({ zh: request.purpose_zh, en: request.purpose_en }), note: request.note })}</p>
        <p>
          <Standing request={request} />
        </p>
        <StaleNotice shown={stale} />
      </div>
      <div className={styles.actions}>
        <Offered actions={request.actions} primary="take" of={what} act={act} />
      </div>
    </li>
  );
}

function Standing({ request }: { request: ExportRequest }) {
  const text = useText();
  const format = useFormat();
  const until = request.expires_at ? format.instant(request.expires_at) : '';
  if (request.state === 'asked') return text(m.waitUntil, { at: until });
  if (request.state === 'agreed') return text(m.takeUntil, { who: request.decider, at: until });
  if (request.state === 'refused') return text(m.refusedWhy, { who: request.decider, reason: request.reason });
  const n = String(request.export_number ?? '');
  if (request.state === 'taken' && request.takings_left !== null)
    return text(m.takeAgain, { n, at: until, left: String(request.takings_left) });
  if (request.state === 'taken') return text(m.takenAs, { n });
  return format.instant(request.asked_at);
}
