// What a unit was asked on a task: the task's own words, who, by whom, until when.
import { Link } from 'react-router';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import type { Tasked } from '../list/TaskedRows';
import { m } from '../messages';
import styles from './TaskedHead.module.css';

interface Props {
  tasked: Tasked & { year: number; clause: string };
  // What was asked beyond the task's words.
  words: string;
}

export function TaskedHead({ tasked, words }: Props) {
  const text = useText();
  const format = useFormat();
  return (
    <Card title={text(m.taskTitle, { code: tasked.task })} extra={<Link to={`/plan/${tasked.year}/${tasked.clause}?at=${tasked.unit.code}`}>{text(m.toClause)}</Link>}>
      <blockquote className={styles.quote} lang="zh-CN">
        {tasked.quote}
      </blockquote>
      {words !== '' && <p className={styles.words}>{words}</p>}
      <dl className={styles.facts}>
        <dt>{text(m.who)}</dt>
        <dd>
          <Link to={`/units/${tasked.unit.code}`}>{tasked.unit.name}</Link>
        </dd>
        <dt>{text(m.askedBy)}</dt>
        <dd>{tasked.by.name}</dd>
        <dt>{text(m.lastDay)}</dt>
        <dd className="num">{format.date(tasked.due_on)}</dd>
      </dl>
    </Card>
  );
}
