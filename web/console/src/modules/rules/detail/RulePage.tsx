// One rule: what holds today and why, all its values, and the office that confirms one.
import { Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { may, useOwnSession } from '@/modules/session/api';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Dialog } from '@/shared/ui/Dialog';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { type RuleDetail, type RuleValue, useRule } from '../api';
import { ConfirmForm } from '../form/ConfirmForm';
import { m } from '../messages';
import { sureness } from '../state';
import styles from './RulePage.module.css';

export default function RulePage() {
  const { id = '' } = useParams();
  return (
    <Asked query={useRule(id)} rows={10}>
      {(detail) => <Page detail={detail} />}
    </Asked>
  );
}

function Page({ detail: { rule, values } }: { detail: RuleDetail }) {
  const text = useText();
  const [confirming, setConfirming] = useState<RuleValue | null>(null);
  const title = text(rule.title);
  return (
    <>
      <PageHead
        title={title}
        trail={[{ label: text(m.title), to: '/rules' }]}
        note={rule.now && <StatusTag status={sureness(rule.now)} />}
      />
      <div className={styles.layout}>
        <Card title={text(m.value)}>
          <p className={styles.now}>{rule.now ? text(rule.now.words) : text(m.noValue)}</p>
          <dl className={styles.facts}>
            {rule.now && <dt>{text(m.article)}</dt>}
            {rule.now && <dd>{text(rule.now.article_words) || text(m.noArticle)}</dd>}
            <dt>{text(m.selectedBy)}</dt>
            <dd>{text(rule.key_date_words)}</dd>
            {rule.now && <dt>{text(sureness(rule.now).label)}</dt>}
            {rule.now && <dd>{text(rule.now.binding ? m.bindingHelp : m.openHelp)}</dd>}
          </dl>
          <p className={styles.id}>
            <code>{rule.id}</code>
          </p>
        </Card>
        <Card title={text(m.values)}>
          <ol className={styles.values}>
            {[...values].reverse().map((value) => (
              <Value key={value.division + value.from} value={value} onConfirm={() => setConfirming(value)} />
            ))}
          </ol>
        </Card>
      </div>
      <Dialog
        open={confirming !== null}
        title={confirming && text(m.confirmTitle, { value: text(confirming.words) })}
        onCancel={() => setConfirming(null)}
        footer={null}
        destroyOnHidden
      >
        {confirming && <ConfirmForm rule={rule.id} value={confirming} onEnd={() => setConfirming(null)} />}
      </Dialog>
    </>
  );
}

function Value({ value, onConfirm }: { value: RuleValue; onConfirm: () => void }) {
  const text = useText();
  const format = useFormat();
  const session = useOwnSession();
  const by = value.confirmed_by;
  const facts: [string, string][] = [
    [text(m.article), text(value.article_words)],
    [text(m.readIn), text(value.source_words)],
    [text(m.known), text(value.confidence_words)],
    [text(m.looked), format.date(value.checked_on)],
    [text(m.remark), value.note],
  ];
  return (
    <li>
      <p className={styles.head}>
        <b>{value.value ? text(value.words) : text(m.repealed)}</b>
        <span className={styles.when}>
          {value.division === '' ? text(m.country) : value.division} · {text(m.since, { date: format.date(value.from) })}
        </span>
        <StatusTag status={sureness(value)} />
      </p>
      {by && <p>{text(m.confirmedBy, { office: by.office, date: format.date(by.on), paper: by.paper })}</p>}
      <dl className={styles.facts}>
        {facts
          .filter(([, words]) => words !== '')
          .map(([label, words]) => (
            <div key={label} className={styles.pair}>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </div>
          ))}
      </dl>
      {!value.binding && value.value && may(session, 'rules.confirm') && (
        <Button onClick={onConfirm}>{text(m.confirm)}</Button>
      )}
    </li>
  );
}
