import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { faultsOf, packFiles, type PackFiles } from '../fixtures/pack-folder.js';
import { PACK_FILES } from '../../src/simulation/packs/pack-files.js';

const FILES = packFiles();

/** A place in a file, as shares of its size or of the number of its nodes, and what is done there. */
const mutation = fc.record({
  file: fc.constantFrom(...PACK_FILES.map(({ file }) => file)),
  where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  what: fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), value: fc.jsonValue({ maxDepth: 3 }) }),
    fc.record({ kind: fc.constant('add' as const), key: fc.string(), value: fc.jsonValue({ maxDepth: 2 }) }),
    fc.record({
      kind: fc.constant('add' as const),
      key: fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '0', 'id', 'then', 'toJSON'),
      value: fc.constantFrom(null, 0, '', 'x', [], {}, [[]], [{}], { id: {} }, '\ud800', '\0'),
    }),
    fc.record({ kind: fc.constantFrom('delete' as const, 'duplicate' as const, 'truncate' as const) }),
    fc.record({ kind: fc.constant('flip' as const), bits: fc.integer({ min: 1, max: 255 }) }),
  ),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** Every member of every object and list, as its holder and its key. */
function nodesOf(holder: object): { holder: object; key: string }[] {
  return Object.entries(holder).flatMap(([key, value]: [string, unknown]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? nodesOf(value) : []),
  ]);
}

function set(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function mutateBytes(bytes: Buffer, { where, what }: Mutation): Buffer | null {
  const place = Math.floor(where * bytes.length);
  if (what.kind === 'truncate') return bytes.subarray(0, place);
  if (what.kind !== 'flip') return null;
  const flipped = Buffer.from(bytes);
  flipped[place] = (flipped[place] ?? 0) ^ what.bits;
  return flipped;
}

function mutateJson(bytes: Buffer, { where, what }: Mutation): Buffer {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString());
  } catch {
    return bytes; // an earlier mutation has left no JSON
  }
  const nodes = typeof json === 'object' && json !== null ? nodesOf(json) : [];
  const node = nodes[Math.floor(where * nodes.length)];
  if (!node) return bytes;
  const { holder, key } = node;
  const value = (holder as Record<string, unknown>)[key];
  if (what.kind === 'replace') set(holder, key, what.value);
  if (what.kind === 'add' && !Array.isArray(holder)) set(holder, what.key, what.value);
  if (what.kind === 'delete') {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete (holder as Record<string, unknown>)[key];
  }
  if (what.kind === 'duplicate') {
    if (Array.isArray(holder)) holder.push(value);
    else set(holder, `${key}_`, value);
  }
  return Buffer.from(JSON.stringify(json));
}

function mutated(files: PackFiles, change: Mutation): PackFiles {
  const bytes = files[change.file];
  if (!bytes) return files;
  return { ...files, [change.file]: mutateBytes(bytes, change) ?? mutateJson(bytes, change) };
}

/** Loads the packs after so many mutations, so many times; counts how often they were taken and refused. */
async function loadMutated(mutations: number, numRuns: number): Promise<{ loaded: number; refused: number }> {
  const outcomes = { loaded: 0, refused: 0 };
  const changes = fc.array(mutation, { minLength: mutations, maxLength: mutations });
  await fc.assert(
    fc.asyncProperty(changes, async (list) => {
      const faults = await faultsOf(list.reduce(mutated, FILES)); // throws what is no PackFolderError
      outcomes[faults.length > 0 ? 'refused' : 'loaded'] += 1;
      for (const { file, item, field, message } of faults) {
        expect(file in FILES).toBe(true);
        expect(message).toMatch(/\S/);
        expect([item, field].every((part) => part === null || part !== '')).toBe(true);
      }
    }),
    { numRuns },
  );
  return outcomes;
}

describe('packs that were changed at random', () => {
  it('in one place make a world, or are refused with faults that say where and what', async () => {
    const { loaded, refused } = await loadMutated(1, 150);
    expect(loaded).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  it('in many places never end in another error', async () => {
    const { refused } = await loadMutated(4, 250);
    expect(refused).toBeGreaterThan(100);
  });
});
