// Being signed in to the console in a browser test.
import { atRest, open } from './chromium.mjs';

// The desk of one of the demo's people, at an address of the console: {page, complaints, close()} (chromium.mjs).
export const deskOf = (browser, origin) => (as, options, path = '/console/desk') =>
  open(browser, origin + path, { ...options, before: signedInAs(origin, as) });

// Chooses what has these words from a list that unfolds; what is clicked before it has is lost.
export async function choose(page, list, words) {
  await list.click();
  await atRest(page);
  const option = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: words });
  await option.click();
  await option.waitFor({ state: 'hidden' });
}

// In a browser context: signed in as one of the demo's people.
export function signedInAs(origin, account) {
  return async (context) => {
    const answer = await context.request.post(`${origin}/api/demo/session`, { data: { account }, headers: { origin } });
    if (!answer.ok()) throw new Error(`${account} could not sign in: ${answer.status()} ${await answer.text()}`);
  };
}

// Sends requests of the API as one of the demo's people; gives the answer's document, or throws.
export async function actingAs(origin, account) {
  const ask = (method, path, body, cookie = '') =>
    fetch(origin + path, {
      method,
      headers: { 'content-type': 'application/json', origin, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const session = await ask('POST', '/api/demo/session', { account });
  const cookie = session.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  return async (method, path, body) => {
    const answer = await ask(method, path, body, cookie);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${account}: ${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
}

// Something of each kind on the desks, so that their pages can be opened: {accepted, submitted, asked, press, draft,
// faulty}, each the id; notice: {draft, out}, the latter with a recording. What is there already is taken.
export async function furnish(origin) {
  const bureau = await actingAs(origin, 'demo.bureau');
  const county = await actingAs(origin, 'demo.kaili');
  const kaili = '522601000000';
  const { reports } = await bureau('GET', `/api/reports?at=${kaili}`);
  const report = async (task, state) => {
    const there = reports.find((each) => each.task === task && each.state === state);
    if (there) return there.id;
    const question = { task, units: [kaili], due_on: '2099-12-31', note: '请写明推广了哪些做法，下一步怎么做。' };
    const { id } = (await bureau('POST', '/api/plans/2016/reports', question)).reports[0];
    if (state === 'asked') return id;
    const written = { version: 1, progress: 'under_way', text: '已在两个街道的 6 个社区开展，下月推广到全市。' };
    await county('POST', `/api/reports/${id}/submit`, written);
    if (state === 'accepted') await bureau('POST', `/api/reports/${id}/accept`, { version: 2 });
    return id;
  };
  const press = async () => {
    const there = (await bureau('GET', `/api/presses?at=${kaili}&state=open`)).presses[0];
    if (there) return there.id;
    const text = '请书面说明减负清理为何落后，并写明整改的期限。';
    return (await bureau('POST', '/api/plans/2016/presses', { task: '2.2-1', unit: kaili, due_on: '2099-12-31', text })).press.id;
  };
  const draft = async (year, change) => {
    const there = (await bureau('GET', '/api/drafts')).drafts.find((each) => each.year === year && each.state === 'editing');
    if (there) return there.id;
    const { draft: made, document } = await bureau('POST', '/api/plans/2016/copy', { to_year: year });
    change(document.sections[0].clauses[0]);
    await bureau('POST', `/api/drafts/${made.id}/save`, { version: made.version, document });
    return made.id;
  };
  const notice = async () => {
    const village = await actingAs(origin, 'demo.village');
    const { notices } = await village('GET', '/api/notices');
    const there = notices.find((each) => each.state === 'draft');
    if (there) return { draft: there.id, out: notices.find((each) => each.recordings > 0).id };
    const unit = notices[0].unit.code;
    const words = { kind: 'meeting', title: '今晚开院坝会', text: '晚上七点，鼓楼前。', from_on: '2099-01-01', until_on: '2099-01-31', contact: '' };
    const begun = await village('POST', '/api/notices', { unit, ...words });
    return { draft: begun.notice.id, out: notices.find((each) => each.recordings > 0).id };
  };
  return {
    notice: await notice(),
    accepted: await report('1.2-3', 'accepted'),
    submitted: await report('3.1-1', 'submitted'),
    asked: await report('1.3-2', 'asked'),
    press: await press(),
    draft: await draft(2021, (clause) => (clause.short_zh = '换届扫尾')),
    faulty: await draft(2022, (clause) => (clause.tasks[0].quote = '条文里没有的话')),
  };
}
