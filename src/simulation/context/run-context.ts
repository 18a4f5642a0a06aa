import { Injectable } from '@nestjs/common';
import { RANDOM_STREAMS_VERSION } from '../../common/index.js';
import type { RunOptions } from '../../runs/index.js';
import { PASSAGE_SECTIONS, type Passage, type Seed, type SimulationInput } from '../domain/seed.js';
import type { World } from '../packs/world.js';
import { Knowledge } from './knowledge.js';

/** Passages of each section that a run is given. */
const PASSAGES_PER_SECTION = 3;

/** Looks up what the world knows about a seed; each world's index is built once. */
@Injectable()
export class ContextBuilder {
  private readonly indexes = new WeakMap<World, Knowledge>();

  /** The passages for this seed on this board, section by section. */
  passagesFor(world: World, seed: Seed): readonly Passage[] {
    const { title, summary, public_facts, stakeholders, board_id } = seed;
    const query = [title, summary, ...public_facts, ...stakeholders].join(' ');
    return this.knowledgeOf(world).find(query, board_id, PASSAGES_PER_SECTION);
  }

  private knowledgeOf(world: World): Knowledge {
    const known = this.indexes.get(world);
    if (known) return known;
    const knowledge = new Knowledge(world);
    this.indexes.set(world, knowledge);
    return knowledge;
  }
}

/** The `context` row: everything that a run begins with, and was asked for, hidden facts included. */
export function contextRow(
  world: World,
  { seed, rounds, passages }: SimulationInput,
  randomSeed: string,
  { maxStageRetries, faults }: RunOptions,
) {
  const sections = Object.fromEntries(
    PASSAGE_SECTIONS.map((section) => [section, passages.filter((passage) => passage.section === section)]),
  );
  return {
    type: 'context',
    bundle: {
      task: 'community_simulation',
      seed: seed.title,
      board_id: seed.board_id,
      zone_id: seed.zone_id,
      sections,
    },
    corpus: passages.map(({ text }) => text),
    names: namesOf(world),
    seed,
    pack_manifest: world.manifest,
    pack_fingerprint: world.fingerprint,
    random_seed: randomSeed,
    random_version: RANDOM_STREAMS_VERSION,
    rounds,
    max_stage_retries: maxStageRetries,
    faults,
  };
}

const NAMES = new WeakMap<World, ReturnType<typeof readNames>>();

/** The names of what later rows call by its id, so that a log can be read without its world. */
function namesOf(world: World) {
  const known = NAMES.get(world) ?? readNames(world);
  NAMES.set(world, known);
  return known;
}

function readNames({ packs: { board, community, rule, template } }: World) {
  return {
    board: named(board.boards),
    community: named(community.communities),
    rule: named(rule.rules),
    meme_seed: named(template.meme_seeds),
    event_card: named(template.event_cards),
  };
}

function named(items: readonly { readonly id: string; readonly name: string }[]): Record<string, string> {
  return Object.fromEntries(items.map(({ id, name }) => [id, name]));
}
