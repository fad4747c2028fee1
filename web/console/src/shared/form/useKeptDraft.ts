// Keeps a draft while someone types: not at every key, but never later than when the page is left.
import { useEffect, useMemo, useRef } from 'react';
import { type Base, dropDraft, keepDraft } from './draft';

const pause = 300;

// Without a draft's name nothing is kept.
export function useKeptDraft<Values>(draft: { account: string; form: string } | undefined) {
  const { account = '', form = '' } = draft ?? {};
  const waiting = useRef<{ values: Partial<Values>; began: Base<Values> | undefined } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const kept = useMemo(() => {
    const stop = () => {
      clearTimeout(timer.current);
      waiting.current = null;
    };
    const flush = () => {
      const last = waiting.current;
      stop();
      if (last && form !== '') keepDraft(account, form, last.values, last.began);
    };
    return {
      flush,
      // `began`: the object that the form changes, as it was when writing began.
      keep: (values: Partial<Values>, began?: Base<Values>) => {
        clearTimeout(timer.current);
        waiting.current = { values, began };
        timer.current = setTimeout(flush, pause);
      },
      drop: () => {
        stop();
        if (form !== '') dropDraft(account, form);
      },
    };
  }, [account, form]);

  useEffect(() => {
    addEventListener('pagehide', kept.flush);
    return () => {
      removeEventListener('pagehide', kept.flush);
      kept.flush();
    };
  }, [kept]);
  return kept;
}
