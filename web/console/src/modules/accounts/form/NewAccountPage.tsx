// Making an account.
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { type NewAccount, useCreateAccount } from '../api';
import { m } from '../messages';
import { OneTimePassword } from './OneTimePassword';

export default function NewAccountPage() {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  const create = useCreateAccount();
  const [made, setMade] = useState<{ id: string; name: string; password: string } | null>(null);
  const unit = currentPost(session)?.unit.code;
  return (
    <>
      <PageHead title={text(m.newTitle)} trail={[{ label: text(m.title), to: '/accounts' }]} />
      <Card>
        <EntryForm<NewAccount, Awaited<ReturnType<typeof create.mutateAsync>>>
          labels={{ name: m.login, display_name: m.displayName, unit: m.unit }}
          initial={unit ? { unit } : {}}
          draft={{ account: session.account, form: 'new-account' }}
          send={(body, idempotencyKey) => create.mutateAsync({ body, idempotencyKey })}
          onDone={({ account, one_time_password }) =>
            setMade({ id: account.id, name: account.display_name, password: one_time_password })
          }
          submit={text(m.submitNew)}
          onCancel={() => void navigate('/accounts')}
        >
          <Form.Item
            name="display_name"
            label={text(m.displayName)}
            extra={text(m.displayRule)}
            rules={[{ required: true, whitespace: true, message: text(m.displayWanted) }]}
          >
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="name"
            label={text(m.login)}
            extra={text(m.loginRule)}
            rules={[{ required: true, whitespace: true, message: text(m.loginWanted) }]}
          >
            <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <Form.Item
            name="unit"
            label={text(m.unit)}
            extra={text(m.unitRule)}
            rules={[{ required: true, message: text(m.unitWanted) }]}
          >
            <UnitPicker />
          </Form.Item>
        </EntryForm>
      </Card>
      <OneTimePassword
        of={made?.name ?? ''}
        password={made?.password ?? null}
        onDone={() => {
          setMade(null);
          void navigate(`/accounts/${made?.id}`);
        }}
      />
    </>
  );
}
