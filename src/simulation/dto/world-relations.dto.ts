import { ApiProperty } from '@nestjs/swagger';
import { EVIDENCE_GRADES, type EvidenceGrade } from '../packs/schema/world.pack.js';
import type { World } from '../packs/world.js';

/** Somebody or something that the canon knows. */
class RelatedEntityDto {
  id: string;
  name: string;
  /** @example "org" */
  entity_type: string;
  summary: string | null;
  /** The item that it stands for, one of these three; null when it stands for none. */
  organization_id: string | null;
  character_id: string | null;
  board_id: string | null;
}

/** How one entity relates to another. */
class EntityRelationDto {
  id: string;
  /** @example "hostile_to" */
  relation_type: string;
  from_entity_id: string;
  to_entity_id: string;
  notes: string | null;
  /**
   * Since when it holds, in the world's own time.
   * @example "Y2-Q4"
   */
  valid_from: string;
  /** Until when; null when it still does. */
  valid_to: string | null;
  /** How well it is known; A is best. */
  @ApiProperty({ enum: EVIDENCE_GRADES })
  evidence_grade: EvidenceGrade;
  /** Who says so. */
  source: string;
}

/** The relations of a world, as a graph. */
export class WorldRelationsDto {
  /** SHA-256 over the packs. */
  pack_fingerprint: string;
  /** The nodes. */
  entities: RelatedEntityDto[];
  /** The edges; each end is the id of an entity. */
  relations: EntityRelationDto[];

  static of({ fingerprint, packs: { world } }: World): WorldRelationsDto {
    return {
      pack_fingerprint: fingerprint,
      entities: world.entities.map((entity) => ({
        id: entity.id,
        name: entity.name,
        entity_type: entity.entity_type,
        summary: entity.summary ?? null,
        organization_id: entity.linked_org_id ?? null,
        character_id: entity.linked_char_id ?? null,
        board_id: entity.linked_board_id ?? null,
      })),
      relations: world.relations.map((relation) => ({
        id: relation.id,
        relation_type: relation.relation_type,
        from_entity_id: relation.from_entity_id,
        to_entity_id: relation.to_entity_id,
        notes: relation.notes ?? null,
        valid_from: relation.valid_from,
        valid_to: relation.valid_to ?? null,
        evidence_grade: relation.evidence_grade,
        source: relation.source,
      })),
    };
  }
}
