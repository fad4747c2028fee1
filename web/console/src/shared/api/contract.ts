// What the server will answer for sign-in, accounts and journal, until its OpenAPI document says it.
import type { components, paths } from './schema';

type Level = components['schemas']['Level'];
type Problem = components['schemas']['Problem'];

export type Role =
  | 'prefecture_bureau' | 'county_bureau' | 'township' | 'village_committee' | 'village_supervision'
  | 'community_supervision' | 'election_committee' | 'resident' | 'social_organisation' | 'social_worker' | 'station'
  | 'volunteer' | 'system_administrator' | 'security_administrator' | 'auditor';

export type AccountState = 'active' | 'locked' | 'must_change_password';

export interface PostUnit {
  code: string;
  name: string;
  level: Level;
}

export interface PostAnswer {
  id: string;
  role: Role;
  unit: PostUnit;
  valid_from: string;
  valid_to?: string | null;
  in_force: boolean;
}

export interface OwnFactorReset {
  state: string;
  reason: string;
  asked_at: string;
  asked_by: string;
  decided_at?: string | null;
  decided_by?: string | null;
}

export interface OwnSecondFactor {
  wanted: 'nothing' | 'code' | 'enrolment';
  since?: string | null;
  demanded: boolean;
  recovery_codes_left: number;
  recovery_codes_made_at?: string | null;
  reset?: OwnFactorReset | null;
}

export interface PasswordRules {
  preset: 'asvs' | 'mlps3';
  least_length: number;
  kinds: number;
  days: number;
  remembered: number;
}

export interface SessionAnswer {
  account: string;
  name: string;
  display_name: string;
  must_change_password: boolean;
  posts: PostAnswer[];
  post?: string | null;
  permissions: string[];
  ends_at: string;
  idle_minutes: number;
  proof_ends_at: string;
  opened_by: string;
  wrong_before: number;
  wrong_before_at?: string | null;
  proof_by: string;
  second_factor: OwnSecondFactor;
  password_expired: boolean;
  password_rules: PasswordRules;
}

export interface Enrolment {
  key: string;
  address: string;
  qr: string;
}

export interface FactorReset {
  id: string;
  account: string;
  name: string;
  display_name: string;
  unit: PostUnit;
  reason: string;
  state: string;
  state_zh: string;
  state_en: string;
  version: number;
  asked_at: string;
  expires_at?: string | null;
  asked_by: string;
  actions: components['schemas']['OfferedAction'][];
}

export interface OwnSession {
  id: string;
  created_at: string;
  seen_at: string;
  browser: string;
  here: boolean;
}

export interface AccountAnswer {
  id: string;
  name: string;
  display_name: string;
  state: AccountState;
  locked_why?: string;
  unit: PostUnit;
  created_at: string;
  signed_in_at?: string | null;
  wrong_tries: number;
  wrong_at?: string | null;
  paused_until?: string | null;
  // Of a password that was handed out.
  password_until?: string | null;
  password_lapsed?: boolean;
  second_factor_since?: string | null;
  second_factor_demanded: boolean;
  factor_reset?: FactorReset | null;
  also: { id: string; name: string }[];
  posts: PostAnswer[];
}

export interface RoleAnswer {
  role: Role;
  zh: string;
  en: string;
  administrator: boolean;
  levels: Level[];
  grants: Role[];
  permissions: { name: string; zh: string; en: string }[];
}

export interface DemoRole {
  account: string;
  display_name: string;
  role: Role;
  unit: PostUnit;
}

export interface JournalLine {
  number: number;
  at: string;
  actor: string;
  account_id?: string | null;
  account_name: string;
  post: string;
  action: string;
  object_kind: string;
  object_id: string;
  unit_code: string;
  unit_name: string;
  detail: string;
  request: string;
  previous: string;
  hash: string;
}

// What an id in an entry is called today.
export interface NamedId {
  id: string;
  kind: 'account' | 'unit' | 'person';
  name: string;
  state: 'plain' | 'resident' | 'restricted' | 'erased';
}

