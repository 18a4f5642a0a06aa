import { ApiHideProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { WellFormed } from '../../common/index.js';
import { RUN_STATUSES, type RunStatus } from '../domain/run.js';
import type { RunFilter, RunPageRequest } from '../ports/run-store.js';
import { Digits } from './digits.js';
import { IsMoment, momentOf } from './moment.js';
import { IsCursor, NotBeside, decodeCursor } from './run-cursor.js';

/** Which runs to list. Conditions combine with AND. */
export class ListRunsQueryDto {
  /** How many runs at most. */
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
  @ApiHideProperty() // the generator loses the values of an enum of an explicit query: the route documents it
  status?: RunStatus;

  /**
   * Runs whose title contains this text, in upper or lower case.
   * @example "heron"
   */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @WellFormed()
  title?: string;

  /** Runs of this pipeline. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  @WellFormed()
  pipeline?: string;

  /** Runs created at this moment or later: ISO 8601, in UTC unless it names an offset. */
  @IsOptional()
  @IsMoment()
  created_after?: string;

  /** Runs created before this moment: ISO 8601, in UTC unless it names an offset. */
  @IsOptional()
  @IsMoment()
  created_before?: string;

  /**
   * What this query asks the repository for: one run more than it wants, to know whether there is a next page.
   * @param names the attributes that lists filter by
   */
  page(names: readonly string[]): RunPageRequest {
    const { limit, offset = 0, cursor, created_after, created_before, status, title, pipeline } = this;
    const after = decodeCursor(cursor ?? '');
    const own = {
      status,
      title,
      pipeline,
      created_after: momentOf(created_after ?? ''),
      created_before: momentOf(created_before ?? ''),
    };
    const attributes = given(names.map((name) => [name, (this as Record<string, unknown>)[name]]));
    const filter = {
      ...given(Object.entries(own)),
      ...(Object.keys(attributes).length > 0 && { attributes }),
    } as RunFilter;
    return { filter, limit: limit + 1, offset, ...(after && { after }) };
  }
}

function given(values: readonly [name: string, value: unknown][]): object {
  return Object.fromEntries(values.filter(([, value]) => (value ?? null) !== null));
}
