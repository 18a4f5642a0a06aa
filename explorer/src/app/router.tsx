import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router';
import type { Access } from '../api/types.js';
import { Shell } from '../layout/Shell.js';
import { NotFound, PageError } from '../layout/page-states.js';
import { RunsPage } from '../pages/runs/RunsPage.js';
import { runsSearch } from '../pages/runs/runs-search.js';
import { logSearch, threadSearch } from '../pages/run/run-search.js';
import { compareSearch } from '../pages/compare/compare-search.js';
import { experimentSearch, fromSearch } from '../pages/experiments/experiment-search.js';
import { kindSearch, packsSearch, relationsSearch } from '../pages/world/world-search.js';
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
  staticData: { scope: 'run' },
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
  staticData: { scope: 'read' },
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
  staticData: { scope: 'read' },
  component: lazyRouteComponent(() => import('../pages/run/log/LogView.js'), 'LogView'),
  validateSearch: logSearch,
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare/$left/$right',
  staticData: { scope: 'read' },
  component: lazyRouteComponent(() => import('../pages/compare/ComparePage.js'), 'ComparePage'),
  validateSearch: compareSearch,
});

const experiments = createRoute({
  getParentRoute: () => root,
  path: '/experiments',
  staticData: { scope: 'read' },
  component: lazyRouteComponent(() => import('../pages/experiments/ExperimentsPage.js'), 'ExperimentsPage'),
});

const newExperiment = createRoute({
  getParentRoute: () => root,
  path: '/experiments/start',
  staticData: { scope: 'run' },
  component: lazyRouteComponent(() => import('../pages/experiments/form/ExperimentForm.js'), 'NewExperiment'),
  validateSearch: fromSearch,
});

const experiment = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId',
  staticData: { scope: 'read' },
  component: lazyRouteComponent(() => import('../pages/experiments/ExperimentPage.js'), 'ExperimentPage'),
  validateSearch: experimentSearch,
});

const world = createRoute({
  getParentRoute: () => root,
  path: '/world',
  staticData: { scope: 'read' },
  component: lazyRouteComponent(() => import('../pages/world/WorldPage.js'), 'WorldPage'),
  validateSearch: packsSearch,
});

const boards = createRoute({
  getParentRoute: () => world,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/world/BoardsView.js'), 'BoardsView'),
});

const relations = createRoute({
  getParentRoute: () => world,
  path: '/relations',
  component: lazyRouteComponent(() => import('../pages/world/RelationsView.js'), 'RelationsView'),
  validateSearch: relationsSearch,
});

const kind = createRoute({
  getParentRoute: () => world,
  path: '/$kind',
  component: lazyRouteComponent(() => import('../pages/world/KindView.js'), 'KindView'),
  validateSearch: kindSearch,
});

const item = createRoute({
  getParentRoute: () => world,
  path: '/$kind/$itemId',
  component: lazyRouteComponent(() => import('../pages/world/ItemView.js'), 'ItemView'),
});

/** Search parameters are plain text in the address (`?status=failed`), as the service takes them. */
const plain = (text: string): unknown => text;

export const router = createRouter({
  routeTree: root.addChildren([
    runs,
    start,
    run.addChildren([overview, thread, charts, report, log]),
    compare,
    experiments,
    newExperiment,
    experiment,
    world.addChildren([boards, relations, kind, item]),
  ]),
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
  interface StaticDataRouteOption {
    /** What the caller's token has to permit for the page to be of use; all tokens unless given. */
    readonly scope?: Access['scope'];
  }
}
