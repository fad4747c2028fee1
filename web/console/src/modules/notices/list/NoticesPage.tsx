// Notices of the own unit and those below, drafts first. The address holds the filter.
import { Button, Select } from 'antd';
import { Link, useNavigate } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { placeName } from '@/modules/units/names';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice as Hint } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { AddIcon } from '@/shared/ui/icons';
import { workflowStatus } from '@/shared/workflow/state';
import { type Notice, useNotices } from '../api';
import { m } from '../messages';
import styles from './NoticesPage.module.css';

const states = {
  draft: m.draft, published: m.published, withdrawn: m.withdrawn, expired: m.expired, discarded: m.discarded,
};

export default function NoticesPage() {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  const view = useUrlState({ at: '', state: '' });
  const begin = may(session, 'notices.write') && (
    <Button type="primary" icon={<AddIcon />} onClick={() => void navigate('/notices/new')}>
      {text(m.begin)}
    </Button>
  );
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} actions={begin} />
      <div className={styles.filters}>
        <label htmlFor="notices-unit">{text(m.filterUnit)}</label>
        <UnitPicker
          id="notices-unit"
          className={styles.picker ?? ''}
          {...(view.state.at === '' ? {} : { value: view.state.at })}
          onChange={(unit) => view.set({ at: unit ?? '' })}
          placeholder={text(m.filterUnitHint)}
        />
        <label htmlFor="notices-state">{text(m.filterState)}</label>
        <Select
          id="notices-state"
          className={styles.state ?? ''}
          value={view.state.state}
          onChange={(state: string) => view.set({ state })}
          options={[{ value: '', label: text(m.all) }, ...Object.entries(states).map(([value, label]) => ({ value, label: text(label) }))]}
        />
      </div>
      <Card>
        <Asked query={useNotices(view.state)} rows={6}>
          {({ notices, more }) =>
            notices.length === 0 ? (
              <Hint title={text(m.none)} advice={text(m.noneAdvice)} />
            ) : (
              <>
                <ul className={styles.rows}>
                  {notices.map((notice) => (
                    <Line key={notice.id} notice={notice} />
                  ))}
                </ul>
                {more && <p>{text(m.more)}</p>}
              </>
            )
          }
        </Asked>
      </Card>
    </>
  );
}

function Line({ notice }: { notice: Notice }) {
  const text = useText();
  const format = useFormat();
  return (
    <li>
      <Link to={`/notices/${notice.id}`}>{notice.title}</Link>
      <StatusTag status={workflowStatus(notice)} />
      <span className={styles.facts}>
        {placeName(notice.unit.name)} · {text({ zh: notice.kind_zh, en: notice.kind_en })} ·{' '}
        {text(m.fromTo, { from: format.date(notice.from_on), to: format.date(notice.until_on) })}
        {notice.recordings > 0 && ` · ${text(m.recordingsCount, { n: notice.recordings })}`}
        {notice.demo && ` · ${text(m.demo)}`}
      </span>
    </li>
  );
}
