// A published version of a plan, word for word, and what it changed of the one before.
import { useParams } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { type PlanDocument, useVersion, useVersionChanges } from '../api';
import { m } from '../messages';
import { ChangeList } from './ChangeList';
import styles from './VersionPage.module.css';

export default function VersionPage() {
  const { year = '', number = '' } = useParams();
  return (
    <Asked query={useVersion(year, number)} loading={<Loading rows={12} />}>
      {(document) => <Page document={document} year={year} number={number} />}
    </Asked>
  );
}

function Page({ document, year, number }: { document: PlanDocument; year: string; number: string }) {
  const text = useText();
  return (
    <>
      <PageHead
        title={document.title_zh}
        trail={[{ label: text(m.title), to: '/drafts' }]}
        note={<span>{text(m.version, { n: number })}</span>}
      />
      <div className={styles.layout}>
        <Card title={text(m.versionChanges)}>
          <Asked query={useVersionChanges(year, number)} rows={3}>
            {(changes) => <ChangeList changes={changes} year={document.year} />}
          </Asked>
        </Card>
        <Card title={document.heading}>
          {document.sections.map((section) => (
            <section key={section.number} className={styles.section}>
              <h3>{section.heading}</h3>
              {section.clauses.map(({ code, text: words }) => (
                <p key={code} className={styles.clause}>
                  {words}
                </p>
              ))}
            </section>
          ))}
        </Card>
      </div>
    </>
  );
}
