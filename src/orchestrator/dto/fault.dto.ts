import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, ValidateBy, ValidateIf } from 'class-validator';
import { WellFormed } from '../../common/index.js';
import type { Fault } from '../fault-injection.js';

const LONGEST_DELAY_MS = 600_000;

const isWhole = (value: unknown, least: number): value is number =>
  Number.isInteger(value) && Number(value) >= least;

/** A failure to inject, so that callers can try out how they handle failures. */
export class FaultDto implements Fault {
  /** @example "moderation" */
  @IsString()
  @Length(1, 64)
  @WellFormed()
  stage_node: string;

  /** Attempts throw, hang until their timeout, or start late. */
  @IsIn(['error', 'hang', 'delay'])
  kind: 'error' | 'hang' | 'delay';

  /** The first attempts that it meets, counted over the run's whole life; `all`: each. */
  @ApiProperty({
    oneOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', enum: ['all'] },
    ],
  })
  @ValidateBy({
    name: 'attempts',
    validator: {
      validate: (value: unknown) => value === 'all' || isWhole(value, 1),
      defaultMessage: () => `attempts must be a whole number, at least 1, or 'all'`,
    },
  })
  attempts: number | 'all';

  /** How late a `delay` starts, in milliseconds; a `delay` needs it. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: LONGEST_DELAY_MS, required: false })
  @ValidateIf(({ kind }: FaultDto, value) => kind === 'delay' || value !== undefined)
  @ValidateBy({
    name: 'delayMs',
    validator: {
      validate: (value: unknown) => isWhole(value, 0) && value <= LONGEST_DELAY_MS,
      defaultMessage: () =>
        `delay_ms must be a whole number from 0 to ${LONGEST_DELAY_MS}, and a fault of kind 'delay' needs it`,
    },
  })
  delay_ms?: number;
}
