import { PASSAGE_SECTIONS, type Passage } from '../domain/seed.js';
import { byNumericId } from '../domain/words.js';
import type { World } from '../packs/world.js';
import { WordScores } from './word-scores.js';

/** A passage as the index finds it. */
interface KnowledgeEntry extends Passage {
  /** The passage alone: the same object each time that it is found, so that what is made of its text is made once. */
  readonly passage: Passage;
  /** Words that it is found by, beside its text. */
  readonly keywords: string;
  /** The boards that it belongs to; none when it belongs to all. */
  readonly boards: readonly string[];
}

/** How much more a passage of the thread's own board counts. */
const OWN_BOARD_BOOST = 2;

/** Full-text index over all that a world says of itself; built once per fingerprint. */
export class Knowledge {
  private readonly entries: readonly KnowledgeEntry[];
  private readonly scores: WordScores;

  constructor(world: World) {
    this.entries = knowledgeOf(world)
      .filter(({ text }) => text !== '')
      .map((source) => ({ ...source, passage: toPassage(source) }))
      .toSorted(byNumericId);
    this.scores = new WordScores(this.entries);
  }

  /** The passages of each section that fit a query best; filled up with others of the board where too few do. */
  find(query: string, boardId: string, perSection: number): Passage[] {
    const isOwn = (place: number) => this.entries[place]?.boards.includes(boardId) ?? false;
    const ranked = this.scores.rank(query, (place) => (isOwn(place) ? OWN_BOARD_BOOST : 1));
    const chosen = new Map(PASSAGE_SECTIONS.map((section) => [section, new Set<Passage>()]));
    for (const entry of [...ranked.map((place) => this.entries[place]), ...this.entries]) {
      if (!entry || (entry.boards.length > 0 && !entry.boards.includes(boardId))) continue;
      const passages = chosen.get(entry.section);
      if (passages && passages.size < perSection) passages.add(entry.passage);
    }
    return [...chosen.values()].flatMap((passages) => [...passages]);
  }
}

function toPassage({ id, section, kind, source, text, grade }: Passage): Passage {
  return { id, section, kind, source, text, grade };
}

/** Everything that a world says, as passages with the section that they belong to. */
function knowledgeOf({ packs }: World): Omit<KnowledgeEntry, 'passage'>[] {
  const { board, community, rule, entity, persona, template, world } = packs;
  const linked = new Map(world.entities.map((known) => [known.id, known.linked_board_id]));
  const boardsOf = (ids: readonly string[]) => ids.flatMap((id) => linked.get(id) ?? []);
  const said = { grade: 'B', boards: [], keywords: '' } as const;
  return [
    ...board.boards.map(({ id, name, topic = '', memes }) => ({
      ...said,
      id: `board:${id}`,
      section: 'hierarchy' as const,
      kind: 'board',
      source: name,
      text: topic,
      boards: [id],
      keywords: memes.join(' '),
    })),
    ...community.communities.map(({ id, name, board_id, identity }) => ({
      ...said,
      id: `community:${id}`,
      section: 'hierarchy' as const,
      kind: 'community',
      source: name,
      text: identity.join(', '),
      boards: [board_id],
    })),
    ...rule.rules.map(({ id, name, summary = '', category = '' }) => ({
      ...said,
      id: `rule:${id}`,
      section: 'policy' as const,
      kind: 'rule',
      source: name,
      text: summary,
      keywords: category,
    })),
    ...entity.orgs.map(({ id, name, tags }) => ({
      ...said,
      id: `organization:${id}`,
      section: 'organization' as const,
      kind: 'organization',
      source: name,
      text: tags.join(', '),
    })),
    ...entity.chars.map(({ id, name, affiliations }) => ({
      ...said,
      id: `character:${id}`,
      section: 'organization' as const,
      kind: 'character',
      source: name,
      text: [name, ...affiliations].join(', '),
    })),
    ...persona.personas.map(({ id, char_id = '', archetype_id = '' }) => ({
      ...said,
      id: `persona:${id}`,
      section: 'organization' as const,
      kind: 'persona',
      source: id,
      text: [char_id, archetype_id].filter(Boolean).join(', '),
    })),
    ...template.thread_templates.map(({ id, name, trigger_tags, intended_boards }) => ({
      ...said,
      id: `thread_template:${id}`,
      section: 'hierarchy' as const,
      kind: 'thread_template',
      source: name,
      text: trigger_tags.join(', '),
      boards: intended_boards,
    })),
    ...template.meme_seeds.map(({ id, name, summary = '', style_tags, intended_boards }) => ({
      ...said,
      id: `meme_seed:${id}`,
      section: 'hierarchy' as const,
      kind: 'meme_seed',
      source: name,
      text: summary,
      boards: intended_boards,
      keywords: style_tags.join(' '),
    })),
    ...template.event_cards.map(({ id, name, summary = '', intended_boards, trigger_tags }) => ({
      ...said,
      id: `event_card:${id}`,
      section: 'evidence' as const,
      kind: 'event_card',
      source: name,
      text: summary,
      boards: intended_boards,
      keywords: trigger_tags.join(' '),
    })),
    ...world.entities.map(
      ({ id, source, summary = '', name, tags, evidence_grade, linked_board_id, linked_org_id }) => ({
        ...said,
        id: `entity:${id}`,
        section: linked_org_id ? ('organization' as const) : ('evidence' as const),
        kind: 'entity',
        source,
        text: summary,
        grade: evidence_grade,
        boards: linked_board_id ? [linked_board_id] : [],
        keywords: [name, ...tags].join(' '),
      }),
    ),
    ...world.relations.map(({ id, source, notes = '', evidence_grade, from_entity_id, to_entity_id }) => ({
      ...said,
      id: `relation:${id}`,
      section: 'hierarchy' as const,
      kind: 'relation',
      source,
      text: notes,
      grade: evidence_grade,
      boards: boardsOf([from_entity_id, to_entity_id]),
    })),
    ...world.timeline_events.map(({ id, source, title, summary = '', evidence_grade, entity_ids }) => ({
      ...said,
      id: `timeline_event:${id}`,
      section: 'evidence' as const,
      kind: 'timeline_event',
      source,
      text: summary,
      grade: evidence_grade,
      keywords: title,
      boards: boardsOf(entity_ids),
    })),
    ...world.world_rules.map(({ id, name, description = '', evidence_grade, category = '' }) => ({
      ...said,
      id: `world_rule:${id}`,
      section: 'policy' as const,
      kind: 'world_rule',
      source: name,
      text: description,
      grade: evidence_grade,
      keywords: category,
    })),
    ...world.glossary.map(({ id, term, definition, evidence_grade, aliases, source }) => ({
      ...said,
      id: `glossary:${id}`,
      section: 'evidence' as const,
      kind: 'glossary',
      source,
      text: definition,
      grade: evidence_grade,
      keywords: [term, ...aliases].join(' '),
    })),
  ];
}
