// One entry of the journal, whole.
import { Link, useParams } from 'react-router';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { actionName } from '../actions';
import { type JournalLine, useEntry } from '../api';
import { ObjectName, Who } from '../list/JournalPage';
import { m } from '../messages';
import { type DetailLine, readDetail } from './readDetail';
import { detailName, detailValue, otherName } from './words/words';
import styles from './EntryPage.module.css';

export default function EntryPage() {
  const { number = '' } = useParams();
  return <Asked query={useEntry(number)}>{(entry) => <Page entry={entry} />}</Asked>;
}

function Page({ entry }: { entry: JournalLine }) {
  const text = useText();
  const format = useFormat();
  const detail = readDetail(entry.detail);
  return (
    <>
      <PageHead
        title={`${text(m.entry, { number: String(entry.number) })} · ${text(actionName(entry.action))}`}
        trail={[{ label: text(m.title), to: '/journal' }]}
        note={<span className="num">{format.instant(entry.at)}</span>}
      />
      <div className={styles.layout}>
        <Card>
          <dl className={styles.facts}>
            <dt>{text(m.who)}</dt>
            <dd>
              {entry.account_id && entry.account_name ? (
                <Link to={`/accounts/${entry.account_id}`}>
                  <Who entry={entry} />
                </Link>
              ) : (
                <Who entry={entry} />
              )}
            </dd>
            <dt>{text(m.action)}</dt>
            <dd>
              {text(actionName(entry.action))}
            </dd>
            <dt>{text(m.unit)}</dt>
            <dd>{entry.unit_code === '' ? '—' : <Link to={`/units/${entry.unit_code}`}>{entry.unit_name}</Link>}</dd>
            <dt>{text(m.object)}</dt>
            <dd>
              {entry.object_kind === '' ? '—' : <ObjectName entry={entry} whole />}
            </dd>
            <dt>{text(m.request)}</dt>
            <dd>
              <code>{entry.request || '—'}</code>
            </dd>
          </dl>
        </Card>
        <Card title={text(m.detail)} extra={text(m.hidden)}>
          {detail.length === 0 ? (
            <p className={styles.none}>{text(m.noDetail)}</p>
          ) : (
            <dl className={styles.facts}>
              {detail.map((line) => (
                <DetailPair key={line.names.join('.')} line={line} />
              ))}
            </dl>
          )}
        </Card>
        <Card title={text(m.chain)}>
          <p className={styles.none}>{text(m.chainHelp)}</p>
          <dl className={styles.chain}>
            <dt>{text(m.previous)}</dt>
            <dd>
              <code>{entry.previous}</code>
            </dd>
            <dt>{text(m.hash)}</dt>
            <dd>
              <code>{entry.hash}</code>
            </dd>
          </dl>
          <p className={styles.steps}>
            {entry.number > 1 && (
              <Link to={`/journal/${entry.number - 1}`}>← {text(m.entry, { number: String(entry.number - 1) })}</Link>
            )}
            <Link to={`/journal/${entry.number + 1}`}>{text(m.entry, { number: String(entry.number + 1) })} →</Link>
          </p>
        </Card>
      </div>
    </>
  );
}

// A value that is a code stands in words; what is none, a day, a number, an id, stands as it is.
function DetailPair({ line: { names, values } }: { line: DetailLine }) {
  const text = useText();
  const name = [...new Set(names.filter((each) => !/^\d+$/.test(each)).map((each) => text(detailName(each) ?? otherName)))].join(text(m.of));
  // One value may name several things: "residents.hold.register,residents.hold.journal".
  const parts = names.at(-1) === 'kept' ? values.flatMap((value) => value.split(/[,\s]+/)) : values;
  const words = parts.map((value) => detailValue(names.at(-1) ?? '', value));
  return (
    <div className={styles.pair}>
      <dt>{name}</dt>
      <dd>
        {words.every((each) => each !== null) ? words.map((each) => text(each)).join(text(m.and)) : <code>{parts.join(text(m.and))}</code>}
      </dd>
    </div>
  );
}
