import { moderationSlotsNothingFills } from './moderation-slots.js';
import type { PackFault } from './pack-fault.js';
import { fileOf, type Packs } from './pack-files.js';
import { slotsNothingFills } from './phrase-slots.js';
import type { WorldExtensions } from './world-extensions.js';

/** What is probably not meant so in packs that can be used. */
export function packWarnings(packs: Packs, extensions: WorldExtensions): PackFault[] {
  return [
    ...unknownRules(packs),
    ...unknownArchetypes(packs, extensions),
    ...silentPlaces(packs),
    ...slotsNothingFills(extensions.phrase_book),
    ...moderationSlotsNothingFills(packs.rule),
  ];
}

function unknownRules({ rule, template }: Packs): PackFault[] {
  const known = new Set(rule.rules.map(({ id }) => id));
  const escalations = template.comment_flows.flatMap(({ id, escalation_rules }) =>
    escalation_rules.map(({ reason_rule_id }, index) => ({
      file: fileOf('template'),
      item: id,
      field: `escalation_rules[${index}].reason_rule_id`,
      named: reason_rule_id,
    })),
  );
  const { safety, lore, similarity } = rule.gate_policy;
  const gates = Object.entries({ safety, lore, similarity }).flatMap(([gate, { rule_ids }]) =>
    Object.entries(rule_ids).map(([code, named]) => ({
      file: fileOf('rule'),
      item: 'gate_policy',
      field: `${gate}.rule_ids.${code}`,
      named,
    })),
  );
  return [...escalations, ...gates]
    .filter(({ named }) => !known.has(named))
    .map(({ named, ...place }) => ({ ...place, message: `names no rule: '${named}'` }));
}

function unknownArchetypes({ persona }: Packs, { archetype_intents }: WorldExtensions): PackFault[] {
  const known = new Set(persona.archetypes.map(({ id }) => id));
  const conditions = persona.register_switch_rules.flatMap(({ id, conditions }) =>
    conditions.archetype_ids.map((named) => ({
      file: fileOf('persona'),
      item: id,
      field: 'conditions.archetype_ids',
      named,
    })),
  );
  const intents = Object.keys(archetype_intents).map((named) => ({
    file: fileOf('world'),
    item: 'extensions',
    field: 'archetype_intents',
    named,
  }));
  return [...conditions, ...intents]
    .filter(({ named }) => !known.has(named))
    .map(({ named, ...place }) => ({ ...place, message: `names no archetype: '${named}'` }));
}

/** Boards without a community, and a world without a thread template, have nothing that a run could play. */
function silentPlaces({ board, community, template }: Packs): PackFault[] {
  const peopled = new Set(community.communities.map(({ board_id }) => board_id));
  const boards = board.boards
    .filter(({ id }) => !peopled.has(id))
    .map(({ id }) => ({
      file: fileOf('board'),
      item: id,
      field: null,
      message: 'has no community: runs on it will fail',
    }));
  if (template.thread_templates.length > 0) return boards;
  const message = 'is empty: every run will fail';
  return [...boards, { file: fileOf('template'), item: null, field: 'thread_templates', message }];
}
