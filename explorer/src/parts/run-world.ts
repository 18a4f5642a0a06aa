import { useQuery } from '@tanstack/react-query';
import { worldQuery } from '../api/world.js';
import type { Schemas } from '../api/types.js';
import { useAccess } from '../layout/access.js';

interface Played {
  /** Of the world that it began with; null where that is unknown. */
  readonly pack_fingerprint?: string | null;
}

/** The world that something was played in; undefined while it is read, and when the service has it no longer. */
export function useWorldOf({ pack_fingerprint }: Played): Schemas['Packs'] | undefined {
  const isOn = useAccess().may('read');
  const { data: own } = useQuery({ ...worldQuery(), retry: false, enabled: isOn });
  const isOwn = own?.pack_fingerprint === pack_fingerprint;
  const name = own?.worlds.find((world) => world.pack_fingerprint === pack_fingerprint)?.packs;
  const { data: named } = useQuery({
    ...worldQuery(name),
    retry: false,
    enabled: name !== undefined && !isOwn,
  });
  return isOwn ? own : name === undefined ? undefined : named;
}
