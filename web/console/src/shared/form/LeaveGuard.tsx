// Asks before a form with something in it is left.
import { Modal } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useText } from '../state/preferences';
import { m } from '../ui/messages';

// `kept`: what was typed stays as a draft.
export function LeaveGuard({ dirty, kept }: { dirty: boolean; kept: boolean }) {
  const text = useText();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!dirty || kept) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [dirty, kept]);
  return (
    <Modal
      open={blocker.state === 'blocked'}
      title={text(m.leaveTitle)}
      okText={text(m.leave)}
      cancelText={text(m.stay)}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
      width={420}
    >
      {text(kept ? m.leaveDraft : m.leaveLost)}
    </Modal>
  );
}
