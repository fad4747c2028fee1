// Importing a roll: the table to fill in, and the file. Nothing is imported before its preview was agreed to.
import { Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { fieldFaults, isSignedOut } from '@/shared/api/problem';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { Failure } from '@/shared/ui/Failure';
import { PageHead } from '@/shared/ui/PageHead';
import { useQueryClient } from '@tanstack/react-query';
import { m } from '../messages';
import { mostRollBytes, sendRoll } from '../upload';
import styles from './Import.module.css';

export default function ImportPage() {
  const text = useText();
  const village = currentPost(useOwnSession())?.unit.code ?? '';
  return (
    <>
      <PageHead title={text(m.importTitle)} trail={[{ label: text(m.title), to: '/people' }]} />
      <Card>
        <ol className={styles.steps}>
          <li>
            <h2>{text(m.step1)}</h2>
            <p>{text(m.step1Help)}</p>
            <p>{text(m.mergedHelp)}</p>
            <a href={`/api/people/imports/template?village=${village}`} download>
              {text(m.template)}
            </a>
            <p className={styles.groups}>
              {text(m.groupsFirst)} <Link to={`/units/${village}`}>{text(m.toGroups)}</Link>
            </p>
          </li>
          <li>
            <h2>{text(m.step2)}</h2>
            <p>{text(m.step2Help, { mb: mostRollBytes / 1024 / 1024 })}</p>
            <Sending village={village} />
          </li>
          <li>
            <h2>{text(m.step3)}</h2>
            <p>{text(m.step3Help)}</p>
          </li>
        </ol>
      </Card>
    </>
  );
}

function Sending({ village }: { village: string }) {
  const text = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  // The part that is sent; null: nothing is on its way.
  const [part, setPart] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [last, setLast] = useState<File | null>(null);
  const [tooLarge, setTooLarge] = useState(false);

  const send = async (file: File) => {
    setRefusal(null);
    setLast(file);
    setTooLarge(file.size > mostRollBytes);
    if (file.size > mostRollBytes) return;
    setPart(0);
    try {
      const preview = await sendRoll(village, file, setPart);
      queries.setQueryData(['people', 'imports', preview.id], preview);
      void navigate(`/people/import/${preview.id}`);
    } catch (error) {
      if (isSignedOut(error)) queries.setQueryData(['session'], null);
      setRefusal(error);
    } finally {
      setPart(null);
    }
  };
  const choose = (files: FileList | null) => {
    const file = files?.[0];
    if (input.current) input.current.value = ''; // the same file may be chosen again, mended
    if (file) void send(file);
  };
  return (
    <div className={styles.sending}>
      <input
        ref={input}
        className={styles.input}
        type="file"
        accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        tabIndex={-1}
        aria-label={text(m.chooseFile)}
        onChange={({ target }) => choose(target.files)}
      />
      <Button type="primary" loading={part !== null} onClick={() => input.current?.click()}>
        {text(m.chooseFile)}
      </Button>
      {part !== null && (
        <div role="status" className={styles.progress}>
          <Progress percent={Math.round(part * 100)} size="small" aria-label={text(m.sendingFile)} />
          {text(part < 1 ? m.sendingFile : m.reading)}
        </div>
      )}
      {tooLarge && (
        <p className={styles.refused} role="alert">
          {text(m.fileTooLarge, { mb: mostRollBytes / 1024 / 1024 })}
        </p>
      )}
      {refusal !== null && (
        <div className={styles.refused}>
          <Failure error={refusal} onRetry={last ? () => void send(last) : undefined} />
          <ul>
            {fieldFaults(refusal).map(({ message }) => (
              <li key={message.zh}>{text(message)}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
