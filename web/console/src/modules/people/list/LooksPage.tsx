// Who looked at whose number, when and why. The address holds the question.
import { App, Button, DatePicker, Grid, Table, Tag, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { explain } from '@/shared/api/problem';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { Failure } from '@/shared/ui/Failure';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { type LookLine, type LooksFilter, useLooker, useLooks } from '../api';
import { m } from '../messages';
import { looked } from '../words';
import styles from './LooksPage.module.css';

const noFilter = { at: '', account: '', record: '', from: '', to: '' };

export default function LooksPage() {
  const text = useText();
  const view = useUrlState(noFilter);
  return (
    <>
      <PageHead title={text(m.looksTitle)} note={<span>{text(m.looksNote)}</span>} />
      <Filters filter={view.state} set={view.set} />
      <Card>
        <List filter={view.state} onLooker={(account) => view.set({ account })} onPerson={(record) => view.set({ record })} />
      </Card>
    </>
  );
}

function Filters({ filter, set }: { filter: LooksFilter; set: (change: Partial<LooksFilter>) => void }) {
  const text = useText();
  const day = (date: string) => (date === '' ? null : dayjs(date));
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
        {text(m.village)}
        <UnitPicker
          className={styles.unit ?? ''}
          {...(filter.at === '' ? {} : { value: filter.at })}
          onChange={(at) => set({ at: at ?? '' })}
          placeholder={text(m.anyUnit)}
        />
      </label>
      {filter.account !== '' && (
        <Tag closable onClose={() => set({ account: '' })}>
          {text(m.oneLooker)}
        </Tag>
      )}
      {filter.record !== '' && (
        <Tag closable onClose={() => set({ record: '' })}>
          {text(m.onePerson)}
        </Tag>
      )}
      {Object.values(filter).some((value) => value !== '') && <Button onClick={() => set(noFilter)}>{text(m.clear)}</Button>}
    </div>
  );
}

function List({ filter, onLooker, onPerson }: {
  filter: LooksFilter;
  onLooker: (account: string) => void;
  onPerson: (record: string) => void;
}) {
  const text = useText();
  const format = useFormat();
  const session = useOwnSession();
  const { md = false } = Grid.useBreakpoint();
  const { message } = App.useApp();
  const looker = useLooker();
  const looks = useLooks(filter);
  if (looks.isError && !looks.data) return <Failure error={looks.error} onRetry={() => void looks.refetch()} />;
  if (!looks.data) return <Loading rows={10} />;
  const rows = looks.data.pages.flatMap((page) => page.looks);
  if (rows.length === 0) return <Notice title={text(m.noLooks)} advice={text(m.noLooksAdvice)} />;
  const whose = ({ record_id, person_name }: LookLine) =>
    may(session, 'people.read') ? <Link to={`/people/${record_id}`}>{person_name}</Link> : person_name;
  // Once chosen, it is no longer to be chosen.
  const mayChoose = filter.account === '' && may(session, 'journal.read');
  const who = ({ account_name, entry: number }: LookLine, words = account_name) =>
    mayChoose ? (
      <Button
        type="link"
        size="small"
        className={styles.who ?? ''}
        disabled={looker.isPending}
        aria-label={text(m.onlyLooksOf, { who: account_name })}
        onClick={() =>
          looker.mutate(number, {
            onSuccess: (account) => account !== '' && onLooker(account),
            onError: (error) => void message.error(text(explain(error).title)),
          })
        }
      >
        {words}
      </Button>
    ) : (
      account_name
    );
  // By the record, whose id alone stands in the address: never by a name or a number.
  const allOf = ({ record_id, person_name }: LookLine) =>
    filter.record === '' && (
      <Button
        type="link"
        size="small"
        className={styles.who ?? ''}
        aria-label={text(m.allLooksOf, { whose: person_name })}
        onClick={() => onPerson(record_id)}
      >
        {text(m.allLooks)}
      </Button>
    );
  const entry = ({ entry: number }: LookLine, words = String(number)) =>
    may(session, 'journal.read') ? <Link to={`/journal/${number}`}>{words}</Link> : <>{words}</>;
  const wide: TableColumnsType<LookLine> = [
    { title: text(m.at), key: 'at', width: 160, className: 'num', render: (_, look) => format.instant(look.at) },
    {
      title: text(m.who),
      key: 'who',
      render: (_, look) => (
        <>
          {who(look)}
          <small className={styles.post}>{look.post}</small>
        </>
      ),
    },
    {
      title: text(m.whose),
      key: 'whose',
      render: (_, look) => (
        <>
          {whose(look)}
          <small className={styles.post}>{look.village_name}</small>
          {allOf(look)}
        </>
      ),
    },
    { title: text(m.which), key: 'what', render: (_, { what, met }) => (met ? text(m.typedNumber, { what: text(looked[what]) }) : text(looked[what])) },
    { title: text(m.reason), key: 'reason', render: (_, { reason }) => <span className={styles.reason}>{reason}</span> },
    { title: text(m.entry), key: 'entry', width: 80, className: 'num', render: (_, look) => entry(look) },
  ];
  const narrow: TableColumnsType<LookLine> = [
    {
      title: text(m.looksTitle),
      key: 'look',
      render: (_, look) => (
        <div className={styles.stacked}>
          <b>{text(look.met ? m.metWith : m.lookedAt, { who: look.account_name, whose: look.person_name, what: text(looked[look.what]) })}</b>
          <span>{look.reason}</span>
          <small>
            {format.instant(look.at)} · {look.post} · {entry(look, text(m.entryNumber, { n: String(look.entry) }))}
            {mayChoose && <> · {who(look, text(m.onlyThisLooker))}</>}
            {filter.record === '' && <> · {allOf(look)}</>}
          </small>
        </div>
      ),
    },
  ];
  return (
    <>
      <Table<LookLine> rowKey="id" columns={md ? wide : narrow} showHeader={md} dataSource={rows} pagination={false} size="small" />
      <p className={styles.foot}>
        {looks.hasNextPage ? (
          <Button loading={looks.isFetchingNextPage} onClick={() => void looks.fetchNextPage()}>
            {text(m.older)}
          </Button>
        ) : (
          text(m.oldest)
        )}
      </p>
    </>
  );
}
