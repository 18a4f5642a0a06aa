import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { accessQuery, stagesQuery } from '../api/queries.js';
import { ProblemError } from '../api/problem.js';
import { useToken, writeToken } from '../api/token.js';
import type { Access } from '../api/types.js';
import { ProblemView } from '../parts/ProblemView.js';
import { AccessContext, includesScope } from './access.js';
import { ScopeMissing } from './page-states.js';
import { NAVIGATION } from './navigation.js';
import { ThemeSwitch } from './ThemeSwitch.js';
import { TokenForm } from './TokenForm.js';

/** What is around every page; asks for a token where the service needs one. */
export function Shell() {
  const token = useToken();
  const { data: access, error, refetch } = useQuery(accessQuery(token));
  const isRefused = error instanceof ProblemError && error.status === 401;
  return (
    <>
      <a className="skip" href="#content">
        To the content
      </a>
      <Header access={isRefused ? null : (access ?? null)} />
      <main id="content" tabIndex={-1}>
        {isRefused ? (
          <TokenForm wasRefused={token !== null} />
        ) : access ? (
          <AccessContext value={access}>
            <Gate access={access} />
          </AccessContext>
        ) : (
          error && <ProblemView error={error} retry={() => void refetch()} />
        )}
      </main>
    </>
  );
}

/** Shows the page, unless the caller's scope does not include what it asks for. */
function Gate({ access }: { access: Access }) {
  const missing = useMatches({
    select: (matches) =>
      matches
        .map(({ staticData }) => staticData.scope)
        .find((scope) => scope !== undefined && !includesScope(access.scope, scope)),
  });
  return missing === undefined ? <Outlet /> : <ScopeMissing needed={missing} access={access} />;
}

function Header({ access }: { access: Access | null }) {
  return (
    <header className="top">
      <Link to="/" className="brand" aria-label="Project Dream: runs">
        <Mark />
        <span>Project Dream</span>
      </Link>
      <nav aria-label="Main">{access && <Navigation access={access} />}</nav>
      <div className="top-end">
        {access?.token_name != null && (
          <span className="token">
            <span className="token-name" title={`Scope: ${access.scope}`}>
              {access.token_name} · {access.scope}
            </span>
            <button type="button" className="quiet" onClick={() => writeToken(null)}>
              Sign out
            </button>
          </span>
        )}
        <ThemeSwitch />
      </div>
    </header>
  );
}

function Navigation({ access }: { access: Access }): ReactNode {
  const { data } = useQuery({ ...stagesQuery, enabled: includesScope(access.scope, 'read') });
  const isSimulating = data?.pipelines.some(({ id }) => id === 'simulation') === true;
  return (
    <>
      {NAVIGATION.filter(({ ofSimulations }) => isSimulating || !ofSimulations).map(
        ({ to, label, isExact }) => (
          <Link key={to} to={to} activeOptions={{ exact: isExact, includeSearch: false }} className="nav">
            {label}
          </Link>
        ),
      )}
      {includesScope(access.scope, 'run') && isSimulating && (
        <Link to="/start" className="nav nav-start">
          New run
        </Link>
      )}
    </>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d="M17.6 16.2A7.4 7.4 0 0 1 8.8 5.3a8 8 0 1 0 8.8 10.9z" fill="currentColor" />
      <circle cx="17" cy="7.4" r="1.7" className="mark-star" />
    </svg>
  );
}
