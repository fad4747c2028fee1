// Issued circulars, and for the bureau the making of the next.
import { ExportButton } from '@/modules/exports/form/ExportButton';
import { may, useOwnSession } from '@/modules/session/api';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { type CircularLine, useCirculars } from '../api';
import { MakeForm } from '../form/MakeForm';
import { m } from '../messages';
import styles from './CircularsPage.module.css';

export default function CircularsPage() {
  const text = useText();
  const session = useOwnSession();
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} />
      <div className={styles.layout}>
        <Card>
          <Asked query={useCirculars()} rows={5}>
            {({ circulars }) =>
              circulars.length === 0 ? (
                <Notice title={text(m.none)} advice={text(m.noneAdvice)} />
              ) : (
                <ul className={styles.circulars}>
                  {circulars.map((circular) => (
                    <Line key={circular.id} circular={circular} />
                  ))}
                </ul>
              )
            }
          </Asked>
        </Card>
        {may(session, 'plan.circular.issue') && <MakeForm />}
      </div>
    </>
  );
}

function Line({ circular }: { circular: CircularLine }) {
  const text = useText();
  const format = useFormat();
  return (
    <li>
      <b>{circular.name}</b>
      <span className={styles.facts}>
        {circular.number} · {text(m.judgedOn, { date: format.date(circular.judged_on) })} ·{' '}
        {text(m.issuedAt, { at: format.instant(circular.issued_at) })}
        {circular.demo && ` · ${text(m.demo)}`}
      </span>
      <span className={styles.links}>
        <ExportButton link isPaper what={circular.name} data="internal" address={`/api/circulars/${circular.id}/paper`}>
          {text(m.read)}
        </ExportButton>
        <ExportButton link what={circular.name} data="internal" address={`/api/circulars/${circular.id}/xlsx`}>
          {text(m.sheet)}
        </ExportButton>
      </span>
    </li>
  );
}
