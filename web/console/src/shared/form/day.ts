// A day as people type it. What is not understood, or not allowed, stays as it was typed and is refused beside the field.
import { date } from '../i18n/format';
import type { Message } from '../i18n/text';
import { fill } from '../i18n/text';
import { m } from '../ui/messages';

const forms = [
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/,
];

// 1990-02-03 from 19900203, 1990-2-3, 1990/2/3, 1990.2.3, 1990年2月3日, full width or not; null if it is none of them, or
// no day of the calendar.
export function readDay(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/\s/g, '').replaceAll('。', '.').replaceAll('—', '-');
  const found = forms.map((form) => form.exec(plain)).find((match) => match !== null);
  if (!found) return null;
  const [year = 0, month = 0, day = 0] = found.slice(1).filter((part) => /^\d+$/.test(part)).map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1000 && at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? at.toISOString().slice(0, 10) : null;
}

export interface Days {
  // The first day that may be given, and the last one.
  from?: string;
  to?: string;
}

// What is wrong with what a field of a day holds; null if nothing is.
export function dayFault(value: string | null | undefined, { from, to }: Days = {}): Message | null {
  if (value === undefined || value === null || value === '') return null;
  const day = readDay(value);
  const days = (message: Message, last: string) => ({
    zh: fill(message, { day: date('zh', day ?? ''), last: date('zh', last) }).zh,
    en: fill(message, { day: date('en', day ?? ''), last: date('en', last) }).en,
  });
  if (day === null) return fill(m.noDay, { typed: value });
  if (from !== undefined && day < from) return days(m.dayTooEarly, from);
  if (to !== undefined && day > to) return days(m.dayTooLate, to);
  return null;
}

// The same as a rule of a Form.Item.
export function dayRule(text: (message: Message) => string, days: Days = {}) {
  return {
    validator: (_: unknown, value: string | undefined) => {
      const fault = dayFault(value, days);
      return fault === null ? Promise.resolve() : Promise.reject(new Error(text(fault)));
    },
  };
}
