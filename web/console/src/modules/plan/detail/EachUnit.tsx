// One figure at each unit below, sorted and filtered by the address.
import { Grid, Select, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { number, share } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { ShareBar } from '@/shared/ui/ShareBar';
import { StatusTag } from '@/shared/ui/StatusTag';
import { type ClauseStanding, type FigureCell, type TargetLine, type UnitRef, useMeasures } from '../api';
import { hasShare } from '../board';
import { m } from '../messages';
import { recordsAddress } from '../records';
import { byUrgency, isState, statusOf } from '../state';
import { noClauseView } from './ClausePage';
import styles from './EachUnit.module.css';

interface Row {
  unit: UnitRef;
  cell: FigureCell;
}

export function EachUnit({ standing, line }: { standing: ClauseStanding; line: TargetLine }) {
  const text = useText();
  const view = useUrlState(noClauseView);
  const { md = false } = Grid.useBreakpoint();
  const measure = useMeasures().data?.find(({ code }) => code === line.target.measure);
  const only = isState(view.state.state) ? view.state.state : null;
  const all = standing.children.map((unit, i): Row => ({ unit, cell: line.cells[i]! }));
  const rows = sorted(only === null ? all : all.filter(({ cell }) => cell.state === only), view.state.sort);
  if (all.length === 0) return null;

  const orderOf = (key: string) => (view.state.sort === key ? 'ascend' : view.state.sort === `-${key}` ? 'descend' : null);
  const columns: TableColumnsType<Row> = [
    {
      title: text(m.unit),
      key: 'unit',
      render: (_, { unit }) => <Link to={view.query({ at: unit.code, state: '' })}>{unit.name}</Link>,
    },
    {
      title: text(m.stateColumn),
      key: 'state',
      sorter: true,
      sortOrder: orderOf('state'),
      width: 104,
      render: (_, { cell }) => <StatusTag status={statusOf(cell.state)} />,
    },
    {
      title: text(m.figureColumn),
      key: 'figure',
      align: 'right',
      width: md ? 136 : 96,
      render: (_, { unit, cell }) =>
        hasShare(cell) ? (
          <Link to={recordsAddress(standing.year, line.target.measure, line.target.period, unit.code)} title={text(m.records)}>
            {number(cell.n)} / {number(cell.d)}
          </Link>
        ) : (
          '—'
        ),
    },
    {
      title: text(m.shareColumn),
      key: 'share',
      sorter: true,
      sortOrder: orderOf('share'),
      width: 160,
      responsive: ['md'],
      render: (_, { cell }) =>
        hasShare(cell) ? (
          <span className={styles.share}>
            <span className={styles.percent}>{share(cell.n, cell.d)}</span>
            <ShareBar n={cell.n} d={cell.d} target={line.target.part / line.target.of} />
          </span>
        ) : (
          '—'
        ),
    },
    {
      title: text(m.missingColumn),
      key: 'missing',
      sorter: true,
      sortOrder: orderOf('missing'),
      align: 'right',
      width: 84,
      responsive: ['md'],
      render: (_, { cell }) => {
        const missing = missingOf(cell);
        return missing === null ? '—' : missing > 0 ? number(missing) : text(m.reached);
      },
    },
  ];

  return (
    <Card
      title={`${text({ zh: line.measure_zh, en: line.measure_en })} · ${text(m.eachUnit)}`}
      extra={
        <Select
          className={styles.filter ?? ''}
          aria-label={text(m.filter)}
          value={only ?? ''}
          onChange={(state: string) => view.set({ state })}
          options={[
            { value: '', label: text(m.allStates) },
            ...byUrgency
              .map((state) => ({ state, count: all.filter(({ cell }) => cell.state === state).length }))
              .filter(({ count, state }) => count > 0 || state === only)
              .map(({ state, count }) => ({ value: state, label: `${text(statusOf(state).label)} ${count}` })),
          ]}
        />
      }
    >
      {measure && <p className={styles.counts}>{text(m.counts, { n: text({ zh: measure.n_zh, en: measure.n_en }), d: text({ zh: measure.d_zh, en: measure.d_en }) })}</p>}
      <Table<Row>
        rowKey={({ unit }) => unit.code}
        columns={columns}
        dataSource={rows}
        pagination={false}
        size="small"
        {...(md ? { scroll: { x: 'max-content' } } : {})}
        locale={{ emptyText: text(m.noneInState) }}
        onChange={(_, __, sorter) => {
          const { columnKey, order } = Array.isArray(sorter) ? sorter[0]! : sorter;
          view.set({ sort: order ? `${order === 'descend' ? '-' : ''}${String(columnKey)}` : '' }, { replace: true });
        }}
      />
    </Card>
  );
}

function missingOf(cell: FigureCell): number | null {
  return hasShare(cell) ? Math.max(0, cell.needed - cell.n) : null;
}

const values: Record<string, (row: Row) => number> = {
  state: ({ cell }) => byUrgency.indexOf(cell.state),
  share: ({ cell }) => (hasShare(cell) ? cell.n / cell.d : -1),
  missing: ({ cell }) => missingOf(cell) ?? -1,
};

function sorted(rows: Row[], sort: string): Row[] {
  const value = values[sort.replace('-', '')];
  if (!value) return rows;
  const sign = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => sign * (value(a) - value(b)));
}
