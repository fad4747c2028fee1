// One entry of the journal, whole.
import { Link, useParams } from 'react-router';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { actionName } from '../actions';
import { type JournalLine, type Names, namesOf, useEntry } from '../api';
import { ObjectName, Who } from '../list/JournalPage';
import { m } from '../messages';
import { Named } from './Named';
import { type DetailLine, readDetail } from './readDetail';
import { detailName, detailValue, otherName } from './words/words';
import styles from './EntryPage.module.css';

export default function EntryPage() {
  const { number = '' } = useParams();
  return <Asked query={useEntry(number)}>{({ entry, names }) => <Page entry={entry} names={namesOf(names)} />}</Asked>;
}

function Page({ entry, names }: { entry: JournalLine; names: Names }) {
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
              {entry.object_kind === '' ? '—' : <ObjectName entry={entry} names={names} whole />}
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
                <DetailPair key={line.names.join('.')} line={line} known={names} />
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

// A value that is a code stands in words, an id that has a name with it before; what is none, a day, a number, stands as it is.
function DetailPair({ line: { names, values }, known }: { line: DetailLine; known: Names }) {
  const text = useText();
  const name = [...new Set(names.filter((each) => !/^\d+$/.test(each)).map((each) => text(detailName(each) ?? otherName)))].join(text(m.of));
  // One value may name several things: "residents.hold.register,residents.hold.journal".
  const parts = names.at(-1) === 'kept' ? values.flatMap((value) => value.split(/[,\s]+/)) : values;
  const words = parts.map((value) => detailValue(names.at(-1) ?? '', value));
  return (
    <div className={styles.pair}>
      <dt>{name}</dt>
      <dd>
        <DetailValues parts={parts} words={words.every((each) => each !== null) ? words.map((each) => text(each)) : null} known={known} />
      </dd>
    </div>
  );
}

function DetailValues({ parts, words, known }: { parts: string[]; words: string[] | null; known: Names }) {
  const text = useText();
  if (words) return <>{words.join(text(m.and))}</>;
  if (!parts.some((part) => known.has(part))) return <code>{parts.join(text(m.and))}</code>;
  return parts.map((part) => {
    const named = known.get(part);
    return (
      <div key={part}>
        {named && <Named named={named} />} <code className={styles.id}>{part}</code>
      </div>
    );
  });
}
