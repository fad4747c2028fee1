// What every file is exported with: a button that asks what the file is wanted for, shows how carefully it is to be
// handled and what will be printed in it, and then saves it, or tells where a paper can be opened, or that a second
// person was asked to agree. Whether one must, the server says.
import { App, Button, Checkbox, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { EntryForm } from '@/shared/form/EntryForm';
import type { Message } from '@/shared/i18n/text';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type DataClass, type ExportedPaper, exportFile, fileRequest, type PartOfRoll, type Purpose, useExportRequestsChanged, useWholeNumbers } from '../api';
import { m } from '../messages';
import styles from './ExportButton.module.css';

const purposes: Record<Purpose, Message> = {
  report: m.report, meeting: m.meeting, check: m.check, filing: m.filing, posting: m.posting, other: m.other,
};
const classes: Record<DataClass, { name: Message; rule: Message }> = {
  internal: { name: m.internal, rule: m.internalRule },
  personal: { name: m.personal, rule: m.personalRule },
  sensitive: { name: m.sensitive, rule: m.sensitiveRule },
};
const shortestNote = 4;

export interface Exported {
  // What it is called in the dialog.
  what: string;
  data: Exclude<DataClass, 'sensitive'>;
  address: string;
  // Also sent: which part of the register, for example.
  also?: object;
  // Whole ID numbers may be asked for, of this part of the register.
  whole?: PartOfRoll | undefined;
  // Where a second person is asked to agree, if the server wants that.
  requests?: string;
  // A page to be opened and printed, not a file.
  isPaper?: boolean;
}

export function ExportButton({ children, link = false, ...exported }: Exported & { children: ReactNode; link?: boolean }) {
  const [open, setOpen] = useState(false);
  const text = useText();
  return (
    <>
      <Button {...(link ? { type: 'link', size: 'small', className: styles.link ?? '' } : {})} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Dialog
        open={open}
        onCancel={() => setOpen(false)}
        title={text(m.title, { what: exported.what })}
        footer={null}
        destroyOnHidden
        width={520}
      >
        {open && <Wanted exported={exported} onClose={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}

interface Values {
  purpose?: Purpose;
  note?: string;
  whole_numbers?: boolean;
}

// Saved (null), a paper to be opened, or a request that waits.
type Outcome = ExportedPaper | 'asked' | null;

function Wanted({ exported, onClose }: { exported: Exported; onClose: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const [done, setDone] = useState<Outcome>(null);
  const changed = useExportRequestsChanged();
  const send = async ({ purpose, note, whole_numbers }: Values, key: string): Promise<Outcome> => {
    const body = {
      ...exported.also,
      purpose,
      note: note?.trim(),
      ...(exported.data === 'personal' ? { whole_numbers: whole_numbers === true } : {}),
    };
    if (exported.requests && (await fileRequest(exported.requests, body, key))) return 'asked';
    return exportFile(exported.address, body);
  };
  if (done === 'asked') return <Filed onClose={onClose} />;
  if (done) return <Opened paper={done} onClose={onClose} />;
  return (
    <>
      <p className={styles.said}>{text(m.said)}</p>
      {exported.requests && <p className={styles.said}>{text(m.maySecond)}</p>}
      <EntryForm<Values, Outcome>
        labels={{ purpose: m.purpose, note: m.note, whole_numbers: m.wholeNumbers }}
        over="export"
        guard={false}
        send={send}
        onDone={(outcome) => {
          if (outcome === 'asked') changed();
          if (outcome) return setDone(outcome);
          void message.success(text(m.saved));
          onClose();
        }}
        submit={text(exported.isPaper ? m.exportPaper : exported.requests ? m.submit : m.export)}
        onCancel={onClose}
      >
        {(form) => (
          <>
            <Form.Item name="purpose" label={text(m.purpose)} rules={[{ required: true, message: text(m.purposeWanted) }]}>
              <Select options={Object.entries(purposes).map(([value, name]) => ({ value, label: text(name) }))} />
            </Form.Item>
            <Form.Item
              name="note"
              label={text(m.note)}
              extra={text(m.noteRule)}
              rules={[
                {
                  validator: async (_, value: string | undefined) => {
                    if ([...(value ?? '').trim()].length < shortestNote) throw new Error(text(m.noteShort));
                  },
                },
              ]}
            >
              <Input maxLength={60} placeholder={text(m.noteHint)} autoComplete="off" />
            </Form.Item>
            {exported.whole && <Whole of={exported.whole} />}
            <Form.Item noStyle shouldUpdate>
              {() => <Printed data={exported.data} values={form.getFieldsValue()} />}
            </Form.Item>
          </>
        )}
      </EntryForm>
    </>
  );
}

// Whoever may not look at so many numbers within the hour is told before they say what for.
function Whole({ of }: { of: PartOfRoll }) {
  const text = useText();
  const limit = useWholeNumbers(of).data;
  const refused = limit?.may === false;
  return (
    <Form.Item
      name="whole_numbers"
      valuePropName="checked"
      extra={refused ? text({ zh: limit.refused_zh, en: limit.refused_en }) : undefined}
    >
      <Checkbox disabled={refused}>{text(m.wholeNumbers)}</Checkbox>
    </Form.Item>
  );
}

// How it is to be handled, and the line that will stand in it.
function Printed({ data, values }: { data: DataClass; values: Values }) {
  const text = useText();
  const session = useOwnSession();
  const { name, rule } = classes[values.whole_numbers ? 'sensitive' : data];
  const who = [session.display_name, currentPost(session)?.unit.name].filter(Boolean).join(' ');
  return (
    <dl className={styles.printed} aria-live="polite">
      <dt>{text(m.dataClass)}</dt>
      <dd>
        <b>{text(name)}</b> · {text(rule)}
      </dd>
      <dt>{text(m.printed)}</dt>
      <dd className={styles.line}>
        {text(m.printedLine, {
          class: text(name),
          who,
          purpose: values.purpose ? text(purposes[values.purpose]) : '…',
          note: values.note?.trim() || '…',
        })}
      </dd>
    </dl>
  );
}

function Opened({ paper, onClose }: { paper: ExportedPaper; onClose: () => void }) {
  const text = useText();
  return (
    <>
      <p role="status" className={styles.filed}>{text(m.noted, { n: String(paper.number) })}</p>
      <Button type="primary" href={paper.address} target="_blank" rel="noreferrer" onClick={onClose}>
        {text(m.open)}
        <span className={styles.unseen}>{text(m.newPage)}</span>
      </Button>
    </>
  );
}

function Filed({ onClose }: { onClose: () => void }) {
  const text = useText();
  return (
    <>
      <p role="status" className={styles.filed}>{text(m.filed)}</p>
      <Button type="primary" onClick={onClose}>
        {text(m.close)}
      </Button>
    </>
  );
}
