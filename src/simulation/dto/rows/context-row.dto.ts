import { ApiProperty } from '@nestjs/swagger';
import { FaultDto, RowEnvelopeDto } from '../../../orchestrator/index.js';
import type { EvidenceGrade } from '../../packs/schema/world.pack.js';
import { SeedDto } from '../seed.dto.js';

/** Something that the world knows about the incident. */
class PassageDto {
  id: string;
  section: 'evidence' | 'policy' | 'organization' | 'hierarchy';
  /** @example "entity" */
  kind: string;
  /** Who says so. */
  source: string;
  text: string;
  grade: EvidenceGrade;
}

/** Passages, section by section. */
class ContextSectionsDto {
  evidence: PassageDto[];
  policy: PassageDto[];
  organization: PassageDto[];
  hierarchy: PassageDto[];
}

/** What generators of text are given of the incident and the world. */
class ContextBundleDto {
  task: 'community_simulation';
  /** The title of the seed. */
  seed: string;
  board_id: string;
  zone_id: string;
  sections: ContextSectionsDto;
}

/** What the packs are, and the checksum of each file. */
class PackManifestDto {
  schema_version: string;
  pack_version: string;
  checksum_algorithm: string;
  files: Record<string, string>;
}

/** The names of what later rows call by its id: id → name. */
class ContextNamesDto {
  board: Record<string, string>;
  community: Record<string, string>;
  rule: Record<string, string>;
  meme_seed: Record<string, string>;
  event_card: Record<string, string>;
}

/** Something that was blacked out in a text of the request. */
export class RedactionDto {
  /**
   * The place in the body of the request.
   * @example "/seed/summary"
   */
  pointer: string;
  rule_id: string;
  /** @example "PII_PHONE" */
  code: string;
}

/** The first row of every simulation: everything that it begins with, hidden facts included. */
export class ContextRowDto extends RowEnvelopeDto {
  type: 'context';
  bundle: ContextBundleDto;
  /** The passages' texts. */
  corpus: string[];
  /** Runs of version 0.1 have none. */
  names?: ContextNamesDto;
  /** As it was sent, with its defaults; what the safety gate found in it is blacked out, but for the hidden facts. */
  @ApiProperty({ type: () => SeedDto })
  seed: SeedDto;
  /** What was blacked out in the seed, if anything was. */
  redactions?: RedactionDto[];
  pack_manifest: PackManifestDto;
  /** SHA-256 over the packs. */
  pack_fingerprint: string;
  random_seed: string;
  /**
   * Which draws a random seed leads to. Runs can be compared draw by draw when it is the same; runs of version 0.1 have
   * none.
   */
  random_version?: 'streams.v2' | 'streams.v3';
  /** The number of rounds that was asked for. */
  rounds?: number;
  /** Further tries of each stage node; null when it was left to the nodes. */
  max_stage_retries?: number | null;
  /** Failures that were to be injected. */
  faults?: FaultDto[];
}
