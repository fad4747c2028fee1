// What only who is signed in may see; others are asked to sign in and come back to where they wanted to go.
import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { currentPost, forgetAnswers, OwnSession, type Session, useHasLeft, useSession, useShownCodes } from '@/modules/session/api';
import { ChoosePostPage } from '@/modules/session/form/ChoosePostPage';
import { CodePage } from '@/modules/session/form/CodeForm';
import { CodesPage, EnrolPage } from '@/modules/session/form/EnrolFactor';
import { FirstPasswordPage } from '@/modules/session/form/PasswordForm';
import { useText } from '@/shared/state/preferences';
import { Failure } from '@/shared/ui/Failure';
import { Keeper } from './Keeper';
import { m } from './messages';
import { Opening } from './Opening';
import styles from './SignedIn.module.css';

export function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  const hasLeft = useHasLeft();
  const { pathname, search } = useLocation();
  const before = useRef<Session | null>(null);
  const meetOther = useOtherAccount();
  useEffect(() => {
    if (!session.data) return;
    if (before.current !== null && before.current.account !== session.data.account) meetOther(session.data);
    before.current = session.data;
  }, [session.data, meetOther]);
  // A session that ended by itself leaves its page open, under the sign-in.
  const ended = session.data === null && !hasLeft && before.current !== null && isAtDesk(before.current);
  const shown = ended ? before.current : session.data;
  const [codes, putAway] = useShownCodes();
  if (session.data && codes !== null) return <CodesPage session={session.data} codes={codes} onDone={putAway} />;
  if (shown && isAtDesk(shown)) {
    return (
      <OwnSession value={shown}>
        <Keeper session={shown} ended={ended}>
          {children}
        </Keeper>
      </OwnSession>
    );
  }
  if (session.data) {
    const { wanted } = session.data.second_factor;
    if (wanted === 'code') return <CodePage />;
    if (session.data.must_change_password) return <FirstPasswordPage session={session.data} />;
    if (wanted === 'enrolment') {
      // Who reads the page for long is asked for a proof when it is sent.
      return (
        <Keeper session={session.data} ended={false}>
          <EnrolPage session={session.data} />
        </Keeper>
      );
    }
    return <ChoosePostPage session={session.data} />;
  }
  if (session.isError) {
    return (
      <main className={styles.middle}>
        <Failure error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (session.data === null) {
    const to = pathname === '/' ? '' : `?to=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/signin${to}`} replace />;
  }
  return <Opening />;
}

// Somebody else signed in in another tab: what is open here was another's, and is not theirs to go on with.
function useOtherAccount() {
  const text = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = AntApp.useApp();
  return useCallback(
    (session: Session) => {
      forgetAnswers(queries);
      void navigate('/desk');
      void message.warning(text(m.otherAccount, { name: session.display_name }), 8);
    },
    [text, queries, navigate, message],
  );
}

function isAtDesk(session: Session): boolean {
  return session.second_factor.wanted === 'nothing' && !session.must_change_password && currentPost(session) !== null;
}
