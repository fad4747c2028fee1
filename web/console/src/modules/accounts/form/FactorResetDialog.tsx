// Asking for a second factor to be reset; another person confirms.
import { App, Form, Input } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Account, useAskFactorReset } from '../api';
import { m } from '../messages';

export function FactorResetDialog({ account, open, onClose }: { account: Account; open: boolean; onClose: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const ask = useAskFactorReset(account.id);
  return (
    <Dialog
      open={open}
      onCancel={onClose}
      title={text(m.factorResetTitle, { name: account.display_name })}
      footer={null}
      destroyOnHidden
      width={460}
    >
      <p>{text(m.factorResetHelp)}</p>
      <EntryForm<{ reason: string }, unknown>
        labels={{ reason: m.factorResetReason }}
        send={({ reason }) => ask.mutateAsync(reason)}
        onDone={() => {
          void message.success(text(m.factorResetAsked));
          onClose();
        }}
        submit={text(m.factorResetAsk)}
        onCancel={onClose}
        guard={false}
      >
        <Form.Item
          name="reason"
          label={text(m.factorResetReason)}
          extra={text(m.factorResetReasonHint)}
          rules={[{ required: true, whitespace: true, message: text(m.factorResetReasonWanted) }]}
        >
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </EntryForm>
    </Dialog>
  );
}
