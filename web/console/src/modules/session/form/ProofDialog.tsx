// Asked before what cannot be undone or gives power away: is it still the owner of the session?
import { Form, Input } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Session, useProve } from '../api';
import { m } from '../messages';
import { CodeField } from './CodeField';

interface Props {
  session: Session;
  // `proved`: false if the person would rather not.
  onDone: (proved: boolean) => void;
}

export function ProofDialog({ session, onDone }: Props) {
  const text = useText();
  const prove = useProve();
  const isDemo = session.proof_by === 'demo';
  const byCode = session.proof_by === 'code';
  return (
    // Above a question that waits for the answer: Ant Design puts those at 2000.
    <Dialog open title={text(m.proofTitle)} onCancel={() => onDone(false)} footer={null} width={420} zIndex={2100}>
      <p>{text(isDemo ? m.proofDemoHelp : byCode ? m.proofCodeHelp : m.proofHelp)}</p>
      <EntryForm<{ password?: string; code?: string }, unknown>
        labels={{ password: m.password, code: m.code }}
        over="proof"
        send={({ password = '', code = '' }) => prove.mutateAsync(isDemo ? null : byCode ? { code } : { password })}
        onDone={() => onDone(true)}
        submit={text(m.proofConfirm)}
        onCancel={() => onDone(false)}
        cancel={text(m.proofCancel)}
        guard={false}
      >
        {byCode && <CodeField />}
        {!isDemo && !byCode && (
          <Form.Item
            name="password"
            label={text(m.password)}
            rules={[{ required: true, message: text(m.passwordWanted) }]}
          >
            <Input.Password autoComplete="current-password" size="large" autoFocus />
          </Form.Item>
        )}
      </EntryForm>
    </Dialog>
  );
}
