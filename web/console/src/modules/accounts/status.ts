import type { Status } from '@/shared/ui/StatusTag';
import type { Account, Post } from './api';
import { m } from './messages';

const accounts: Record<Account['state'], Status> = {
  active: { tone: 'track', sign: '✓', label: m.active },
  must_change_password: { tone: 'todo', sign: '○', label: m.mustChange },
  locked: { tone: 'nodata', sign: '×', label: m.locked },
};

export function accountStatus(account: Account): Status {
  return accounts[account.state];
}

// `today`: a civil date.
export function postStatus(post: Post, today: string): Status {
  if (post.in_force) return { tone: 'track', sign: '✓', label: m.inForce };
  if (post.valid_from > today) return { tone: 'todo', sign: '○', label: m.toCome };
  return { tone: 'unasked', sign: '×', label: m.over };
}
