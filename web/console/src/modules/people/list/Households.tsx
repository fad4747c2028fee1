// The households of a village; opened, their people, the head first.
import { Button, Grid, Modal, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { currentPost, may, useOwnSession } from '@/modules/session/api';
import { useText } from '@/shared/state/preferences';
import type { UrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { Failure } from '@/shared/ui/Failure';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { type HouseholdLine, useHouseholds } from '../api';
import { HouseholdForm } from '../form/HouseholdForm';
import { Members } from '../detail/Members';
import { m } from '../messages';
import type { View } from './filter';
import styles from './PeoplePage.module.css';

export function Households({ village, view }: { village: string; view: UrlState<View> }) {
  const text = useText();
  const session = useOwnSession();
  const { md = false } = Grid.useBreakpoint();
  const households = useHouseholds(village, view.state.group);
  // null: none; 'new': one to be entered; else one to be changed.
  const [editing, setEditing] = useState<HouseholdLine | 'new' | null>(null);
  const mayWrite = may(session, 'people.write') && currentPost(session)?.unit.code === village;
  if (households.isError && !households.data)
    return <Failure error={households.error} onRetry={() => void households.refetch()} />;
  if (!households.data) return <Loading rows={10} />;
  const rows = households.data.pages.flatMap((page) => page.households);
  const columns: TableColumnsType<HouseholdLine> = [
    {
      title: text(m.household),
      key: 'number',
      render: (_, { number, address, group_name, head, head_name }) => (
        <>
          {text(m.householdNumber, { number })}
          {!md && head && (
            <span className={styles.head}>
              {text(m.head)} <Link to={`/people/${head}`}>{head_name}</Link>
            </span>
          )}
          <small className={styles.under}>{[group_name ?? '', address].filter((part) => part !== '').join(' · ')}</small>
        </>
      ),
    },
    {
      title: text(m.head),
      key: 'head',
      responsive: ['md'],
      render: (_, { head, head_name }) => (head ? <Link to={`/people/${head}`}>{head_name}</Link> : text(m.noHead)),
    },
    { title: text(m.members), key: 'members', dataIndex: 'members', width: 64, className: 'num' },
  ];
  if (mayWrite)
    columns.push({
      title: <span className="hide">{text(m.change)}</span>,
      key: 'change',
      width: 70,
      render: (_, household) => (
        <Button type="link" size="small" aria-label={text(m.changeHousehold, { number: household.number })} onClick={() => setEditing(household)}>
          {text(m.change)}
        </Button>
      ),
    });
  return (
    <Card
      title={text(m.households)}
      extra={mayWrite && <Button onClick={() => setEditing('new')}>{text(m.newHousehold)}</Button>}
    >
      {rows.length === 0 ? (
        <Notice title={text(m.noHouseholds)} advice={text(m.noHouseholdsAdvice)} />
      ) : (
        <Table<HouseholdLine>
          rowKey="id"
          columns={columns}
          dataSource={rows}
          pagination={false}
          size="small"
          expandable={{
            expandedRowRender: ({ id }) => <Members household={id} village={village} />,
            rowExpandable: ({ members }) => members > 0,
            expandIcon: ({ expanded, expandable, onExpand, record }) =>
              expandable && (
                <button
                  type="button"
                  className={styles.expand}
                  aria-expanded={expanded}
                  aria-label={text(m.openHousehold, { number: record.number })}
                  onClick={(event) => onExpand(record, event)}
                >
                  {expanded ? '−' : '+'}
                </button>
              ),
          }}
        />
      )}
      {households.hasNextPage && (
        <p className={styles.foot}>
          {text(m.shownHouseholds, { n: rows.length })}
          <Button size="small" loading={households.isFetchingNextPage} onClick={() => void households.fetchNextPage()}>
            {text(m.more)}
          </Button>
        </p>
      )}
      <Modal
        open={editing !== null}
        onCancel={() => setEditing(null)}
        title={text(editing === 'new' ? m.newHousehold : m.householdTitle)}
        footer={null}
        destroyOnHidden
        width={480}
      >
        <HouseholdForm
          village={village}
          {...(editing !== null && editing !== 'new' ? { household: editing } : {})}
          onDone={() => setEditing(null)}
        />
      </Modal>
    </Card>
  );
}
