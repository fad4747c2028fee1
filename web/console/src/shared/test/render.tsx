// The whole console at an address, over a server for tests. The one way in which pages are rendered in tests.
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App as AntApp, ConfigProvider } from 'antd';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { routes } from '@/app/routes';
import { makeQueryClient } from '../api/queries';
import { counties, measures, plan, prefecture, province, scoreboard, session, standing, summary } from './fixtures';
import { type FakeServer, serve } from './server';

type Answers = Parameters<typeof serve>[0];

// What a bureau's console asks for everywhere.
export const everywhere: Answers = {
  'GET /api/session': () => session,
  'GET /api/plans': () => ({ years: [2016] }),
  'GET /api/plans/2016': () => plan,
  'GET /api/plans/2016/scoreboard': () => scoreboard,
  'GET /api/plans/2016/clauses/*': ({ url, parameters }) => {
    const at = url.searchParams.get('at');
    const unit = [prefecture, ...counties].find(({ code }) => code === at) ?? prefecture;
    return standing(parameters[2]!, unit, unit === prefecture ? counties : []);
  },
  'GET /api/plans/2016/news': () => ({ figures_since: '2016-10-06', deeds: [], figures: [], more: false }),
  'GET /api/obligations': () => ({ counts: { open: 0, late: 0, warned: 0, paused: 0, escalated: 0 }, lines: [] }),
  'GET /api/measures': () => ({ measures }),
  'GET /api/units/*': ({ parameters }) => {
    const unit = [prefecture, ...counties].find(({ code }) => code === parameters[0]) ?? prefecture;
    return { unit: summary(unit), above: unit === prefecture ? [province] : [province, summary(prefecture)], successor: null };
  },
  'GET /api/units/*/children': ({ parameters }) => ({
    units: parameters[0] === prefecture.code ? counties.map(summary) : [],
  }),
  'GET /api/units/*/history': () => ({ codes: [], changes: [] }),
  'GET /api/units/*/figures': () => ({ unit: prefecture, period: '2016', demo: true, figures: [] }),
};

export function open(address: string, answers: Answers = {}) {
  const server: FakeServer = serve({ ...everywhere, ...answers });
  const queries = makeQueryClient();
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retry: false } });
  const router = createMemoryRouter(routes(), { initialEntries: [address] });
  render(
    <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>,
  );
  return {
    server,
    user: userEvent.setup(),
    // Path and query as they are now.
    address: () => decodeURIComponent(router.state.location.pathname + router.state.location.search),
    navigate: (to: string) => router.navigate(to),
  };
}
