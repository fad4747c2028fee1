// The session ended while a page was open: signing in again over it, so that nothing that was typed is lost.
import { Button } from 'antd';
import { useState } from 'react';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Credentials, type Session, signIn, signInToDemo, useSignInAgain } from '../api';
import { m } from '../messages';
import { CodeAgain } from './CodeForm';
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
  // The password was right, and the code of the second factor is still wanted.
  const [half, setHalf] = useState(false);
  const arrived = (session: Session) => {
    if (session.second_factor.wanted === 'code') setHalf(true);
    else void goOn(session).then(onDone);
  };
  return (
    <Dialog open title={text(m.endedTitle)} closable={false} keyboard={false} mask={{ closable: false }} footer={null} width={420} zIndex={2200}>
      <p>{text(m.endedHelp)}</p>
      {half && <CodeAgain onDone={arrived} onLeave={onLeave} />}
      {!half && <EntryForm<Credentials, Session>
        labels={{ name: m.name, password: m.password }}
        initial={{ name: before.name }}
        over="again"
        send={(values) => (isDemo ? signInToDemo(before.name) : signIn({ name: values.name.trim(), password: values.password }))}
        onDone={arrived}
        submit={text(isDemo ? m.demoAgain : m.signIn)}
        also={() => (
          <Button type="text" onClick={onLeave}>
            {text(m.leavePage)}
          </Button>
        )}
        guard={false}
      >
        {!isDemo && <CredentialFields known />}
      </EntryForm>}
    </Dialog>
  );
}
