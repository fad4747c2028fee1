// What stands behind a figure: the values as they were recorded, each with its unit, its day and its ground.
// The address holds the view: at (unit), period.
import { Table, type TableColumnsType } from 'antd';
import { Link, useParams } from 'react-router';
import { number } from '@/shared/i18n/format';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { type MeasureRecord, type MeasureRecords, useMeasures, usePlan, useRecords } from '../api';
import { m } from '../messages';
import { unitTrail, useTrail } from '../useTrail';
import styles from './RecordsPage.module.css';

const noRecordsView = { at: '', period: '' };

export default function RecordsPage() {
  const { year = '', measure = '' } = useParams();
  const { state } = useUrlState(noRecordsView);
  const owner = usePlan(Number(year)).data?.division.code ?? '';
  return (
    <Asked query={useRecords(measure, state.at === '' ? owner : state.at, state.period)} loading={<Loading rows={12} />}>
      {(data) => <Page records={data} year={year} />}
    </Asked>
  );
}

function Page({ records: { measure, zh, en, unit, period, records, more }, year }: { records: MeasureRecords; year: string }) {
  const text = useText();
  const format = useFormat();
  const view = useUrlState(noRecordsView);
  const plan = usePlan(Number(year)).data;
  const above = useTrail(unit.code);
  const counts = useMeasures().data?.find(({ code }) => code === measure);
  const columns: TableColumnsType<MeasureRecord> = [
    {
      title: text(m.unit),
      key: 'unit',
      render: (_, row) => (row.unit_code === '' ? row.unit_name : <Link to={`/units/${row.unit_code}`}>{row.unit_name}</Link>),
    },
    // Beside the unit, so that a narrow screen shows both without scrolling.
    {
      title: text(m.figureColumn),
      key: 'figure',
      align: 'right',
      render: (_, { n, d }) => (typeof d === 'number' ? `${number(n)} / ${number(d)}` : number(n)),
    },
    { title: text(m.period), dataIndex: 'period', key: 'period', className: 'num' },
    { title: text(m.recordedAt), key: 'at', className: 'num', render: (_, row) => format.instant(row.recorded_at) },
    { title: text(m.ground), key: 'source', render: (_, row) => (row.is_demo ? text(m.madeUp) : row.source) },
  ];
  return (
    <>
      <PageHead
        title={text(m.recordsTitle, { unit: unit.name, measure: text({ zh, en }) })}
        trail={[
          { label: text(m.planOf, { year }), to: `/plan/${year}?at=${unit.code}` },
          ...unitTrail(above, unit, plan, (code) => `/plan/${year}/records/${measure}${view.query({ at: code })}`),
        ]}
        note={<span className="num">{period}</span>}
      />
      <Card>
        {counts && (
          <p className={styles.note}>
            {text(m.counts, { n: text({ zh: counts.n_zh, en: counts.n_en }), d: text({ zh: counts.d_zh, en: counts.d_en }) })}
          </p>
        )}
        <Table<MeasureRecord>
          rowKey={(row) => `${row.unit_code} ${row.unit_name} ${row.period}`}
          columns={columns}
          dataSource={records}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          size="small"
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: text(m.noRecords) }}
        />
        {more && <p className={styles.note}>{text(m.moreRecords)}</p>}
      </Card>
    </>
  );
}
