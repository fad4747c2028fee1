// Choosing another password for oneself: in a dialog, and at the first sign-in with a password that someone handed out.
import { App, Button, Form, Input } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Session, useChangePassword, useOwnSession, useSignOut } from '../api';
import { m } from '../messages';
import { GatePage } from './GatePage';

interface Values {
  current: string;
  new: string;
  again: string;
}

// What a new password keeps to, in words.
function useRuleWords({ least_length: n, kinds, days, remembered: last }: Session['password_rules']): string {
  const text = useText();
  return kinds === 0 ? text(m.passwordRule, { n }) : text(m.passwordKindsRule, { n, kinds, days, last });
}

function PasswordForm({ session, onDone, guard }: { session: Session; onDone: () => void; guard: boolean }) {
  const text = useText();
  const { message } = App.useApp();
  const change = useChangePassword();
  const rule = useRuleWords(session.password_rules);
  return (
    <EntryForm<Values, unknown>
      labels={{ current: m.current, new: m.next, again: m.again }}
      send={(values) => change.mutateAsync({ current: values.current, new: values.new })}
      onDone={() => {
        void message.success(text(m.changed));
        onDone();
      }}
      submit={text(m.change)}
      guard={guard}
    >
      <Form.Item name="current" label={text(m.current)} rules={[{ required: true, message: text(m.passwordWanted) }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="new"
        label={text(m.next)}
        extra={rule}
        rules={[{ required: true, message: text(m.passwordWanted) }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={text(m.again)}
        dependencies={['new']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('new') ? Promise.resolve() : Promise.reject(new Error(text(m.different))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </EntryForm>
  );
}

export function PasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const session = useOwnSession();
  return (
    <Dialog open={open} onCancel={onClose} title={text(m.passwordTitle)} footer={null} destroyOnHidden width={420}>
      <PasswordForm session={session} onDone={onClose} guard />
    </Dialog>
  );
}

export function FirstPasswordPage({ session }: { session: Session }) {
  const text = useText();
  const signOut = useSignOut();
  return (
    <GatePage title={text(m.passwordTitle)} heading={text(session.password_expired ? m.expiredPassword : m.firstPassword)}>
      <p>{text(session.password_expired ? m.expiredPasswordHelp : m.firstPasswordHelp)}</p>
      <PasswordForm session={session} onDone={() => undefined} guard={false} />
      <Button type="link" onClick={() => signOut.mutate()}>
        {text(m.signOut)}
      </Button>
    </GatePage>
  );
}
