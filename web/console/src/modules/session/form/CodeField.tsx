// The field for a code: six digits of the authenticator, or a recovery code.
import { Form, Input } from 'antd';
import { useText } from '@/shared/state/preferences';
import { m } from '../messages';

export function CodeField({ recovery = false, help }: { recovery?: boolean; help?: string }) {
  const text = useText();
  return (
    <Form.Item
      name="code"
      label={text(recovery ? m.recoveryCode : m.code)}
      {...(help === undefined ? {} : { extra: help })}
      rules={[{ required: true, whitespace: true, message: text(m.codeNeeded) }]}
    >
      <Input
        autoComplete="one-time-code"
        inputMode={recovery ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        size="large"
        autoFocus
      />
    </Form.Item>
  );
}
