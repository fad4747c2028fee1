// Under which code a unit is registered, and setting it.
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { type UnitAnswer, type UnitCreditCode, useCreditCode, useSetCreditCode } from '../api';
import { m } from '../messages';
import { useMaySetContacts } from './useMaySetContacts';

export function CreditCodeCard({ answer }: { answer: UnitAnswer }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const maySet = useMaySetContacts(answer);
  const { code } = answer.unit;
  return (
    <Card
      title={text(m.creditCode)}
      extra={maySet && !open ? <Button onClick={() => setOpen(true)}>{text(m.telephoneSet)}</Button> : undefined}
    >
      <Asked query={useCreditCode(code)} rows={1}>
        {(kept) =>
          open ? <CreditCodeForm unit={code} own={kept.code} onDone={() => setOpen(false)} /> : <Kept kept={kept} tells={maySet} />
        }
      </Asked>
    </Card>
  );
}

// What is odd is for whoever can mend it.
function Kept({ kept: { code, notes }, tells }: { kept: UnitCreditCode; tells: boolean }) {
  const text = useText();
  if (code === '') return <p>{text(m.creditCodeNone)}</p>;
  return (
    <>
      <p>
        <b className="num">{code}</b>
      </p>
      {tells && notes.map(({ rule, zh, en }) => <p key={rule}>{text({ zh, en })}</p>)}
    </>
  );
}

function CreditCodeForm({ unit, own, onDone }: { unit: string; own: string; onDone: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const set = useSetCreditCode(unit);
  return (
    <EntryForm<{ code?: string }, UnitCreditCode>
      labels={{ code: m.creditCode }}
      initial={{ code: own }}
      send={({ code = '' }, idempotencyKey) => set.mutateAsync({ body: { code: code.trim() }, idempotencyKey })}
      onDone={() => {
        void message.success(text(m.telephoneKept));
        onDone();
      }}
      onCancel={onDone}
      submit={text(m.telephoneKeep)}
    >
      <Form.Item name="code" label={text(m.creditCode)} extra={text(own === '' ? m.creditCodeRule : m.creditCodeRemoves)}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
    </EntryForm>
  );
}
