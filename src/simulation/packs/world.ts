import { byNumericId } from '../domain/words.js';
import type { Packs } from './pack-files.js';
import type { Board } from './schema/board.pack.js';
import type { Community } from './schema/community.pack.js';
import type { Archetype, Persona, RegisterProfile, RegisterSwitchRule } from './schema/persona.pack.js';
import type { CommentFlow, ThreadTemplate } from './schema/template.pack.js';
import type { SafetyPatterns } from './safety-patterns.js';
import type { WorldExtensions } from './world-extensions.js';

/** A persona with what it is made of. */
export interface Speaker {
  readonly id: string;
  /** The character's name, or the persona's id. */
  readonly name: string;
  readonly persona: Persona;
  readonly community: Community;
  readonly archetype: Archetype | null;
  readonly affiliations: readonly string[];
}

/** A loaded world: its packs, indexed by what the simulation looks up. Never changes. */
export class World {
  readonly boards: ReadonlyMap<string, Board>;
  readonly communities: ReadonlyMap<string, Community>;
  readonly profiles: ReadonlyMap<string, RegisterProfile>;
  readonly templates: ReadonlyMap<string, ThreadTemplate>;
  readonly flows: ReadonlyMap<string, CommentFlow>;
  readonly speakers: ReadonlyMap<string, Speaker>;
  /** By priority. */
  readonly switchRules: readonly RegisterSwitchRule[];
  private readonly hostile: ReadonlySet<string>;

  constructor(
    readonly packs: Packs,
    readonly extensions: WorldExtensions,
    readonly patterns: SafetyPatterns,
    readonly fingerprint: string,
    /** File → SHA-256 of its bytes, in hex. */
    readonly digests: Readonly<Record<string, string>>,
  ) {
    this.boards = byId(packs.board.boards);
    this.communities = byId(packs.community.communities);
    this.profiles = byId(packs.persona.register_profiles);
    this.templates = byId(packs.template.thread_templates);
    this.flows = byId(packs.template.comment_flows);
    this.speakers = byId(speakersOf(packs, this.communities));
    this.switchRules = packs.persona.register_switch_rules.toSorted(
      (a, b) => a.priority - b.priority || byNumericId(a, b),
    );
    this.hostile = hostilePairs(packs);
  }

  communitiesOf(boardId: string): Community[] {
    return this.packs.community.communities.filter((community) => community.board_id === boardId);
  }

  speakersOf(communityId: string): Speaker[] {
    return [...this.speakers.values()].filter(({ community }) => community.id === communityId);
  }

  /** Whether the orgs, characters or boards of two speakers are on hostile terms. */
  areHostile(a: Speaker, b: Speaker): boolean {
    return linksOf(a).some((left) => linksOf(b).some((right) => this.hostile.has(`${left}|${right}`)));
  }
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

/** Personas without a community cannot speak. */
function speakersOf({ entity, persona }: Packs, communities: ReadonlyMap<string, Community>): Speaker[] {
  const characters = byId(entity.chars);
  const archetypes = byId(persona.archetypes);
  return persona.personas.flatMap((member) => {
    const character = characters.get(member.char_id ?? '');
    const community = communities.get(member.main_com ?? character?.main_com ?? '');
    if (!community) return [];
    return {
      id: member.id,
      name: character?.name ?? member.id,
      persona: member,
      community,
      archetype: archetypes.get(member.archetype_id ?? '') ?? null,
      affiliations: character?.affiliations ?? [],
    };
  });
}

function linksOf({ persona, community, affiliations }: Speaker): string[] {
  const character = persona.char_id ? [`char:${persona.char_id}`] : [];
  return [`board:${community.board_id}`, ...character, ...affiliations.map((org) => `org:${org}`)];
}

/** The relation type that makes two parties hostile. */
const HOSTILE = 'hostile_to';

function hostilePairs({ world }: Packs): Set<string> {
  const links = new Map(
    world.entities.map((entity) => [
      entity.id,
      [
        entity.linked_org_id && `org:${entity.linked_org_id}`,
        entity.linked_char_id && `char:${entity.linked_char_id}`,
        entity.linked_board_id && `board:${entity.linked_board_id}`,
      ].filter((link): link is string => Boolean(link)),
    ]),
  );
  const pairs = world.relations
    .filter(({ relation_type }) => relation_type === HOSTILE)
    .flatMap(({ from_entity_id, to_entity_id }) => {
      const from = links.get(from_entity_id) ?? [];
      const to = links.get(to_entity_id) ?? [];
      return from.flatMap((left) => to.flatMap((right) => [`${left}|${right}`, `${right}|${left}`]));
    });
  return new Set(pairs);
}
