// The files of an object: to open, and, where the server allows it now, to add and remove.
import { App, Button, Popconfirm, Progress } from 'antd';
import { useId, useRef, useState } from 'react';
import { answer, api } from '../api/client';
import { explain } from '../api/problem';
import { size } from '../i18n/format';
import { useFormat } from '../i18n/useFormat';
import { useText } from '../state/preferences';
import { Card } from '../ui/Card';
import { AddIcon } from '../ui/icons';
import { m } from './messages';
import { type Attachment, mostFileBytes, type Owner, upload } from './upload';
import styles from './Attachments.module.css';

interface Props {
  of: Owner;
  files: Attachment[];
  mayChange: boolean;
  // Something was added or removed.
  onChanged: () => void;
}

// A file on its way, or one that did not arrive.
interface Sending {
  key: number;
  file: File;
  part: number;
  refusal?: string;
}

export function Attachments({ of, files, mayChange, onChanged }: Props) {
  const text = useText();
  if (files.length === 0 && !mayChange) return null;
  return (
    <Card title={text(m.title)}>
      {files.length === 0 && <p className={styles.none}>{text(m.none)}</p>}
      <ul className={styles.files}>
        {files.map((file) => (
          <Line key={file.id} file={file} mayRemove={mayChange} onRemoved={onChanged} />
        ))}
      </ul>
      {mayChange && <Adding of={of} onAdded={onChanged} />}
    </Card>
  );
}

function Line({ file, mayRemove, onRemoved }: { file: Attachment; mayRemove: boolean; onRemoved: () => void }) {
  const text = useText();
  const format = useFormat();
  const { message } = App.useApp();
  const remove = async () => {
    try {
      await answer(api.DELETE('/api/attachments/{id}', { params: { path: { id: file.id } } }));
    } catch (error) {
      void message.error(text(explain(error).title));
    }
    onRemoved();
  };
  return (
    <li>
      <a href={`/api/attachments/${file.id}`} download={file.name}>
        {file.name}
      </a>
      <span className={styles.facts}>
        {size(file.size)} · {format.instant(file.uploaded_at)}
      </span>
      {mayRemove && (
        <Popconfirm title={text(m.removeAsk)} okText={text(m.remove)} cancelText={text(m.cancel)} onConfirm={remove}>
          <Button size="small" type="text" aria-label={text(m.removeNamed, { name: file.name })}>
            {text(m.remove)}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}

function Adding({ of, onAdded }: { of: Owner; onAdded: () => void }) {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const help = useId();
  const [sending, setSending] = useState<Sending[]>([]);
  const next = useRef(0);
  const mb = mostFileBytes / 1024 / 1024;

  const change = (key: number, change: Partial<Sending>) =>
    setSending((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)));
  const drop = (key: number) => setSending((all) => all.filter((each) => each.key !== key));

  const send = async (key: number, file: File) => {
    if (file.size > mostFileBytes) return change(key, { refusal: text(m.tooLarge, { mb }) });
    try {
      await upload(of, file, (part) => change(key, { part }));
      drop(key);
      onAdded();
    } catch (error) {
      change(key, { refusal: text(explain(error).title) });
    }
  };
  const add = (files: FileList | null) => {
    for (const file of files ?? []) {
      const key = next.current++;
      setSending((all) => [...all, { key, file, part: 0 }]);
      void send(key, file);
    }
    if (input.current) input.current.value = ''; // the same file may be chosen again
  };
  const retry = ({ key, file }: Sending) => {
    setSending((all) => all.map((each) => (each.key === key ? { key, file, part: 0 } : each)));
    void send(key, file);
  };

  return (
    <div className={styles.adding}>
      <ul className={styles.files} aria-live="polite">
        {sending.map((each) => (
          <li key={each.key}>
            <span>{each.file.name}</span>
            {each.refusal === undefined ? (
              <Progress className={styles.progress ?? ''} percent={Math.round(each.part * 100)} size="small" aria-label={text(m.sending)} />
            ) : (
              <span className={styles.refused} role="alert">
                {text(m.failed)}：{each.refusal}
                <Button size="small" type="link" onClick={() => retry(each)}>
                  {text(m.retry)}
                </Button>
                <Button size="small" type="link" onClick={() => drop(each.key)}>
                  {text(m.dismiss)}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <input ref={input} className={styles.input} type="file" multiple tabIndex={-1} aria-label={text(m.add)} onChange={({ target }) => add(target.files)} />
      <Button icon={<AddIcon />} aria-describedby={help} onClick={() => input.current?.click()}>
        {text(m.add)}
      </Button>
      <p id={help} className={styles.help}>
        {text(m.kinds, { mb })}
      </p>
    </div>
  );
}
