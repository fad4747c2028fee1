// One's own account: where one is signed in, and the rules of signing in.
import { App, Button } from 'antd';
import { useState } from 'react';
import { explain } from '@/shared/api/problem';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { KeyIcon } from '@/shared/ui/icons';
import { type Elsewhere, useElsewhere, useEndSession, useOwnSession } from '../api';
import { PasswordDialog } from '../form/PasswordForm';
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
