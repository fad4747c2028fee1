// One's own account: where one is signed in, and the rules of signing in.
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { explain } from '@/shared/api/problem';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { KeyIcon } from '@/shared/ui/icons';
import { type Elsewhere, type Session, useCodesUnseen, useElsewhere, useEndSession, useOwnSession, useRemoveFactor, useRenewCodes } from '../api';
import { EnrolDialog } from '../form/EnrolFactor';
import { PasswordDialog } from '../form/PasswordForm';
import { useResetWords } from '../form/useResetWords';
import { useTriesWords } from '../form/useTriesNotice';
import { m } from '../messages';
import styles from './OwnAccountPage.module.css';

export default function OwnAccountPage() {
  const text = useText();
  const format = useFormat();
  const session = useOwnSession();
  const [changing, setChanging] = useState(false);
  const tries = useTriesWords(session);
  const isDemo = session.opened_by === 'demo';
  return (
    <>
      <PageHead
        title={text(m.accountTitle)}
        note={<span>{session.display_name}</span>}
        actions={
          isDemo ? undefined : (
            <Button icon={<KeyIcon />} onClick={() => setChanging(true)}>
              {text(m.passwordTitle)}
            </Button>
          )
        }
      />
      <div className={styles.layout}>
        <Card title={text(m.sessionsTitle)}>
          <p className={styles.help}>{text(m.sessionsHelp)}</p>
          <Asked query={useElsewhere()} rows={3}>
            {(sessions) => (
              <ul className={styles.sessions}>
                {sessions.map((each) => (
                  <Line key={each.id} session={each} />
                ))}
              </ul>
            )}
          </Asked>
        </Card>
        <FactorCard session={session} />
        <Card title={text(m.signInFacts)}>
          {tries !== null && <p className={styles.tries}>{tries}</p>}
          <dl className={styles.facts}>
            <dt>{text(m.loginName)}</dt>
            <dd>{session.name}</dd>
            <dt>{text(m.restRule)}</dt>
            <dd>{text(m.idleRule, { n: session.idle_minutes })}</dd>
            <dt>{text(m.endsRule)}</dt>
            <dd className="num">{format.instant(session.ends_at)}</dd>
          </dl>
        </Card>
      </div>
      <PasswordDialog open={changing} onClose={() => setChanging(false)} />
    </>
  );
}

function FactorCard({ session }: { session: Session }) {
  const text = useText();
  const format = useFormat();
  const { message, modal } = App.useApp();
  const [enrolling, setEnrolling] = useState(false);
  const unseen = useCodesUnseen(session.account);
  const renew = useRenewCodes();
  const remove = useRemoveFactor();
  const reset = useResetWords(session);
  const { since, demanded, recovery_codes_left: left, recovery_codes_made_at: made } = session.second_factor;
  const failed = (error: unknown) => void message.error(text(explain(error).title));
  const askRenew = () =>
    modal.confirm({
      title: text(m.newCodesAsk),
      content: text(m.newCodesHelp),
      okText: text(m.newCodes),
      onOk: () => renew.mutateAsync().catch(failed),
    });
  const askRemove = () =>
    modal.confirm({
      title: text(m.removeAsk),
      content: text(m.removeHelp),
      okText: text(m.removeFactor),
      onOk: () => remove.mutateAsync().then(() => void message.success(text(m.removed)), failed),
    });
  return (
    <Card title={text(m.codeTitle)}>
      {reset !== null && <p className={styles.tries}>{reset}</p>}
      <p>{since ? text(m.factorOn, { at: format.instant(since) }) : text(m.factorOff)}</p>
      {since && (
        <p className={styles.help}>{made ? text(m.codesLeftOf, { at: format.instant(made), n: left }) : text(m.codesLeft, { n: left })}</p>
      )}
      {since && unseen && (
        <Alert
          className={styles.unseen ?? ''}
          type="warning"
          title={text(m.codesUnseen)}
          description={text(m.codesUnseenHelp)}
          action={
            <Button type="primary" onClick={askRenew}>
              {text(m.newCodes)}
            </Button>
          }
        />
      )}
      {since && !unseen && <p className={styles.help}>{text(m.codesOnce)}</p>}
      {demanded && <p className={styles.help}>{text(m.enrolMust)}</p>}
      {session.opened_by === 'demo' && <p className={styles.help}>{text(m.enrolDemo)}</p>}
      <div className={styles.buttons}>
        <Button onClick={() => setEnrolling(true)}>{text(since ? m.newPhone : m.enrolTitle)}</Button>
        {since && !unseen && <Button onClick={askRenew}>{text(m.newCodes)}</Button>}
        {since && !demanded && <Button onClick={askRemove}>{text(m.removeFactor)}</Button>}
      </div>
      <EnrolDialog session={session} open={enrolling} onClose={() => setEnrolling(false)} />
    </Card>
  );
}

function Line({ session }: { session: Elsewhere }) {
  const text = useText();
  const format = useFormat();
  const { message } = App.useApp();
  const end = useEndSession();
  const endIt = () =>
    end.mutate(session.id, {
      onSuccess: () => void message.success(text(m.endedThere)),
      onError: (error) => void message.error(text(explain(error).title)),
    });
  return (
    <li>
      <span className={styles.where}>
        <b>{session.browser === '' ? text(m.unknownBrowser) : session.browser}</b>
        <small className="num">
          {text(m.signedInSince, { at: format.instant(session.created_at) })} ·{' '}
          {text(m.lastSeen, { at: format.instant(session.seen_at) })}
        </small>
      </span>
      {session.here ? (
        <span>{text(m.here)}</span>
      ) : (
        <Button size="small" onClick={endIt} loading={end.isPending}>
          {text(m.endThere)}
        </Button>
      )}
    </li>
  );
}
