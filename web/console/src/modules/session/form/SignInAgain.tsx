// The session ended while a page was open: signing in again over it, so that nothing that was typed is lost.
import { Button, Modal } from 'antd';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { type Credentials, type Session, signIn, signInToDemo, useSignInAgain } from '../api';
import { m } from '../messages';
import { CredentialFields } from './CredentialFields';

interface Props {
  before: Session;
  // `same`: the person who was signed in before.
  onDone: (same: boolean) => void;
  onLeave: () => void;
}

export function SignInAgain({ before, onDone, onLeave }: Props) {
  const text = useText();
  const goOn = useSignInAgain(before);
  const isDemo = before.opened_by === 'demo';
  return (
    <Modal open title={text(m.endedTitle)} closable={false} keyboard={false} mask={{ closable: false }} footer={null} width={420} zIndex={2200}>
      <p>{text(m.endedHelp)}</p>
      <EntryForm<Credentials, Session>
        labels={{ name: m.name, password: m.password }}
        initial={{ name: before.name }}
        over="again"
        send={(values) => (isDemo ? signInToDemo(before.name) : signIn({ name: values.name.trim(), password: values.password }))}
        onDone={(session) => void goOn(session).then(onDone)}
        submit={text(isDemo ? m.demoAgain : m.signIn)}
        also={() => (
          <Button type="text" onClick={onLeave}>
            {text(m.leavePage)}
          </Button>
        )}
        guard={false}
      >
        {!isDemo && <CredentialFields known />}
      </EntryForm>
    </Modal>
  );
}
