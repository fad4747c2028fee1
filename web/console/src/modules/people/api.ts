// The register of people: what each village keeps of whom. Numbers come masked; a whole one is asked for with a reason
// and is never kept among the answers.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, newIdempotencyKey, type Schemas } from '@/shared/api/client';
import { useOneAtATime } from '@/shared/api/oneAtATime';
import { ApiError } from '@/shared/api/problem';
import { isChangedMeanwhile } from '@/shared/workflow/useStaleNotice';

export type AlsoIn = Schemas['AlsoIn'];
export type Arrival = Schemas['Arrival'];
export type Departure = Schemas['Departure'];
export type HouseholdLine = Schemas['HouseholdLine'];
export type Kinship = Schemas['Kinship'];
export type LookLine = Schemas['LookLine'];
export type NewHousehold = Schemas['NewHousehold'];
export type NewTieKind = Schemas['NewTieKind'];
export type PeopleCount = Schemas['PeopleCount'];
export type PeopleFigures = Schemas['PeopleFigures'];
export type PersonDetail = Schemas['PersonDetail'];
// What saving said besides what is kept now; it goes with the way to the person's page.
export type SaidOfSaving = Pick<PersonDetail, 'kept' | 'warnings'>;
export type PersonFields = Schemas['PersonFields'];
export type PersonImport = Schemas['PersonImport'];
export type PersonLine = Schemas['PersonLine'];
export type PoliticalStatus = Schemas['PoliticalStatus'];
export type Relation = Schemas['Relation'];
export type RelativeLine = Schemas['RelativeLine'];
export type ResidenceStatus = Schemas['ResidenceStatus'];
export type RowChange = Schemas['RowChange'];
export type RowFault = Schemas['RowFault'];
export type SearchPeople = Schemas['SearchPeople'];
export type Sex = Schemas['Sex'];
export type Unmasked = Schemas['Unmasked'];
export type Looked = Schemas['LookAt']['what'];

const key = ['people'];

export interface PeopleFilter {
  at: string;
  group: string;
  household: string;
  status: string;
  sex: string;
  ethnic: string;
  age_from: string;
  age_to: string;
  // 'yes': those who left or died.
  ended: string;
}

const said = (asked: object) => Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));

export function usePeople(filter: Partial<PeopleFilter>, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...key, 'list', filter],
    enabled,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/api/people', { signal, params: { query: said({ ...filter, after: pageParam }) } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

// What is sent is not shaped as the form is: its faults are named as the form's fields are.
async function withFaultsAt<T>(renamed: (pointer: string) => string, sent: Promise<T>): Promise<T> {
  try {
    return await sent;
  } catch (error) {
    if (!(error instanceof ApiError) || !error.problem) throw error;
    const errors = error.problem.errors.map((each) => ({ ...each, field: renamed(each.field) }));
    throw new ApiError(error.status, { ...error.problem, errors }, { cause: error });
  }
}
const withoutPerson = (pointer: string) => pointer.replace(/^\/person\//, '/');
const asNumber = (pointer: string) => pointer.replace(/^\/(?:id_number|phone)$/, '/number');

// By a part of the name. Sent as a document: names stand in no address that the server sees.
export function useNameSearch(at: string, name: string) {
  return useInfiniteQuery({
    queryKey: [...key, 'named', at, name],
    enabled: name !== '',
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.POST('/api/people/search', {
          signal, body: { ...(at ? { at } : {}), name, ...(pageParam === '' ? {} : { after: pageParam }) },
        }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

// By a whole number: a search that is journalled, so it is sent once and its answer is not kept.
export function useNumberSearch() {
  return useMutation({
    gcTime: 0,
    mutationFn: (body: SearchPeople) => withFaultsAt(asNumber, answer(api.POST('/api/people/search', { body }))),
  });
}

export function useFigures(at: string) {
  return useQuery({
    queryKey: [...key, 'figures', at],
    enabled: at !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer(api.GET('/api/people/figures', { signal, params: { query: { at } } })),
  });
}

export function useEthnicGroups() {
  return useQuery({
    queryKey: ['ethnic-groups'],
    staleTime: Infinity,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/people/ethnic-groups', { signal }))).groups,
  });
}

export function usePerson(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => answer(api.GET('/api/people/{id}', { signal, params: { path: { id } } })),
  });
}

export function useHistory(id: string) {
  return useQuery({
    queryKey: [...key, id, 'history'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/people/{id}/history', { signal, params: { path: { id } } }))).lines,
  });
}

export function useRelatives(id: string) {
  return useQuery({
    queryKey: [...key, id, 'relatives'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/people/{id}/relatives', { signal, params: { path: { id } } }))).relatives,
  });
}

export function useHouseholds(at: string, group: string) {
  return useInfiniteQuery({
    queryKey: [...key, 'households', at, group],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/api/households', { signal, params: { query: said({ at, group, after: pageParam }) } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

// All of a village, to choose from.
export function useAllHouseholds(village: string) {
  return useQuery({
    queryKey: [...key, 'households', village, 'all'],
    enabled: village !== '',
    queryFn: async ({ signal }) => {
      const all = [];
      let after = '';
      do {
        const query = said({ at: village, after });
        const { households, next } = await answer(api.GET('/api/households', { signal, params: { query } }));
        all.push(...households);
        after = next ?? '';
      } while (after !== '');
      return all;
    },
  });
}

// After a write, everything about people is read anew.
function useChanged() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key });
}

export function useAddPerson() {
  const changed = useChanged();
  return useMutation({
    gcTime: 0,
    mutationFn: ({ village, person, idempotencyKey }: { village: string; person: PersonFields; idempotencyKey: string }) =>
      withFaultsAt(
        withoutPerson,
        answer(api.POST('/api/people', { body: { village, person }, headers: idempotent(idempotencyKey) })),
      ),
    onSuccess: changed,
  });
}

export function useChangePerson(id: string) {
  const changed = useChanged();
  return useMutation({
    gcTime: 0,
    // Somebody was faster: the form shows what they changed.
    onError: (error) => isChangedMeanwhile(error) && void changed(),
    mutationFn: ({ version, person, idempotencyKey }: { version: number; person: PersonFields; idempotencyKey: string }) =>
      withFaultsAt(
        withoutPerson,
        answer(
          api.PUT('/api/people/{id}', {
            params: { path: { id } }, body: { version, person }, headers: idempotent(idempotencyKey),
          }),
        ),
      ),
    onSuccess: changed,
  });
}

export interface Leaving {
  version: number;
  departure: Departure;
  on: string;
}

export function useLeave(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Leaving; idempotencyKey: string }) =>
      answer(
        api.POST('/api/people/{id}/leave', { params: { path: { id } }, body, headers: idempotent(idempotencyKey) }),
      ),
    onSuccess: changed,
  });
}

export function useReinstate(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (version: number) =>
      answer(
        api.POST('/api/people/{id}/reinstate', {
          params: { path: { id } }, body: { version }, headers: idempotent(newIdempotencyKey()),
        }),
      ),
    onSuccess: changed,
  });
}

