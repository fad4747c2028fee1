// What units are pressed on, open ones first. The address holds the filter.
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
import { usePresses } from '../api';
import { m } from '../messages';

const states = { open: m.open, replied: m.replied, withdrawn: m.withdrawn };

export default function PressesPage() {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  const view = useUrlState(noTaskedFilter);
  const clause = view.state.clause === '' ? '' : `?clause=${view.state.clause}`;
  const create = may(session, 'plan.press') && (
    <Button type="primary" icon={<AddIcon />} onClick={() => void navigate(`/presses/new${clause}`)}>
      {text(m.create)}
    </Button>
  );
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} actions={create} />
      <TaskedFilters filter={view.state} set={view.set} states={states} />
      <Card>
        <Asked query={usePresses(view.state)} rows={8}>
          {({ presses, more }) =>
            presses.length === 0 ? (
              <Notice title={text(m.none)} advice={text(m.noneAdvice)} />
            ) : (
              <>
                <TaskedRows rows={presses} to={({ id }) => `/presses/${id}`} />
                {more && <p>{text(m.more)}</p>}
              </>
            )
          }
        </Asked>
      </Card>
    </>
  );
}
