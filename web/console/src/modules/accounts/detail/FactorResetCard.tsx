// Resets of second factors that wait for another person, with what the caller may do about them.
import { App } from 'antd';
import { Link } from 'react-router';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { StatusTag } from '@/shared/ui/StatusTag';
import { Offered } from '@/shared/workflow/Offered';
import { workflowStatus } from '@/shared/workflow/state';
import { type FactorReset, useDecideFactorReset } from '../api';
import { m } from '../messages';
import styles from './FactorResetCard.module.css';

export function FactorResetCard({ resets }: { resets: FactorReset[] }) {
  const text = useText();
  if (resets.length === 0) return null;
  return (
    <Card title={text(m.factorResets)}>
      <ul className={styles.resets}>
        {resets.map((reset) => (
          <Line key={reset.id} reset={reset} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ reset }: { reset: FactorReset }) {
  const text = useText();
  const format = useFormat();
  const { message } = App.useApp();
  const decide = useDecideFactorReset();
  // Whoever asked cannot confirm, and is told why.
  const refused = reset.actions.find(({ refused_zh }) => refused_zh);
  // What is another's refusal is a withdrawal of one's own.
  const offered = reset.actions
    .filter(({ refused_zh }) => !refused_zh)
    .map((action) => (refused && action.name === 'refuse' ? { ...action, label_zh: m.takeBack.zh, label_en: m.takeBack.en } : action));
  return (
    <li>
      <div>
        <Link to={`/accounts/${reset.account}`}>{reset.display_name}</Link> {reset.name} · {reset.unit.name}
        <p>{text(m.factorResetBy, { by: reset.asked_by, at: format.instant(reset.asked_at), reason: reset.reason })}</p>
        <p>
          {reset.state === 'lapsed' && <StatusTag status={workflowStatus(reset)} />}
          {reset.expires_at && text(m.factorResetUntil, { at: format.instant(reset.expires_at) })}
        </p>
        {refused && <p className={styles.refused}>{text({ zh: refused.refused_zh ?? '', en: refused.refused_en ?? '' })}</p>}
      </div>
      <div className={styles.actions}>
        <Offered
          actions={offered}
          primary="confirm"
          of={reset.display_name}
          act={async (action) => {
            const done = await decide.mutateAsync({ reset, action });
            void message.success(text({ zh: done.state_zh, en: done.state_en }));
          }}
        />
      </div>
    </li>
  );
}
