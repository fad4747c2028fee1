// Searching the journal. The address holds the question.
import { Button, DatePicker, Grid, Select, Table, Tag, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { Failure } from '@/shared/ui/Failure';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { Named } from '../detail/Named';
import { settingName } from '../detail/words/words';
import { actionName, actorName, knownActions, objectName } from '../actions';
import { type JournalFilter, type JournalLine, type Names, namesOf, useJournal } from '../api';
import { m } from '../messages';
import styles from './JournalPage.module.css';

const noFilter = { from: '', to: '', account: '', action: '', unit: '' };

export default function JournalPage() {
  const text = useText();
  const view = useUrlState(noFilter);
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} />
      <Filters filter={view.state} set={view.set} />
      <Card>
        <List filter={view.state} />
      </Card>
    </>
  );
}

function Filters({ filter, set }: { filter: JournalFilter; set: (change: Partial<JournalFilter>) => void }) {
  const text = useText();
  const day = (date: string) => (date === '' ? null : dayjs(date));
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <div className={styles.filters} role="search">
      <label>
        {text(m.from)}
        <DatePicker value={day(filter.from)} onChange={(date) => set({ from: date?.format('YYYY-MM-DD') ?? '' })} />
      </label>
      <label>
        {text(m.to)}
        <DatePicker value={day(filter.to)} onChange={(date) => set({ to: date?.format('YYYY-MM-DD') ?? '' })} />
      </label>
      <label>
        {text(m.action)}
        <Select
          className={styles.action ?? ''}
          value={filter.action}
          onChange={(action: string) => set({ action })}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: '', label: text(m.anyAction) },
            ...[...new Set([...knownActions, filter.action])]
              .filter((action) => action !== '')
              .map((action) => ({
                value: action,
                label: action.includes('.') ? `　${text(actionName(action))}` : text(actionName(action)),
              })),
          ]}
        />
      </label>
      <label>
        {text(m.unit)}
        <UnitPicker
          className={styles.unit ?? ''}
          {...(filter.unit === '' ? {} : { value: filter.unit })}
          onChange={(unit) => set({ unit: unit ?? '' })}
          placeholder={text(m.anyUnit)}
        />
      </label>
      {filter.account !== '' && (
        <Tag closable onClose={() => set({ account: '' })}>
          {text(m.onlyAccount)}
        </Tag>
      )}
      {isFiltered && <Button onClick={() => set(noFilter)}>{text(m.clear)}</Button>}
    </div>
  );
}

function List({ filter }: { filter: JournalFilter }) {
  const text = useText();
  const format = useFormat();
  const journal = useJournal(filter);
  const { md = false } = Grid.useBreakpoint();
  if (journal.isError && !journal.data) return <Failure error={journal.error} onRetry={() => void journal.refetch()} />;
  if (!journal.data) return <Loading rows={10} />;
  const entries = journal.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <Notice title={text(m.none)} advice={text(m.noneAdvice)} />;

  const names = namesOf(journal.data.pages.flatMap((page) => page.names));
  const wide: TableColumnsType<JournalLine> = [
    {
      title: text(m.number),
      key: 'number',
      width: 80,
      className: 'num',
      render: (_, entry) => <Link to={`/journal/${entry.number}`}>{entry.number}</Link>,
    },
    { title: text(m.at), key: 'at', width: 160, className: 'num', render: (_, entry) => format.instant(entry.at) },
    { title: text(m.who), key: 'who', render: (_, entry) => <Who entry={entry} /> },
    { title: text(m.action), key: 'action', render: (_, entry) => text(actionName(entry.action)) },
    {
      title: text(m.unit),
      key: 'unit',
      render: (_, entry) =>
        entry.unit_code === '' ? entry.unit_name || '—' : <Link to={`/units/${entry.unit_code}`}>{entry.unit_name}</Link>,
    },
    {
      title: text(m.object),
      key: 'object',
      responsive: ['lg'],
      render: (_, entry) => (entry.object_kind === '' ? '—' : <ObjectName entry={entry} names={names} />),
    },
  ];
  const narrow: TableColumnsType<JournalLine> = [
    {
      title: text(m.title),
      key: 'entry',
      render: (_, entry) => (
        <Link to={`/journal/${entry.number}`} className={styles.stacked}>
          <b>{text(actionName(entry.action))}</b>
          <span className="num">{format.instant(entry.at)}</span>
          <span>
            <Who entry={entry} />
          </span>
          <span>{entry.unit_name}</span>
        </Link>
      ),
    },
  ];
  return (
    <>
      <Table<JournalLine>
        rowKey="number"
        columns={md ? wide : narrow}
        showHeader={md}
        dataSource={entries}
        pagination={false}
        size="small"
        {...(md ? { scroll: { x: 'max-content' } } : {})}
      />
      <p className={styles.foot}>
        {journal.hasNextPage ? (
          <Button loading={journal.isFetchingNextPage} onClick={() => void journal.fetchNextPage()}>
            {text(m.older)}
          </Button>
        ) : (
          text(m.end)
        )}
      </p>
    </>
  );
}

export function Who({ entry }: { entry: JournalLine }) {
  const text = useText();
  return (
    <>
      {entry.account_name || text(actorName(entry.actor))}
      {entry.post !== '' && <small className={styles.post}>{entry.post === 'shell' ? text(m.onShell) : entry.post}</small>}
    </>
  );
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

// Its kind in words, and which one: a setting by its words, what has a name by that, the rest by its code. Of an id only
// the end, unless `whole`.
export function ObjectName({ entry: { object_kind, object_id }, names, whole = false }: {
  entry: JournalLine;
  names: Names;
  whole?: boolean;
}) {
  const text = useText();
  const named = names.get(object_id);
  const setting = object_kind === 'setting' ? settingName(object_id) : null;
  const which = setting ? text(setting) : isId(object_id) && !whole ? `…${object_id.slice(-6)}` : object_id;
  return (
    <>
      {text(objectName(object_kind))} {named && <Named named={named} />} <span className={styles.object}>{which}</span>
    </>
  );
}
