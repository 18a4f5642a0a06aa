import { Equals, IsObject } from 'class-validator';
import { Id, OptionalText, Rows, Text, TextList, WordOr } from './fields.js';

/** How well something is known; A is best. */
export type EvidenceGrade = 'A' | 'B' | 'C';
export const EVIDENCE_GRADES = ['A', 'B', 'C'] as const;

/** What every statement about the world says of itself. */
export class WorldStatement {
  @Id() id: string;
  /** Who says so. */
  @Text() source: string;
  /** `Y<n>`, `Y<n>-Q1..4` or `Y<n>-M1..12`. */
  @Text() valid_from: string;
  @OptionalText() valid_to?: string;
  @WordOr(EVIDENCE_GRADES, 'B') evidence_grade: EvidenceGrade = 'B';
}

export class WorldEntity extends WorldStatement {
  @Text() entity_type: string;
  @Text() name: string;
  @OptionalText() summary?: string;
  @TextList() tags: string[] = [];
  @OptionalText() linked_org_id?: string;
  @OptionalText() linked_char_id?: string;
  @OptionalText() linked_board_id?: string;
}

class WorldRelation extends WorldStatement {
  @Id() relation_type: string;
  @Id() from_entity_id: string;
  @Id() to_entity_id: string;
  @OptionalText() notes?: string;
}

class TimelineEvent extends WorldStatement {
  @Text() title: string;
  @OptionalText() summary?: string;
  @OptionalText() era?: string;
  @TextList() entity_ids: string[] = [];
  @OptionalText() location_entity_id?: string;
}

class WorldRule extends WorldStatement {
  @Text() name: string;
  @OptionalText() category?: string;
  @OptionalText() description?: string;
  @TextList() scope_entity_ids: string[] = [];
}

class GlossaryTerm extends WorldStatement {
  @Text() term: string;
  @Text() definition: string;
  @TextList() aliases: string[] = [];
}

/** Two kinds of relation that cannot hold between the same two entities at once. */
class RelationConflictRule {
  @OptionalText() id?: string;
  @Id() relation_type_a: string;
  @Id() relation_type_b: string;
}

export class WorldPack {
  @Equals('world_schema.v1') schema_version: string;
  @OptionalText() version?: string;
  @TextList() forbidden_terms: string[] = [];
  @Rows(() => RelationConflictRule) relation_conflict_rules: RelationConflictRule[] = [];
  /** What the built-in generator reads of it: `phrase_book` and `archetype_intents`. */
  @IsObject() extensions: Record<string, unknown> = {};
  @Rows(() => WorldEntity) entities: WorldEntity[] = [];
  @Rows(() => WorldRelation) relations: WorldRelation[] = [];
  @Rows(() => TimelineEvent) timeline_events: TimelineEvent[] = [];
  @Rows(() => WorldRule) world_rules: WorldRule[] = [];
  @Rows(() => GlossaryTerm) glossary: GlossaryTerm[] = [];
}
