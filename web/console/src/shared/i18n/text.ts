// Every word of the console stands in a messages.ts, in both languages side by side:
//   export const m = messages({ late: { zh: '{n} 项逾期', en: '{n} {n:clause|clauses} late' } });
//   const text = useText();   text(m.late, { n: 4 })
// A language that is missing does not compile; messages.test.ts checks the rest.

export type Language = 'zh' | 'en';

// A text in both languages; what the server sends in two languages has the same shape.
export interface Message {
  zh: string;
  en: string;
}

export type Values = Record<string, string | number>;

export function messages<Key extends string>(all: Record<Key, Message>): Record<Key, Message> {
  return all;
}

const hole = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;

// The text in one language with its holes filled: {name} takes a value, {name:one|many} chooses by a number.
export function write(language: Language, message: Message, values: Values = {}): string {
  return message[language].replace(hole, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined && many !== undefined) return value === 1 ? one : many;
    return typeof value === 'number' ? groupDigits(value) : value;
  });
}

// The text in both languages with its holes filled.
export function fill(message: Message, values: Values): Message {
  return { zh: write('zh', message, values), en: write('en', message, values) };
}

// The names of a template's holes, sorted.
export function holes(template: string): string[] {
  return [...new Set([...template.matchAll(hole)].map((match) => match[1] ?? ''))].sort();
}

function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
