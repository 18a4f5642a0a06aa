import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { WellFormed, IsOptionalNotNull } from '../../common/index.js';
import type { RequestedSeed } from '../domain/seed.js';
import { EVIDENCE_GRADES, type EvidenceGrade } from '../packs/schema/world.pack.js';
import { SumsTo } from './sums-to.js';

/** How much the incident is about each of five things; whole numbers that sum to 100. */
export class DialDto {
  /** Urgency. */
  @IsInt() @Min(0) @Max(100) U: number = 30;
  /** Evidence. */
  @IsInt() @Min(0) @Max(100) E: number = 25;
  /** Mediation. */
  @IsInt() @Min(0) @Max(100) M: number = 15;
  /** Safety. */
  @IsInt() @Min(0) @Max(100) S: number = 15;
  /** Hype. */
  @IsInt() @Min(0) @Max(100) H: number = 15;
}

/** The incident that a simulation starts from. */
export class SeedDto implements RequestedSeed {
  /**
   * An id of your own for the incident.
   * @example "seed-01-short-crate"
   */
  @IsString()
  @Length(1, 128)
  @Matches(/^[A-Za-z0-9._:-]+$/)
  seed_id: string;

  /**
   * What the incident is called.
   * @example "One crate short on the dusk tally"
   */
  @IsString()
  @WellFormed()
  @Matches(/\S/, { message: 'title must not be blank' })
  @MaxLength(200)
  title: string;

  /** What happened, as everybody may know it. */
  @IsString()
  @WellFormed()
  @Matches(/\S/, { message: 'summary must not be blank' })
  @MaxLength(4000)
  summary: string;

  /**
   * The board that the thread is on; see GET /packs.
   * @example "B01"
   */
  @IsString()
  @WellFormed()
  @Length(1, 128)
  board_id: string;

  /**
   * The zone of one of the board's communities; that of its first one unless given.
   * @example "A"
   */
  @IsOptionalNotNull()
  @IsString()
  @WellFormed()
  @Length(1, 128)
  zone_id?: string;

  /** Weights of urgency, evidence, mediation, safety and hype. */
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @SumsTo(100)
  @Type(() => DialDto)
  dial: DialDto = new DialDto();

  /** Sentences that comments can cite. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @WellFormed({ each: true })
  @MaxLength(500, { each: true })
  public_facts: string[] = [];

  /** Known to the writers alone: they reach nothing but the log's first row. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @WellFormed({ each: true })
  @MaxLength(500, { each: true })
  hidden_facts: string[] = [];

  /** Who is concerned, as noun phrases. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @WellFormed({ each: true })
  @MaxLength(500, { each: true })
  stakeholders: string[] = [];

  /** Terms that no comment may use. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @WellFormed({ each: true })
  @MaxLength(500, { each: true })
  forbidden_terms: string[] = [];

  /** What writers have to be careful with. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @WellFormed({ each: true })
  @MaxLength(500, { each: true })
  sensitivity_tags: string[] = [];

  /** How good the evidence is; A is best. */
  @IsIn(EVIDENCE_GRADES)
  evidence_grade: EvidenceGrade = 'B';

  /**
   * What kind of evidence there is.
   * @example "log"
   */
  @IsString()
  @WellFormed()
  @MaxLength(64)
  evidence_type: string = 'log';

  /** Hours until the evidence is gone; each round takes six. */
  @IsInt()
  @Min(0)
  @Max(8760)
  evidence_expiry_hours: number = 72;
}
