// What the server will answer for sign-in, accounts and journal, until its OpenAPI document says it.
import type { components, paths } from './schema';

type Unit = components['schemas']['UnitRef'];

export interface Post {
  id: string;
  role: string;
  unit: Unit;
}

export interface Session {
  account: { id: string; name: string; display_name: string };
  posts: Post[];
  current_post_id: string | null;
  permissions: string[];
  demo: boolean;
}

export interface DemoRole {
  account: string;
  display_name: string;
  role: string;
  unit: Unit;
}

type Json<T> = { headers: Record<string, unknown>; content: { 'application/json': T } };
type Refusal = {
  headers: Record<string, unknown>;
  content: { 'application/problem+json': components['schemas']['Problem'] };
};
type Responses<T> = { responses: { 200: Json<T>; default: Refusal } };
type Body<B> = { requestBody: { content: { 'application/json': B } } };
type NoParameters = { parameters: { query?: never; header?: never; path?: never; cookie?: never } };

interface AccessPaths {
  '/api/session': {
    get: NoParameters & Responses<Session>;
    post: NoParameters & Body<{ name: string; password: string }> & Responses<Session>;
    delete: NoParameters & Responses<Record<string, never>>;
  };
  '/api/session/post': { post: NoParameters & Body<{ post_id: string }> & Responses<Session> };
  '/api/session/password': {
    post: NoParameters & Body<{ current: string; new: string }> & Responses<Session>;
  };
  '/api/demo/roles': { get: NoParameters & Responses<{ roles: DemoRole[] }> };
  '/api/demo/session': { post: NoParameters & Body<{ account: string }> & Responses<Session> };
}

export type Paths = paths & AccessPaths;
