import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { Seed } from '../../src/simulation/domain/seed.js';

const FOLDER = fileURLToPath(new URL('../../docs/examples/seeds', import.meta.url));

/** The example seeds that come with the service, by file name. */
export async function exampleSeeds(): Promise<[name: string, seed: Seed][]> {
  const names = (await readdir(FOLDER)).toSorted();
  return Promise.all(
    names.map(async (name): Promise<[string, Seed]> => {
      return [name, JSON.parse(await readFile(join(FOLDER, name), 'utf8')) as Seed];
    }),
  );
}

/** One of the example seeds. */
export async function exampleSeed(): Promise<Seed> {
  const [first] = await exampleSeeds();
  if (!first) throw new Error('There are no example seeds.');
  return first[1];
}
