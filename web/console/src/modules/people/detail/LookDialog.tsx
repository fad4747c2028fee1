// Seeing a whole number: for a reason, for a minute. The number is in this dialog's memory and nowhere else.
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { EntryForm } from '@/shared/form/EntryForm';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Looked, type PersonLine, type Unmasked, useLook } from '../api';
import { m } from '../messages';
import { looked } from '../words';
import styles from './PersonPage.module.css';

export const shownForSeconds = 60;
const shortestReason = 5;

interface Props {
  person: PersonLine;
  // null: no number is asked for.
  what: Looked | null;
  onClose: () => void;
}

export function LookDialog({ person, what, onClose }: Props) {
  const text = useText();
  return (
    <Dialog
      open={what !== null}
      onCancel={onClose}
      title={what === null ? '' : text(m.seeTitle, { name: person.name, what: text(looked[what]) })}
      footer={null}
      destroyOnHidden
      width={460}
    >
      {what !== null && <Look person={person} what={what} onClose={onClose} />}
    </Dialog>
  );
}

function Look({ person, what, onClose }: { person: PersonLine; what: Looked; onClose: () => void }) {
  const text = useText();
  const look = useLook(person.id);
  const [seen, setSeen] = useState<Unmasked | null>(null);
  if (seen) return <Shown seen={seen} onClose={onClose} />;
  return (
    <>
      <p className={styles.said}>{text(m.seeSaid)}</p>
      <EntryForm<{ reason: string }, Unmasked>
        labels={{ reason: m.reason }}
        guard={false}
        send={({ reason }) => look.mutateAsync({ what, reason: reason.trim() })}
        onDone={(unmasked) => {
          // The mutation forgets it; only what is shown keeps it.
          look.reset();
          setSeen(unmasked);
        }}
        submit={text(m.seeNow)}
        onCancel={onClose}
      >
        <Form.Item
          name="reason"
          label={text(m.reason)}
          extra={text(m.reasonRule)}
          rules={[
            {
              validator: async (_, value: string | undefined) => {
                if ([...(value ?? '').trim()].length < shortestReason) throw new Error(text(m.reasonShort));
              },
            },
          ]}
        >
          <Input.TextArea rows={2} maxLength={200} showCount autoComplete="off" />
        </Form.Item>
      </EntryForm>
    </>
  );
}

function Shown({ seen, onClose }: { seen: Unmasked; onClose: () => void }) {
  const text = useText();
  const format = useFormat();
  const [left, setLeft] = useState(shownForSeconds);
  useEffect(() => {
    const end = Date.now() + shownForSeconds * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left === 0) onClose();
  }, [left, onClose]);
  return (
    <>
      <p className={`${styles.whole} num`} role="status">
        {seen.value}
      </p>
      {seen.born_on && <p>{text(m.bornThen, { date: format.date(seen.born_on) })}</p>}
      <p className={styles.said}>
        {text(m.seenSaid, { left: seen.left_this_hour })} <span className="num">{text(m.seconds, { n: left })}</span>
      </p>
      <Button type="primary" onClick={onClose}>
        {text(m.hide)}
      </Button>
    </>
  );
}
