import { createHash } from 'node:crypto';
import type { ParsedObject } from './json-object.js';
import { PackFolderError, fileFault, type PackFault } from './pack-fault.js';
import { PACK_FILES, type Packs } from './pack-files.js';
import { readPackJson } from './pack-json.js';
import type { RawPacks } from './pack-kinds.js';
import { MANIFEST_FILE, manifestFaults, manifestOf } from './pack-manifest.js';
import { folderReader, type PackBytes, type PackReader } from './pack-reader.js';
import { referenceFaults } from './pack-references.js';
import { validatePack } from './pack-validation.js';
import { packWarnings } from './pack-warnings.js';
import { compilePatterns } from './safety-patterns.js';
import { titlePatternFaults } from './title-patterns.js';
import { readExtensions } from './world-extensions.js';
import { World } from './world.js';

/**
 * Reads, checks and indexes the packs of a folder.
 * @param read stands in for the disk
 * @throws PackFolderError naming all faults of the folder together
 */
export async function loadWorld(folder: string, read: PackReader = folderReader(folder)): Promise<World> {
  const { faults, raw, digests, manifest } = await readFolder(read);
  const packs: Partial<Record<keyof Packs, object>> = {};
  for (const { pack, file, type } of PACK_FILES) {
    const json = raw[pack];
    if (!json) continue;
    const validated = validatePack(file, json, type);
    faults.push(...validated.faults);
    packs[pack] = validated.pack;
  }
  const { extensions, faults: extensionFaults } = readExtensions(raw.world ?? {});
  const { patterns, faults: patternFaults } = compilePatterns(raw.rule ?? {});
  faults.push(...referenceFaults(raw), ...titlePatternFaults(raw), ...extensionFaults, ...patternFaults);
  if (manifest) faults.push(...manifestFaults(manifest, digests));
  if (faults.length > 0) throw new PackFolderError(folder, faults);
  const complete = packs as unknown as Packs;
  const version = (manifest?.['pack_version'] as string | undefined) ?? complete.world.version ?? null;
  return new World(
    complete,
    extensions,
    patterns,
    fingerprintOf(digests),
    manifestOf(version, digests),
    packWarnings(complete, extensions),
  );
}

/** The files of a folder, as far as they can be read. */
interface PackFolder {
  readonly faults: PackFault[];
  readonly raw: RawPacks;
  readonly digests: Readonly<Record<string, string>>;
  readonly manifest: ParsedObject | null;
}

async function readFolder(read: PackReader): Promise<PackFolder> {
  const faults: PackFault[] = [];
  const raw: Partial<Record<keyof Packs, ParsedObject>> = {};
  const digests: Record<string, string> = {};
  for (const { pack, file } of PACK_FILES) {
    const found = await read(file);
    if ('bytes' in found) digests[file] = createHash('sha256').update(found.bytes).digest('hex');
    const json = jsonOf(file, found, faults);
    if (json) raw[pack] = json;
  }
  const manifest = await read(MANIFEST_FILE);
  const isAbsent = 'missing' in manifest && manifest.missing;
  return { faults, raw, digests, manifest: isAbsent ? null : jsonOf(MANIFEST_FILE, manifest, faults) };
}

function jsonOf(file: string, found: PackBytes, faults: PackFault[]): ParsedObject | null {
  const parsed = 'bytes' in found ? readPackJson(found.bytes) : found;
  if ('json' in parsed) return parsed.json;
  faults.push(fileFault(file, parsed.reason));
  return null;
}

/** SHA-256 over the files' digests: the same wherever the folder lies. */
function fingerprintOf(digests: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const { file } of PACK_FILES) hash.update(`${file}:${digests[file]}\n`);
  return hash.digest('hex');
}
