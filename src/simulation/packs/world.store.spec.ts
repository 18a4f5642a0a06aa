import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { packFiles, withValue, writeFiles } from '../../../test/fixtures/pack-folder.js';
import { WorldStore } from './world.store.js';

const BOARDS = 'board_pack.json';

describe('the world store', () => {
  let folder: string;
  let store: WorldStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packs-'));
    await writeFiles(folder, packFiles());
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => {});
    store = new WorldStore({ maxRounds: 1, packsDir: folder, packFolders: {}, model: null });
    await store.onModuleInit();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  /** Gives the first board another name on the disk. */
  async function rename(name: unknown): Promise<void> {
    const files = withValue(packFiles(), BOARDS, 'boards.0.name', name);
    await writeFile(join(folder, BOARDS), files[BOARDS] ?? '');
  }

  it('takes a changed folder when it is told to, and keeps the world of runs in flight', async () => {
    const before = store.current;
    await rename('Renamed');
    expect(await store.reload()).toEqual([]);
    expect(store.current.boards.get('B01')?.name).toBe('Renamed');
    expect(store.current.fingerprint).not.toBe(before.fingerprint);
    expect(store.of(before.fingerprint)).toBe(before);
    expect(store.of(store.current.fingerprint)).toBe(store.current);
  });

  it('stays with the loaded world when the folder has faults, logs them all, and recovers', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    const before = store.current;
    await rename(null);
    await rm(join(folder, 'rule_pack.json'));
    expect(await store.reload()).toHaveLength(2);
    expect(store.current).toBe(before);
    expect(store.refusedFaults).toHaveLength(2);
    expect(logged.mock.calls).toEqual([
      [
        expect.objectContaining({
          faults: ['rule_pack.json: is missing', 'board_pack.json / B01 / name: must be a string'],
        }),
      ],
    ]);
    await writeFiles(folder, packFiles());
    await rename('Mended');
    await store.reload();
    expect(store.refusedFaults).toEqual([]);
    expect(store.current.boards.get('B01')?.name).toBe('Mended');
  });

  it('lets reloads take turns', async () => {
    const events: string[] = [];
    const options = {
      maxRounds: 1,
      model: null,
      packFolders: {},
      get packsDir() {
        events.push('reading');
        return folder;
      },
    };
    const watched = new WorldStore(options);
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => events.push('loaded'));
    await watched.onModuleInit();
    await Promise.all([watched.reload(), watched.reload(), watched.reload()]);
    expect(events).toEqual(Array.from({ length: 4 }, () => ['reading', 'loaded']).flat());
  });

  it('keeps the last eight worlds before the current one', async () => {
    const fingerprints = [store.current.fingerprint];
    for (let version = 1; version <= 9; version++) {
      await rename(`Version ${version}`);
      await store.reload();
      fingerprints.push(store.current.fingerprint);
    }
    expect(() => store.of(fingerprints[0] ?? '')).toThrow('The packs have changed since this run began.');
    for (const fingerprint of fingerprints.slice(1)) {
      expect(store.of(fingerprint).fingerprint).toBe(fingerprint);
    }
  });

  it('has the world of each folder that was named, and keeps the others when one is refused', async () => {
    const other = await mkdtemp(join(tmpdir(), 'packs-'));
    await writeFiles(other, withValue(packFiles(), BOARDS, 'boards.0.name', 'Other'));
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    const several = new WorldStore({ maxRounds: 1, packsDir: folder, packFolders: { other }, model: null });
    await several.onModuleInit();
    expect(several.names).toEqual(['default', 'other']);
    const { fingerprint } = several.named('other');
    expect(several.named('other').boards.get('B01')?.name).toBe('Other');
    expect(several.current.fingerprint).toBe(store.current.fingerprint);
    expect(() => several.named('third')).toThrow("There are no packs 'third'; there are default, other.");

    await rm(other, { recursive: true });
    const first = several.current.fingerprint;
    for (let version = 1; version <= 10; version++) {
      await rename(`Version ${version}`);
      expect(await several.reload()).toHaveLength(Object.keys(packFiles()).length);
    }
    expect(several.current.boards.get('B01')?.name).toBe('Version 10');
    expect(several.of(fingerprint).fingerprint).toBe(fingerprint);
    expect(several.of(first).fingerprint).toBe(first); // each packs has eight before its current one
    expect(logged).toHaveBeenCalledTimes(10);
  });

  it('warns at load of oddities, and of a world that the canon gate will refuse', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const path = 'gate_policy.safety.rule_ids.PII_PHONE';
    const rules = withValue(packFiles(), 'rule_pack.json', path, 'RULE-NOWHERE');
    const world = withValue(packFiles(), 'world_pack.json', 'entities.0.valid_from', 'soon');
    await writeFile(join(folder, 'rule_pack.json'), rules['rule_pack.json'] ?? '');
    await writeFile(join(folder, 'world_pack.json'), world['world_pack.json'] ?? '');
    expect(await store.reload()).toEqual([]);
    expect(warned.mock.calls).toEqual([
      [
        expect.objectContaining({
          warnings: [
            "rule_pack.json / gate_policy / safety.rule_ids.PII_PHONE: names no rule: 'RULE-NOWHERE'",
          ],
        }),
      ],
      [expect.objectContaining({ checks: [expect.objectContaining({ name: 'timeline_consistency' })] })],
    ]);
  });
});
