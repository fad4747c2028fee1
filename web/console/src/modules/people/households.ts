// Finding households of a village among all of them.
import type { HouseholdLine } from './api';

export interface Wanted {
  // A part of the number, or of the head's name.
  typed: string;
  // Only those without a head.
  headless: boolean;
  // Id of a group; '' for any.
  group: string;
}

// As a number is kept: in plain digits, without what a spreadsheet puts behind it (7.0).
const plain = (words: string) => words.normalize('NFKC').trim().replace(/^(\d+)\.0+$/, '$1').toLowerCase();

// Those that are wanted, in the order of their numbers: 2 before 10.
export function fitting(all: HouseholdLine[], { typed, headless, group }: Wanted): HouseholdLine[] {
  const part = plain(typed);
  return all
    .filter((each) => group === '' || each.group === group)
    .filter((each) => !headless || !each.head)
    .filter(({ number, head_name }) => plain(number).includes(part) || plain(head_name ?? '').includes(part))
    .sort((a, b) => a.number.localeCompare(b.number, 'zh-CN', { numeric: true }));
}
