// The plan's own words: the clause verbatim, its tasks, the units it names.
import { Link } from 'react-router';
import { useLanguage, useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import type { ClauseStanding } from '../api';
import { m } from '../messages';
import { namedRoles } from '../namedRoles';
import styles from './ClauseText.module.css';

export function ClauseText({ standing }: { standing: ClauseStanding }) {
  const text = useText();
  const [language] = useLanguage();
  const { clause, named, year } = standing;
  return (
    <div className={styles.side}>
      <Card
        title={text(m.original)}
        extra={<a href={`/plan/${year}/${clause.code}`}>{text(m.publicPage)}</a>}
      >
        <blockquote className={styles.words} lang="zh-CN">
          {clause.text}
        </blockquote>
        {language === 'en' && <p className={styles.gloss}>{clause.gloss_en}</p>}
      </Card>
      <Card title={text(m.tasks)}>
        <ol className={styles.tasks}>
          {clause.tasks.map((task) => (
            <li key={task.code}>
              <span className={styles.code}>{task.code}</span>
              {language === 'zh' ? task.quote : task.en}
            </li>
          ))}
        </ol>
      </Card>
      {clause.named.length > 0 && (
        <Card title={text(m.named)}>
          <ul className={styles.named}>
            {clause.named.map((each) => {
              // The list of units has each once; a clause may name one twice, for different tasks.
              const unit = named.find(({ code }) => code === each.unit);
              return (
                <li key={each.unit + each.role + each.words}>
                  <Link to={`/plan/${year}/${clause.code}?at=${each.unit}`}>{unit?.name ?? each.words}</Link>
                  <span className={styles.role}>{text(namedRoles[each.role])}</span>
                  <small>{each.words}</small>
                </li>
              );
            })}
          </ul>
        </Card>
      )}
    </div>
  );
}
