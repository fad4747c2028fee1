// A second click on a slow machine comes before the button has become busy. Here it joins what the first has begun.
import { useRef } from 'react';

// `work`, but while a call of it is under way further ones start nothing and get its outcome.
export function useOneAtATime<Asked extends unknown[], Outcome>(work: (...asked: Asked) => Promise<Outcome>) {
  const underWay = useRef<Promise<Outcome> | null>(null);
  return (...asked: Asked): Promise<Outcome> => {
    underWay.current ??= work(...asked).finally(() => {
      underWay.current = null;
    });
    return underWay.current;
  };
}
