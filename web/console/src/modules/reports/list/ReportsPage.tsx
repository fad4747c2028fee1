// Progress reports that the post may see, the most urgent first. The address holds the filter.
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { noTaskedFilter, TaskedFilters } from '@/modules/plan/list/TaskedFilters';
import { TaskedRows } from '@/modules/plan/list/TaskedRows';
import { may, useOwnSession } from '@/modules/session/api';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { AddIcon } from '@/shared/ui/icons';
import { useReports } from '../api';
import { m } from '../messages';

const states = {
  asked: m.asked, returned: m.returned, submitted: m.submitted, accepted: m.accepted, withdrawn: m.withdrawn,
};

export default function ReportsPage() {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  const view = useUrlState(noTaskedFilter);
  const clause = view.state.clause === '' ? '' : `?clause=${view.state.clause}`;
  const ask = may(session, 'plan.report.ask') && (
    <Button type="primary" icon={<AddIcon />} onClick={() => void navigate(`/reports/ask${clause}`)}>
      {text(m.ask)}
    </Button>
  );
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} actions={ask} />
      <TaskedFilters filter={view.state} set={view.set} states={states} />
      <Card>
        <Asked query={useReports(view.state)} rows={8}>
          {({ reports, more }) =>
            reports.length === 0 ? (
              <Notice title={text(m.none)} advice={text(m.noneAdvice)} />
            ) : (
              <>
                <TaskedRows rows={reports} to={({ id }) => `/reports/${id}`} />
                {more && <p>{text(m.more)}</p>}
              </>
            )
          }
        </Asked>
      </Card>
    </>
  );
}
