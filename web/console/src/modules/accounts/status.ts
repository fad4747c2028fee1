import type { Status } from '@/shared/ui/StatusTag';
import type { Account, Post } from './api';
import { m } from './messages';

const accounts: Record<Account['state'], Status> = {
  active: { tone: 'track', sign: '✓', label: m.active },
  must_change_password: { tone: 'todo', sign: '○', label: m.mustChange },
  locked: { tone: 'nodata', sign: '×', label: m.locked },
};

const lapsed: Status = { tone: 'behind', sign: '!', label: m.passwordLapsed };
const paused: Status = { tone: 'behind', sign: '!', label: m.paused };

export function accountStatus(account: Account): Status {
  if (account.paused_until && account.state !== 'locked') return paused;
  if (account.state === 'locked' && account.locked_why === 'stale') return { ...accounts.locked, label: m.lockedStale };
  if (account.state === 'locked' && account.locked_why === 'left') return { ...accounts.locked, label: m.lockedLeft };
  if (account.password_lapsed) return lapsed;
  return accounts[account.state];
}

// `today`: a civil date.
export function postStatus(post: Post, today: string): Status {
  if (post.in_force) return { tone: 'track', sign: '✓', label: m.inForce };
  if (post.valid_from > today) return { tone: 'todo', sign: '○', label: m.toCome };
  return { tone: 'unasked', sign: '×', label: m.over };
}
