// The to-do list: what the own unit owes, what waits for its decision, what is late below it.
import { Link } from 'react-router';
import { TaskedRows } from '@/modules/plan/list/TaskedRows';
import { explain } from '@/shared/api/problem';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { m } from '../messages';
import {
  useAgreedExports, useWaitingComments, useWaitingExports, useWaitingPresses, useWaitingReports, useWaitingRequests, useWaitingResets,
} from '../useWaiting';
import styles from './Todo.module.css';

export function Todo() {
  const text = useText();
  const reports = useWaitingReports();
  const presses = useWaitingPresses();
  const comments = useWaitingComments().waiting.length;
  const requests = useWaitingRequests().waiting.length;
  const exports = useWaitingExports().waiting.length;
  const resets = useWaitingResets().waiting.length;
  const agreed = useAgreedExports().agreed.length;
  const queries = [reports.query, presses.query];
  const failed = queries.find((query) => query.isError && query.data === undefined);
  if (queries.some((query) => query.isLoading)) return <Card title={text(m.todo)}><Loading rows={4} /></Card>;
  const owes = reports.owed.length + presses.owed.length + agreed > 0;
  const decides = reports.submitted.length + comments + requests + exports + resets > 0;
  const late = reports.late.length + presses.late.length > 0;
  const toReport = ({ id }: { id: string }) => `/reports/${id}`;
  const toPress = ({ id }: { id: string }) => `/presses/${id}`;
  return (
    <>
      <Card title={text(m.todo)}>
        {failed && <Notice small role="alert" title={text(explain(failed.error).title)} />}
        {!owes && !decides && !failed && <Notice small title={text(m.todoNone)} advice={text(m.todoAdvice)} />}
        {owes && (
          <section className={styles.part}>
            <h3>{text(m.owed)}</h3>
            <TaskedRows rows={presses.owed} to={toPress} kind={text(m.press)} />
            <TaskedRows rows={reports.owed} to={toReport} kind={text(m.report)} />
            {agreed > 0 && (
              <p className={styles.comments}>
                <Link to="/people">{text(m.exportsAgreed, { n: agreed })}</Link>
              </p>
            )}
          </section>
        )}
        {decides && (
          <section className={styles.part}>
            <h3>{text(m.toDecide)}</h3>
            <TaskedRows rows={reports.submitted} to={toReport} kind={text(m.report)} />
            {requests > 0 && (
              <p className={styles.comments}>
                <Link to="/resident-requests">{text(m.requestsWaiting, { n: requests })}</Link>
              </p>
            )}
            {exports > 0 && (
              <p className={styles.comments}>
                <Link to="/export-approvals">{text(m.exportsWaiting, { n: exports })}</Link>
              </p>
            )}
            {resets > 0 && (
              <p className={styles.comments}>
                <Link to="/accounts">{text(m.resetsWaiting, { n: resets })}</Link>
              </p>
            )}
            {comments > 0 && (
              <p className={styles.comments}>
                <Link to="/comments?state=waiting">{text(m.commentsWaiting, { n: comments })}</Link>
              </p>
            )}
          </section>
        )}
      </Card>
      {late && (
        <Card title={text(m.lateBelow)}>
          <TaskedRows rows={presses.late} to={toPress} kind={text(m.press)} />
          <TaskedRows rows={reports.late} to={toReport} kind={text(m.report)} />
        </Card>
      )}
    </>
  );
}
