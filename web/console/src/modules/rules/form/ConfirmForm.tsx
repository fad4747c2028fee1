// An office answers for a value.
import { App, Form, Input } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { civilToday } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { type NewConfirmation, type RuleDetail, type RuleValue, useConfirm } from '../api';
import { m } from '../messages';

type Written = Pick<NewConfirmation, 'office' | 'person' | 'confirmed_on' | 'paper'>;

interface Props {
  rule: string;
  value: RuleValue;
  onEnd: () => void;
}

export function ConfirmForm({ rule, value, onEnd }: Props) {
  const text = useText();
  const { message } = App.useApp();
  const confirm = useConfirm();
  return (
    <>
      <p>{text(m.confirmHelp)}</p>
      <EntryForm<Written, RuleDetail>
        labels={{ office: m.office, person: m.person, confirmed_on: m.on, paper: m.paper }}
        send={(written, idempotencyKey) =>
          confirm.mutateAsync({ body: { rule, division: value.division, from: value.from, ...written }, idempotencyKey })
        }
        onDone={() => {
          void message.success(text(m.done));
          onEnd();
        }}
        submit={text(m.send)}
        onCancel={onEnd}
      >
        <Form.Item name="office" label={text(m.office)} rules={[{ required: true, whitespace: true, min: 2, message: text(m.officeWanted) }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="person"
          label={text(m.person)}
          extra={text(m.personHelp)}
          rules={[{ required: true, whitespace: true, message: text(m.personWanted) }]}
        >
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="confirmed_on" label={text(m.on)} rules={[{ required: true, message: text(m.onWanted) }, dayRule(text, { to: civilToday() })]}>
          <DateField to={civilToday()} />
        </Form.Item>
        <Form.Item name="paper" label={text(m.paper)} rules={[{ required: true, whitespace: true, min: 2, message: text(m.paperWanted) }]}>
          <Input maxLength={200} />
        </Form.Item>
      </EntryForm>
    </>
  );
}
