// The reply that closes what the own unit is pressed on.
import { App, Form, Input } from 'antd';
import { useOwnSession } from '@/modules/session/api';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { type Press, useReply } from '../api';
import { m } from '../messages';

interface Props {
  press: Press;
  // Notes that someone else was faster.
  watch: <T>(call: Promise<T>) => Promise<T>;
}

export function ReplyForm({ press, watch }: Props) {
  const text = useText();
  const { message } = App.useApp();
  const session = useOwnSession();
  const reply = useReply(press.id);
  return (
    <Card title={text(m.reply)}>
      <EntryForm<{ text: string }, unknown>
        labels={{ text: m.replyText }}
        draft={{ account: session.account, form: `press-reply-${press.id}` }}
        send={(written, idempotencyKey) =>
          watch(reply.mutateAsync({ text: written.text, version: press.version, idempotencyKey }))
        }
        onDone={() => void message.success(text(m.repliedDone))}
        submit={text(m.reply)}
      >
        <Form.Item
          name="text"
          label={text(m.replyText)}
          rules={[{ required: true, whitespace: true, min: 2, message: text(m.replyWanted) }]}
        >
          <Input.TextArea rows={6} maxLength={5000} showCount />
        </Form.Item>
      </EntryForm>
    </Card>
  );
}
