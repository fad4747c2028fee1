// The actions that the server offers, as buttons; one that asks why opens a dialog for the reason first.
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Dialog } from '@/shared/ui/Dialog';
import { newIdempotencyKey, type Schemas } from '../api/client';
import { useOneAtATime } from '../api/oneAtATime';
import { explain } from '../api/problem';
import { EntryForm } from '../form/EntryForm';
import { useText } from '../state/preferences';
import { m } from './messages';
import { isChangedMeanwhile } from './useStaleNotice';
import { StaleNotice } from './StaleNotice';

type Action = Schemas['OfferedAction'];

interface Props {
  actions: Action[];
  // The one that is meant to be done next.
  primary?: string;
  // Of what, for the title of the dialog.
  of: string;
  act: (action: string, reason: string | undefined, idempotencyKey: string) => Promise<unknown>;
}

export function Offered({ actions, primary, of, act }: Props) {
  const text = useText();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<Action | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const label = (action: Action) => text({ zh: action.label_zh, en: action.label_en });

  const choose = async (action: Action) => {
    if (action.asks_reason) {
      setAsking(action);
      return;
    }
    setBusy(action.name);
    try {
      await act(action.name, undefined, newIdempotencyKey());
    } catch (error) {
      void message.error(text(explain(error).title));
    } finally {
      setBusy(null);
    }
  };

  const chooseOnce = useOneAtATime(choose);
  return (
    <>
      {actions.map((action) => (
        <Button
          key={action.name}
          type={action.name === primary ? 'primary' : 'default'}
          loading={busy === action.name}
          disabled={busy !== null && busy !== action.name}
          onClick={() => void chooseOnce(action)}
        >
          {label(action)}
        </Button>
      ))}
      <Dialog
        open={asking !== null}
        title={asking && `${label(asking)} · ${of}`}
        onCancel={() => setAsking(null)}
        footer={null}
        destroyOnHidden
        width={520}
      >
        {asking && (
          <Reason
            label={label(asking)}
            act={(reason, key) => act(asking.name, reason, key)}
            onDone={() => setAsking(null)}
          />
        )}
      </Dialog>
    </>
  );
}

interface ReasonProps {
  label: string;
  act: (reason: string, idempotencyKey: string) => Promise<unknown>;
  onDone: () => void;
}

function Reason({ label, act, onDone }: ReasonProps) {
  const text = useText();
  const [stale, setStale] = useState(false);
  const send = async ({ reason }: { reason: string }, key: string) => {
    try {
      return await act(reason, key);
    } catch (error) {
      setStale(isChangedMeanwhile(error));
      throw error;
    }
  };
  return (
    <>
      <StaleNotice shown={stale} />
      <EntryForm<{ reason: string }, unknown>
        labels={{ reason: m.reason }}
        send={send}
        onDone={onDone}
        submit={label}
        onCancel={onDone}
        guard={false}
      >
        <Form.Item
          name="reason"
          label={text(m.reason)}
          rules={[{ required: true, whitespace: true, message: text(m.reasonWanted) }]}
        >
          <Input.TextArea rows={4} maxLength={500} showCount autoFocus />
        </Form.Item>
      </EntryForm>
    </>
  );
}
