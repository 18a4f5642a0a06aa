import { failedChecks } from '../canon/canon-gate.js';
import type { SimulationOptions } from '../simulation.options.js';
import { PackFolderError, describeFault } from './pack-fault.js';
import { folderOfPacks, namesOfPacks } from './pack-folders.js';
import { loadWorld } from './world-loader.js';

/** What was found in a folder of packs. */
interface PacksExamination {
  readonly name: string;
  /** Null when the folder cannot be used. */
  readonly fingerprint: string | null;
  /** Why it cannot be used, a sentence each. */
  readonly faults: readonly string[];
  /** What is probably not meant so in packs that can be used. */
  readonly warnings: readonly string[];
}

/** Reads and checks the packs that the options name, as the service does when it starts. */
export function examinePacks(options: SimulationOptions): Promise<readonly PacksExamination[]> {
  return Promise.all(namesOfPacks(options).map((name) => examine(name, folderOfPacks(name, options))));
}

async function examine(name: string, folder: string): Promise<PacksExamination> {
  try {
    const world = await loadWorld(folder);
    const refusing = failedChecks(world).map(
      ({ name: check, details }) => `the canon gate refuses every run: ${check}: ${details.join('; ')}`,
    );
    const warnings = [...world.warnings.map(describeFault), ...refusing];
    return { name, fingerprint: world.fingerprint, faults: [], warnings };
  } catch (error) {
    if (!(error instanceof PackFolderError)) throw error;
    return { name, fingerprint: null, faults: error.faults.map(describeFault), warnings: [] };
  }
}
