// Whom people call about a unit, and setting its number.
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { type Telephone, type UnitAnswer, useSetTelephone, useTelephone } from '../api';
import { m } from '../messages';
import { useMaySetContacts } from './useMaySetContacts';

interface Values {
  number?: string;
  hours?: string;
}

export function TelephoneCard({ answer }: { answer: UnitAnswer }) {
  const { unit } = answer;
  const text = useText();
  const [open, setOpen] = useState(false);
  const maySet = useMaySetContacts(answer);
  return (
    <Card
      title={text(m.telephone)}
      extra={maySet && !open ? <Button onClick={() => setOpen(true)}>{text(m.telephoneSet)}</Button> : undefined}
    >
      <Asked query={useTelephone(unit.code)} rows={2}>
        {(telephone) =>
          open ? (
            <TelephoneForm code={unit.code} own={telephone.unit_code === unit.code ? telephone : null} onDone={() => setOpen(false)} />
          ) : (
            <Whom telephone={telephone} code={unit.code} />
          )
        }
      </Asked>
    </Card>
  );
}

function Whom({ telephone: { number, hours, unit_code, unit_name }, code }: { telephone: Telephone; code: string }) {
  const text = useText();
  return (
    <>
      <p>
        <b className="num">{number}</b> {hours}
      </p>
      {unit_code !== code && (
        <p>{unit_code === '' ? text(m.telephoneHotline) : text(m.telephoneAbove, { name: unit_name })}</p>
      )}
    </>
  );
}

function TelephoneForm({ code, own, onDone }: { code: string; own: Telephone | null; onDone: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const set = useSetTelephone(code);
  return (
    <EntryForm<Values, Telephone>
      labels={{ number: m.telephone, hours: m.telephoneHours }}
      initial={own ? { number: own.number, hours: own.hours } : {}}
      send={({ number = '', hours = '' }, idempotencyKey) =>
        set.mutateAsync({ body: { number: number.trim(), hours: hours.trim() }, idempotencyKey })
      }
      onDone={() => {
        void message.success(text(m.telephoneKept));
        onDone();
      }}
      onCancel={onDone}
      submit={text(m.telephoneKeep)}
    >
      <Form.Item name="number" label={text(m.telephone)} extra={text(own ? m.telephoneRemoves : m.telephoneRule)}>
        <Input maxLength={40} autoComplete="off" inputMode="tel" />
      </Form.Item>
      <Form.Item name="hours" label={text(m.telephoneHours)}>
        <Input maxLength={60} autoComplete="off" placeholder={text(m.telephoneHoursHint)} />
      </Form.Item>
    </EntryForm>
  );
}
