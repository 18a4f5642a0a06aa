import type { PackFault } from './pack-fault.js';
import { fileOf, type Packs } from './pack-files.js';

/** The kinds of item that ids are unique in. */
const KINDS: readonly {
  readonly kind: string;
  readonly pack: keyof Packs;
  readonly ids: (packs: Packs) => Item[];
}[] = [
  { kind: 'board', pack: 'board', ids: ({ board }) => board.boards },
  { kind: 'community', pack: 'community', ids: ({ community }) => community.communities },
  { kind: 'rule', pack: 'rule', ids: ({ rule }) => rule.rules },
  { kind: 'organization', pack: 'entity', ids: ({ entity }) => entity.orgs },
  { kind: 'character', pack: 'entity', ids: ({ entity }) => entity.chars },
  { kind: 'persona', pack: 'persona', ids: ({ persona }) => persona.personas },
  { kind: 'archetype', pack: 'persona', ids: ({ persona }) => persona.archetypes },
  { kind: 'profile', pack: 'persona', ids: ({ persona }) => persona.register_profiles },
  { kind: 'switch rule', pack: 'persona', ids: ({ persona }) => persona.register_switch_rules },
  { kind: 'thread template', pack: 'template', ids: ({ template }) => template.thread_templates },
  { kind: 'comment flow', pack: 'template', ids: ({ template }) => template.comment_flows },
  { kind: 'event card', pack: 'template', ids: ({ template }) => template.event_cards },
  { kind: 'meme seed', pack: 'template', ids: ({ template }) => template.meme_seeds },
  { kind: 'entity', pack: 'world', ids: ({ world }) => world.entities },
  { kind: 'relation', pack: 'world', ids: ({ world }) => world.relations },
  { kind: 'timeline event', pack: 'world', ids: ({ world }) => world.timeline_events },
  { kind: 'world rule', pack: 'world', ids: ({ world }) => world.world_rules },
  { kind: 'glossary term', pack: 'world', ids: ({ world }) => world.glossary },
];

interface Item {
  readonly id: string;
}

/** Everything that names something that is not there, or has an id that another item has. */
export function referenceFaults(packs: Packs): PackFault[] {
  return [...duplicateIds(packs), ...brokenReferences(packs)];
}

function duplicateIds(packs: Packs): PackFault[] {
  return KINDS.flatMap(({ kind, pack, ids }) => {
    const seen = new Set<string>();
    return ids(packs).flatMap(({ id }) => {
      const fault = {
        file: fileOf(pack),
        item: id,
        field: 'id',
        message: `is the id of more than one ${kind}`,
      };
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew ? [] : [fault];
    });
  });
}

function brokenReferences(packs: Packs): PackFault[] {
  const faults: PackFault[] = [];
  const idsOf = new Map(KINDS.map(({ kind, ids }) => [kind, new Set(ids(packs).map(({ id }) => id))]));
  const check = (pack: keyof Packs, items: readonly Item[], field: string, kind: string) => {
    for (const item of items) {
      const value = (item as unknown as Record<string, string | string[] | undefined>)[field] ?? [];
      for (const id of typeof value === 'string' ? [value] : value) {
        if (idsOf.get(kind)?.has(id)) continue;
        faults.push({ file: fileOf(pack), item: item.id, field, message: `names no ${kind}: '${id}'` });
      }
    }
  };
  const { community, entity, persona, template, world } = packs;
  check('community', community.communities, 'board_id', 'board');
  check('entity', entity.chars, 'main_com', 'community');
  check('entity', entity.chars, 'affiliations', 'organization');
  check('persona', persona.personas, 'char_id', 'character');
  check('persona', persona.personas, 'archetype_id', 'archetype');
  check('persona', persona.personas, 'main_com', 'community');
  check('persona', persona.archetypes, 'default_register_profile_id', 'profile');
  check('persona', persona.register_switch_rules, 'apply_profile_id', 'profile');
  check('template', template.thread_templates, 'intended_boards', 'board');
  check('template', template.thread_templates, 'default_comment_flow', 'comment flow');
  check('template', template.thread_templates, 'crosspost_routes', 'board');
  check('template', template.event_cards, 'intended_boards', 'board');
  check('template', template.meme_seeds, 'intended_boards', 'board');
  check('world', world.entities, 'linked_org_id', 'organization');
  check('world', world.entities, 'linked_char_id', 'character');
  check('world', world.entities, 'linked_board_id', 'board');
  return faults;
}
