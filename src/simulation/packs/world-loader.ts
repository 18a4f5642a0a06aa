import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PackFolderError, type PackFault } from './pack-fault.js';
import { PACK_FILES, type Packs } from './pack-files.js';
import { referenceFaults } from './pack-references.js';
import { parsePack } from './pack-validation.js';
import { compilePatterns } from './safety-patterns.js';
import { readExtensions } from './world-extensions.js';
import { World } from './world.js';

/**
 * Reads, checks and indexes the packs of a folder.
 * @throws PackFolderError naming all faults of the folder together
 */
export async function loadWorld(folder: string): Promise<World> {
  const faults: PackFault[] = [];
  const packs: Partial<Record<keyof Packs, object>> = {};
  const digests: Record<string, string> = {};
  for (const { pack, file, type } of PACK_FILES) {
    const bytes = await readFile(join(folder, file)).catch(() => null);
    if (!bytes) {
      faults.push({ file, item: null, field: null, message: 'cannot be read' });
      continue;
    }
    digests[file] = createHash('sha256').update(bytes).digest('hex');
    const parsed = parsePack(file, bytes.toString('utf8'), type);
    if ('faults' in parsed) faults.push(...parsed.faults);
    else packs[pack] = parsed.pack;
  }
  if (faults.length > 0) throw new PackFolderError(faults);
  const complete = packs as unknown as Packs;
  const { extensions, faults: extensionFaults } = readExtensions(complete.world.extensions);
  const { patterns, faults: patternFaults } = compilePatterns(complete.rule.gate_policy.safety);
  faults.push(...referenceFaults(complete), ...extensionFaults, ...patternFaults);
  if (faults.length > 0) throw new PackFolderError(faults);
  return new World(complete, extensions, patterns, fingerprintOf(digests), digests);
}

/** SHA-256 over the files' digests: the same wherever the folder lies. */
function fingerprintOf(digests: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const { file } of PACK_FILES) hash.update(`${file}:${digests[file]}\n`);
  return hash.digest('hex');
}
