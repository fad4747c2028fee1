// Comments on the plan, waiting ones first: published, or refused with a reason. The address holds the filter.
import { Link } from 'react-router';
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
import { type Comment, useComments, useCommentsChanged, useModerate } from '../api';
import { m } from '../messages';
import styles from './CommentsPage.module.css';

export default function CommentsPage() {
  const text = useText();
  const view = useUrlState({ state: '' });
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} />
      <StateFilter
        label={text(m.filter)}
        value={view.state.state}
        onChange={(state) => view.set({ state })}
        options={[
          { value: '', label: text(m.all) },
          { value: 'waiting', label: text(m.waiting) },
          { value: 'published', label: text(m.published) },
          { value: 'refused', label: text(m.refused) },
        ]}
      />
      <Asked query={useComments(view.state.state)} rows={8}>
        {({ comments, more }) =>
          comments.length === 0 ? (
            <Card>
              <Notice title={text(m.none)} advice={text(m.noneAdvice)} />
            </Card>
          ) : (
            <div className={styles.list}>
              {comments.map((comment) => (
                <One key={comment.id} comment={comment} />
              ))}
              {more && <p>{text(m.more)}</p>}
            </div>
          )
        }
      </Asked>
    </>
  );
}

function One({ comment }: { comment: Comment }) {
  const text = useText();
  const format = useFormat();
  const moderate = useModerate();
  const { stale, watch } = useStaleNotice(useCommentsChanged());
  const name = comment.name || text(m.anonymous);
  return (
    <Card
      title={name}
      extra={
        <span className={styles.extra}>
          {comment.clause === '' ? (
            text(m.wholePlan)
          ) : (
            <Link to={`/plan/${comment.year}/${comment.clause}`}>{text(m.aboutClause, { code: comment.clause })}</Link>
          )}
          <time className="num">{format.instant(comment.sent_at)}</time>
          <StatusTag status={workflowStatus(comment)} />
        </span>
      }
    >
      <StaleNotice shown={stale} />
      <p className={styles.text}>{comment.text}</p>
      <div className={styles.actions}>
        <Offered
          actions={comment.actions}
          primary={comment.state === 'waiting' ? 'publish' : ''}
          of={text(m.of, { name })}
          act={(action, reason, idempotencyKey) =>
            watch(moderate.mutateAsync({ comment, action, reason, idempotencyKey }))
          }
        />
      </div>
      {comment.decided_at && (
        <details className={styles.history}>
          <summary>{text(m.history)}</summary>
          <HistoryLines lines={comment.history} />
        </details>
      )}
    </Card>
  );
}
