import { byNumericId } from '../domain/words.js';
import type { PackFault } from './pack-fault.js';
import type { Packs } from './pack-files.js';
import type { PackManifest } from './pack-manifest.js';
import type { Board } from './schema/board.pack.js';
import type { Community } from './schema/community.pack.js';
import type { Archetype, Persona, RegisterProfile, RegisterSwitchRule } from './schema/persona.pack.js';
import type { CommentFlow, ThreadTemplate } from './schema/template.pack.js';
import type { WorldEntity } from './schema/world.pack.js';
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
  /** The parties that it belongs to: its board, its character, its organizations. */
  readonly parties: readonly string[];
}

/** A loaded world: its packs, indexed by what the simulation looks up. Never changes. */
export class World {
  readonly boards: ReadonlyMap<string, Board>;
  readonly communities: ReadonlyMap<string, Community>;
  readonly profiles: ReadonlyMap<string, RegisterProfile>;
  readonly templates: ReadonlyMap<string, ThreadTemplate>;
  readonly flows: ReadonlyMap<string, CommentFlow>;
  readonly speakers: ReadonlyMap<string, Speaker>;
  /** The names of those who speak. */
  readonly names: readonly string[];
  /** By priority. */
  readonly switchRules: readonly RegisterSwitchRule[];
  private readonly communitiesByBoard: ReadonlyMap<string, readonly Community[]>;
  private readonly speakersByCommunity: ReadonlyMap<string, readonly Speaker[]>;
  /** A party → the parties that it is on hostile terms with. */
  private readonly hostile: ReadonlyMap<string, ReadonlySet<string>>;
  /** A speaker → those that it is on hostile terms with, told once each. */
  private readonly enemies = new WeakMap<Speaker, ReadonlySet<Speaker>>();

  constructor(
    readonly packs: Packs,
    readonly extensions: WorldExtensions,
    readonly patterns: SafetyPatterns,
    readonly fingerprint: string,
    readonly manifest: PackManifest,
    /** What is probably not meant so; the world can be used all the same. */
    readonly warnings: readonly PackFault[] = [],
  ) {
    this.boards = byId(packs.board.boards);
    this.communities = byId(packs.community.communities);
    this.profiles = byId(packs.persona.register_profiles);
    this.templates = byId(packs.template.thread_templates);
    this.flows = byId(packs.template.comment_flows);
    this.speakers = byId(speakersOf(packs, this.communities));
    this.names = [...this.speakers.values()].map(({ name }) => name);
    this.communitiesByBoard = grouped(packs.community.communities, ({ board_id }) => board_id);
    this.speakersByCommunity = grouped([...this.speakers.values()], ({ community }) => community.id);
    this.switchRules = packs.persona.register_switch_rules.toSorted(
      (a, b) => a.priority - b.priority || byNumericId(a, b),
    );
    this.hostile = hostileParties(packs);
  }

  /** File → SHA-256 of its bytes, in hex. */
  get digests(): PackManifest['files'] {
    return this.manifest.files;
  }

  communitiesOf(boardId: string): readonly Community[] {
    return this.communitiesByBoard.get(boardId) ?? [];
  }

  speakersOf(communityId: string): readonly Speaker[] {
    return this.speakersByCommunity.get(communityId) ?? [];
  }

  /** Whether the orgs, characters or boards of two speakers are on hostile terms. */
  areHostile(a: Speaker, b: Speaker): boolean {
    return this.enemiesOf(a).has(b);
  }

  private enemiesOf(speaker: Speaker): ReadonlySet<Speaker> {
    const known = this.enemies.get(speaker);
    if (known) return known;
    const hostile = new Set(speaker.parties.flatMap((party) => [...(this.hostile.get(party) ?? [])]));
    const others = [...this.speakers.values()].filter(({ parties }) =>
      parties.some((party) => hostile.has(party)),
    );
    const enemies = new Set(others);
    this.enemies.set(speaker, enemies);
    return enemies;
  }
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

/** The items of each group, in their order. */
function grouped<T>(items: readonly T[], groupOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(groupOf(item));
    if (group) group.push(item);
    else groups.set(groupOf(item), [item]);
  }
  return groups;
}

/** Personas without a community cannot speak. */
function speakersOf({ entity, persona }: Packs, communities: ReadonlyMap<string, Community>): Speaker[] {
  const characters = byId(entity.chars);
  const archetypes = byId(persona.archetypes);
  return persona.personas.flatMap((member) => {
    const character = characters.get(member.char_id ?? '');
    const community = communities.get(member.main_com ?? character?.main_com ?? '');
    if (!community) return [];
    const affiliations = character?.affiliations ?? [];
    return {
      id: member.id,
      name: character?.name ?? member.id,
      persona: member,
      community,
      archetype: archetypes.get(member.archetype_id ?? '') ?? null,
      affiliations,
      parties: [
        `board:${community.board_id}`,
        ...(member.char_id ? [`char:${member.char_id}`] : []),
        ...affiliations.map((org) => `org:${org}`),
      ],
    };
  });
}

/** The relation type that makes two parties hostile. */
const HOSTILE = 'hostile_to';

function hostileParties({ world }: Packs): Map<string, Set<string>> {
  const parties = new Map(world.entities.map((entity) => [entity.id, partiesOf(entity)]));
  const hostile = new Map<string, Set<string>>();
  for (const { relation_type, from_entity_id, to_entity_id } of world.relations) {
    if (relation_type !== HOSTILE) continue;
    for (const from of parties.get(from_entity_id) ?? []) {
      for (const to of parties.get(to_entity_id) ?? []) {
        hostile.set(from, (hostile.get(from) ?? new Set()).add(to));
        hostile.set(to, (hostile.get(to) ?? new Set()).add(from));
      }
    }
  }
  return hostile;
}

function partiesOf({ linked_org_id, linked_char_id, linked_board_id }: WorldEntity): string[] {
  return [
    ...(linked_org_id ? [`org:${linked_org_id}`] : []),
    ...(linked_char_id ? [`char:${linked_char_id}`] : []),
    ...(linked_board_id ? [`board:${linked_board_id}`] : []),
  ];
}
