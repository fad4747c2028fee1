// What an answer of the server shows: its shape while it is being read, why it could not be, or itself.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from './Failure';
import { Loading } from './Loading';

interface Props<T> {
  query: UseQueryResult<T>;
  rows?: number;
  loading?: ReactNode;
  children: (data: T) => ReactNode;
}

export function Asked<T>({ query, rows, loading, children }: Props<T>) {
  // What was read before stays while it is read again, and when that fails.
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return loading ?? <Loading rows={rows ?? 6} />;
}
