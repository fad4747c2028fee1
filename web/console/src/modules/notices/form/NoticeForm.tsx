// Writing a notice: a new one, or a draft that is there.
import { Form, Input, Select } from 'antd';
import { useOwnSession } from '@/modules/session/api';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { EntryForm } from '@/shared/form/EntryForm';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import type { NoticeDetail, NoticeKind, Written } from '../api';
import { m } from '../messages';
import { kindNames } from '../names';

interface Props {
  // Names the draft that this browser keeps of it.
  form: string;
  initial: Partial<Written>;
  // Of the draft that is there.
  version?: number;
  send: (written: Written, idempotencyKey: string) => Promise<NoticeDetail>;
  onDone: (detail: NoticeDetail) => void;
  onCancel?: () => void;
}

export function NoticeForm({ form, initial, version, send, onDone, onCancel }: Props) {
  const text = useText();
  const format = useFormat();
  const session = useOwnSession();
  const say = (field: keyof Written, value: unknown) => {
    if (field === 'kind') return text(kindNames[value as NoticeKind]);
    return field === 'from_on' || field === 'until_on' ? format.date(String(value)) : String(value);
  };
  return (
    <EntryForm<Written, NoticeDetail>
      labels={{ kind: m.kind, title: m.name, text: m.words, from_on: m.from, until_on: m.until, contact: m.contact }}
      initial={initial}
      {...(version === undefined ? {} : { version })}
      say={say}
      draft={{ account: session.account, form }}
      send={send}
      onDone={onDone}
      submit={text(m.save)}
      {...(onCancel ? { onCancel } : {})}
    >
      <Form.Item name="kind" label={text(m.kind)}>
        <Select options={(Object.keys(kindNames) as NoticeKind[]).map((kind) => ({ value: kind, label: text(kindNames[kind]) }))} />
      </Form.Item>
      <Form.Item name="title" label={text(m.name)} extra={text(m.nameRule)} rules={[{ required: true, whitespace: true, message: text(m.nameWanted) }]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="text" label={text(m.words)} extra={text(m.wordsRule)} rules={[{ required: true, whitespace: true, message: text(m.wordsWanted) }]}>
        <Input.TextArea rows={8} maxLength={5000} showCount />
      </Form.Item>
      <Form.Item name="from_on" label={text(m.from)} rules={[{ required: true, message: text(m.fromWanted) }, dayRule(text)]}>
        <DateField />
      </Form.Item>
      <Form.Item name="until_on" label={text(m.until)} extra={text(m.untilRule)} rules={[{ required: true, message: text(m.untilWanted) }, dayRule(text)]}>
        <DateField />
      </Form.Item>
      <Form.Item name="contact" label={text(m.contact)} extra={text(m.contactRule)}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </EntryForm>
  );
}
