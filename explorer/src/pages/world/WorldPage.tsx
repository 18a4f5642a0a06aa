import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { worldQuery } from '../../api/world.js';
import type { Schemas } from '../../api/types.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { usePageTitle } from '../../parts/use-page-title.js';
import '../../styles/world.css';
import { count } from '../../words/numbers.js';
import { KINDS } from './kinds.js';

/** The world that simulations are played in. */
export function WorldPage() {
  const { packs } = useSearch({ from: '/world' });
  const { data: world, error, refetch } = useQuery(worldQuery(packs));
  usePageTitle('World');
  return (
    <div className="page world-page">
      <div className="page-head">
        <h1>World</h1>
        {world && (
          <p className="muted" title={world.pack_fingerprint}>
            {count(world.boards.length)} boards, {count(world.communities.length)} communities,{' '}
            {count(world.counts['persona'] ?? 0)} personas ·{' '}
            <code>{world.pack_fingerprint.slice(0, 12)}</code>
          </p>
        )}
        {world && <PacksChoice worlds={world.worlds} packs={packs} />}
      </div>
      {error ? (
        <>
          <ProblemView error={error} retry={() => void refetch()} />
          {packs !== undefined && (
            <p>
              <Link to="/world" search={{}}>
                The service's own world
              </Link>
            </p>
          )}
        </>
      ) : (
        <>
          <WorldTabs packs={packs} />
          <Outlet />
        </>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly worlds: readonly Schemas['NamedWorld'][];
  readonly packs: string | undefined;
}

/** Which of the worlds is shown; there is nothing to choose where there is one alone. */
function PacksChoice({ worlds, packs }: ChoiceProps) {
  const navigate = useNavigate();
  const [own] = worlds;
  if (worlds.length < 2) return null;
  return (
    <label className="filter page-action">
      <span>Packs</span>
      <select
        value={packs ?? own?.packs}
        onChange={({ target: { value } }) =>
          void navigate({ to: '/world', search: value === own?.packs ? {} : { packs: value } })
        }
      >
        {worlds.map(({ packs: name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function WorldTabs({ packs }: { packs: string | undefined }) {
  const search = packs === undefined ? {} : { packs };
  const tabs = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    tabs.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [path]);
  return (
    <nav ref={tabs} className="tabs" aria-label="Views of the world">
      <Link to="/world" search={search} activeOptions={{ exact: true, includeSearch: false }}>
        Boards
      </Link>
      <Link to="/world/relations" search={search} activeOptions={{ includeSearch: false }}>
        Relations
      </Link>
      {KINDS.map(([kind, plural]) => (
        <Link
          key={kind}
          to="/world/$kind"
          params={{ kind }}
          search={search}
          activeOptions={{ includeSearch: false }}
        >
          {plural}
        </Link>
      ))}
    </nav>
  );
}
