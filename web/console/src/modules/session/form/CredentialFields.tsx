// The fields of signing in, on the page and over it.
import { Form, Input } from 'antd';
import { useText } from '@/shared/state/preferences';
import { m } from '../messages';

// `known`: who signs in again; the name is then not asked for.
export function CredentialFields({ known = false }: { known?: boolean }) {
  const text = useText();
  return (
    <>
      <Form.Item
        name="name"
        label={text(m.name)}
        rules={[{ required: true, whitespace: true, message: text(m.nameWanted) }]}
      >
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" autoFocus={!known} readOnly={known} />
      </Form.Item>
      <Form.Item
        name="password"
        label={text(m.password)}
        extra={text(m.forgotten)}
        rules={[{ required: true, message: text(m.passwordWanted) }]}
      >
        <Input.Password autoComplete="current-password" size="large" autoFocus={known} />
      </Form.Item>
    </>
  );
}
