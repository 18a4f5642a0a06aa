import { fileURLToPath } from 'node:url';
import { DEFAULT_PACKS, type SimulationOptions } from '../simulation.options.js';

/** The packs that come with the service. */
const SHIPPED_WORLD = fileURLToPath(new URL('../data', import.meta.url));

/** The names of all packs: `default`, and those that the operator gave. */
export function namesOfPacks({ packFolders }: SimulationOptions): readonly string[] {
  return [DEFAULT_PACKS, ...Object.keys(packFolders)];
}

/** Where the packs of a name are. */
export function folderOfPacks(name: string, { packsDir, packFolders }: SimulationOptions): string {
  if (name === DEFAULT_PACKS) return packsDir ?? SHIPPED_WORLD;
  return packFolders[name] ?? '';
}
