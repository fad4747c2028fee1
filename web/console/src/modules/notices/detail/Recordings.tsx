// The recordings of a notice: to hear, and while the notice is open to add and remove. A file is sent first, then entered
// with who speaks, in what language, the consent and the transcript; what was only sent is shown to nobody.
import { App, Button, Form, Input, Popconfirm, Select } from 'antd';
import { useId, useRef, useState } from 'react';
import { answer, api } from '@/shared/api/client';
import { explain } from '@/shared/api/problem';
import { mostFileBytes, upload } from '@/shared/attachments/upload';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { EntryForm } from '@/shared/form/EntryForm';
import { civilToday } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { Dialog } from '@/shared/ui/Dialog';
import { AddIcon } from '@/shared/ui/icons';
import { type Described, type Language, type NoticeDetail, type Recording, useAddRecording, useNoticesChanged, useRemoveRecording } from '../api';
import { m } from '../messages';
import { languageNames } from '../names';
import styles from './Recordings.module.css';

interface SentFile {
  id: string;
  name: string;
}

export function Recordings({ detail: { notice, recordings, files, may_record } }: { detail: NoticeDetail }) {
  const text = useText();
  const changed = useNoticesChanged();
  const [entering, setEntering] = useState<SentFile | null>(null);
  if (recordings.length === 0 && !may_record) return null;
  return (
    <Card title={text(m.recordings)}>
      {recordings.length === 0 && <p className={styles.none}>{text(m.noRecordings)}</p>}
      <ul className={styles.list}>
        {recordings.map((recording) => (
          <Line key={recording.id} recording={recording} mayRemove={may_record} />
        ))}
        {may_record && files.map((file) => <Sent key={file.id} file={file} onEnter={() => setEntering(file)} onRemoved={changed} />)}
      </ul>
      {may_record && (
        <Adding
          notice={notice.id}
          onSent={(file) => {
            changed();
            setEntering(file);
          }}
        />
      )}
      <Dialog
        open={entering !== null}
        onCancel={() => setEntering(null)}
        title={entering && text(m.describeTitle, { name: entering.name })}
        footer={null}
        destroyOnHidden
        width={560}
      >
        {entering && <Entering notice={notice.id} file={entering} onDone={() => setEntering(null)} />}
      </Dialog>
    </Card>
  );
}

function Line({ recording, mayRemove }: { recording: Recording; mayRemove: boolean }) {
  const text = useText();
  const { message } = App.useApp();
  const removal = useRemoveRecording();
  const language = text({ zh: recording.language_zh, en: recording.language_en });
  const length = text({ zh: recording.length_zh, en: recording.length_en });
  const remove = async () => {
    try {
      await removal.mutateAsync(recording.id);
      void message.success(text(m.removed));
    } catch (error) {
      void message.error(text(explain(error).title));
    }
  };
  return (
    <li>
      <p className={styles.name}>
        <b>{language}</b> · {length} · {text(m.speakerIs, { name: recording.speaker })}
      </p>
      <audio className={styles.player} controls preload="none" src={`/api/attachments/${recording.attachment}`} aria-label={text(m.recordingOf, { language, length })} />
      <p className={styles.transcript}>{recording.transcript}</p>
      {mayRemove && (
        <Popconfirm title={text(m.removeAsk)} okText={text(m.remove)} cancelText={text(m.cancel)} onConfirm={remove}>
          <Button size="small" aria-label={text(m.removeOf, { language })}>
            {text(m.remove)}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}

function Sent({ file, onEnter, onRemoved }: { file: SentFile; onEnter: () => void; onRemoved: () => void }) {
  const text = useText();
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
      <p className={styles.name}>{text(m.undescribed, { name: file.name })}</p>
      <Button size="small" type="primary" onClick={onEnter}>
        {text(m.describe)}
      </Button>{' '}
      <Button size="small" onClick={() => void remove()}>
        {text(m.remove)}
      </Button>
    </li>
  );
}

function Adding({ notice, onSent }: { notice: string; onSent: (file: SentFile) => void }) {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const help = useId();
  const [part, setPart] = useState<number | null>(null);
  const [refusal, setRefusal] = useState('');
  const mb = mostFileBytes / 1024 / 1024;

  const send = async (file: File | undefined) => {
    if (input.current) input.current.value = ''; // the same file may be chosen again
    if (!file) return;
    setRefusal('');
    if (file.size > mostFileBytes) {
      setRefusal(text(m.tooLarge, { mb }));
      return;
    }
    setPart(0);
    try {
      const { id, name } = await upload({ kind: 'notices.notice', id: notice }, file, setPart);
      onSent({ id, name });
    } catch (error) {
      setRefusal(`${text(m.notSent)}：${text(explain(error).title)}`);
    } finally {
      setPart(null);
    }
  };

  return (
    <div className={styles.adding}>
      <input
        ref={input}
        className={styles.input}
        type="file"
        accept="audio/*,.mp3,.m4a,.aac"
        tabIndex={-1}
        aria-label={text(m.addFile)}
        onChange={({ target }) => void send(target.files?.[0])}
      />
      <Button icon={<AddIcon />} loading={part !== null} aria-describedby={help} onClick={() => input.current?.click()}>
        {part === null ? text(m.addFile) : text(m.sending, { n: Math.round(part * 100) })}
      </Button>
      {refusal !== '' && (
        <p className={styles.refused} role="alert">
          {refusal}
        </p>
      )}
      <p id={help} className={styles.help}>
        {text(m.fileKinds, { mb })}
      </p>
    </div>
  );
}

function Entering({ notice, file, onDone }: { notice: string; file: SentFile; onDone: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const add = useAddRecording(notice);
  return (
    <EntryForm<Described, unknown>
      labels={{ language: m.language, speaker: m.speaker, consented_on: m.consented, transcript: m.transcript }}
      send={(described, idempotencyKey) => add.mutateAsync({ attachment: file.id, described, idempotencyKey })}
      onDone={() => {
        void message.success(text(m.added));
        onDone();
      }}
      submit={text(m.describe)}
    >
      <Form.Item name="language" label={text(m.language)} rules={[{ required: true, message: text(m.languageWanted) }]}>
        <Select options={(Object.keys(languageNames) as Language[]).map((each) => ({ value: each, label: text(languageNames[each]) }))} />
      </Form.Item>
      <Form.Item name="speaker" label={text(m.speaker)} extra={text(m.speakerRule)} rules={[{ required: true, whitespace: true, message: text(m.speakerWanted) }]}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="consented_on" label={text(m.consented)} extra={text(m.consentedRule)} rules={[{ required: true, message: text(m.consentedWanted) }, dayRule(text, { to: civilToday() })]}>
        <DateField to={civilToday()} />
      </Form.Item>
      <Form.Item name="transcript" label={text(m.transcript)} extra={text(m.transcriptRule)} rules={[{ required: true, whitespace: true, message: text(m.transcriptWanted) }]}>
        <Input.TextArea rows={5} maxLength={5000} showCount />
      </Form.Item>
    </EntryForm>
  );
}
