// The routes, made from the list of resources.
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import SignInPage from '@/modules/session/form/SignInPage';
import { BrokenPage } from './BrokenPage';
import { Frame } from './Frame';
import { NotFoundPage } from './NotFoundPage';
import { Opening } from './Opening';
import { resources } from './resources';
import { SignedIn } from './SignedIn';

export function routes(): RouteObject[] {
  return [
    { path: '/signin', element: <SignInPage />, errorElement: <BrokenPage /> },
    {
      path: '/',
      element: (
        <SignedIn>
          <Frame />
        </SignedIn>
      ),
      errorElement: <BrokenPage />,
      hydrateFallbackElement: <Opening />,
      children: [
        { index: true, element: <Navigate to="/desk" replace /> },
        // One's own, whatever the post: reached from the bar, not from the menu.
        {
          path: 'account',
          errorElement: <BrokenPage />,
          lazy: async () => ({ Component: (await import('@/modules/session/detail/OwnAccountPage')).default }),
        },
        ...resources.flatMap(({ path, pages }) =>
          pages.map((page) => ({
            path: page.path === '' ? path : `${path}/${page.path}`,
            errorElement: <BrokenPage />,
            lazy: async () => ({ Component: (await page.load()).default }),
          })),
        ),
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ];
}

export function makeRouter() {
  return createBrowserRouter(routes(), { basename: '/console' });
}
