// A day as the server writes it, "2016-10-13": so that a draft can be kept and read back. It is typed in any of the ways
// in which people write days, or chosen from a calendar. What is no day, or not allowed, stays as it was typed: `dayRule`
// (day.ts) says so beside the field, and the form is not sent.
import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { civilToday } from '../i18n/format';
import { useText } from '../state/preferences';
import { m } from '../ui/messages';
import { CalendarIcon } from '../ui/icons';
import { type Days, readDay } from './day';
import styles from './DateField.module.css';

interface Props extends Days {
  // All given by Form.Item.
  id?: string;
  value?: string;
  onChange?: (date: string | undefined) => void;
  'aria-required'?: boolean | 'true' | 'false';
  'aria-invalid'?: boolean | 'true' | 'false';
  'aria-describedby'?: string;
  disabled?: boolean;
}

// A day that may be given: of what is past, somebody's birth.
const exampleOf = (from?: string, to?: string) => from ?? (to === undefined ? civilToday() : '1990-02-03');

export function DateField({ id, value, onChange, from, to, disabled = false, ...rest }: Props) {
  const text = useText();
  // While it is being typed; null: the field shows its value.
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const day = readDay(value ?? '');

  const settle = () => {
    if (typed === null) return;
    const wanted = typed.trim();
    setTyped(null);
    if (wanted !== (value ?? '')) onChange?.(wanted === '' ? undefined : (readDay(wanted) ?? wanted));
  };
  return (
    <span className={styles.field} onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}>
      <Input
        {...(id ? { id } : {})}
        {...rest}
        className={styles.date ?? ''}
        value={typed ?? value ?? ''}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={settle}
        // Enter takes the day; it does not send the form around it.
        onPressEnter={(event) => {
          event.preventDefault();
          settle();
        }}
        placeholder={text(m.dayHint, { day: exampleOf(from, to) })}
        maxLength={30}
        autoComplete="off"
        disabled={disabled}
        suffix={
          <button type="button" className={styles.open} aria-label={text(m.chooseDay)} disabled={disabled} onClick={() => setOpen(!open)}>
            <CalendarIcon />
          </button>
        }
      />
      {/* Only its calendar is used; it opens below the field. */}
      <span className={styles.calendar} aria-hidden="true">
        <DatePicker
          open={open}
          onOpenChange={setOpen}
          value={day === null ? null : dayjs(day)}
          onChange={(date) => {
            setTyped(null);
            onChange?.(date ? date.format('YYYY-MM-DD') : undefined);
          }}
          {...(from ? { minDate: dayjs(from) } : {})}
          {...(to ? { maxDate: dayjs(to) } : {})}
          inputReadOnly
          tabIndex={-1}
        />
      </span>
    </span>
  );
}
