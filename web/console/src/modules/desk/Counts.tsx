// How many things wait, behind an entry of the menu.
import { useText } from '@/shared/state/preferences';
import { m } from './messages';
import {
  useAgreedExports, useWaitingComments, useWaitingExports, useWaitingPresses, useWaitingReports, useWaitingRequests, useWaitingResets,
} from './useWaiting';
import styles from './Counts.module.css';

function Count({ n }: { n: number }) {
  const text = useText();
  if (n === 0) return null;
  return (
    <span className={styles.count}>
      <span aria-hidden="true">{n}</span>
      <span className="hide">{text(m.waiting, { n })}</span>
    </span>
  );
}

export function ReportsCount() {
  const { owed, submitted } = useWaitingReports();
  return <Count n={owed.length + submitted.length} />;
}

export function PressesCount() {
  return <Count n={useWaitingPresses().owed.length} />;
}

export function CommentsCount() {
  return <Count n={useWaitingComments().waiting.length} />;
}

export function RequestsCount() {
  return <Count n={useWaitingRequests().waiting.length} />;
}

export function ExportsCount() {
  return <Count n={useWaitingExports().waiting.length} />;
}

export function AccountsCount() {
  return <Count n={useWaitingResets().waiting.length} />;
}

export function DeskCount() {
  const { owed, submitted } = useWaitingReports();
  const others = useWaitingPresses().owed.length + useWaitingComments().waiting.length + useWaitingRequests().waiting.length;
  const resets = useWaitingResets().waiting.length;
  const exports = useWaitingExports().waiting.length + useAgreedExports().agreed.length;
  return <Count n={owed.length + submitted.length + others + exports + resets} />;
}
