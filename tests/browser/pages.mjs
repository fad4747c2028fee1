// The public pages that are tested. A new page is one line here.
import { get } from './http.mjs';
import { links } from './checks.mjs';
import { divisionsFile } from './gulou.mjs';
import { firstBelow, readDivisions, searchTerms } from './divisions.mjs';

export const prefecture = '522600000000';
export const county = '522601000000';

async function firstLink(origin, path, pattern) {
  const { text } = await get(origin + path);
  return links(text).find((href) => pattern.test(href));
}

// {name, path, status}: the name is the screenshot's, the status what the server must answer (200).
export async function publicPages(origin) {
  const divisions = readDivisions(divisionsFile);
  const township = firstBelow(divisions, county, 'township');
  const village = firstBelow(divisions, township.code, 'village');
  const find = searchTerms(divisions);
  const search = (term) => `/?q=${encodeURIComponent(term)}`;
  const clause = (await firstLink(origin, '/plan', /^\/plan\/(?!full\b)[^?#]+$/)) ?? '/plan/no-clause-is-linked';
  const notice = (await firstLink(origin, `/u/${county}/notices`, /^\/notices\//)) ?? '/notices/no-notice-is-linked';
  return [
    { name: 'home', path: '/' },
    { name: 'search-one', path: search(find.one) },
    { name: 'search-many', path: search(find.many) },
    { name: 'search-none', path: search(find.none) },
    { name: 'search-code', path: search(village.code) },
    { name: 'prefecture', path: `/u/${prefecture}` },
    { name: 'county', path: `/u/${county}` },
    { name: 'township', path: `/u/${township.code}` },
    { name: 'village', path: `/u/${village.code}` },
    { name: 'notices', path: `/u/${village.code}/notices` },
    { name: 'notice', path: notice },
    { name: 'playlist', path: `/u/${county}/playlist` },
    { name: 'plan', path: '/plan' },
    { name: 'plan-full', path: '/plan/full' },
    { name: 'plan-clause', path: clause },
    { name: 'comments', path: '/plan/2016/comments?clause=1.2' },
    { name: 'scoreboard', path: '/scoreboard' },
    { name: 'scoreboard-county', path: `/scoreboard?at=${county}` },
    { name: 'not-found', path: '/no-such-page', status: 404 },
    { name: 'unit-not-found', path: '/u/999999999999', status: 404 },
  ].map((page) => ({ status: 200, ...page }));
}
