// A day as the server writes it, "2016-10-13": so that a draft can be kept and read back.
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import styles from './DateField.module.css';

interface Props {
  // All given by Form.Item.
  id?: string;
  value?: string;
  onChange?: (date: string | undefined) => void;
  // The first day that may be chosen.
  from?: string;
  // The last one.
  to?: string;
  disabled?: boolean;
}

export function DateField({ id, value, onChange, from, to, disabled }: Props) {
  return (
    // Enter chooses the day; it does not send the form around it.
    <span onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}>
      <DatePicker
        {...(id ? { id } : {})}
        className={styles.date ?? ''}
        value={value ? dayjs(value) : null}
        onChange={(date) => onChange?.(date ? date.format('YYYY-MM-DD') : undefined)}
        {...(from ? { minDate: dayjs(from) } : {})}
        {...(to ? { maxDate: dayjs(to) } : {})}
        disabled={disabled ?? false}
      />
    </span>
  );
}
