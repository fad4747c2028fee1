// Signing in; a demo offers its roles to enter with one click.
import { App, Button, Form, Input } from 'antd';
import { Navigate, useSearchParams } from 'react-router';
import { deskName, roleName } from '@/modules/accounts/roles';
import { explain } from '@/shared/api/problem';
import { EntryForm } from '@/shared/form/EntryForm';
import { useLanguage, useText } from '@/shared/state/preferences';
import { Mark } from '@/shared/ui/Mark';
import { type DemoRole, useDemoRoles, useDemoSignIn, useSession, useSignIn } from '../api';
import { m } from '../messages';
import { Batik } from './Batik';
import { localAddress } from './localAddress';
import styles from './SignInPage.module.css';

interface Values {
  name: string;
  password: string;
}

export default function SignInPage() {
  const text = useText();
  const session = useSession();
  const signIn = useSignIn();
  const [language, setLanguage] = useLanguage();
  const [params] = useSearchParams();
  const other = language === 'zh' ? 'en' : 'zh';
  if (session.data) return <Navigate to={localAddress(params.get('to'))} replace />;
  return (
    <div className={styles.page}>
      <title>{`${text(m.signIn)} · ${text(m.product)}`}</title>
      <header className={styles.side}>
        <div className={styles.words}>
          <Mark className={styles.mark} />
          <p className={styles.name}>{text(m.product)}</p>
          <p className={styles.motto}>{text(m.motto)}</p>
          <p className={styles.place}>{text(m.place)}</p>
        </div>
        <Batik />
      </header>
      <main className={styles.main}>
        <div className={styles.box}>
          <h1>{text(m.welcome)}</h1>
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
          <footer className={styles.foot}>
            <a href="/">{text(m.publicPages)}</a>
            <Button type="text" size="small" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => setLanguage(other)}>
              {text(m.otherLanguage)}
            </Button>
          </footer>
        </div>
      </main>
    </div>
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
              <b>{text(roleName(role.role))}</b>
              <span>{text(deskName(role.role, role.unit))}</span>
              <small>{role.display_name}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