type Json<T> = { headers: Record<string, unknown>; content: { 'application/json': T } };
type Refusal = { headers: Record<string, unknown>; content: { 'application/problem+json': Problem } };
type Gives<T> = { responses: { 200: Json<T>; default: Refusal } };
type Takes<B> = { requestBody: { content: { 'application/json': B } } };
type Plain = { parameters: { query?: never; header?: never; path?: never; cookie?: never } };
type WithPath<P> = { parameters: { query?: never; header?: never; path: P; cookie?: never } };
type WithQuery<Q> = { parameters: { query?: Q; header?: never; path?: never; cookie?: never } };
type Nothing = Record<string, never>;
type WithId = WithPath<{ id: string }>;

interface AccessPaths {
  '/api/session': {
    get: Plain & Gives<SessionAnswer>;
    post: Plain & Takes<{ name: string; password: string }> & Gives<SessionAnswer>;
    delete: Plain & Gives<Nothing>;
  };
  '/api/session/post': { post: Plain & Takes<{ post_id: string }> & Gives<SessionAnswer> };
  '/api/session/password': { post: Plain & Takes<{ current: string; new: string }> & Gives<SessionAnswer> };
  '/api/session/proof': { post: Plain & Takes<{ password?: string; code?: string }> & Gives<SessionAnswer> };
  '/api/session/code': { post: Plain & Takes<{ code: string }> & Gives<SessionAnswer> };
  '/api/session/factor': { post: Plain & Gives<Enrolment>; delete: Plain & Gives<SessionAnswer> };
  '/api/session/factor/confirm': {
    post: Plain & Takes<{ code: string }> & Gives<{ session: SessionAnswer; recovery_codes: string[] }>;
  };
  '/api/session/recovery-codes': { post: Plain & Gives<{ recovery_codes: string[] }> };
  '/api/factor-resets': { get: Plain & Gives<{ resets: FactorReset[] }> };
  '/api/factor-resets/{id}/confirm': { post: WithId & Takes<{ version: number }> & Gives<FactorReset> };
  '/api/factor-resets/{id}/refuse': { post: WithId & Takes<{ version: number }> & Gives<FactorReset> };
  '/api/accounts/{id}/factor-reset': { post: WithId & Takes<{ reason: string }> & Gives<AccountAnswer> };
  '/api/sessions': { get: Plain & Gives<{ sessions: OwnSession[] }> };
  '/api/sessions/{id}': { delete: WithId & Gives<Nothing> };
  '/api/demo/proof': { post: Plain & Gives<SessionAnswer> };
  '/api/demo/roles': { get: Plain & Gives<{ roles: DemoRole[] }> };
  '/api/demo/session': { post: Plain & Takes<{ account: string }> & Gives<SessionAnswer> };
  '/api/roles': { get: Plain & Gives<{ roles: RoleAnswer[] }> };
  '/api/accounts': {
    get: WithQuery<{ unit?: string; after?: string }> & Gives<{ accounts: AccountAnswer[]; next?: string | null }>;
    post: Plain &
      Takes<{ name: string; display_name: string; unit: string }> &
      Gives<{ account: AccountAnswer; one_time_password: string }>;
  };
  '/api/accounts/{id}': { get: WithId & Gives<AccountAnswer> };
  '/api/accounts/{id}/reset-password': { post: WithId & Gives<{ one_time_password: string }> };
  '/api/accounts/{id}/lock': { post: WithId & Gives<AccountAnswer> };
  '/api/accounts/{id}/unlock': { post: WithId & Gives<AccountAnswer> };
  '/api/accounts/{id}/release': { post: WithId & Gives<AccountAnswer> };
  '/api/accounts/{id}/person': { post: WithId & Takes<{ also: string }> & Gives<AccountAnswer> };
  '/api/accounts/{id}/end-sessions': { post: WithId & Gives<AccountAnswer> };
  '/api/accounts/{id}/posts': {
    post: WithId &
      Takes<{ role: Role; unit: string; valid_from?: string; valid_to?: string }> &
      Gives<PostAnswer>;
  };
  '/api/posts/{id}': { delete: WithId & Gives<Nothing> };
  '/api/journal': {
    get: WithQuery<{
      from?: string; to?: string; account?: string; action?: string; unit?: string; before?: string; limit?: string;
      object_kind?: string; object_id?: string;
    }> &
      Gives<{ entries: JournalLine[]; next?: number | null; names: NamedId[] }>;
  };
  '/api/journal/{number}': { get: WithPath<{ number: string }> & Gives<{ entry: JournalLine; names: NamedId[] }> };
}

export type Paths = paths & AccessPaths;
