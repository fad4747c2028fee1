// Choosing another password for oneself: in a dialog, and at the first sign-in with a password that someone handed out.
import { App, Button, Form, Input, Modal } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { useChangePassword, useSignOut } from '../api';
import { m } from '../messages';
import { GatePage } from './GatePage';

interface Values {
  current: string;
  new: string;
  again: string;
}

function PasswordForm({ onDone, guard }: { onDone: () => void; guard: boolean }) {
  const text = useText();
  const { message } = App.useApp();
  const change = useChangePassword();
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
        extra={text(m.passwordRule)}
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
  return (
    <Modal open={open} onCancel={onClose} title={text(m.passwordTitle)} footer={null} destroyOnHidden width={420}>
      <PasswordForm onDone={onClose} guard />
    </Modal>
  );
}

export function FirstPasswordPage() {
  const text = useText();
  const signOut = useSignOut();
  return (
    <GatePage title={text(m.passwordTitle)} heading={text(m.firstPassword)}>
      <p>{text(m.firstPasswordHelp)}</p>
      <PasswordForm onDone={() => undefined} guard={false} />
      <Button type="link" onClick={() => signOut.mutate()}>
        {text(m.signOut)}
      </Button>
    </GatePage>
  );
}
