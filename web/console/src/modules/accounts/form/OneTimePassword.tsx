// A password that is shown once. Closing is a decision: it cannot be seen again.
import { Button, Typography } from 'antd';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { m } from '../messages';
import styles from './OneTimePassword.module.css';

interface Props {
  of: string;
  // null: nothing to show.
  password: string | null;
  onDone: () => void;
}

export function OneTimePassword({ of, password, onDone }: Props) {
  const text = useText();
  return (
    <Dialog
      open={password !== null}
      title={`${of} · ${text(m.passwordOnce)}`}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onDone}>
          {text(m.passwordDone)}
        </Button>
      }
      width={460}
    >
      <Typography.Text className={styles.password ?? ''} copyable>
        {password ?? ''}
      </Typography.Text>
      <p className={styles.help}>{text(m.passwordOnceHelp)}</p>
    </Dialog>
  );
}
