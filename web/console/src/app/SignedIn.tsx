// What only who is signed in may see; others are asked to sign in and come back to where they wanted to go.
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { currentPost, OwnSession, useSession } from '@/modules/session/api';
import { ChoosePostPage } from '@/modules/session/form/ChoosePostPage';
import { FirstPasswordPage } from '@/modules/session/form/PasswordForm';
import { Failure } from '@/shared/ui/Failure';
import { Opening } from './Opening';
import styles from './SignedIn.module.css';

export function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.data) {
    if (session.data.must_change_password) return <FirstPasswordPage />;
    if (!currentPost(session.data)) return <ChoosePostPage session={session.data} />;
    return <OwnSession value={session.data}>{children}</OwnSession>;
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
