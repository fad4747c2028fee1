// Posts at units that are no more: whose they are, which unit took over, and the one deed that moves them there.
import { App, Button } from 'antd';
import { Link } from 'react-router';
import { placeName } from '@/modules/units/names';
import { explain } from '@/shared/api/problem';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { type LeftPost, useMovePost } from '../api';
import { m } from '../messages';
import { roleName } from '../roles';
import styles from './FactorResetCard.module.css';

export function LeftPostsCard({ posts }: { posts: LeftPost[] }) {
  const text = useText();
  if (posts.length === 0) return null;
  return (
    <Card title={text(m.leftPosts)}>
      <p className={styles.refused}>{text(m.leftPostsNote)}</p>
      <ul className={styles.resets}>
        {posts.map((post) => (
          <Line key={post.id} post={post} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ post }: { post: LeftPost }) {
  const text = useText();
  const format = useFormat();
  const { message, modal } = App.useApp();
  const move = useMovePost();
  const to = post.successor ? placeName(post.successor.name) : '';
  const act = async () => {
    const sure = await modal.confirm({
      title: text(m.moveSure, { who: post.display_name, to }),
      content: text(m.moveMeans, { role: text(roleName(post.role)), to }),
      okText: text(m.move, { to }),
      cancelText: text(m.cancel),
    });
    if (!sure) return;
    try {
      await move.mutateAsync(post);
      void message.success(text(m.moved, { to }));
    } catch (error) {
      void message.error(text(explain(error).title));
    }
  };
  return (
    <li>
      <div>
        <Link to={`/accounts/${post.account}`}>{post.display_name}</Link> {post.name} · {text(roleName(post.role))}
        <p>{text(m.leftUnit, { unit: placeName(post.unit.name), on: format.date(post.withdrawn_on) })}</p>
        {!post.may_move && <p className={styles.refused}>{text({ zh: post.why_not_zh, en: post.why_not_en })}</p>}
      </div>
      {post.may_move && (
        <div className={styles.actions}>
          <Button loading={move.isPending} onClick={() => void act()}>
            {text(m.move, { to })}
          </Button>
        </div>
      )}
    </li>
  );
}
