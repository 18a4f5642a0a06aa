import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router';
import { Shell } from '../layout/Shell.js';
import { NotFound, PageError } from '../layout/page-states.js';
import { RunsPage } from '../pages/runs/RunsPage.js';
import { runsSearch } from '../pages/runs/runs-search.js';
import { logSearch, threadSearch } from '../pages/run/run-search.js';
import { MOUNT } from './location.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const runs = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: RunsPage,
  validateSearch: runsSearch,
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  component: lazyRouteComponent(() => import('../pages/start/StartPage.js'), 'StartPage'),
  validateSearch: ({ from }: Record<string, unknown>): { from?: string } =>
    typeof from === 'string' ? { from } : {},
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('../pages/run/RunPage.js'), 'RunPage'),
});

const overview = createRoute({
  getParentRoute: () => run,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/run/RunOverview.js'), 'RunOverview'),
});

const thread = createRoute({
  getParentRoute: () => run,
  path: '/thread',
  component: lazyRouteComponent(() => import('../pages/run/thread/ThreadView.js'), 'ThreadView'),
  validateSearch: threadSearch,
});

const charts = createRoute({
  getParentRoute: () => run,
  path: '/charts',
  component: lazyRouteComponent(() => import('../pages/run/charts/ChartsView.js'), 'ChartsView'),
});

const report = createRoute({
  getParentRoute: () => run,
  path: '/report',
  component: lazyRouteComponent(() => import('../pages/run/report/ReportView.js'), 'ReportView'),
});

const log = createRoute({
  getParentRoute: () => run,
  path: '/log',
  component: lazyRouteComponent(() => import('../pages/run/log/LogView.js'), 'LogView'),
  validateSearch: logSearch,
});

/** Search parameters are plain text in the address (`?status=failed`), as the service takes them. */
const plain = (text: string): unknown => text;

export const router = createRouter({
  routeTree: root.addChildren([runs, start, run.addChildren([overview, thread, charts, report, log])]),
  basepath: MOUNT,
  trailingSlash: 'preserve',
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  parseSearch: parseSearchWith(plain),
  stringifySearch: stringifySearchWith(String),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
