// What importing a roll would do: new, changed, unchanged and faulty rows; every fault with what to do; and the decision.
import { Alert, App, Button, Checkbox, Grid, Select, Table, type TableColumnsType } from 'antd';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { explain } from '@/shared/api/problem';
import { number } from '@/shared/i18n/format';
import type { Message } from '@/shared/i18n/text';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { type PersonImport, type RowChange, type RowFault, useConfirmImport, useDiscardImport, useImport } from '../api';
import { csvOf, saveFile } from '../faultsFile';
import { m } from '../messages';
import { fieldNames } from '../words';
import styles from './Import.module.css';

export default function ImportPreviewPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={useImport(id)} loading={<Loading rows={10} />}>
      {(roll) => <Page roll={roll} />}
    </Asked>
  );
}

const titles = { preview: m.previewTitle, done: m.doneTitle, discarded: m.discardedTitle, expired: m.expiredTitle };

function Page({ roll }: { roll: PersonImport }) {
  const text = useText();
  const format = useFormat();
  return (
    <>
      <PageHead
        title={text(titles[roll.state])}
        trail={[{ label: text(m.title), to: '/people' }, { label: text(m.importTitle), to: '/people/import' }]}
        note={<span>{text(m.sentAt, { village: roll.village_name, at: format.instant(roll.sent_at) })}</span>}
      />
      {roll.state === 'preview' ? <Preview roll={roll} /> : <Over roll={roll} />}
    </>
  );
}

