// Values kept in this browser: preferences, drafts. Browsers may forbid or fill their store; then values last as long
// as the page.
import { useSyncExternalStore } from 'react';

const prefix = 'gulou.';
const listeners = new Map<string, Set<() => void>>();
const unstored = new Map<string, string>();

export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key) ?? unstored.get(key) ?? null;
  } catch {
    return unstored.get(key) ?? null;
  }
}

// null removes.
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
    unstored.delete(key);
  } catch {
    if (value === null) unstored.delete(key);
    else unstored.set(key, value);
  }
  for (const listener of listeners.get(key) ?? []) listener();
}

function subscribe(key: string, listener: () => void): () => void {
  const all = listeners.get(key) ?? new Set();
  listeners.set(key, all.add(listener));
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key === prefix + key) listener();
  };
  addEventListener('storage', fromOtherTab);
  return () => {
    all.delete(listener);
    removeEventListener('storage', fromOtherTab);
  };
}

// The stored text and how to change it; follows other tabs.
export function useStored(key: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore((listener) => subscribe(key, listener), () => readStored(key));
  return [value, (next) => writeStored(key, next)];
}
