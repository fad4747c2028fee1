// Who holds several posts says in which they act; who holds none can only sign out.
import { App, Button } from 'antd';
import { deskName, roleName } from '@/modules/accounts/roles';
import { explain } from '@/shared/api/problem';
import { useText } from '@/shared/state/preferences';
import { Notice } from '@/shared/ui/Notice';
import { type Session, useSignOut, useSwitchPost } from '../api';
import { m } from '../messages';
import styles from './DemoRoles.module.css';
import { GatePage } from './GatePage';

export function ChoosePostPage({ session }: { session: Session }) {
  const text = useText();
  const { message } = App.useApp();
  const choose = useSwitchPost();
  const signOut = useSignOut();
  return (
    <GatePage title={text(m.choosePost)} heading={text(m.greeting, { name: session.display_name })}>
      {session.posts.length === 0 ? (
        <Notice small title={text(m.noPosts)} advice={text(m.noPostsAdvice)} />
      ) : (
        <section className={styles.posts}>
          <h2>{text(m.choosePost)}</h2>
          <ul>
            {session.posts.map((post) => (
              <li key={post.id}>
                <button
                  type="button"
                  disabled={choose.isPending}
                  onClick={() =>
                    choose.mutate(post, { onError: (error) => void message.error(text(explain(error).title)) })
                  }
                >
                  <b>{text(deskName(post.role, post.unit))}</b>
                  <span>{text(roleName(post.role))}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Button type="link" onClick={() => signOut.mutate()}>
        {text(m.signOut)}
      </Button>
    </GatePage>
  );
}
