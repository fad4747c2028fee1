// Changing one's own password.
import { App, Form, Input, Modal } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { useChangePassword } from '../api';
import { m } from '../messages';

interface Values {
  current: string;
  new: string;
  again: string;
}

export function PasswordForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const change = useChangePassword();
  return (
    <Modal open={open} onCancel={onClose} title={text(m.passwordTitle)} footer={null} destroyOnHidden width={420}>
      <EntryForm<Values, unknown>
        labels={{ current: m.current, new: m.next, again: m.again }}
        send={(values) => change.mutateAsync({ current: values.current, new: values.new })}
        onDone={() => {
          void message.success(text(m.changed));
          onClose();
        }}
        submit={text(m.change)}
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
    </Modal>
  );
}
