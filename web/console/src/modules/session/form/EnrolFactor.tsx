// Setting up a second factor: a QR code for the authenticator, one right code of it, and recovery codes on paper.
import { App, Button } from 'antd';
import { useState } from 'react';
import { EntryForm } from '@/shared/form/EntryForm';
import { explain } from '@/shared/api/problem';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Enrolment, type Session, useBeginFactor, useConfirmFactor, useSignOut } from '../api';
import { m } from '../messages';
import { CodeField } from './CodeField';
import styles from './EnrolFactor.module.css';
import { GatePage } from './GatePage';
import { useResetWords } from './useResetWords';

function Steps({ session }: { session: Session }) {
  const text = useText();
  const { message } = App.useApp();
  const begin = useBeginFactor();
  if (begin.data) return <Confirm shown={begin.data} />;
  const start = () => begin.mutate(undefined, { onError: (error) => void message.error(text(explain(error).title)) });
  return (
    <>
      <p className={styles.help}>{text(m.enrolHelp)}</p>
      {session.second_factor.demanded && <p className={styles.help}>{text(m.enrolMust)}</p>}
      <Button type="primary" onClick={start} loading={begin.isPending}>
        {text(m.enrolBegin)}
      </Button>
    </>
  );
}

function Confirm({ shown }: { shown: Enrolment }) {
  const text = useText();
  const confirm = useConfirmFactor();
  return (
    <>
      <h2 className={styles.step}>{text(m.enrolScan)}</h2>
      <img className={styles.qr} src={`data:image/svg+xml,${encodeURIComponent(shown.qr)}`} alt={text(m.enrolScan)} />
      <p className={styles.key}>
        {text(m.enrolKey)}
        <b>{shown.key}</b>
      </p>
      <h2 className={styles.step}>{text(m.enrolCode)}</h2>
      <EntryForm<{ code: string }, unknown>
        labels={{ code: m.code }}
        over="enrol"
        send={({ code }) => confirm.mutateAsync(code)}
        onDone={() => undefined}
        submit={text(m.enrolConfirm)}
        guard={false}
      >
        <CodeField />
      </EntryForm>
    </>
  );
}

export function EnrolPage({ session }: { session: Session }) {
  const text = useText();
  const signOut = useSignOut();
  const reset = useResetWords(session);
  return (
    <GatePage title={text(m.enrolTitle)} heading={text(m.enrolTitle)}>
      {reset !== null && <p className={styles.warning}>{reset}</p>}
      <Steps session={session} />
      <p>
        <Button type="link" onClick={() => signOut.mutate()}>
          {text(m.signOut)}
        </Button>
      </p>
    </GatePage>
  );
}

export function EnrolDialog({ session, open, onClose }: { session: Session; open: boolean; onClose: () => void }) {
  const text = useText();
  return (
    <Dialog open={open} onCancel={onClose} title={text(m.enrolTitle)} footer={null} destroyOnHidden width={440}>
      <Steps session={session} />
    </Dialog>
  );
}

// Shown once, before anything else, also in print.
export function CodesPage({ session, codes, onDone }: { session: Session; codes: string[]; onDone: () => void }) {
  const text = useText();
  const format = useFormat();
  const [made] = useState(() => new Date().toISOString());
  return (
    <GatePage title={text(m.codesTitle)} heading={text(m.codesTitle)}>
      <p className={styles.screen}>{text(m.codesHelp)}</p>
      <p className={styles.of}>
        {text(m.codesOf, { name: session.name, at: format.instant(made) })}
      </p>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={styles.buttons}>
        <Button onClick={() => print()}>{text(m.codesPrint)}</Button>
        <Button type="primary" onClick={onDone}>
          {text(m.codesDone)}
        </Button>
      </div>
    </GatePage>
  );
}
