// The plan and how it stands, as the server judges it.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { reportingBoard, reportingStanding } from './reporting';

export type Plan = Schemas['Plan'];
export type Scoreboard = Schemas['Scoreboard'];
export type ClauseStanding = Schemas['ClauseStanding'];
export type ClauseLine = Schemas['ClauseLine'];
export type ClauseCell = Schemas['ClauseCell'];
export type FigureCell = Schemas['FigureCell'];
export type TargetLine = Schemas['TargetLine'];
export type Target = Schemas['Target'];
export type Headline = Schemas['Headline'];
export type UnitRef = Schemas['UnitRef'];
export type State = Schemas['State'];
export type Duty = Schemas['ObligationLine'];
export type PlanNews = Schemas['PlanNews'];
export type FigureMove = Schemas['FigureMove'];
export type MeasureRecord = Schemas['MeasureRecord'];
export type MeasureRecords = Schemas['MeasureRecords'];

// Figures change while people work; a board that is looked at asks again.
const refetchInterval = 60_000;

// The year of the latest plan; null while there is none.
export function useLatestYear() {
  return useQuery({
    queryKey: ['plan', 'years'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/plans', { signal }))).years[0] ?? null,
  });
}

export function usePlan(year: number | null | undefined) {
  return useQuery({
    queryKey: ['plan', year, 'document'],
    enabled: typeof year === 'number',
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/plans/{year}', { signal, params: { path: { year: String(year) } } })),
  });
}

// `at` "": the unit whose plan it is.
export function useScoreboard(year: number | null | undefined, at: string) {
  return useQuery({
    queryKey: ['plan', year, 'scoreboard', at],
    enabled: typeof year === 'number',
    placeholderData: keepPreviousData,
    refetchInterval,
    select: reportingBoard,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/plans/{year}/scoreboard', {
          signal,
          params: { path: { year: String(year) }, query: at === '' ? {} : { at } },
        }),
      ),
  });
}

export function useClause(year: number | null | undefined, clause: string, at: string) {
  return useQuery({
    queryKey: ['plan', year, 'clause', clause, at],
    enabled: typeof year === 'number' && clause !== '',
    placeholderData: keepPreviousData,
    refetchInterval,
    select: reportingStanding,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/plans/{year}/clauses/{clause}', {
          signal,
          params: { path: { year: String(year), clause }, query: at === '' ? {} : { at } },
        }),
      ),
  });
}

// What each figure counts.
export function useMeasures() {
  return useQuery({
    queryKey: ['measures'],
    staleTime: Infinity,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/measures', { signal }))).measures,
  });
}

// What is owed at and below a unit.
export function useOwed(at: string, which: 'late' | 'open', enabled: boolean) {
  return useQuery({
    queryKey: ['obligations', at, which],
    enabled,
    refetchInterval,
    queryFn: ({ signal }) => answer(api.GET('/api/obligations', { signal, params: { query: { at, which, below: '1' } } })),
  });
}

// What changed in the last seven days.
export function useNews(year: number, at: string, enabled: boolean) {
  return useQuery({
    queryKey: ['plan', year, 'news', at],
    enabled,
    refetchInterval,
    queryFn: ({ signal }) =>
      answer(api.GET('/api/plans/{year}/news', { signal, params: { path: { year: String(year) }, query: { at } } })),
  });
}

// The values that make a figure.
export function useRecords(measure: string, at: string, period: string) {
  return useQuery({
    queryKey: ['measures', measure, 'records', at, period],
    enabled: at !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/measures/{code}/records', {
          signal,
          params: { path: { code: measure }, query: { at, ...(period === '' ? {} : { period }) } },
        }),
      ),
  });
}
