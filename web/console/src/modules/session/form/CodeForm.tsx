// The second step of signing in: the code of the telephone, or a recovery code.
import { Button } from 'antd';
import { useState } from 'react';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { giveCode, type Session, useGiveCode, useSignOut } from '../api';
import { m } from '../messages';
import { CodeField } from './CodeField';
import { GatePage } from './GatePage';

interface Props {
  send: (code: string) => Promise<Session>;
  onDone: (session: Session) => void;
  // What one does instead.
  leave: string;
  onLeave: () => void;
}

function CodeForm({ send, onDone, leave, onLeave }: Props) {
  const text = useText();
  const [recovery, setRecovery] = useState(false);
  return (
    <>
      <EntryForm<{ code: string }, Session>
        key={String(recovery)}
        labels={{ code: recovery ? m.recoveryCode : m.code }}
        over="code"
        send={({ code }) => send(code)}
        onDone={onDone}
        submit={text(m.goOn)}
        also={() => (
          <Button type="text" onClick={onLeave}>
            {leave}
          </Button>
        )}
        guard={false}
      >
        <CodeField recovery={recovery} help={text(recovery ? m.recoveryHelp : m.codeHelp)} />
      </EntryForm>
      <Button type="link" onClick={() => setRecovery(!recovery)}>
        {text(recovery ? m.useApp : m.useRecovery)}
      </Button>
    </>
  );
}

export function CodePage() {
  const text = useText();
  const give = useGiveCode();
  const signOut = useSignOut();
  return (
    <GatePage title={text(m.codeTitle)} heading={text(m.codeHeading)}>
      <CodeForm
        send={(code) => give.mutateAsync(code)}
        onDone={() => undefined}
        leave={text(m.signOut)}
        onLeave={() => signOut.mutate()}
      />
    </GatePage>
  );
}

// Over a page that is open: the session is for whoever asked.
export function CodeAgain({ onDone, onLeave }: { onDone: (session: Session) => void; onLeave: () => void }) {
  const text = useText();
  return <CodeForm send={giveCode} onDone={onDone} leave={text(m.leavePage)} onLeave={onLeave} />;
}
