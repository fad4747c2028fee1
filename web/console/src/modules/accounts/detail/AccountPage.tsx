// One account: who it is, its posts past and present, and what can be done with it.
import { App, Button, Grid, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { explain } from '@/shared/api/problem';
import { civilToday } from '@/shared/i18n/format';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { AddIcon, KeyIcon, LockIcon, SignOutIcon, UnlockIcon } from '@/shared/ui/icons';
import { type Account, type Post, useAccount, useLock, useRelease, useResetPassword, useRevoke } from '../api';
import { FactorResetDialog } from '../form/FactorResetDialog';
import { GrantDialog } from '../form/GrantDialog';
import { OneTimePassword } from '../form/OneTimePassword';
import { PersonDialog } from '../form/PersonDialog';
import { m } from '../messages';
import { roleName } from '../roles';
import { accountStatus, postStatus } from '../status';
import styles from './AccountPage.module.css';
import { FactorResetCard } from './FactorResetCard';

export default function AccountPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={useAccount(id)} loading={<Loading rows={8} />}>
      {(account) => <Page account={account} />}
    </Asked>
  );
}

function Page({ account }: { account: Account }) {
  const text = useText();
  const format = useFormat();
  const session = useOwnSession();
  const [joining, setJoining] = useState(false);
  // Nobody resets, locks or grants themselves.
  const isOwn = account.id === session.account;
  return (
    <>
      <PageHead
        title={account.display_name}
        trail={[{ label: text(m.title), to: '/accounts' }]}
        note={<StatusTag status={accountStatus(account)} />}
        actions={
          isOwn ? undefined : (
            <>
              {may(session, 'factors.reset') && account.second_factor_since && account.factor_reset?.state !== 'asked' && (
                <AskReset account={account} />
              )}
              {may(session, 'accounts.manage') && <Actions account={account} />}
            </>
          )
        }
      />
      {account.factor_reset && (
        <div className={styles.reset}>
          <FactorResetCard resets={[account.factor_reset]} />
        </div>
      )}
      <div className={styles.layout}>
        <PostsCard account={account} grants={!isOwn && may(session, 'posts.grant')} />
        <Card>
          <dl className={styles.facts}>
            <dt>{text(m.login)}</dt>
            <dd>{account.name}</dd>
            <dt>{text(m.unit)}</dt>
            <dd>
              <Link to={`/units/${account.unit.code}`}>{account.unit.name}</Link>
            </dd>
            <dt>{text(m.created)}</dt>
            <dd className="num">{format.instant(account.created_at)}</dd>
            <dt>{text(m.signedIn)}</dt>
            <dd className="num">{account.signed_in_at ? format.instant(account.signed_in_at) : text(m.never)}</dd>
            {account.wrong_tries > 0 && account.wrong_at && (
              <>
                <dt>{text(m.wrongTries)}</dt>
                <dd className="num">{text(m.wrongTimes, { n: account.wrong_tries, at: format.instant(account.wrong_at) })}</dd>
              </>
            )}
            {account.password_until && (
              <>
                <dt>{text(m.passwordTerm)}</dt>
                <dd className="num">
                  {text(account.password_lapsed ? m.passwordOver : m.passwordUntil, { at: format.instant(account.password_until) })}
                </dd>
              </>
            )}
            <dt>{text(m.factor)}</dt>
            <dd>
              {account.second_factor_since
                ? text(m.factorSince, { at: format.instant(account.second_factor_since) })
                : text(account.second_factor_demanded ? m.factorMissing : m.factorNone)}
            </dd>
            <dt>{text(m.personOthers)}</dt>
            <dd>
              {account.also.length === 0 && text(m.personNone)}
              {account.also.map(({ id, name }, i) => (
                <span key={id}>
                  {i > 0 && text(m.and)}
                  <Link to={`/accounts/${id}`}>{name}</Link>
                </span>
              ))}
              {!isOwn && may(session, 'accounts.manage') && (
                <Button type="link" size="small" onClick={() => setJoining(true)}>
                  {text(m.personChange)}
                </Button>
              )}
              <PersonDialog account={account} open={joining} onClose={() => setJoining(false)} />
            </dd>
          </dl>
          {account.paused_until && (
            <p className={styles.paused}>{text(m.pausedUntil, { at: format.instant(account.paused_until) })}</p>
          )}
          {may(session, 'journal.read') && (
            <p className={styles.more}>
              <Link to={`/journal?account=${account.id}`}>{text(m.inJournal)}</Link>
            </p>
          )}
        </Card>
      </div>
    </>
  );
}

