import { useQueries, useQuery } from '@tanstack/react-query';
import { worldQuery } from '../../api/world.js';
import type { RunListItem } from '../../api/types.js';
import { useAccess } from '../../layout/access.js';

/** What the boards of runs are called in the worlds that they were played in; their ids where that is not known. */
export function useBoardNames(runs: readonly RunListItem[]): (run: RunListItem) => string | null {
  const isOn = useAccess().may('read');
  const { data: own } = useQuery({ ...worldQuery(), retry: false, enabled: isOn });
  const played = new Set(runs.map((run) => run.pack_fingerprint));
  const others = own?.worlds.filter(
    ({ pack_fingerprint }) => pack_fingerprint !== own.pack_fingerprint && played.has(pack_fingerprint),
  );
  const results = useQueries({
    queries: (others ?? []).map(({ packs }) => ({ ...worldQuery(packs), retry: false })),
  });
  const worlds = [own, ...results.map(({ data }) => data)].filter((world) => world !== undefined);
  return ({ board_id, pack_fingerprint }) => {
    const world = worlds.find((one) => one.pack_fingerprint === pack_fingerprint);
    return world?.boards.find(({ id }) => id === board_id)?.name ?? board_id ?? null;
  };
}
