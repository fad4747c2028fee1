// Signing in; a demo offers its roles to enter with one click.
import { App, Form, Input } from 'antd';
import { Navigate, useSearchParams } from 'react-router';
import { deskName, isBureau, roleName } from '@/modules/accounts/roles';
import { explain } from '@/shared/api/problem';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { type DemoRole, useDemoRoles, useDemoSignIn, useSession, useSignIn } from '../api';
import { m } from '../messages';
import { GatePage } from './GatePage';
import { localAddress } from './localAddress';
import styles from './DemoRoles.module.css';

interface Values {
  name: string;
  password: string;
}

export default function SignInPage() {
  const text = useText();
  const session = useSession();
  const signIn = useSignIn();
  const [params] = useSearchParams();
  if (session.data) return <Navigate to={localAddress(params.get('to'))} replace />;
  return (
    <GatePage title={text(m.signIn)} heading={text(m.welcome)}>
      <EntryForm<Values, unknown>
        labels={{ name: m.name, password: m.password }}
        send={(values) => signIn.mutateAsync({ name: values.name.trim(), password: values.password })}
        onDone={() => undefined}
        submit={text(m.signIn)}
        guard={false}
      >
        <Form.Item
          name="name"
          label={text(m.name)}
          rules={[{ required: true, whitespace: true, message: text(m.nameWanted) }]}
        >
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={text(m.password)}
          extra={text(m.forgotten)}
          rules={[{ required: true, message: text(m.passwordWanted) }]}
        >
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
      </EntryForm>
      <DemoRoles />
    </GatePage>
  );
}

function DemoRoles() {
  const text = useText();
  const { message } = App.useApp();
  const roles = useDemoRoles().data ?? [];
  const enter = useDemoSignIn();
  if (roles.length === 0) return null;
  const choose = (role: DemoRole) =>
    enter.mutate(role, { onError: (error) => void message.error(text(explain(error).title)) });
  return (
    <section className={styles.demo}>
      <h2>{text(m.demoTitle)}</h2>
      <p>{text(m.demoHelp)}</p>
      <ul>
        {roles.map((role) => (
          <li key={role.account}>
            <button type="button" disabled={enter.isPending} onClick={() => choose(role)}>
              <b>{text(isBureau(role.role) ? deskName(role.role, role.unit) : roleName(role.role))}</b>
              {!isBureau(role.role) && <span>{role.unit.name}</span>}
              <small>{role.display_name}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
