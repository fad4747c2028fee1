// Plans being edited, and what was published before.
import { App, Form, InputNumber } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useLatestYear } from '@/modules/plan/api';
import { EntryForm } from '@/shared/form/EntryForm';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { workflowStatus } from '@/shared/workflow/state';
import { type DraftDetail, useCopyPlan, useDrafts, useVersions } from '../api';
import { m } from '../messages';
import styles from './DraftsPage.module.css';

export default function DraftsPage() {
  const text = useText();
  const format = useFormat();
  const year = useLatestYear().data;
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} />
      <div className={styles.layout}>
        <Card title={text(m.list)}>
          <Asked query={useDrafts()} rows={4}>
            {(drafts) =>
              drafts.length === 0 ? (
                <Notice small title={text(m.none)} advice={text(m.noneAdvice)} />
              ) : (
                <ul className={styles.list}>
                  {drafts.map((draft) => (
                    <li key={draft.id}>
                      <Link to={`/drafts/${draft.id}`}>{draft.title_zh}</Link>
                      <span className="num">{text(m.savedAt, { at: format.instant(draft.saved_at) })}</span>
                      <StatusTag status={workflowStatus(draft)} />
                    </li>
                  ))}
                </ul>
              )
            }
          </Asked>
        </Card>
        {typeof year === 'number' && (
          <>
            <Copy key={year} year={year} />
            <Versions year={year} />
          </>
        )}
      </div>
    </>
  );
}

function Copy({ year }: { year: number }) {
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const copy = useCopyPlan(year);
  return (
    <Card title={text(m.fromYear, { year: String(year) })}>
      <EntryForm<{ to_year: number }, DraftDetail>
        labels={{ to_year: m.toYear }}
        initial={{ to_year: year + 1 }}
        send={({ to_year }, idempotencyKey) => copy.mutateAsync({ to_year, idempotencyKey })}
        onDone={({ draft }) => {
          void message.success(text(m.saved));
          void navigate(`/drafts/${draft.id}`);
        }}
        submit={text(m.copy)}
        guard={false}
      >
        <Form.Item
          name="to_year"
          label={text(m.toYear)}
          extra={text(m.toYearRule)}
          rules={[{ required: true, type: 'integer', min: 1950, max: 2200, message: text(m.toYearWanted) }]}
        >
          <InputNumber precision={0} controls={false} />
        </Form.Item>
      </EntryForm>
    </Card>
  );
}

function Versions({ year }: { year: number }) {
  const text = useText();
  const format = useFormat();
  return (
    <Card title={text(m.versions, { year: String(year) })}>
      <Asked query={useVersions(year)} rows={2}>
        {(versions) =>
          versions.length === 0 ? (
            <Notice small title={text(m.noVersions)} />
          ) : (
            <ul className={styles.list}>
              {versions.map(({ number, published_at, content_hash }) => (
                <li key={number}>
                  <Link to={`/drafts/versions/${year}/${number}`}>{text(m.version, { n: number })}</Link>
                  <span className="num">{format.instant(published_at)}</span>
                  <code>{content_hash.slice(0, 12)}</code>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </Card>
  );
}
