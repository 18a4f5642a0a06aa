import { IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { WellFormed } from '../../common/index.js';
import { RUN_STATUSES, type RunStatus } from '../domain/run.js';
import type { RunFilter, RunPageRequest } from '../ports/run-store.js';
import { Digits } from './digits.js';
import { IsMoment, momentOf } from './moment.js';
import { IsCursor, NotBeside, decodeCursor } from './run-cursor.js';

/** Which runs to list. Conditions combine with AND. */
export class ListRunsQueryDto {
  /** How many runs at the most. */
  @Digits()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 20;

  /** How many runs to pass over; 0 unless given. Lists of any length are read with `cursor`. */
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(0)
  @Max(10_000)
  offset?: number;

  /** The `next_cursor` of the page before; not together with `offset`. */
  @IsOptional()
  @IsCursor()
  @MaxLength(512)
  @NotBeside('offset')
  cursor?: string;

  /** Runs in this state. */
  @IsOptional()
  @IsIn(RUN_STATUSES)
  status?: RunStatus;

  /**
   * Simulations whose thread is in this state.
   * @example "locked"
   */
  @IsOptional()
  @IsIn(['visible', 'hidden', 'locked', 'ghost', 'sanctioned'])
  thread_status?: string;

  /**
   * Runs whose title contains this text, in upper or lower case.
   * @example "heron"
   */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @WellFormed()
  title?: string;

  /** Simulations of the seed with this id. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  @WellFormed()
  seed_id?: string;

  /** Simulations on this board. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  @WellFormed()
  board_id?: string;

  /** Runs of this pipeline. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  @WellFormed()
  pipeline?: string;

  /** Simulations in the world with this fingerprint. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  @WellFormed()
  pack_fingerprint?: string;

  /** Runs created at this moment or later: ISO 8601, in UTC unless it names an offset. */
  @IsOptional()
  @IsMoment()
  created_after?: string;

  /** Runs created before this moment: ISO 8601, in UTC unless it names an offset. */
  @IsOptional()
  @IsMoment()
  created_before?: string;

  /** What this query asks the repository for: one run more than it wants, to tell whether there is a next page. */
  page(): RunPageRequest {
    const { limit, offset = 0, cursor, created_after, created_before, ...equal } = this;
    const after = decodeCursor(cursor ?? '');
    const times = {
      created_after: momentOf(created_after ?? ''),
      created_before: momentOf(created_before ?? ''),
    };
    const given = Object.entries({ ...equal, ...times }).filter(([, value]) => (value ?? null) !== null);
    const filter = Object.fromEntries(given) as RunFilter;
    return { filter, limit: limit + 1, offset, ...(after && { after }) };
  }
}
