// The accounts that the own unit and those below keep. The address holds the unit looked at.
import { Button, Grid, Table, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { placeName } from '@/modules/units/names';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { Failure } from '@/shared/ui/Failure';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { AddIcon } from '@/shared/ui/icons';
import { type Account, useAccounts, useFactorResets, useLeftPosts } from '../api';
import { FactorResetCard } from '../detail/FactorResetCard';
import { LeftPostsCard } from '../detail/LeftPostsCard';
import { m } from '../messages';
import { roleName } from '../roles';
import { accountStatus } from '../status';
import styles from './AccountsPage.module.css';

export default function AccountsPage() {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  const view = useUrlState({ unit: '' });
  const create = may(session, 'accounts.manage') && (
    <Button type="primary" icon={<AddIcon />} onClick={() => void navigate('/accounts/new')}>
      {text(m.create)}
    </Button>
  );
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.scope)}</span>} actions={create} />
      <Resets enabled={may(session, 'factors.reset')} />
      <Left enabled={may(session, 'posts.grant')} />
      <div className={styles.filters}>
        <label htmlFor="accounts-unit">{text(m.filterUnit)}</label>
        <UnitPicker
          id="accounts-unit"
          className={styles.picker ?? ''}
          {...(view.state.unit === '' ? {} : { value: view.state.unit })}
          onChange={(unit) => view.set({ unit: unit ?? '' })}
          placeholder={text(m.filterUnitHint)}
        />
      </div>
      <Card>
        <List unit={view.state.unit} />
      </Card>
    </>
  );
}

function Resets({ enabled }: { enabled: boolean }) {
  const resets = useFactorResets(enabled).data ?? [];
  if (resets.length === 0) return null;
  return (
    <div className={styles.resets}>
      <FactorResetCard resets={resets} />
    </div>
  );
}

function Left({ enabled }: { enabled: boolean }) {
  const posts = useLeftPosts(enabled).data ?? [];
  if (posts.length === 0) return null;
  return (
    <div className={styles.resets}>
      <LeftPostsCard posts={posts} />
    </div>
  );
}

function List({ unit }: { unit: string }) {
  const text = useText();
  const format = useFormat();
  const accounts = useAccounts(unit);
  const { md = false } = Grid.useBreakpoint();
  if (accounts.isError && !accounts.data)
    return <Failure error={accounts.error} onRetry={() => void accounts.refetch()} />;
  if (!accounts.data) return <Loading rows={8} />;
  const rows = accounts.data.pages.flatMap((page) => page.accounts);
  if (rows.length === 0) return <Notice title={text(m.none)} advice={text(m.noneAdvice)} />;

  const wide: TableColumnsType<Account> = [
    {
      title: text(m.person),
      key: 'person',
      render: (_, account) => (
        <>
          <Link to={`/accounts/${account.id}`}>{account.display_name}</Link>
          <small className={styles.login}>{account.name}</small>
        </>
      ),
    },
    { title: text(m.unit), key: 'unit', render: (_, account) => account.unit.name, responsive: ['md'] },
    { title: text(m.posts), key: 'posts', render: (_, account) => <Posts account={account} /> },
    {
      title: text(m.state),
      key: 'state',
      width: 130,
      render: (_, account) => <StatusTag status={accountStatus(account)} />,
    },
    {
      title: text(m.factor),
      key: 'factor',
      width: 110,
      responsive: ['md'],
      render: (_, account) =>
        text(account.second_factor_since ? m.factorOn : account.second_factor_demanded ? m.factorWanted : m.factorNone),
    },
    {
      title: text(m.created),
      key: 'created',
      width: 160,
      responsive: ['xl'],
      className: 'num',
      render: (_, account) => format.instant(account.created_at),
    },
  ];
  // On a telephone one below the other: whether somebody is locked out is what one looks for, and stood out of sight.
  const narrow: TableColumnsType<Account> = [
    {
      title: text(m.person),
      key: 'person',
      render: (_, account) => (
        <div className={styles.stacked}>
          <Link to={`/accounts/${account.id}`}>{account.display_name}</Link>
          <StatusTag status={accountStatus(account)} />
          <small className={styles.login}>{account.name}</small>
          <Posts account={account} />
        </div>
      ),
    },
  ];
  return (
    <>
      <Table<Account>
        rowKey="id"
        columns={md ? wide : narrow}
        showHeader={md}
        dataSource={rows}
        pagination={false}
        size="small"
        {...(md ? { scroll: { x: 'max-content' } } : {})}
      />
      <p className={styles.foot}>
        {text(m.shown, { n: rows.length })}
        {accounts.hasNextPage && (
          <Button size="small" loading={accounts.isFetchingNextPage} onClick={() => void accounts.fetchNextPage()}>
            {text(m.more)}
          </Button>
        )}
      </p>
    </>
  );
}

function Posts({ account }: { account: Account }) {
  const text = useText();
  const held = account.posts.filter((post) => post.in_force);
  if (held.length === 0) return <span className={styles.none}>—</span>;
  return (
    <ul className={styles.posts}>
      {held.map((post) => (
        <li key={post.id}>
          {text(roleName(post.role))}
          <small>{placeName(post.unit.name)}</small>
        </li>
      ))}
    </ul>
  );
}
