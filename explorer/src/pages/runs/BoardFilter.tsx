import { useQueries, useQuery } from '@tanstack/react-query';
import { worldQuery } from '../../api/world.js';
import type { Schemas } from '../../api/types.js';
import { useAccess } from '../../layout/access.js';
import type { RunsSearch } from './runs-search.js';

interface BoardFilterProps {
  readonly search: RunsSearch;
  readonly change: (changes: RunsSearch) => void;
}

/** Narrows the list to a board; where there are several worlds, to a board of one of them: their ids may be the same. */
export function BoardFilter({ search: { board_id = '', pack_fingerprint = '' }, change }: BoardFilterProps) {
  const isOn = useAccess().may('read');
  const { data: own } = useQuery({ ...worldQuery(), retry: false, enabled: isOn });
  const others =
    own?.worlds.filter(({ pack_fingerprint }) => pack_fingerprint !== own.pack_fingerprint) ?? [];
  const worlds = useQueries({
    queries: others.map(({ packs }) => ({ ...worldQuery(packs), retry: false })),
    combine: (results) => results.flatMap(({ data }, index) => (data ? [[others[index]?.packs, data]] : [])),
  }) as readonly (readonly [name: string, world: Schemas['Packs']])[];
  if (!own) return null;
  return (
    <label className="filter">
      <span>Board</span>
      <select
        value={`${pack_fingerprint}/${board_id}`}
        onChange={({ target: { value } }) => {
          const [fingerprint = '', board = ''] = value.split('/', 2);
          change({ pack_fingerprint: fingerprint, board_id: board });
        }}
      >
        <option value="/">any</option>
        <Boards world={own} fingerprint={others.length > 0 ? own.pack_fingerprint : ''} />
        {worlds.map(([name, world]) => (
          <optgroup key={name} label={name}>
            <Boards world={world} fingerprint={world.pack_fingerprint} />
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function Boards({ world, fingerprint }: { world: Schemas['Packs']; fingerprint: string }) {
  return world.boards.map(({ id, name }) => (
    <option key={id} value={`${fingerprint}/${id}`}>
      {name}
    </option>
  ));
}
