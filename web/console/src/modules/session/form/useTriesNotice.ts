// Tells whoever has just signed in that wrong passwords were tried on their account: once, and then on their own page.
import { App } from 'antd';
import { useEffect } from 'react';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { readStored, writeStored } from '@/shared/state/stored';
import type { Session } from '../api';
import { m } from '../messages';

// What is to be said; null if nobody tried.
export function useTriesWords(session: Session): string | null {
  const text = useText();
  const format = useFormat();
  if (session.wrong_before === 0 || !session.wrong_before_at) return null;
  return text(m.wrongBefore, { n: session.wrong_before, at: format.instant(session.wrong_before_at) });
}

export function useTriesNotice(session: Session): void {
  const { message } = App.useApp();
  const words = useTriesWords(session);
  const at = session.wrong_before_at ?? '';
  const key = `tries.${session.account}`;
  useEffect(() => {
    if (words === null || readStored(key) === at) return;
    writeStored(key, at);
    void message.warning({ content: words, duration: 15, key });
  }, [message, words, at, key]);
}
