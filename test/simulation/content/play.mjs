import { readFile, readdir } from 'node:fs/promises';

const EXAMPLES = new URL('../../../docs/examples/seeds/', import.meta.url);
const GENRES = new URL('./seeds.json', import.meta.url);
const PERSONAS = new URL('../../../src/simulation/data/persona_pack.json', import.meta.url);

const readJson = async (url) => JSON.parse(await readFile(url, 'utf8'));

/** @returns the shipped seeds and nine of other genres, in turns: no genre stands together */
export async function contentSeeds() {
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.json')).toSorted();
  const shipped = await Promise.all(names.map((name) => readJson(new URL(name, EXAMPLES))));
  const genres = await readJson(GENRES);
  return genres.flatMap((seed, index) => (shipped[index] ? [seed, shipped[index]] : [seed]));
}

/** @returns a function from a persona to its archetype, of the shipped world */
export async function archetypesOfWorld() {
  const { personas } = await readJson(PERSONAS);
  const archetypes = new Map(personas.map(({ id, archetype_id }) => [id, archetype_id]));
  return (persona) => archetypes.get(persona);
}

/**
 * Plays what the measures need.
 * @param play (seed, rounds, random seed) → the run's rows
 * @param size how many random seeds a seed is played with, for texts and for arguments
 */
export async function playAll(play, seeds, { texts, argued, rounds }) {
  const run = async (seed, randomSeed) => ({ seed, rows: await play(seed, rounds, randomSeed) });
  const played = [];
  for (let number = 1; number <= Math.max(texts, argued); number++) {
    for (const seed of seeds) played.push(await run(seed, `${seed.seed_id}/${number}`));
  }
  const pairs = [];
  for (const [index, one] of seeds.entries()) {
    for (const other of seeds.slice(index + 1).filter(({ board_id }) => board_id === one.board_id)) {
      const placed = { ...other, zone_id: one.zone_id };
      pairs.push([await run(one, 'one and the same'), await run(placed, 'one and the same')]);
    }
  }
  const withoutHidden = [];
  for (const [index, seed] of seeds.entries()) {
    if (seed.hidden_facts.length === 0) continue;
    withoutHidden.push([played[index], await run({ ...seed, hidden_facts: [] }, `${seed.seed_id}/1`)]);
  }
  const take = (count) => played.slice(0, count * seeds.length);
  return { runs: take(texts), argued: take(argued), pairs, withoutHidden };
}
