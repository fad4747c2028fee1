// Signing in; a demo offers its roles to enter with one click.
import { App } from 'antd';
import { Navigate, useSearchParams } from 'react-router';
import { deskName, isBureau, roleName } from '@/modules/accounts/roles';
import { explain } from '@/shared/api/problem';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { type Credentials, type DemoRole, useDemoRoles, useDemoSignIn, useSession, useSignIn } from '../api';
import { m } from '../messages';
import { CredentialFields } from './CredentialFields';
import { GatePage } from './GatePage';
import { localAddress } from './localAddress';
import styles from './DemoRoles.module.css';

export default function SignInPage() {
  const text = useText();
  const session = useSession();
  const signIn = useSignIn();
  const [params] = useSearchParams();
  if (session.data) return <Navigate to={localAddress(params.get('to'))} replace />;
  return (
    <GatePage title={text(m.signIn)} heading={text(m.welcome)}>
      <EntryForm<Credentials, unknown>
        labels={{ name: m.name, password: m.password }}
        send={(values) => signIn.mutateAsync({ name: values.name.trim(), password: values.password })}
        onDone={() => undefined}
        submit={text(m.signIn)}
        guard={false}
      >
        <CredentialFields />
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