function Counts({ roll }: { roll: PersonImport }) {
  const text = useText();
  const counts: [string, number, string | undefined][] = [
    [text(m.rows), roll.rows, undefined],
    [text(m.newPeople), roll.added, undefined],
    [text(m.changedPeople), roll.changed, undefined],
    [text(m.unchangedPeople), roll.unchanged, undefined],
    [text(m.faultyRows), roll.faulty, roll.faulty > 0 ? styles.faulty : undefined],
  ];
  return (
    <dl className={styles.counts}>
      {counts.map(([name, count, className]) => (
        <div key={name} className={className}>
          <dt>{name}</dt>
          <dd className="num">{number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Over({ roll }: { roll: PersonImport }) {
  const text = useText();
  const advice = { preview: m.previewTitle, done: m.doneAdvice, discarded: m.discardedAdvice, expired: m.expiredAdvice };
  const head = useRef<HTMLDivElement>(null);
  // Who reads by ear hears what became of it.
  useEffect(() => head.current?.focus(), []);
  return (
    <Card>
      <div ref={head} tabIndex={-1}>
        <Notice title={text(titles[roll.state])} advice={text(advice[roll.state])}>
          <Link to="/people">{text(m.toRegister)}</Link>
          <Link to="/people/import">{text(m.importAnother)}</Link>
        </Notice>
      </div>
      {roll.state === 'done' && <Counts roll={roll} />}
    </Card>
  );
}

function Preview({ roll }: { roll: PersonImport }) {
  const text = useText();
  const format = useFormat();
  return (
    <>
      <Card>
        <p className={styles.until}>{text(m.nothingYet, { until: format.instant(roll.expires_at) })}</p>
        <p className={styles.until}>{text(m.previewShows)}</p>
        <Counts roll={roll} />
        {roll.other_sheets.length > 0 && (
          <Alert type="info" title={text(m.sheetRead, { sheet: roll.sheet, others: roll.other_sheets.join(text(m.and)) })} />
        )}
        {roll.ignored_columns.length > 0 && (
          <Alert type="info" title={text(m.ignored, { columns: roll.ignored_columns.join(text(m.and)) })} />
        )}
        {roll.notices.map((notice) => (
          <Alert key={notice.rule} type={notice.rule === 'no_head' ? 'warning' : 'info'} title={text(notice)} />
        ))}
        <Decision roll={roll} />
      </Card>
      {roll.faults.length > 0 && <Faults roll={roll} />}
      {roll.warnings.length > 0 && <Warnings roll={roll} />}
      {roll.changes.length > 0 && <Changes changes={roll.changes} more={roll.more} />}
    </>
  );
}

function Decision({ roll }: { roll: PersonImport }) {
  const text = useText();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const confirm = useConfirmImport(roll.id);
  const discard = useDiscardImport(roll.id);
  const [without, setWithout] = useState(false);
  const good = roll.added + roll.changed;
  const failed = (error: unknown) => void message.error(text(explain(error).title));
  const agree = () =>
    confirm
      .mutateAsync({ digest: roll.digest, without_faulty: without })
      .then(() => void message.success(text(m.imported)), failed);
  const askDiscard = () =>
    modal.confirm({
      title: text(m.discardAsk),
      content: text(m.discardHelp),
      okText: text(m.discard),
      onOk: () => discard.mutateAsync().then(() => void navigate('/people/import'), failed),
    });
  return (
    <div className={styles.decision}>
      {roll.faulty > 0 && (
        <>
          <p>{text(m.faultyAdvice, { n: roll.faulty })}</p>
          <Checkbox checked={without} onChange={({ target }) => setWithout(target.checked)}>
            {text(m.withoutFaulty, { n: roll.faulty })}
          </Checkbox>
        </>
      )}
      {good === 0 && <p>{text(m.nothingToDo)}</p>}
      <div className={styles.buttons}>
        <Button type="primary" loading={confirm.isPending} disabled={good === 0 || (roll.faulty > 0 && !without)} onClick={() => void agree()}>
          {text(m.agree, { added: roll.added, changed: roll.changed })}
        </Button>
        <Button onClick={() => void navigate('/people/import')}>{text(m.sendAgain)}</Button>
        <Button type="text" loading={discard.isPending} onClick={askDiscard}>
          {text(m.discard)}
        </Button>
      </div>
    </div>
  );
}

function Faults({ roll }: { roll: PersonImport }) {
  const text = useText();
  const id = useId();
  const [rule, setRule] = useState('');
  const rules = useMemo(() => countRules(roll.faults, text), [roll.faults, text]);
  const shown = rule === '' ? roll.faults : roll.faults.filter((fault) => kindOf(fault) === rule);
  const download = () => {
    const heading = [text(m.line), text(m.column), text(m.advice)];
    saveFile(`${text(m.faultsFile)}.csv`, csvOf([heading, ...shown.map((fault) => [String(fault.line), fault.column, text(fault)])]));
  };
  return (
    <div className={styles.below}>
      <Card title={text(m.faults)} extra={<Button onClick={download}>{text(m.downloadFaults)}</Button>}>
        <div className={styles.kind}>
          <label htmlFor={id}>{text(m.kind)}</label>
          <Select
            id={id}
            className={styles.kinds ?? ''}
            value={rule}
            onChange={setRule}
            options={[
              { value: '', label: text(m.allKinds, { n: roll.faults.length }) },
              ...rules.map(({ kind, column, words, differs, n }) => ({
                value: kind, label: text(differs ? m.kindLike : m.kindOf, { column: column || text(m.wholeRow), rule: words, n }),
              })),
            ]}
          />
        </div>
        {roll.faults.some(({ rule: broken }) => broken === 'group.unknown') && (
          <p className={styles.until}>
            {text(m.groupsWanted)} <Link to={`/units/${roll.village}`}>{text(m.toGroups)}</Link>
          </p>
        )}
        {roll.more && <p className={styles.until}>{text(m.moreFaults)}</p>}
        <OfRows faults={shown} />
      </Card>
    </div>
  );
}

// Which row and column, and what to do.
function OfRows({ faults }: { faults: RowFault[] }) {
  const text = useText();
  const { md = false } = Grid.useBreakpoint();
  const wide: TableColumnsType<RowFault> = [
    { title: text(m.line), dataIndex: 'line', key: 'line', width: 70, className: 'num' },
    { title: text(m.column), key: 'column', width: 130, render: (_, { column }) => column || text(m.wholeRow) },
    { title: text(m.advice), key: 'advice', render: (_, fault) => text(fault) },
  ];
  const narrow: TableColumnsType<RowFault> = [
    {
      title: text(m.faults),
      key: 'fault',
      render: (_, fault) => (
        <>
          <b>{text(m.lineAndColumn, { line: String(fault.line), column: fault.column || text(m.wholeRow) })}</b>
          <p>{text(fault)}</p>
        </>
      ),
    },
  ];
  return (
    <Table<RowFault>
      rowKey={({ line, column, rule }) => `${line} ${column} ${rule}`}
      columns={md ? wide : narrow}
      showHeader={md}
      dataSource={faults}
      size="small"
      pagination={{ defaultPageSize: 50, showSizeChanger: false, hideOnSinglePage: true, size: 'small' }}
    />
  );
}

const kindOf = ({ column, rule }: RowFault) => `${column} ${rule}`;

// Each kind of fault with how many there are, most first. Its name is what to do with the first of them; `differs`: with others
// it is something like it.
function countRules(faults: RowFault[], text: (message: Message) => string) {
  const counted = new Map<string, { kind: string; column: string; words: string; differs: boolean; n: number }>();
  for (const fault of faults) {
    const kind = kindOf(fault);
    const words = text(fault);
    const known = counted.get(kind);
    if (known) counted.set(kind, { ...known, n: known.n + 1, differs: known.differs || known.words !== words });
    else counted.set(kind, { kind, column: fault.column, words, differs: false, n: 1 });
  }
  return [...counted.values()].sort((a, b) => b.n - a.n);
}

function Warnings({ roll }: { roll: PersonImport }) {
  const text = useText();
  return (
    <div className={styles.below}>
      <Card title={text(m.warnings)}>
        <p className={styles.until}>{text(m.warningsHelp)}</p>
        <OfRows faults={roll.warnings} />
      </Card>
    </div>
  );
}

function Changes({ changes, more }: { changes: RowChange[]; more: boolean }) {
  const text = useText();
  const columns: TableColumnsType<RowChange> = [
    { title: text(m.line), dataIndex: 'line', key: 'line', width: 70, className: 'num' },
    { title: text(m.name), dataIndex: 'name', key: 'name' },
    { title: text(m.whatChanges), key: 'fields', render: (_, { fields }) => fieldNames(fields, text) || '—' },
    ...(changes.some(({ kept }) => kept.length > 0)
      ? [{ title: text(m.whatStays), key: 'kept', render: (_: unknown, { kept }: RowChange) => fieldNames(kept, text) || '—' }]
      : []),
  ];
  return (
    <div className={styles.below}>
      <Card title={text(m.changes)}>
        {more && <p className={styles.until}>{text(m.moreFaults)}</p>}
        <Table<RowChange>
          rowKey="line"
          columns={columns}
          dataSource={changes}
          size="small"
          pagination={{ defaultPageSize: 50, showSizeChanger: false, hideOnSinglePage: true, size: 'small' }}
        />
      </Card>
    </div>
  );
}
