// 四减: a death, a move, a marriage to another place, with its day.
import { Form } from 'antd';
import { civilToday } from '@/shared/i18n/format';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { EntryForm } from '@/shared/form/EntryForm';
import { RadioItem } from '@/shared/form/RadioItem';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Departure, type PersonLine, useLeave } from '../api';
import { m } from '../messages';
import { departures, optionsOf } from '../words';

interface Values {
  departure: Departure;
  on: string;
}

interface Props {
  person: PersonLine;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

export function LeaveDialog({ person, open, onClose, onDone }: Props) {
  const text = useText();
  return (
    <Dialog open={open} onCancel={onClose} title={text(m.leaveTitle, { name: person.name })} footer={null} destroyOnHidden width={480}>
      <LeaveForm person={person} onClose={onClose} onDone={onDone} />
    </Dialog>
  );
}

function LeaveForm({ person, onClose, onDone }: Omit<Props, 'open'>) {
  const text = useText();
  const leave = useLeave(person.id);
  return (
    <EntryForm<Values, unknown>
      labels={{ departure: m.departure, on: m.day }}
      guard={false}
      send={(values, idempotencyKey) => leave.mutateAsync({ body: { version: person.version, ...values }, idempotencyKey })}
      onDone={onDone}
      submit={text(m.leaveSubmit)}
      onCancel={onClose}
    >
      <RadioItem
        name="departure"
        label={text(m.departure)}
        extra={text(m.deathHelp)}
        rules={[{ required: true, message: text(m.departureWanted) }]}
        options={optionsOf(departures, text)}
      />
      <Form.Item name="on" label={text(m.day)} rules={[{ required: true, message: text(m.dayWanted) }, dayRule(text, { to: civilToday() })]}>
        <DateField to={civilToday()} />
      </Form.Item>
    </EntryForm>
  );
}
