import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Fraction } from '../../common/index.js';
import type { Branch } from '../experiments/domain/branches.js';
import type { FigureName } from '../experiments/domain/experiment-run.js';
import type { Band, RoundBands } from '../experiments/domain/experiment-tally.js';
import type { Share } from '../experiments/domain/shares.js';
import type { Intervention } from '../domain/intervention.js';
import { InterventionDto } from './intervention.dto.js';
import { DialDto } from './seed.dto.js';
import { ExperimentInputDto, VariationDto } from './experiment-request.dto.js';

/** A share of runs, with Wilson's 95 % interval. */
class ShareDto implements Share {
  count: number;
  /** 0 to 1, as the bounds. */
  @Fraction() share: number;
  @Fraction() low: number;
  @Fraction() high: number;
}

/** Quantiles over runs, with linear interpolation. */
class BandDto implements Band {
  @Fraction() p5: number;
  @Fraction() p50: number;
  @Fraction() p95: number;
}

/** How a figure is distributed over runs. */
class FigureSummaryDto extends BandDto {
  @Fraction() mean: number;
}

/** The totals of a run, over the runs of a group. */
class FigureSummariesDto implements Record<FigureName, FigureSummaryDto> {
  comments: FigureSummaryDto;
  upvotes: FigureSummaryDto;
  /** With those of the moderation after the rounds. */
  reports: FigureSummaryDto;
  rounds_run: FigureSummaryDto;
  /** How often somebody changed sides. */
  position_changes: FigureSummaryDto;
}

/** A round over the runs that played it. */
class RoundBandsDto implements RoundBands {
  round: number;
  /** How many runs played it. */
  runs: number;
  reports: BandDto;
  upvotes: BandDto;
}

/** What the runs of a group have in common, as far as it is varied. */
@ApiExtraModels(InterventionDto)
export class GroupValuesDto {
  packs?: string;
  dial?: DialDto;
  rounds?: number;
  @ApiProperty({ type: 'array', items: { $ref: getSchemaPath(InterventionDto) } })
  interventions?: readonly Intervention[];
}

const SHARES = {
  type: 'object',
  additionalProperties: { $ref: getSchemaPath(ShareDto) },
} as const;

/** What the runs of a combination have come to that have succeeded. */
@ApiExtraModels(ShareDto)
class GroupResultsDto {
  values: GroupValuesDto;
  /** How many have succeeded so far. */
  runs: number;
  /** By the thread's status in the end. */
  @ApiProperty(SHARES) thread_status: Record<string, ShareDto>;
  /** By what ended the rounds. */
  @ApiProperty(SHARES) termination_reason: Record<string, ShareDto>;
  /** By how the incident was told. */
  @ApiProperty(SHARES) frame: Record<string, ShareDto>;
  figures: FigureSummariesDto;
  rounds: RoundBandsDto[];
}

/** A way that threads went, and the two runs to read of it. */
class BranchDto implements Branch {
  /**
   * The thread's status in the end.
   * @example "locked"
   */
  ending: string;
  /** Of all runs that have succeeded, 0 to 1. */
  @Fraction() share: number;
  /** The run of which the figures are nearest to the medians of its ending. */
  typical: string;
  /** The run of which they are farthest. */
  extreme: string;
}

/** What has come of an experiment so far: of its runs that have ended. */
export class ExperimentResultsDto {
  /** One for each combination of packs, dials, rounds and interventions. */
  groups: GroupResultsDto[];
  /** Endings of more than 5 % of the runs, the most frequent first. */
  branches: BranchDto[];
}

/** How many runs of an experiment have which status, when they were counted last. They sum to `total`. */
export class ExperimentCountsDto {
  /** Those that have not begun. */
  queued: number;
  running: number;
  succeeded: number;
  failed: number;
  /** With those that had not ended when the experiment was cancelled, or failed. */
  cancelled: number;
}

/** Where to go on from an experiment. */
class ExperimentLinksDto {
  self: string;
  /** Its runs. */
  runs: string;
  /** The run that executes them: it can be followed by its events, and resumed. */
  run: string;
}

export const EXPERIMENT_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type ExperimentStatus = (typeof EXPERIMENT_STATUSES)[number];

/** An experiment as lists hold it. */
export class ExperimentListItemDto {
  /** `exp-` and a UUIDv7. */
  experiment_id: string;
  /** For people; the seed's title unless it was given. */
  name: string;
  /** `succeeded` when all its runs have ended, even if some have failed. */
  @ApiProperty({ enum: EXPERIMENT_STATUSES })
  status: ExperimentStatus;
  /** ISO 8601, UTC. */
  created_at: string;
  /** ISO 8601, UTC; null while it goes on. */
  ended_at: string | null;
  /** Its runs, whether they have begun or not. */
  total: number;
  counts: ExperimentCountsDto;
  /** SHA-256 of the world of all its runs; of the first packs where they are varied. */
  pack_fingerprint: string;
  links: ExperimentLinksDto;
}

/** One incident, simulated many times. */
export class ExperimentViewDto extends ExperimentListItemDto {
  /** What all its runs have in common, as it was asked for. Hidden facts are not shown. */
  input: ExperimentInputDto;
  /** What is varied. */
  vary: VariationDto;
  results: ExperimentResultsDto;
}

/** A page of experiments, newest first. */
export class ExperimentListDto {
  /** Experiments on this page. */
  count: number;
  /** Experiments that fit the filters; null with a cursor. */
  total: number | null;
  limit: number;
  offset: number;
  /** The `cursor` of the next page; null when this is the last one. */
  next_cursor: string | null;
  items: ExperimentListItemDto[];
}