export function useAddTie(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: { kind: NewTieKind; other: string }; idempotencyKey: string }) =>
      answer(api.POST('/api/people/{id}/ties', { params: { path: { id } }, body, headers: idempotent(idempotencyKey) })),
    onSuccess: changed,
  });
}

export function useEndMarriage(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: { other: string; on: string }; idempotencyKey: string }) =>
      answer(
        api.POST('/api/people/{id}/ties/end', { params: { path: { id } }, body, headers: idempotent(idempotencyKey) }),
      ),
    onSuccess: changed,
  });
}

// A whole number. It goes to who asked and is kept nowhere: not among the answers, not in this browser.
export function useLook(id: string) {
  return useMutation({
    gcTime: 0,
    mutationFn: (body: { what: Looked; reason: string }) =>
      answer(api.POST('/api/people/{id}/look', { params: { path: { id } }, body })),
  });
}

export function useAddHousehold() {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: NewHousehold; idempotencyKey: string }) =>
      answer(api.POST('/api/households', { body, headers: idempotent(idempotencyKey) })),
    onSuccess: changed,
  });
}

export function useChangeHousehold(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: {
      body: { version: number; group?: string; number: string; address: string };
      idempotencyKey: string;
    }) => answer(api.PUT('/api/households/{id}', { params: { path: { id } }, body, headers: idempotent(idempotencyKey) })),
    onSuccess: changed,
  });
}

export interface LooksFilter {
  at: string;
  // Id of the account that looked.
  account: string;
  record: string;
  from: string;
  to: string;
}

export function useLooks(filter: LooksFilter) {
  return useInfiniteQuery({
    queryKey: [...key, 'looks', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/api/people/looks', { signal, params: { query: said({ ...filter, before: pageParam }) } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

// Whose account looked: the entry of the journal says so.
export function useLooker() {
  return useMutation({
    mutationFn: async (entry: number) =>
      (await answer(api.GET('/api/journal/{number}', { params: { path: { number: String(entry) } } }))).entry.account_id ?? '',
  });
}

export function useImport(id: string) {
  return useQuery({
    queryKey: [...key, 'imports', id],
    // What it would do may change with the register, but a preview of thousands of rows is not made again for nothing.
    staleTime: 300_000,
    queryFn: ({ signal }) => answer(api.GET('/api/people/imports/{id}', { signal, params: { path: { id } } })),
  });
}

export interface Agreed {
  // Of the preview that is on the screen.
  digest: string;
  without_faulty: boolean;
}

export function useConfirmImport(id: string) {
  const changed = useChanged();
  const agree = useOneAtATime((body: Agreed) =>
    answer(
      api.POST('/api/people/imports/{id}/confirm', {
        params: { path: { id } }, body, headers: idempotent(newIdempotencyKey()),
      }),
    ),
  );
  return useMutation({
    mutationFn: agree,
    // Refused, too: the register may have changed under the preview.
    onSettled: changed,
  });
}

export function useDiscardImport(id: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: () =>
      answer(
        api.DELETE('/api/people/imports/{id}', { params: { path: { id } }, headers: idempotent(newIdempotencyKey()) }),
      ),
    onSettled: changed,
  });
}
