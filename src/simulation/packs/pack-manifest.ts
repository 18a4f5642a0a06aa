import { isObject, memberOf, type ParsedObject } from './json-object.js';
import { fileFault, type PackFault } from './pack-fault.js';
import { PACK_FILES } from './pack-files.js';

/** The file that says which bytes the packs should have; a folder may do without. */
export const MANIFEST_FILE = 'pack_manifest.json';

/** What the packs of a world are: their version, and the digest of each file. */
export interface PackManifest {
  readonly schema_version: 'pack_manifest.v1';
  readonly pack_version: string | null;
  readonly checksum_algorithm: 'sha256';
  /** File → SHA-256 of its bytes, in hex. */
  readonly files: Readonly<Record<string, string>>;
}

/** The manifest of packs with these digests. */
export function manifestOf(pack_version: string | null, files: PackManifest['files']): PackManifest {
  return { schema_version: 'pack_manifest.v1', pack_version, checksum_algorithm: 'sha256', files };
}

/** What is wrong with a manifest, and which packs it does not fit. Packs without a digest are not judged. */
export function manifestFaults(manifest: ParsedObject, digests: PackManifest['files']): PackFault[] {
  const faults: PackFault[] = [];
  const fault = (field: string, message: string) =>
    faults.push({ file: MANIFEST_FILE, item: null, field, message });
  const expect = (field: string, value: string) => {
    if (memberOf(manifest, field) !== value) fault(field, `must be ${value}`);
  };
  expect('schema_version', 'pack_manifest.v1');
  expect('checksum_algorithm', 'sha256');
  const version = memberOf(manifest, 'pack_version');
  if (version !== undefined && typeof version !== 'string') fault('pack_version', 'must be a string');
  for (const key of Object.keys(manifest)) {
    if (!FIELDS.includes(key)) fault(key, 'is not a known field');
  }
  const files = memberOf(manifest, 'files');
  if (!isObject(files)) {
    fault('files', 'must be an object with the SHA-256 of each pack under the name of its file');
    return faults;
  }
  return [...faults, ...digestFaults(files, digests)];
}

const FIELDS = ['schema_version', 'pack_version', 'checksum_algorithm', 'files'];

function digestFaults(files: ParsedObject, digests: PackManifest['files']): PackFault[] {
  const unknown = Object.keys(files).filter((name) => !PACK_FILES.some(({ file }) => file === name));
  const known = PACK_FILES.flatMap(({ file }) => {
    const given = memberOf(files, file);
    if (given === undefined) return named(file, 'is required');
    if (typeof given !== 'string' || !/^[0-9a-f]{64}$/i.test(given)) {
      return named(file, 'must be a SHA-256 in hex');
    }
    if (digests[file] === undefined || digests[file] === given.toLowerCase()) return [];
    return fileFault(file, `is not the file that ${MANIFEST_FILE} names: its SHA-256 is ${digests[file]}`);
  });
  return [...unknown.map((name) => named(name, 'names no pack')), ...known];
}

function named(name: string, message: string): PackFault {
  return { file: MANIFEST_FILE, item: 'files', field: name, message };
}
