// The households of a village; opened, their people, the head first.
import { Button, Checkbox, Grid, Input, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { currentPost, may, useOwnSession } from '@/modules/session/api';
import { useText } from '@/shared/state/preferences';
import type { UrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { Dialog } from '@/shared/ui/Dialog';
import { Failure } from '@/shared/ui/Failure';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { StatusTag } from '@/shared/ui/StatusTag';
import { type HouseholdLine, useAllHouseholds, useHouseholds } from '../api';
import { fitting } from '../households';
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
  const [typed, setTyped] = useState('');
  const [headless, setHeadless] = useState(false);
  const isFiltered = typed.trim() !== '' || headless;
  const all = useAllHouseholds(isFiltered ? village : '');
  // null: none; 'new': one to be entered; else one to be changed.
  const [editing, setEditing] = useState<HouseholdLine | 'new' | null>(null);
  const mayWrite = may(session, 'people.write') && currentPost(session)?.unit.code === village;
  if (households.isError && !households.data)
    return <Failure error={households.error} onRetry={() => void households.refetch()} />;
  if (!households.data) return <Loading rows={10} />;
  const rows = isFiltered
    ? fitting(all.data ?? [], { typed, headless, group: view.state.group })
    : households.data.pages.flatMap((page) => page.households);
  const columns: TableColumnsType<HouseholdLine> = [
    {
      title: text(m.household),
      key: 'number',
      render: (_, household) => {
        const { number, address, group_name } = household;
        return (
          <>
            {text(m.householdNumber, { number })}
            {!md && (
              <span className={styles.head}>
                {household.head && text(m.head)} <Head household={household} village={village} />
              </span>
            )}
            <small className={styles.under}>{[group_name ?? '', address].filter((part) => part !== '').join(' · ')}</small>
          </>
        );
      },
    },
    {
      title: text(m.head),
      key: 'head',
      responsive: ['md'],
      render: (_, household) => <Head household={household} village={village} />,
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
      {(rows.length > 0 || isFiltered) && (
        <div className={styles.find} role="search">
          <Input
            className={styles.name ?? ''}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            placeholder={text(m.findHouseholdHint)}
            aria-label={text(m.findHousehold)}
            autoComplete="off"
            maxLength={60}
            allowClear
          />
          <Checkbox checked={headless} onChange={({ target }) => setHeadless(target.checked)}>
            {text(m.onlyHeadless)}
          </Checkbox>
        </div>
      )}
      {isFiltered && all.isError ? (
        <Failure error={all.error} onRetry={() => void all.refetch()} />
      ) : isFiltered && !all.data ? (
        <Loading rows={6} />
      ) : rows.length === 0 && isFiltered ? (
        <Notice title={text(m.noFittingHousehold)} advice={text(m.otherFilter)} />
      ) : rows.length === 0 ? (
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
      {isFiltered && rows.length > 0 && <p className={styles.foot}>{text(m.shownHouseholds, { n: rows.length })}</p>}
      {!isFiltered && households.hasNextPage && (
        <p className={styles.foot}>
          {text(m.shownHouseholds, { n: rows.length })}
          <Button size="small" loading={households.isFetchingNextPage} onClick={() => void households.fetchNextPage()}>
            {text(m.more)}
          </Button>
        </p>
      )}
      <Dialog
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
          onCancel={() => setEditing(null)}
        />
        {editing !== null && editing !== 'new' && (
          <p className={styles.toMembers}>
            {text(m.headElsewhere)} <Link to={membersOf(editing, village)}>{text(m.toMembers)}</Link>
          </p>
        )}
      </Dialog>
    </Card>
  );
}

const membersOf = ({ id }: HouseholdLine, village: string) => `/people?at=${village}&household=${id}`;

// Its head, or that it has none, which leads to its people: the head is named in the record of whoever is it.
function Head({ household, village }: { household: HouseholdLine; village: string }) {
  const text = useText();
  const { head, head_name, members } = household;
  if (head) return <Link to={`/people/${head}`}>{head_name}</Link>;
  return (
    <>
      <StatusTag status={{ tone: 'behind', sign: '!', label: m.noHead }} />{' '}
      {members > 0 ? <Link to={membersOf(household, village)}>{text(m.nameHead)}</Link> : text(m.nobodyInIt)}
    </>
  );
}
