// Saying that two accounts are one person's: where two people are wanted, they then count as one.
import { App, Form, Input } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Account, useSetPerson } from '../api';
import { m } from '../messages';

export function PersonDialog({ account, open, onClose }: { account: Account; open: boolean; onClose: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const set = useSetPerson(account.id);
  return (
    <Dialog open={open} onCancel={onClose} title={text(m.personTitle, { name: account.display_name })} footer={null} destroyOnHidden width={460}>
      <p>{text(m.personHelp)}</p>
      <EntryForm<{ also: string }, unknown>
        labels={{ also: m.personAlso }}
        initial={{ also: account.also[0]?.name ?? '' }}
        send={({ also }) => set.mutateAsync(also.trim())}
        onDone={() => {
          void message.success(text(m.personSet));
          onClose();
        }}
        submit={text(m.personSubmit)}
        onCancel={onClose}
        guard={false}
      >
        <Form.Item name="also" label={text(m.personAlso)} extra={text(m.personRule)}>
          <Input maxLength={64} autoCapitalize="none" spellCheck={false} autoComplete="off" />
        </Form.Item>
      </EntryForm>
    </Dialog>
  );
}
