// Numbers, shares and dates as every page writes them.
import type { Language } from './text';

// 93474 is 93,474. Figures are whole numbers.
export function number(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

// One decimal, cut off and not rounded: 99.96 % must never be shown as 100 %. Exactly 0 % and 100 % have no decimal.
export function share(n: number, d: number): string {
  if (n === 0) return '0%';
  if (n === d) return '100%';
  return `${(tenths(n, d) / 10).toFixed(1)}%`;
}

// A goal as its two whole numbers give it: 9 of 10 is 90%, 1 of 8 is 12.5%.
export function goal(part: number, of: number): string {
  return (part * 100) % of === 0 ? `${(part * 100) / of}%` : share(part, of);
}

// The same without a decimal, for small cells.
export function wholeShare(n: number, d: number): string {
  return `${Math.floor(tenths(n, d) / 10)}%`;
}

function tenths(n: number, d: number): number {
  // In whole numbers: figures may be larger than what a product of theirs could hold exactly.
  return Number((BigInt(n) * 1000n) / BigInt(d));
}

// The size of a file: 832 B, 14 KB, 1.2 MB.
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

// A civil date, "2016-10-13".
export function date(language: Language, iso: string): string {
  const [year, month, day] = iso.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return iso;
  if (language === 'zh') return `${year}年${month}月${day}日`;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, day),
  );
}

// A moment, RFC 3339, at the time of China, where all desks are.
export function instant(language: Language, rfc3339: string): string {
  const parts = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false,
    timeZone: 'Asia/Shanghai',
  });
  return parts.format(new Date(rfc3339));
}

// Today in China, as a civil date.
export function civilToday(now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now);
}

// Whole days from one civil date to another; negative if the other is earlier.
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

// The civil date after one.
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
