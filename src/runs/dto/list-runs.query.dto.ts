import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { RUN_STATUSES, type RunStatus } from '../domain/run.js';
import type { RunPageRequest } from '../run.repository.js';

/** A number in plain decimal digits; anything else is left for `@IsInt` to refuse. */
function Digits(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );
}

/** Which runs to list. Conditions combine with AND. */
export class ListRunsQueryDto {
  /** How many runs at the most. */
  @Digits()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 20;

  /** How many runs to pass over. */
  @Digits()
  @IsInt()
  @Min(0)
  @Max(10_000)
  offset: number = 0;

  @IsOptional()
  @IsIn(RUN_STATUSES)
  status?: RunStatus;

  /** @example "locked" */
  @IsOptional()
  @IsIn(['visible', 'hidden', 'locked', 'ghost', 'sanctioned'])
  thread_status?: string;

  @IsOptional()
  @IsString()
  @Length(1, 128)
  seed_id?: string;

  @IsOptional()
  @IsString()
  @Length(1, 128)
  board_id?: string;

  @IsOptional()
  @IsString()
  @Length(1, 128)
  pipeline?: string;

  @IsOptional()
  @IsString()
  @Length(1, 128)
  pack_fingerprint?: string;

  /** Runs created at this moment or later, ISO 8601. */
  @IsOptional()
  @IsISO8601({ strict: true })
  created_after?: string;

  /** Runs created before this moment, ISO 8601. */
  @IsOptional()
  @IsISO8601({ strict: true })
  created_before?: string;

  /** The page that this query asks the repository for. */
  page(): RunPageRequest {
    const { limit, offset, created_after, created_before, ...equal } = this;
    const filter = {
      ...equal,
      ...(created_after !== undefined && { created_after: new Date(created_after).toISOString() }),
      ...(created_before !== undefined && { created_before: new Date(created_before).toISOString() }),
    };
    return { filter, limit, offset };
  }
}
