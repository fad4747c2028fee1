// What residents ask, what waits first: to correct, to erase, to keep without using. The address holds the filter.
import { App } from 'antd';
import { Link } from 'react-router';
import { fill, write } from '@/shared/i18n/text';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { StateFilter } from '@/shared/ui/StateFilter';
import { StatusTag } from '@/shared/ui/StatusTag';
import { HistoryLines } from '@/shared/workflow/History';
import { Offered } from '@/shared/workflow/Offered';
import { StaleNotice } from '@/shared/workflow/StaleNotice';
import { workflowStatus } from '@/shared/workflow/state';
import { useStaleNotice } from '@/shared/workflow/useStaleNotice';
import { type ResidentRequest, useDecide, useRequests, useRequestsChanged } from '../api';
import { m } from '../messages';
import styles from './RequestsPage.module.css';

export default function RequestsPage() {
  const text = useText();
  const view = useUrlState({ state: 'waiting' });
  return (
    <>
      <PageHead title={text(m.requests)} note={<span>{text(m.requestsNote)}</span>} />
      <StateFilter
        label={text(m.filter)}
        value={view.state.state}
        onChange={(state) => view.set({ state })}
        options={[
          { value: 'waiting', label: text(m.waiting) },
          { value: 'all', label: text(m.all) },
        ]}
      />
      <Asked query={useRequests(view.state.state === 'all' ? '' : view.state.state)} rows={8}>
        {({ requests, more }) =>
          requests.length === 0 ? (
            <Card>
              <Notice title={text(m.noRequests)} advice={text(m.noRequestsAdvice)} />
            </Card>
          ) : (
            <div className={styles.list}>
              {requests.map((request) => (
                <One key={request.id} request={request} />
              ))}
              {more && <p>{text(m.more)}</p>}
            </div>
          )
        }
      </Asked>
    </>
  );
}

// What is asked before a step that changes the register, or leads to that; null: nothing.
function questionOf(action: string, { name, field_zh, now, wanted }: ResidentRequest) {
  if (action === 'confirm') return { title: fill(m.eraseSure, { name }), means: m.eraseMeans, ok: m.erase };
  if (action === 'erase') return { title: fill(m.agreeErasureSure, { name }), means: m.agreeErasureMeans, ok: m.agreeErasure };
  if (action !== 'correct') return null;
  const before = now ? { zh: now, en: now } : m.nothing;
  const means = {
    zh: write('zh', m.correctMeans, { field: field_zh, now: before.zh, wanted }),
    en: write('en', m.correctMeans, { field: field_zh, now: before.en, wanted }),
  };
  return { title: fill(m.correctSure, { name }), means, ok: m.correct };
}

function One({ request }: { request: ResidentRequest }) {
  const text = useText();
  const format = useFormat();
  const decide = useDecide();
  const { modal } = App.useApp();
  const { stale, watch } = useStaleNotice(useRequestsChanged());
  const kind = text({ zh: request.kind_zh, en: request.kind_en });
  const waits = !request.decided_at;
  const refused = request.actions.find(({ refused_zh }) => refused_zh);
  const act = async (action: string, reason: string | undefined, idempotencyKey: string) => {
    const question = questionOf(action, request);
    if (question) {
      const sure = await modal.confirm({
        title: text(question.title),
        content: text(question.means),
        okText: text(question.ok),
        okButtonProps: { danger: action === 'confirm' }, // it cannot be undone
        cancelText: text(m.cancel),
      });
      if (!sure) return;
    }
    await watch(decide.mutateAsync({ request, action, reason, idempotencyKey }));
  };
  return (
    <Card
      title={`${kind} · ${request.name}`}
      extra={
        <span className={styles.extra}>
          <Link to={`/people/${request.record}`}>{text(m.inRegister)}</Link>
          {waits && <span className="num">{text(m.due, { date: format.date(request.due_on) })}</span>}
          <StatusTag status={workflowStatus(request)} />
        </span>
      }
    >
      <StaleNotice shown={stale} />
      <dl className={styles.facts}>
        {request.field && (
          <>
            <dt>{text(m.field)}</dt>
            <dd>{request.field_zh}</dd>
            {request.state === 'submitted' && (
              <>
                <dt>{text(m.now)}</dt>
                <dd>{request.now || text(m.nothing)}</dd>
              </>
            )}
            <dt>{text(m.wanted)}</dt>
            <dd>{request.wanted || text(m.forgotten)}</dd>
          </>
        )}
        <dt>{text(m.why)}</dt>
        <dd>{request.why || text(m.nothing)}</dd>
        <dt>{text(m.asked)}</dt>
        <dd className="num">{format.instant(request.asked_at)}</dd>
        {request.joined_at && (
          <>
            <dt>{text(m.joined)}</dt>
            <dd className="num">{format.instant(request.joined_at)}</dd>
          </>
        )}
        {request.left_on && (
          <>
            <dt>{text(m.left)}</dt>
            <dd className="num">
              {format.date(request.left_on)}
              {request.left_entered_at && text(m.leftEntered, { at: format.instant(request.left_entered_at) })}
            </dd>
          </>
        )}
      </dl>
      {request.holds.length > 0 && (
        <div className={styles.holds}>
          {text(m.holds)}
          <ul>
            {request.holds.map(({ rule, zh, en, article, certain }) => (
              <li key={rule}>
                {text({ zh, en })}
                {article !== '' && text(m.article, { article })}
                {!certain && text(m.uncertain)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {refused && <p className={styles.refused}>{text({ zh: refused.refused_zh ?? '', en: refused.refused_en ?? '' })}</p>}
      <div className={styles.actions}>
        <Offered
          actions={request.actions.filter(({ refused_zh }) => !refused_zh)}
          primary={request.kind === 'correction' ? 'correct' : ''}
          of={text(m.of, { name: request.name })}
          act={act}
        />
      </div>
      <details className={styles.history}>
        <summary>{text(m.history)}</summary>
        <HistoryLines lines={request.history} />
      </details>
    </Card>
  );
}
