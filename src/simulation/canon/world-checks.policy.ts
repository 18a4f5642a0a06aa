import type { WorldPack, WorldStatement } from '../packs/schema/world.pack.js';
import { ERA_FORMATS, isInside, monthsOf, overlap, validityOf } from './era.policy.js';

/** Relations of two types that cannot hold between the same two entities at once, in every world. */
const CONFLICTING_RELATIONS = [
  ['allied_with', 'hostile_to'],
  ['regulates', 'exempts'],
] as const;

/** Ends of relations, entities of events and scopes of rules that name no entity. */
export function danglingEntities(world: WorldPack): string[] {
  const known = new Set(world.entities.map(({ id }) => id));
  const missing = (what: string, field: string, ids: readonly (string | undefined)[]) =>
    ids
      .filter((id) => id !== undefined && !known.has(id))
      .map((id) => `${what}: ${field} names no entity '${id}'`);
  return [
    ...world.relations.flatMap(({ id, from_entity_id, to_entity_id }) => [
      ...missing(`relation ${id}`, 'from_entity_id', [from_entity_id]),
      ...missing(`relation ${id}`, 'to_entity_id', [to_entity_id]),
    ]),
    ...world.timeline_events.flatMap(({ id, entity_ids, location_entity_id }) => [
      ...missing(`timeline event ${id}`, 'entity_ids', entity_ids),
      ...missing(`timeline event ${id}`, 'location_entity_id', [location_entity_id]),
    ]),
    ...world.world_rules.flatMap(({ id, scope_entity_ids }) =>
      missing(`world rule ${id}`, 'scope_entity_ids', scope_entity_ids),
    ),
  ];
}

/** Times that are no eras, statements that end before they begin, and events outside the time they are valid in. */
export function timelineFaults(world: WorldPack): string[] {
  const { entities, relations, timeline_events, world_rules, glossary } = world;
  return [
    ...entities.flatMap((one) => timesWrong('entity', one)),
    ...relations.flatMap((one) => timesWrong('relation', one)),
    ...timeline_events.flatMap((one) => timesWrong('timeline event', one, one.era)),
    ...world_rules.flatMap((one) => timesWrong('world rule', one)),
    ...glossary.flatMap((one) => timesWrong('glossary term', one)),
  ];
}

function timesWrong(kind: string, statement: WorldStatement, era?: string): string[] {
  const { id, valid_from, valid_to } = statement;
  const times = Object.entries({ valid_from, valid_to, era });
  const malformed = times.filter(([, time]) => time !== undefined && !monthsOf(time));
  if (malformed.length > 0) {
    return malformed.map(([field, time]) => `${kind} ${id}: ${field} '${time}' is not ${ERA_FORMATS}`);
  }
  const validity = validityOf(statement);
  if (validity.first > validity.last) {
    return [`${kind} ${id}: valid_from ${valid_from} is after valid_to ${valid_to}`];
  }
  const months = era === undefined ? null : monthsOf(era);
  if (!months || isInside(months, validity)) return [];
  return [`${kind} ${id}: era ${era} is not inside ${valid_from} to ${valid_to ?? 'now'}`];
}

/** Pairs of entities that two conflicting relations hold between, in either direction, at one time. */
export function relationConflicts({ relations, relation_conflict_rules }: WorldPack): string[] {
  const conflicting = new Set(
    [
      ...CONFLICTING_RELATIONS,
      ...relation_conflict_rules.map((rule) => [rule.relation_type_a, rule.relation_type_b] as const),
    ].map(([a, b]) => unordered(a, b)),
  );
  const pairs = groupBy(relations, ({ from_entity_id, to_entity_id }) =>
    unordered(from_entity_id, to_entity_id),
  );
  return [...pairs.values()].flatMap((pair) =>
    pair.flatMap((one, index) =>
      pair
        .slice(index + 1)
        .filter((other) => conflicting.has(unordered(one.relation_type, other.relation_type)))
        .filter((other) => overlap(validityOf(one), validityOf(other)))
        .map(
          (other) =>
            `relations ${one.id} and ${other.id}: ${one.relation_type} and ${other.relation_type} ` +
            `hold at once between ${one.from_entity_id} and ${one.to_entity_id}`,
        ),
    ),
  );
}

/** Terms and aliases, whatever their case, that are defined in more than one way. */
export function glossaryConflicts({ glossary }: WorldPack): string[] {
  const entries = glossary.flatMap(({ id, term, aliases, definition }) =>
    [...new Set([term, ...aliases].map(folded))].map((name) => ({
      id,
      name,
      definition: folded(definition),
    })),
  );
  return [...groupBy(entries, ({ name }) => name)].flatMap(([name, same]) =>
    new Set(same.map(({ definition }) => definition)).size > 1
      ? [`glossary terms ${same.map(({ id }) => id).join(', ')}: '${name}' has more than one definition`]
      : [],
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** A key for two ids that is the same in either order; ids have no white space. */
function unordered(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
