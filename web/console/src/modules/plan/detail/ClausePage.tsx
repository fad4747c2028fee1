// One clause of the plan: its words, what it promises, who is named, and how each figure stands at each unit.
// The address holds the view: at (unit), target (which figure), sort, state (filter). `measure` chooses a figure by
// what it counts.
import { Tooltip } from 'antd';
import { Link, useParams } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { type ClauseStanding, type Plan, useClause, usePlan } from '../api';
import { m } from '../messages';
import { recordsAddress } from '../records';
import { statusOf } from '../state';
import { unitTrail, useTrail } from '../useTrail';
import { ClauseText } from './ClauseText';
import { EachUnit } from './EachUnit';
import { Reported } from './Reported';
import { TargetFigure } from './TargetFigure';
import { TaskActions } from './TaskActions';
import styles from './ClausePage.module.css';

export const noClauseView = { at: '', target: '', measure: '', sort: '', state: '' };

export default function ClausePage() {
  const { year = '', clause = '' } = useParams();
  const view = useUrlState(noClauseView);
  const plan = usePlan(Number(year));
  const standing = useClause(Number(year), clause, view.state.at);
  return (
    <Asked query={standing} loading={<Loading rows={12} />}>
      {(data) => <Page standing={data} plan={plan.data} stale={standing.isPlaceholderData} />}
    </Asked>
  );
}

function Page({ standing, plan, stale }: { standing: ClauseStanding; plan: Plan | undefined; stale: boolean }) {
  const text = useText();
  const view = useUrlState(noClauseView);
  const above = useTrail(standing.at.code);
  const { clause, at, year, targets } = standing;
  const name = text({ zh: clause.short_zh, en: clause.short_en });
  const isWhole = plan === undefined || at.code === plan.division.code;
  const own = standing.standing.own;
  const asked = Number(view.state.target);
  const byMeasure = targets.findIndex(({ target }) => target.measure === view.state.measure);
  const index = view.state.target !== '' && targets[asked] ? asked : byMeasure >= 0 ? byMeasure : (own.target ?? 0);
  const boardAddress = `/plan/${year}${isWhole ? '' : `?at=${at.code}`}`;

  return (
    <div className={stale ? styles.stale : undefined} aria-busy={stale}>
      <PageHead
        title={`${clause.code} ${name}`}
        trail={[
          { label: text(m.planOf, { year: String(year) }), to: boardAddress },
          ...(isWhole ? [] : unitTrail(above, at, plan, (code) => `/plan/${year}/${clause.code}${view.query({ at: code })}`)),
        ]}
        note={<StatusTag status={statusOf(own.state)} />}
        actions={<TaskActions year={year} clause={clause.code} at={at} />}
      />
      <div className={styles.layout}>
        <div className={styles.main}>
          <Card title={text(m.whyTitle, { unit: at.name, state: text(statusOf(own.state).label) })}>
            <p>{text({ zh: own.why_zh, en: own.why_en })}</p>
            <div className={styles.targets} role="group" aria-label={text(m.chooseTarget)}>
              {targets.map((line, i) => (
                <Link
                  key={`${line.target.task} ${line.target.measure}`}
                  to={view.query({ target: String(i), measure: '', state: '' })}
                  aria-current={i === index ? 'true' : undefined}
                  className={`${styles.target} ${i === index ? styles.chosen : ''}`}
                  preventScrollReset
                  replace
                >
                  <TargetFigure line={line} deciding={own.target === i} />
                </Link>
              ))}
            </div>
            {targets[index] && (
              <p className={styles.records}>
                <Link to={recordsAddress(year, targets[index].target.measure, targets[index].target.period, at.code)}>
                  {text({ zh: targets[index].measure_zh, en: targets[index].measure_en })} · {text(m.records)}
                </Link>
              </p>
            )}
          </Card>
          {standing.tasks.length > 0 && (
            <Card title={text(m.unmeasured)}>
              <Reported standing={standing} />
            </Card>
          )}
          {targets[index] && <EachUnit standing={standing} line={targets[index]} />}
        </div>
        <ClauseText standing={standing} />
      </div>
      <Neighbours plan={plan} code={clause.code} query={view.query({ target: '', measure: '', sort: '', state: '' })} />
    </div>
  );
}

function Neighbours({ plan, code, query }: { plan: Plan | undefined; code: string; query: string }) {
  const text = useText();
  const clauses = plan?.plan.sections.flatMap((section) => section.clauses) ?? [];
  const here = clauses.findIndex((clause) => clause.code === code);
  const previous = clauses[here - 1];
  const next = here < 0 ? undefined : clauses[here + 1];
  const link = (clause: NonNullable<typeof next>, words: typeof m.next) => (
    <Tooltip title={clause.text.slice(0, 60)}>
      <Link to={`/plan/${plan?.plan.year}/${clause.code}${query}`}>
        {text(words, { name: `${clause.code} ${text({ zh: clause.short_zh, en: clause.short_en })}` })}
      </Link>
    </Tooltip>
  );
  return (
    <nav className={styles.neighbours} aria-label={text(m.otherClauses)}>
      {previous && link(previous, m.previous)}
      <span />
      {next && link(next, m.next)}
    </nav>
  );
}
