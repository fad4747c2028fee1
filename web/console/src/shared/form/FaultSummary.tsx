// All that has to be changed, at the top of a form, in the words that stand at each field.
import { useEffect, useRef } from 'react';
import { useText } from '../state/preferences';
import { m } from '../ui/messages';
import styles from './FaultSummary.module.css';

export interface Fault {
  // Of the field; '' for the form as a whole.
  name: string;
  label: string;
  words: string;
}

interface Props {
  shown: boolean;
  title: string;
  advice: string | undefined;
  request: string | null;
  faults: Fault[];
  onChoose: (name: string) => void;
}

export function FaultSummary({ shown, title, advice, request, faults, onChoose }: Props) {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  // Each time there is something new to say, it is said and seen first.
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, faults]);
  if (!shown) return null;
  return (
    <div ref={box} className={styles.box} role="alert" tabIndex={-1}>
      <p className={styles.title}>{title}</p>
      {advice !== undefined && <p>{advice}</p>}
      {faults.length > 0 && (
        <ul>
          {faults.map(({ name, label, words }) => (
            <li key={name + words}>
              {name === '' ? (
                words
              ) : (
                <button type="button" onClick={() => onChoose(name)}>
                  {label && <b>{label}</b>} {words}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {request && <p className={styles.request}>{text(m.request, { id: request })}</p>}
    </div>
  );
}
