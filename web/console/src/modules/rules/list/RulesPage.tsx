// The rules as they hold today. The address holds the filter.
import { Input, Select } from 'antd';
import { Link } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { type RuleLine, useRules } from '../api';
import { m } from '../messages';
import { sureness } from '../state';
import styles from './RulesPage.module.css';

const noFilter = { area: '', sure: '', q: '' };
type Filter = typeof noFilter;

export default function RulesPage() {
  const text = useText();
  const view = useUrlState(noFilter);
  const rules = useRules();
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} />
      <div className={styles.filters} role="search">
        <label>
          {text(m.area)}
          <Select
            className={styles.field ?? ''}
            value={view.state.area}
            onChange={(area: string) => view.set({ area })}
            options={[
              { value: '', label: text(m.allAreas) },
              ...(rules.data?.areas ?? []).map(({ name, title }) => ({ value: name, label: text(title) })),
            ]}
          />
        </label>
        <label>
          {text(m.sure)}
          <Select
            className={styles.field ?? ''}
            value={view.state.sure}
            onChange={(sure: string) => view.set({ sure })}
            options={[
              { value: '', label: text(m.anySure) },
              { value: 'open', label: text(m.onlyOpen) },
              { value: 'binding', label: text(m.onlyBinding) },
            ]}
          />
        </label>
        <label>
          {text(m.find)}
          <Input
            className={styles.field ?? ''}
            value={view.state.q}
            onChange={({ target }) => view.set({ q: target.value })}
            placeholder={text(m.findHint)}
            allowClear
          />
        </label>
      </div>
      <Card>
        <Asked query={rules} rows={10}>
          {({ rules: all }) => <List rules={all.filter((rule) => fits(rule, view.state))} />}
        </Asked>
      </Card>
    </>
  );
}

function fits(rule: RuleLine, { area, sure, q }: Filter): boolean {
  if (area !== '' && rule.area !== area) return false;
  if (sure === 'open' && (!rule.now || rule.now.binding)) return false;
  if (sure === 'binding' && !rule.now?.binding) return false;
  const wanted = q.trim().toLowerCase();
  return wanted === '' || [rule.id, rule.title.zh, rule.title.en].some((each) => each.toLowerCase().includes(wanted));
}

function List({ rules }: { rules: RuleLine[] }) {
  const text = useText();
  if (rules.length === 0) return <Notice title={text(m.none)} advice={text(m.noneAdvice)} />;
  const open = rules.filter(({ now }) => now && !now.binding).length;
  return (
    <>
      <p className={styles.counted}>{text(m.counted, { n: rules.length, open })}</p>
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <li key={rule.id}>
            <Link to={`/rules/${rule.id}`} className={styles.rule ?? ''}>
              <b>{text(rule.title)}</b>
              <span className={styles.value}>{rule.now ? text(rule.now.words) : text(m.noValue)}</span>
              <span className={styles.article}>
                {(rule.now && text(rule.now.article_words)) || text(m.noArticle)}
              </span>
              <span className={styles.sure}>{rule.now && <StatusTag status={sureness(rule.now)} />}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