function AskReset({ account }: { account: Account }) {
  const text = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{text(m.factorReset)}</Button>
      <FactorResetDialog account={account} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

function Actions({ account }: { account: Account }) {
  const text = useText();
  const { message, modal } = App.useApp();
  const reset = useResetPassword(account.id);
  const lock = useLock(account.id);
  const release = useRelease(account.id);
  const [password, setPassword] = useState<string | null>(null);
  const failed = (error: unknown) => void message.error(text(explain(error).title));
  const isLocked = account.state === 'locked';
  const name = account.display_name;

  const askReset = () =>
    modal.confirm({
      title: text(m.resetAsk, { name }),
      content: text(m.resetHelp),
      okText: text(m.reset),
      onOk: () => reset.mutateAsync().then((made) => setPassword(made.one_time_password), failed),
    });
  const askLock = () =>
    modal.confirm({
      title: text(isLocked ? m.unlockAsk : m.lockAsk, { name }),
      content: text(isLocked ? m.unlockHelp : m.lockHelp),
      okText: text(isLocked ? m.unlock : m.lock),
      onOk: () =>
        lock
          .mutateAsync(isLocked ? 'unlock' : 'lock')
          .then(() => void message.success(text(isLocked ? m.unlockedNow : m.lockedNow)), failed),
    });
  const askRelease = () =>
    modal.confirm({
      title: text(m.releaseAsk, { name }),
      content: text(m.releaseHelp),
      okText: text(m.release),
      onOk: () => release.mutateAsync('release').then(() => void message.success(text(m.releasedNow)), failed),
    });
  const askEndSessions = () =>
    modal.confirm({
      title: text(m.endSessionsAsk, { name }),
      content: text(m.endSessionsHelp),
      okText: text(m.endSessions),
      onOk: () => release.mutateAsync('end-sessions').then(() => void message.success(text(m.endedSessions)), failed),
    });
  return (
    <>
      {account.paused_until && (
        <Button type="primary" icon={<UnlockIcon />} onClick={askRelease}>
          {text(m.release)}
        </Button>
      )}
      <Button icon={<SignOutIcon />} onClick={askEndSessions} disabled={isLocked}>
        {text(m.endSessions)}
      </Button>
      <Button icon={<KeyIcon />} onClick={askReset} disabled={isLocked}>
        {text(m.reset)}
      </Button>
      <Button icon={isLocked ? <UnlockIcon /> : <LockIcon />} onClick={askLock}>
        {text(isLocked ? m.unlock : m.lock)}
      </Button>
      <OneTimePassword of={name} password={password} onDone={() => setPassword(null)} />
    </>
  );
}

function PostsCard({ account, grants }: { account: Account; grants: boolean }) {
  const text = useText();
  const { md = false } = Grid.useBreakpoint();
  const format = useFormat();
  const { message, modal } = App.useApp();
  const revoke = useRevoke();
  const [granting, setGranting] = useState(false);
  const today = civilToday();

  const askRevoke = (post: Post) =>
    modal.confirm({
      title: text(m.revokeAsk, { role: `${text(roleName(post.role))} · ${post.unit.name}` }),
      content: text(m.revokeHelp),
      okText: text(m.revoke),
      onOk: () =>
        revoke.mutateAsync(post).then(
          () => void message.success(text(m.revoked)),
          (error: unknown) => void message.error(text(explain(error).title)),
        ),
    });

  const period = (post: Post) =>
    post.valid_to
      ? text(m.fromTo, { from: format.date(post.valid_from), to: format.date(post.valid_to) })
      : text(m.since, { date: format.date(post.valid_from) });
  const wide: TableColumnsType<Post> = [
    { title: text(m.role), key: 'role', render: (_, post) => text(roleName(post.role)) },
    {
      title: text(m.atUnit),
      key: 'unit',
      render: (_, post) =>
        post.unit.code === '' ? post.unit.name : <Link to={`/units/${post.unit.code}`}>{post.unit.name}</Link>,
    },
    {
      title: text(m.period),
      key: 'period',
      render: (_, post) => period(post),
    },
    {
      title: text(m.state),
      key: 'state',
      width: 100,
      render: (_, post) => <StatusTag status={postStatus(post, today)} />,
    },
  ];
  const narrow: TableColumnsType<Post> = [
    {
      title: text(m.posts),
      key: 'post',
      render: (_, post) => (
        <>
          <b>{text(roleName(post.role))}</b> <StatusTag status={postStatus(post, today)} />
          <br />
          {post.unit.name}
          <br />
          <small>{period(post)}</small>
        </>
      ),
    },
  ];
  const columns = md ? wide : narrow;
  if (grants) {
    columns.push({
      title: <span className="hide">{text(m.actions)}</span>,
      key: 'actions',
      width: 80,
      render: (_, post) =>
        (post.in_force || post.valid_from > today) && (
          <Button type="link" size="small" onClick={() => askRevoke(post)}>
            {text(m.revoke)}
          </Button>
        ),
    });
  }
  return (
    <Card
      title={text(m.posts)}
      extra={
        grants && (
          <Button icon={<AddIcon />} onClick={() => setGranting(true)} disabled={account.state === 'locked'}>
            {text(m.grant)}
          </Button>
        )
      }
    >
      {account.posts.length === 0 ? (
        <p className={styles.none}>{text(m.noPosts)}</p>
      ) : (
        <Table<Post>
          rowKey="id"
          columns={columns}
          dataSource={[...account.posts].reverse()}
          pagination={false}
          size="small"
          showHeader={md}
        />
      )}
      <GrantDialog
        account={account}
        open={granting}
        onClose={() => setGranting(false)}
        onGranted={() => {
          setGranting(false);
          void message.success(text(m.granted));
        }}
      />
    </Card>
  );
}
