import { describe, expect, it } from '@jest/globals';
import { faultLines, packFiles, readerOf, type PackFiles } from '../../../test/fixtures/pack-folder.js';
import { MANIFEST_FILE } from './pack-manifest.js';
import { loadWorld } from './world-loader.js';

const FILES = packFiles();

function withManifest(files: PackFiles, manifest: unknown): PackFiles {
  return { ...files, [MANIFEST_FILE]: Buffer.from(JSON.stringify(manifest)) };
}

describe('the manifest of a pack folder', () => {
  it('is made from the packs when the folder has none', async () => {
    const { manifest, digests, packs } = await loadWorld('memory', readerOf(FILES));
    expect(manifest).toEqual({
      schema_version: 'pack_manifest.v1',
      pack_version: packs.world.version,
      checksum_algorithm: 'sha256',
      files: digests,
    });
    expect(Object.keys(digests)).toHaveLength(7);
  });

  it('is taken when all seven files match it; digests may be in upper case', async () => {
    const { manifest } = await loadWorld('memory', readerOf(FILES));
    const files = Object.fromEntries(
      Object.entries(manifest.files).map(([name, hex]) => [name, hex.toUpperCase()]),
    );
    const given = { ...manifest, pack_version: '7.1', files };
    const world = await loadWorld('memory', readerOf(withManifest(FILES, given)));
    expect(world.manifest).toEqual({ ...manifest, pack_version: '7.1' });
  });

  it('names each file that does not match, is missing, or is unknown', async () => {
    const { manifest } = await loadWorld('memory', readerOf(FILES));
    const { 'rule_pack.json': _, ...files } = manifest.files;
    const given = {
      ...manifest,
      files: { ...files, 'board_pack.json': '0'.repeat(64), 'world_pack.json': 'abc', 'notes.txt': 'x' },
    };
    expect(await faultLines(withManifest(FILES, given))).toEqual([
      `${MANIFEST_FILE} / files / notes.txt: names no pack`,
      `board_pack.json: is not the file that ${MANIFEST_FILE} names: its SHA-256 is ${manifest.files['board_pack.json']}`,
      `${MANIFEST_FILE} / files / rule_pack.json: is required`,
      `${MANIFEST_FILE} / files / world_pack.json: must be a SHA-256 in hex`,
    ]);
  });

  it('is refused when it has another shape, together with the faults of the packs', async () => {
    const broken = { ...FILES, 'rule_pack.json': Buffer.from('[]') };
    const given = {
      schema_version: 'v2',
      checksum_algorithm: 'md5',
      pack_version: 3,
      author: 'x',
      files: [],
    };
    expect(await faultLines(withManifest(broken, given))).toEqual([
      'rule_pack.json: must hold one JSON object',
      `${MANIFEST_FILE} / schema_version: must be pack_manifest.v1`,
      `${MANIFEST_FILE} / checksum_algorithm: must be sha256`,
      `${MANIFEST_FILE} / pack_version: must be a string`,
      `${MANIFEST_FILE} / author: is not a known field`,
      `${MANIFEST_FILE} / files: must be an object with the SHA-256 of each pack under the name of its file`,
    ]);
    expect(await faultLines({ ...FILES, [MANIFEST_FILE]: Buffer.from('{') })).toEqual([
      expect.stringContaining(`${MANIFEST_FILE}: is not valid JSON`),
    ]);
  });
});
