// Stands around the pages of who is signed in, and asks them when the server wants something first: a proof that it is
// still them, or another sign-in. The page stays open underneath.
import { type ReactNode, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { type Session, useLeave, useSessionEnded } from '@/modules/session/api';
import { ProofDialog } from '@/modules/session/form/ProofDialog';
import { SignInAgain } from '@/modules/session/form/SignInAgain';
import { useTriesNotice } from '@/modules/session/form/useTriesNotice';
import { askWith, type Need } from '@/shared/api/asking';

interface Props {
  session: Session;
  // The session is over, and its owner did not end it.
  ended: boolean;
  children: ReactNode;
}

export function Keeper({ session, ended, children }: Props) {
  const [waiting, setWaiting] = useState<{ need: Need; resolve: (again: boolean) => void }[]>([]);
  const markEnded = useSessionEnded();
  useTriesNotice(session);
  const leave = useLeave();
  const navigate = useNavigate();

  useEffect(
    () =>
      askWith(
        (need) =>
          new Promise((resolve) => {
            if (need === 'session') markEnded();
            setWaiting((others) => [...others, { need, resolve }]);
          }),
      ),
    [markEnded],
  );

  const settle = (again: boolean) => {
    for (const { resolve } of waiting) resolve(again);
    setWaiting([]);
  };
  return (
    <>
      {children}
      {!ended && waiting.some(({ need }) => need === 'proof') && <ProofDialog session={session} onDone={settle} />}
      {ended && (
        <SignInAgain
          before={session}
          onDone={(same) => {
            settle(same);
            // What was open belongs to the other person.
            if (!same) void navigate('/desk');
          }}
          onLeave={() => {
            settle(false);
            leave();
          }}
        />
      )}
    </>
  );
}
